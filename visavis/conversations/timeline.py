"""The timeline: what was said and what happened, numbered without a gap."""

from datetime import datetime
from typing import LiteralString
from uuid import UUID

from visavis.conversations.entries import TOLD
from visavis.conversations.models import Actor, Conversation, Entry, Message, author_of
from visavis.conversations.rows import MESSAGE_COLUMNS, build_message
from visavis.customers import Visitor
from visavis.kit import events
from visavis.kit.database import Session
from visavis.kit.ids import uuid7

FROM: LiteralString = f"select {MESSAGE_COLUMNS} from message m"
PAGE = 50


async def by_client_id(session: Session, conversation_id: UUID, client_id: UUID) -> Message | None:
    """Find a message by the name that its author's client gave it."""
    return await session.row(
        build_message,
        f"{FROM} where m.conversation_id = %s and m.client_id = %s",
        (conversation_id, client_id),
    )


async def by_id(session: Session, message_id: UUID) -> Message:
    """Give a message that is there."""
    found = await session.row(build_message, f"{FROM} where m.id = %s", (message_id,))
    assert found is not None, "messages are never taken away"
    return found


async def page(
    session: Session,
    actor: Actor,
    conversation: Conversation,
    *,
    before: int | None = None,
    limit: int = PAGE,
) -> tuple[list[Message], bool]:
    """List the messages before a number (the last ones without), and whether there are more.

    A customer reads the messages and the entries that concern them, never a note.
    """
    hidden: LiteralString = (
        """and (m.kind = 'message' or m.kind = 'entry' and (
                m.entry ->> 'what' = any(%s::text[])
                or m.entry ->> 'what' in ('assigned', 'handed_over') and m.entry ->> 'agent_id' is not null))"""
        if isinstance(actor, Visitor)
        else ""
    )
    found = await session.rows(
        build_message,
        f"{FROM} where m.conversation_id = %s and m.seq < %s {hidden} order by m.seq desc limit %s",
        (
            *(conversation.id, before if before is not None else 2**62),
            *([list(TOLD)] if hidden else []),
            limit + 1,
        ),
    )
    visits = isinstance(actor, Visitor)
    messages = [message.for_customer() if visits else message for message in reversed(found[:limit])]
    return messages, len(found) > limit


async def append_entry(
    session: Session, actor: Actor, conversation: Conversation, entry: Entry, now: datetime
) -> Message:
    """Write what happened under the number that the conversation has just reached."""
    message = Message(
        seq=conversation.last_seq,
        id=uuid7(),
        conversation_id=conversation.id,
        client_id=None,
        kind="entry",
        channel=conversation.channel,
        author=author_of(actor),
        body="",
        entry=entry,
        attachments=[],
        created_at=now,
    )
    await session.execute(
        """
        insert into message (id, brand_id, conversation_id, seq, kind, channel,
                             author_kind, author_id, author_name, automated, body, entry, created_at)
        values (%s, %s, %s, %s, 'entry', %s, %s, %s, %s, %s, '', %s, %s)
        """,
        (
            *(message.id, conversation.brand_id, conversation.id, message.seq, message.channel),
            *(
                actor.kind,
                actor.id,
                actor.name,
                message.author.automated is True,
                events.encode(entry).decode(),
                now,
            ),
        ),
    )
    return message
