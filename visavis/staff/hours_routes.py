"""Opening hours of brands: read by whoever works for the brand, replaced by those who manage it."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import get, put
from litestar.params import FromPath, JSONBody, QueryParameter

from visavis import brands
from visavis.brands import HoursVersion
from visavis.kit.errors import InvalidInput
from visavis.staff.access import CurrentAgent, HouseHere, staff_policy
from visavis.staff.schemas import NewHours

ANYONE_HERE = staff_policy("agent")
MANAGERS = staff_policy("admin")
TAGS = ["Brands"]
NEWEST = 2**31 - 1


@get("/brands/{brand_id:uuid}/hours", policy=ANYONE_HERE, summary="A brand's opening hours", tags=TAGS)
async def hours(
    house: HouseHere,
    actor: CurrentAgent,
    brand_id: FromPath[UUID],
    at: Annotated[datetime | None, QueryParameter(description="in force then; now if absent")] = None,
) -> HoursVersion:
    async with house.database.session(actor.brand_ids) as session:
        if at is None:
            return await brands.hours_now(session, brand_id)
        if at.tzinfo is None:
            raise InvalidInput("Say this time with its offset from UTC.", fields={"at": "offset"})
        return await brands.hours_at(session, brand_id, at)


@put(
    "/brands/{brand_id:uuid}/hours",
    policy=MANAGERS,
    summary="Replace a brand's opening hours, from now on",
    tags=TAGS,
)
async def save(
    house: HouseHere, actor: CurrentAgent, brand_id: FromPath[UUID], data: JSONBody[NewHours]
) -> HoursVersion:
    async with house.database.session(actor.brand_ids) as session:
        return await brands.save_hours(session, brand_id, data.hours, replaces=data.replaces, by=actor.id)


@get(
    "/brands/{brand_id:uuid}/hours/versions",
    policy=ANYONE_HERE,
    summary="What a brand's opening hours were, the newest first",
    tags=TAGS,
)
async def history(
    house: HouseHere,
    actor: CurrentAgent,
    brand_id: FromPath[UUID],
    before: Annotated[int, QueryParameter(ge=1, le=NEWEST)] = NEWEST,
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 20,
) -> list[HoursVersion]:
    async with house.database.session(actor.brand_ids) as session:
        return await brands.hours_history(session, brand_id, before=before, limit=limit)


handlers = [hours, save, history]
