"""Conversations over HTTP, for the staff."""

from typing import Annotated
from uuid import UUID

from litestar import delete, get, post
from litestar.handlers import BaseRouteHandler
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from visavis import customers, staff
from visavis.conversations import (
    assigning,
    message_routes,
    pushing,
    queries,
    reading,
    releasing,
    resolving,
    scheduled_routes,
    sending,
    timeline,
)
from visavis.conversations.access import access_conversation
from visavis.conversations.models import Conversation, Message
from visavis.conversations.queries import Counts, Place, StatusFilter, View, place_of
from visavis.conversations.schemas import (
    Assignment,
    HandOver,
    Inbox,
    NewMessage,
    OpenedConversation,
    ReadMark,
    Snooze,
    Timeline,
)
from visavis.kit import paging
from visavis.staff import CurrentAgent, HouseHere, staff_policy

POLICY = staff_policy()
WRITE = staff_policy(bucket=message_routes.WRITING)

Limit = Annotated[int, QueryParameter(ge=1, le=100)]


@get("/conversations", policy=POLICY, summary="List the inbox, longest waiting first")
async def list_conversations(
    house: HouseHere,
    actor: CurrentAgent,
    view: FromQuery[View] = "all",
    brand_id: FromQuery[UUID | None] = None,
    status: FromQuery[StatusFilter] = "open",
    q: Annotated[str | None, QueryParameter(max_length=200)] = None,
    after: Annotated[str | None, QueryParameter(max_length=500)] = None,
    limit: Limit = 30,
) -> Inbox:
    async with house.database.session(actor.brand_ids) as session:
        items = await queries.inbox(
            session,
            actor,
            view=view,
            brand_id=brand_id,
            status=status,
            words=q,
            after=paging.unpack(after, Place) if after else None,
            limit=limit,
        )
    return Inbox(items=items, next=paging.pack(place_of(items[-1])) if len(items) == limit else None)


@get("/conversations/counts", policy=POLICY, summary="Count what is open in each view")
async def count_conversations(house: HouseHere, actor: CurrentAgent) -> Counts:
    async with house.database.session(actor.brand_ids) as session:
        return await queries.counts(session, actor)


@get("/conversations/{conversation_id:uuid}", policy=POLICY, summary="Open a conversation")
async def open_conversation(
    house: HouseHere, actor: CurrentAgent, conversation_id: FromPath[UUID]
) -> OpenedConversation:
    async with house.database.session(actor.brand_ids) as session:
        conversation = await access_conversation(session, actor, conversation_id)
        messages, more = await timeline.page(session, actor, conversation)
        return OpenedConversation(
            conversation=conversation,
            messages=messages,
            more=more,
            customer=await customers.access_customer(session, actor, conversation.customer.id),
        )


@get(
    "/conversations/{conversation_id:uuid}/messages",
    policy=POLICY,
    summary="Read further back in a timeline",
)
async def list_messages(
    house: HouseHere,
    actor: CurrentAgent,
    conversation_id: FromPath[UUID],
    before: Annotated[int | None, QueryParameter(ge=1, le=2**53)] = None,
    limit: Limit = 50,
) -> Timeline:
    async with house.database.session(actor.brand_ids) as session:
        conversation = await access_conversation(session, actor, conversation_id)
        items, more = await timeline.page(session, actor, conversation, before=before, limit=limit)
        return Timeline(items=items, more=more)


@post(
    "/conversations/{conversation_id:uuid}/messages",
    policy=WRITE,
    summary="Answer the customer, or leave a note",
)
async def send_message(
    house: HouseHere, actor: CurrentAgent, conversation_id: FromPath[UUID], data: JSONBody[NewMessage]
) -> Message:
    async with house.database.session(actor.brand_ids, lean=True) as session:
        return await sending.send(
            session,
            actor,
            conversation_id=conversation_id,
            body=data.body,
            client_id=data.client_id,
            kind=data.kind,
            attachment_ids=data.attachment_ids,
            addressed=data.addressed,
        )


@post("/conversations/{conversation_id:uuid}/take", policy=WRITE, status_code=200, summary="Take it")
async def take_conversation(
    house: HouseHere, actor: CurrentAgent, conversation_id: FromPath[UUID]
) -> Conversation:
    async with house.database.session(actor.brand_ids) as session:
        return await assigning.take(session, actor, conversation_id=conversation_id)


@post(
    "/conversations/{conversation_id:uuid}/accept",
    policy=WRITE,
    status_code=200,
    summary="Take what is put before you",
)
async def accept_conversation(
    house: HouseHere, actor: CurrentAgent, conversation_id: FromPath[UUID]
) -> Conversation:
    async with house.database.session(actor.brand_ids) as session:
        return await pushing.accept(session, actor, conversation_id=conversation_id)


