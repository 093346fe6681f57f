"""An agent's answer is sent later: in some seconds, so that it can be taken back, or at a time that they chose.

Until then it is no message: its customer sees nothing of it, and what they were promised runs on.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from msgspec.structs import replace

from visavis import staff
from visavis.conversations import alongside, attaching, scheduled, sending, timeline
from visavis.conversations.access import access_conversation
from visavis.conversations.errors import (
    ConversationNotFound,
    EmptyMessage,
    MessageConflict,
    NotByEmail,
    PastTime,
    ScheduledNotFound,
    ScheduledOver,
    TooFarOff,
    TooManyScheduled,
)
from visavis.conversations.events import MessageScheduled, audience
from visavis.conversations.models import Addressed, Conversation, System
from visavis.conversations.scheduled import Scheduled, Waiting
from visavis.kit import events
from visavis.kit.database import Database, Session
from visavis.kit.errors import Forbidden, VisavisError
from visavis.kit.ids import uuid7
from visavis.staff import AgentActor

# For so long what was sent can be taken back.
UNDO = timedelta(seconds=10)
# What was promised before that is not missed for it.
IN_TIME = timedelta(seconds=3)
FARTHEST = timedelta(days=366)
MOST = 20  # in one conversation


async def schedule(
    session: Session,
    actor: AgentActor,
    *,
    conversation_id: UUID,
    body: str,
    client_id: UUID,
    attachment_ids: Sequence[UUID] = (),
    addressed: Addressed | None = None,
    send_at: datetime | None = None,
) -> Scheduled:
    """Have an answer be sent at a time, or without one as soon as it cannot be taken back any more.

    Asked again under the same `client_id`, it is found again; raises `MessageConflict`, `PastTime`, `TooFarOff`,
    `TooManyScheduled`, `EmptyMessage`, and what is wrong with whom it is `addressed` to.
    """
    conversation = await access_conversation(session, actor, conversation_id, lock=True)
    earlier = await scheduled.by_client_id(session, conversation_id, client_id)
    if earlier is not None:
        if (earlier.agent_id, earlier.body) != (actor.id, body):
            raise MessageConflict
        return earlier
    if await timeline.by_client_id(session, conversation_id, client_id) is not None:
        raise MessageConflict
    if not body.strip() and not attachment_ids:
        raise EmptyMessage
    if len(await scheduled.of_conversation(session, conversation_id)) >= MOST:
        raise TooManyScheduled
    if addressed is not None:
        if conversation.mailbox_id is None:
            raise NotByEmail
        addressed = await alongside.POST[0].check(session, addressed)
    at = _to_come(session, send_at) if send_at else _undone_until(session, conversation)
    await attaching.claim(session, actor, conversation, attachment_ids)
    scheduled_id = uuid7()
    await session.execute(
        """
        insert into scheduled_message (id, brand_id, conversation_id, agent_id, automated, client_id, body,
                                       attachment_ids, addressed, send_at, undo, after_seq, created_at)
        values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
        """,
        (
            *(
                scheduled_id,
                conversation.brand_id,
                conversation_id,
                actor.id,
                actor.automated,
                client_id,
                body,
            ),
            *(
                list(dict.fromkeys(attachment_ids)),
                addressed and events.encode(addressed).decode(),
                at,
                send_at is None,
                conversation.last_seq,
                session.clock(),
            ),
        ),
    )
    return await _tell(session, conversation, scheduled_id)


async def reschedule(
    session: Session,
    actor: AgentActor,
    *,
    scheduled_id: UUID,
    body: str | None = None,
    send_at: datetime | None = None,
) -> Scheduled:
    """Change the words or the time of what one wrote; what was held is sent at its time again.

    Raises `ScheduledNotFound`, `ScheduledOver`, `PastTime`, `TooFarOff`, `EmptyMessage`, and `Forbidden` to others.
    """
    conversation, it = await _mine(session, actor, scheduled_id)
    words = it.body if body is None else body
    if not words.strip() and not it.attachments:
        raise EmptyMessage
    await session.execute(
        """
        update scheduled_message set body = %s, send_at = %s, undo = false, after_seq = %s, state = 'waiting', why = ''
        where id = %s
        """,
        (words, _to_come(session, send_at or it.send_at), conversation.last_seq, scheduled_id),
    )
    return await _tell(session, conversation, scheduled_id)


async def cancel(session: Session, actor: AgentActor, *, scheduled_id: UUID) -> Scheduled:
    """Take back what is not sent yet, and give it; raise `ScheduledNotFound` or `ScheduledOver`."""
    conversation, it = await _open(session, actor, scheduled_id)
    await session.execute("update scheduled_message set state = 'cancelled' where id = %s", (it.id,))
    return await _tell(session, conversation, it.id)


async def send_now(session: Session, actor: AgentActor, *, scheduled_id: UUID) -> Scheduled:
    """Send what one wrote at once, whatever came between; raise as `reschedule`, or as `send`."""
    conversation, it = await _mine(session, actor, scheduled_id)
    return await _send(session, actor, conversation, it)


async def carry_out(database: Database, it: Waiting) -> None:
    """Send what is due, in its author's name and with their rights of now; what cannot be sent is held."""
    async with database.system() as session:
        actor = await staff.load_actor(session, it.agent_id, None)
    if actor is None:
        return await _hold(database, it, "agent_gone")
    try:
        async with database.session(actor.brand_ids) as session:
            await _send_if_due(session, replace(actor, automated=it.automated), it)
    except VisavisError as refused:
        if refused.status >= 500:
            raise
        await _hold(database, it, refused.code)


