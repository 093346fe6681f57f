"""Call-backs over HTTP, for the staff."""

from uuid import UUID

from litestar import post
from litestar.handlers import BaseRouteHandler
from litestar.params import FromPath, JSONBody

from visavis.callbacks import calling, cancelling
from visavis.callbacks.schemas import CalledOff, WhichCallback
from visavis.conversations.message_routes import WRITING
from visavis.conversations.models import Conversation
from visavis.staff import CurrentAgent, HouseHere, staff_policy

WRITE = staff_policy(bucket=WRITING)
TAGS = ["Call-backs"]


@post(
    "/conversations/{conversation_id:uuid}/callback/on-the-line",
    policy=WRITE,
    status_code=200,
    summary="Say that the customer is on the line",
    tags=TAGS,
)
async def on_the_line(
    house: HouseHere, actor: CurrentAgent, conversation_id: FromPath[UUID], data: JSONBody[WhichCallback]
) -> Conversation:
    async with house.database.session(actor.brand_ids) as session:
        return await calling.on_the_line(
            session, actor, conversation_id=conversation_id, callback_id=data.callback_id
        )


@post(
    "/conversations/{conversation_id:uuid}/callback/not-reached",
    policy=WRITE,
    status_code=200,
    summary="Note that the customer was called and not reached",
    tags=TAGS,
)
async def not_reached(
    house: HouseHere, actor: CurrentAgent, conversation_id: FromPath[UUID], data: JSONBody[WhichCallback]
) -> Conversation:
    async with house.database.session(actor.brand_ids) as session:
        return await calling.not_reached(
            session, actor, conversation_id=conversation_id, callback_id=data.callback_id
        )


@post(
    "/conversations/{conversation_id:uuid}/callback/cancel",
    policy=WRITE,
    status_code=200,
    summary="Call a call-back off, with a word to the customer",
    tags=TAGS,
)
async def call_off(
    house: HouseHere, actor: CurrentAgent, conversation_id: FromPath[UUID], data: JSONBody[CalledOff]
) -> Conversation:
    async with house.database.session(actor.brand_ids) as session:
        return await cancelling.call_off(
            session,
            actor,
            conversation_id=conversation_id,
            callback_id=data.callback_id,
            body=data.body,
            client_id=data.client_id,
        )


handlers: list[BaseRouteHandler] = [on_the_line, not_reached, call_off]
