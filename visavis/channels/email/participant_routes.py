"""Who takes part in a conversation by email, over HTTP."""

from uuid import UUID

from litestar import get, post
from litestar.handlers import BaseRouteHandler
from litestar.params import FromPath, JSONBody

from visavis.channels.email import participants
from visavis.channels.email.schemas import Participants, Taking
from visavis.conversations.message_routes import WRITING
from visavis.staff import CurrentAgent, HouseHere, staff_policy

TAGS = ["Email"]


@get(
    "/conversations/{conversation_id:uuid}/participants",
    policy=staff_policy(),
    summary="List who takes part by email, and who might",
    tags=TAGS,
)
async def list_participants(
    house: HouseHere, actor: CurrentAgent, conversation_id: FromPath[UUID]
) -> Participants:
    async with house.database.session(actor.brand_ids) as session:
        return Participants(items=await participants.of_conversation(session, actor, conversation_id))


@post(
    "/conversations/{conversation_id:uuid}/participants",
    policy=staff_policy(bucket=WRITING),
    status_code=200,
    summary="Let somebody take part by email, or no longer",
    tags=TAGS,
)
async def change_participants(
    house: HouseHere, actor: CurrentAgent, conversation_id: FromPath[UUID], data: JSONBody[Taking]
) -> Participants:
    act = participants.admit if data.admitted else participants.remove
    async with house.database.session(actor.brand_ids) as session:
        return Participants(items=await act(session, actor, conversation_id, data.email))


handlers: list[BaseRouteHandler] = [list_participants, change_participants]