async def _send_if_due(session: Session, actor: AgentActor, waiting: Waiting) -> None:
    conversation = await access_conversation(session, actor, waiting.conversation_id, lock=True)
    it = await scheduled.find(session, waiting.id)
    if it.state != "waiting":
        return
    by = await scheduled.overtaken_by(session, it.id)
    if by is not None:
        await _end(session, conversation, it.id, "customer_wrote" if by == "customer" else "answered")
    elif it.send_at <= session.clock():
        await _send(session, actor, conversation, it)


async def _send(session: Session, actor: AgentActor, conversation: Conversation, it: Scheduled) -> Scheduled:
    sent = await sending.send(
        session,
        actor,
        conversation_id=conversation.id,
        body=it.body,
        client_id=it.client_id,
        attachment_ids=[file.id for file in it.attachments],
        addressed=it.addressed,
    )
    await session.execute(
        "update scheduled_message set state = 'sent', why = '', message_id = %s where id = %s",
        (sent.id, it.id),
    )
    return await _tell(session, conversation, it.id)


async def _hold(database: Database, it: Waiting, why: str) -> None:
    async with database.system() as session:
        conversation = await access_conversation(session, System(), it.conversation_id, lock=True)
        if (await scheduled.find(session, it.id)).state == "waiting":
            await _end(session, conversation, it.id, why)


async def _end(session: Session, conversation: Conversation, scheduled_id: UUID, why: str) -> None:
    await session.execute(
        "update scheduled_message set state = 'held', why = %s where id = %s", (why, scheduled_id)
    )
    await _tell(session, conversation, scheduled_id)


async def _open(session: Session, actor: AgentActor, scheduled_id: UUID) -> tuple[Conversation, Scheduled]:
    """Give it, locked with its conversation, where it can still be taken back."""
    known = await scheduled.find(session, scheduled_id)
    try:
        conversation = await access_conversation(session, actor, known.conversation_id, lock=True)
    except ConversationNotFound as hidden:
        raise ScheduledNotFound from hidden
    it = await scheduled.find(session, scheduled_id)
    if it.state not in ("waiting", "held"):
        raise ScheduledOver
    return conversation, it


async def _mine(session: Session, actor: AgentActor, scheduled_id: UUID) -> tuple[Conversation, Scheduled]:
    conversation, it = await _open(session, actor, scheduled_id)
    if it.agent_id != actor.id:
        raise Forbidden
    return conversation, it


async def _tell(session: Session, conversation: Conversation, scheduled_id: UUID) -> Scheduled:
    it = await scheduled.find(session, scheduled_id)
    session.emit(MessageScheduled(scheduled=it), audience(conversation))
    return it


def _to_come(session: Session, at: datetime) -> datetime:
    now = session.clock()
    if at.tzinfo is None or at <= now:
        raise PastTime
    if at > now + FARTHEST:
        raise TooFarOff
    return at


def _undone_until(session: Session, conversation: Conversation) -> datetime:
    """Give until when it can be taken back: never so long that a promise is missed for it."""
    now, due = session.clock(), conversation.answer_by
    until = now + UNDO
    return max(now, min(until, due - IN_TIME)) if due is not None and due > now else until
