"""Customers over HTTP, for the staff."""

from uuid import UUID

from litestar import get, patch
from litestar.handlers import BaseRouteHandler
from litestar.params import FromPath, JSONBody

from visavis.customers.access import access_customer
from visavis.customers.describing import edit
from visavis.customers.models import Customer, CustomerChanges
from visavis.staff import CurrentAgent, HouseHere, staff_policy


@get("/customers/{customer_id:uuid}", policy=staff_policy(), summary="Read who a customer is")
async def get_customer(house: HouseHere, actor: CurrentAgent, customer_id: FromPath[UUID]) -> Customer:
    async with house.database.session(actor.brand_ids) as session:
        return await access_customer(session, actor, customer_id)


@patch("/customers/{customer_id:uuid}", policy=staff_policy(), summary="Correct who a customer is")
async def edit_customer(
    house: HouseHere, actor: CurrentAgent, customer_id: FromPath[UUID], data: JSONBody[CustomerChanges]
) -> Customer:
    async with house.database.session(actor.brand_ids) as session:
        return await edit(session, actor, customer_id, data)


handlers: list[BaseRouteHandler] = [get_customer, edit_customer]
