"""A conversation is resolved, opened again, or put to sleep for a while."""

from datetime import datetime
from uuid import UUID

from visavis.conversations import alongside, changing
from visavis.conversations.access import access_conversation
from visavis.conversations.errors import AlreadyOpen, AlreadyResolved, CallStillOwed, PastTime
from visavis.conversations.events import ConversationResolved
from visavis.conversations.models import Actor, Conversation, Entry, System
from visavis.kit import jobs
from visavis.kit.database import Session

WAKE = "conversations.wake"


async def resolve(session: Session, actor: Actor, *, conversation_id: UUID) -> Conversation:
    """Say that nothing is left to do; raise `AlreadyResolved`, or `CallStillOwed` to who owes it."""
    conversation = await access_conversation(session, actor, conversation_id, lock=True)
    if conversation.status == "resolved":
        raise AlreadyResolved
    if conversation.callback is not None and actor.kind != "customer":
        raise CallStillOwed
    now, promised = session.clock(), conversation.resolution
    params: dict[str, object] = {
        "conversation_id": conversation_id,
        "by": actor.kind,
        "agent_id": actor.id if actor.kind == "agent" else None,
        "in_person": actor.kind == "agent" and actor.session_id is not None,
        "now": now,
    }
    for statement in alongside.RESOLVED:
        await session.execute(statement, params)
    return await changing.change(
        session,
        actor,
        conversation,
        ConversationResolved,
        Entry(
            what="resolved",
            missed=promised.by if promised and promised.by < now and actor.kind == "agent" else None,
        ),
        status="resolved",
        snoozed_until=None,
        waiting_since=None,
        answer_by=None,
        callback=None,
        customer_left_at=None,
        resolution=None,
    )


async def reopen(session: Session, actor: Actor, *, conversation_id: UUID) -> Conversation:
    """Open a resolved or sleeping conversation; raise `AlreadyOpen`."""
    conversation = await access_conversation(session, actor, conversation_id, lock=True)
    if conversation.status == "open":
        raise AlreadyOpen
    return await changing.reopen(session, actor, conversation)


async def snooze(session: Session, actor: Actor, *, conversation_id: UUID, until: datetime) -> Conversation:
    """Let a conversation sleep until a time to come; a customer's word wakes it before."""
    if until.tzinfo is None or until <= session.clock():
        raise PastTime
    conversation = await access_conversation(session, actor, conversation_id, lock=True)
    if conversation.status == "resolved":
        conversation = await changing.reopen(session, actor, conversation)
    asleep = await changing.sleep(session, actor, conversation, until)
    await jobs.enqueue(session, WAKE, at=until, conversation_id=str(conversation_id))
    return asleep


async def wake(session: Session, *, conversation_id: UUID) -> None:
    """Open a conversation whose time has come; one that woke or was put off meanwhile is left."""
    conversation = await access_conversation(session, System(), conversation_id, lock=True)
    due = conversation.snoozed_until
    if conversation.status == "snoozed" and due is not None and due <= session.clock():
        await changing.reopen(session, System(), conversation)
