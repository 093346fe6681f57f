"""Call-backs over HTTP, for the widget."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.handlers import BaseRouteHandler
from litestar.params import FromPath, JSONBody

from visavis import callbacks, conversations
from visavis.callbacks import Remedies
from visavis.callbacks.schemas import BookedCallback, ChosenTime, NewCallback, WhichCallback
from visavis.conversations.models import VisitorConversation
from visavis.customers import CurrentVisitor, visitor_policy
from visavis.kit.house import address_of
from visavis.kit.limits import Bucket, network_of
from visavis.routing import CurrentWatch
from visavis.staff import HouseHere

READ = visitor_policy("widget.remedies", burst=30, per_minute=30)
CALL = visitor_policy("widget.calling", burst=10, per_minute=6)
# Visitors cost nothing to make: whoever books for many is known by their network.
CALLS = Bucket("widget.calls", 20, 6)
ADDRESS = "callback.address"


@post("/callbacks", policy=CALL, summary="Ask to be called, now or in a slot")
async def book(
    house: HouseHere,
    watch: CurrentWatch,
    visitor: CurrentVisitor,
    request: Request[Any, Any, Any],
    data: JSONBody[NewCallback],
) -> BookedCallback:
    address = address_of(request)
    house.limits.take(CALLS, network_of(address))
    async with house.database.session(visitor.brand_ids) as session:
        conversation = await callbacks.book(
            session,
            visitor,
            asked=data,
            desk=watch.desk(visitor.brand_id, visitor.locale, data.conversation_id),
            # Who can prove it has the key; who only has the table learns no address.
            address_hash=house.keys.sign(ADDRESS, address.encode()),
        )
    return BookedCallback(conversation=conversation.for_customer())


@post(
    "/conversations/{conversation_id:uuid}/callback/cancel",
    policy=CALL,
    status_code=200,
    summary="Give a call-back back",
)
async def cancel(
    house: HouseHere, visitor: CurrentVisitor, conversation_id: FromPath[UUID], data: JSONBody[WhichCallback]
) -> VisitorConversation:
    async with house.database.session(visitor.brand_ids) as session:
        conversation = await callbacks.cancel(
            session, visitor, conversation_id=conversation_id, callback_id=data.callback_id
        )
    return conversation.for_customer()


@get(
    "/conversations/{conversation_id:uuid}/remedies",
    policy=READ,
    summary="Ask what can still be kept where an answer does not come",
)
async def remedies(
    house: HouseHere, watch: CurrentWatch, visitor: CurrentVisitor, conversation_id: FromPath[UUID]
) -> Remedies:
    async with house.database.session(visitor.brand_ids) as session:
        await conversations.access_conversation(session, visitor, conversation_id)
        now = session.clock()
    desk = watch.desk(visitor.brand_id, visitor.locale, conversation_id)
    return callbacks.remedies(desk, now) if desk else Remedies(answer_by=None, callbacks=[])


@post(
    "/conversations/{conversation_id:uuid}/promise",
    policy=CALL,
    status_code=200,
    summary="Choose a later answer where the promised one does not come",
)
async def promise_again(
    house: HouseHere,
    watch: CurrentWatch,
    visitor: CurrentVisitor,
    conversation_id: FromPath[UUID],
    data: JSONBody[ChosenTime],
) -> VisitorConversation:
    async with house.database.session(visitor.brand_ids) as session:
        conversation = await callbacks.promise_again(
            session,
            visitor,
            conversation_id=conversation_id,
            by=data.by,
            desk=watch.desk(visitor.brand_id, visitor.locale, conversation_id),
        )
    return conversation.for_customer()


handlers: list[BaseRouteHandler] = [book, cancel, remedies, promise_again]
