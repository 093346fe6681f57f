"""Brands; their routes are here since only staff may call them, and brands know no staff."""

from uuid import UUID

from litestar import get, patch, post
from litestar.params import FromPath, JSONBody

from visavis import brands
from visavis.brands import Brand, BrandChanges, NewBrand
from visavis.staff.access import CurrentAgent, HouseHere, staff_policy
from visavis.staff.events import tell
from visavis.staff.schemas import Secret

ANYONE_HERE = staff_policy("agent")
MANAGERS = staff_policy("admin")
TAGS = ["Brands"]


@get("/brands", policy=ANYONE_HERE, summary="My brands", tags=TAGS)
async def all_brands(house: HouseHere, actor: CurrentAgent) -> list[Brand]:
    async with house.database.session(actor.brand_ids) as session:
        return await brands.all_brands(session)


@post("/brands", policy=MANAGERS, summary="Create a brand", tags=TAGS)
async def create(house: HouseHere, data: JSONBody[NewBrand]) -> Brand:
    async with house.database.system() as session:
        created = await brands.create(session, house.keys, data)
        tell(session, None)
        return created


@patch("/brands/{brand_id:uuid}", policy=MANAGERS, summary="Change a brand", tags=TAGS)
async def edit(
    house: HouseHere, actor: CurrentAgent, brand_id: FromPath[UUID], data: JSONBody[BrandChanges]
) -> Brand:
    async with house.database.session(actor.brand_ids) as session:
        edited = await brands.edit(session, brand_id, data)
        tell(session, None)
        return edited


@post(
    "/brands/{brand_id:uuid}/secret",
    policy=staff_policy("admin", in_person=True),
    status_code=200,
    summary="Replace the brand's identity secret; the new one is shown this once",
    tags=TAGS,
)
async def rotate_secret(house: HouseHere, actor: CurrentAgent, brand_id: FromPath[UUID]) -> Secret:
    async with house.database.session(actor.brand_ids) as session:
        return Secret(secret=await brands.rotate_secret(session, house.keys, brand_id))


handlers = [all_brands, create, edit, rotate_secret]