@post(
    "/conversations/{conversation_id:uuid}/decline",
    policy=WRITE,
    status_code=200,
    summary="Leave what is put before you to somebody else",
)
async def decline_conversation(
    house: HouseHere, actor: CurrentAgent, conversation_id: FromPath[UUID]
) -> Conversation:
    async with house.database.session(actor.brand_ids) as session:
        return await pushing.decline(session, actor, conversation_id=conversation_id)


@post(
    "/conversations/{conversation_id:uuid}/assign",
    policy=WRITE,
    status_code=200,
    summary="Give it to an agent, a team, or nobody",
)
async def assign_conversation(
    house: HouseHere, actor: CurrentAgent, conversation_id: FromPath[UUID], data: JSONBody[Assignment]
) -> Conversation:
    async with house.database.session(actor.brand_ids) as session:
        return await assigning.assign(
            session,
            actor,
            conversation_id=conversation_id,
            agent_id=data.agent_id,
            team_id=data.team_id,
        )


@post(
    "/conversations/{conversation_id:uuid}/hand-over",
    policy=WRITE,
    status_code=200,
    summary="Pass it on with a note",
)
async def hand_over_conversation(
    house: HouseHere, actor: CurrentAgent, conversation_id: FromPath[UUID], data: JSONBody[HandOver]
) -> Conversation:
    async with house.database.session(actor.brand_ids) as session:
        return await assigning.hand_over(
            session,
            actor,
            conversation_id=conversation_id,
            agent_id=data.agent_id,
            team_id=data.team_id,
            note=data.note,
        )


@post(
    "/conversations/{conversation_id:uuid}/snooze",
    policy=WRITE,
    status_code=200,
    summary="Let it sleep until a time",
)
async def snooze_conversation(
    house: HouseHere, actor: CurrentAgent, conversation_id: FromPath[UUID], data: JSONBody[Snooze]
) -> Conversation:
    async with house.database.session(actor.brand_ids) as session:
        return await resolving.snooze(session, actor, conversation_id=conversation_id, until=data.until)


@post(
    "/conversations/{conversation_id:uuid}/resolve",
    policy=WRITE,
    status_code=200,
    summary="Say that nothing is left to do",
)
async def resolve_conversation(
    house: HouseHere, actor: CurrentAgent, conversation_id: FromPath[UUID]
) -> Conversation:
    async with house.database.session(actor.brand_ids) as session:
        return await resolving.resolve(session, actor, conversation_id=conversation_id)


@post(
    "/conversations/{conversation_id:uuid}/reopen",
    policy=WRITE,
    status_code=200,
    summary="Open it again",
)
async def reopen_conversation(
    house: HouseHere, actor: CurrentAgent, conversation_id: FromPath[UUID]
) -> Conversation:
    async with house.database.session(actor.brand_ids) as session:
        return await resolving.reopen(session, actor, conversation_id=conversation_id)


@post(
    "/conversations/{conversation_id:uuid}/read",
    policy=WRITE,
    status_code=200,
    summary="Note what was read",
)
async def read_conversation(
    house: HouseHere, actor: CurrentAgent, conversation_id: FromPath[UUID], data: JSONBody[ReadMark]
) -> Conversation:
    async with house.database.session(actor.brand_ids) as session:
        return await reading.mark_read(session, actor, conversation_id=conversation_id, seq=data.seq)


@get(
    "/customers/{customer_id:uuid}/conversations",
    policy=POLICY,
    summary="List a customer's conversations",
)
async def list_customer_conversations(
    house: HouseHere, actor: CurrentAgent, customer_id: FromPath[UUID]
) -> list[Conversation]:
    async with house.database.session(actor.brand_ids) as session:
        return await queries.of_customer(session, actor, customer_id)


@delete(
    "/teams/{team_id:uuid}",
    policy=staff_policy("admin"),
    summary="Dissolve a team; its conversations go back to everyone",
)
async def dissolve_team(house: HouseHere, actor: CurrentAgent, team_id: FromPath[UUID]) -> None:
    async with house.database.session(actor.brand_ids) as session:
        await releasing.release_team(session, team_id=team_id)
        await staff.remove_team(session, team_id)


handlers: list[BaseRouteHandler] = [
    *message_routes.handlers,
    *scheduled_routes.handlers,
    dissolve_team,
    list_conversations,
    count_conversations,
    open_conversation,
    list_messages,
    send_message,
    take_conversation,
    accept_conversation,
    decline_conversation,
    assign_conversation,
    hand_over_conversation,
    snooze_conversation,
    resolve_conversation,
    reopen_conversation,
    read_conversation,
    list_customer_conversations,
]
