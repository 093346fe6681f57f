"""Promises that agents make, over HTTP."""

from uuid import UUID

from litestar import get, post
from litestar.handlers import BaseRouteHandler
from litestar.params import FromPath, JSONBody

from visavis import brands
from visavis.conversations import Conversation, access_conversation
from visavis.conversations.message_routes import WRITING
from visavis.promises import solving
from visavis.promises.schemas import NewResolution
from visavis.promises.solution_times import SolutionTime, solution_times
from visavis.staff import CurrentAgent, HouseHere, staff_policy

POLICY = staff_policy()
WRITE = staff_policy(bucket=WRITING)
TAGS = ["Promises"]


@get(
    "/conversations/{conversation_id:uuid}/resolution/times",
    policy=POLICY,
    summary="Ask by when a solution is usually promised",
    tags=TAGS,
)
async def list_times(
    house: HouseHere, actor: CurrentAgent, conversation_id: FromPath[UUID]
) -> list[SolutionTime]:
    async with house.database.session(actor.brand_ids) as session:
        conversation = await access_conversation(session, actor, conversation_id)
        hours = await brands.hours_now(session, conversation.brand_id)
        return solution_times(hours.hours, session.clock())


@post(
    "/conversations/{conversation_id:uuid}/resolution",
    policy=WRITE,
    status_code=200,
    summary="Promise a solution by a time",
    tags=TAGS,
)
async def promise_solution(
    house: HouseHere, actor: CurrentAgent, conversation_id: FromPath[UUID], data: JSONBody[NewResolution]
) -> Conversation:
    async with house.database.session(actor.brand_ids) as session:
        return await solving.promise_solution(
            session,
            actor,
            conversation_id=conversation_id,
            by=data.by,
            words=data.words,
            replaces=data.replaces,
        )


handlers: list[BaseRouteHandler] = [list_times, promise_solution]
