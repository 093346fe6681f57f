"""Subjects of brands: read by whoever works for the brand, changed by those who manage it."""

from uuid import UUID

from litestar import delete, get, patch, post
from litestar.params import FromPath, JSONBody

from visavis import brands
from visavis.brands import NewSubject, Subject, SubjectChanges
from visavis.staff.access import CurrentAgent, HouseHere, staff_policy

ANYONE_HERE = staff_policy("agent")
MANAGERS = staff_policy("admin")
TAGS = ["Brands"]


@get(
    "/brands/{brand_id:uuid}/subjects",
    policy=ANYONE_HERE,
    summary="What a brand's visitors may say that they write about, in order",
    tags=TAGS,
)
async def list_subjects(house: HouseHere, actor: CurrentAgent, brand_id: FromPath[UUID]) -> list[Subject]:
    async with house.database.session(actor.brand_ids) as session:
        return await brands.subjects(session, brand_id)


@post("/brands/{brand_id:uuid}/subjects", policy=MANAGERS, summary="Add a subject", tags=TAGS)
async def add(
    house: HouseHere, actor: CurrentAgent, brand_id: FromPath[UUID], data: JSONBody[NewSubject]
) -> Subject:
    async with house.database.session(actor.brand_ids) as session:
        return await brands.add_subject(session, brand_id, data)


@patch("/subjects/{subject_id:uuid}", policy=MANAGERS, summary="Change a subject, or its place", tags=TAGS)
async def change(
    house: HouseHere, actor: CurrentAgent, subject_id: FromPath[UUID], data: JSONBody[SubjectChanges]
) -> Subject:
    async with house.database.session(actor.brand_ids) as session:
        return await brands.change_subject(session, subject_id, data)


@delete("/subjects/{subject_id:uuid}", policy=MANAGERS, summary="Remove a subject", tags=TAGS)
async def remove(house: HouseHere, actor: CurrentAgent, subject_id: FromPath[UUID]) -> None:
    async with house.database.session(actor.brand_ids) as session:
        await brands.remove_subject(session, subject_id)


handlers = [list_subjects, add, change, remove]
