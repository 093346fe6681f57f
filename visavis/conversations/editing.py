"""An author changes or deletes what they wrote; a trace remains."""

from typing import LiteralString
from uuid import UUID

from msgspec.structs import replace

from visavis.conversations import timeline
from visavis.conversations.access import access_conversation
from visavis.conversations.errors import (
    ConversationNotFound,
    EmptyMessage,
    MessageDeleted,
    MessageNotFound,
)
from visavis.conversations.events import MessageDeleted as MessageWasDeleted
from visavis.conversations.events import MessageEdited, audience
from visavis.conversations.models import BRIEF_LENGTH, Actor, Conversation, Message, Revision
from visavis.conversations.rows import build_message
from visavis.kit import jobs
from visavis.kit.database import Session
from visavis.kit.ids import uuid7

FORGET_FILE = "conversations.forget_file"


async def edit(session: Session, actor: Actor, *, message_id: UUID, body: str) -> Message:
    """Change one's own message; what it said before is kept for the agents to see."""
    conversation, message = await _own(session, actor, message_id)
    if message.deleted_at is not None:
        raise MessageDeleted
    if not body.strip() and not message.attachments:
        raise EmptyMessage
    if body == message.body:
        return message
    now = session.clock()
    await session.execute(
        """
        insert into message_revision (id, brand_id, message_id, body, written_at, replaced_at)
        values (%s, %s, %s, %s, %s, %s)
        """,
        (
            *(uuid7(), conversation.brand_id, message_id, message.body),
            *(message.edited_at or message.created_at, now),
        ),
    )
    await session.execute(
        "update message set body = %s, edited_at = %s where id = %s", (body, now, message_id)
    )
    changed = await _touch(session, conversation, message, body)
    edited = replace(message, body=body, edited_at=now)
    session.emit(MessageEdited(message=edited), audience(changed))
    return edited


async def delete(session: Session, actor: Actor, *, message_id: UUID) -> Message:
    """Delete one's own message: text, earlier versions and files go, the place in time remains."""
    conversation, message = await _own(session, actor, message_id)
    if message.deleted_at is not None:
        return message
    now = session.clock()
    await session.execute("update message set body = '', deleted_at = %s where id = %s", (now, message_id))
    await session.execute("delete from message_revision where message_id = %s", (message_id,))
    keys = await session.tuples(
        "delete from attachment where message_id = %s returning file_key", (message_id,)
    )
    for (key,) in keys:
        await jobs.enqueue(session, FORGET_FILE, key=key)
    changed = await _touch(session, conversation, message, "")
    deleted = replace(message, body="", attachments=[], deleted_at=now)
    session.emit(MessageWasDeleted(message=deleted), audience(changed))
    return deleted


async def revisions(session: Session, actor: Actor, *, message_id: UUID) -> list[Revision]:
    """List what a message said before, oldest first."""
    await _seen(session, actor, message_id)
    return await session.rows(
        Revision,
        """
        select body, written_at, replaced_at from message_revision
        where message_id = %s order by replaced_at, id
        """,
        (message_id,),
    )


async def _seen(
    session: Session, actor: Actor, message_id: UUID, *, lock: bool = False
) -> tuple[Conversation, Message]:
    by_id: LiteralString = f"{timeline.FROM} where m.id = %s"
    message = await session.row(build_message, by_id, (message_id,))
    if message is None:
        raise MessageNotFound
    try:
        conversation = await access_conversation(session, actor, message.conversation_id, lock=lock)
    except ConversationNotFound:
        raise MessageNotFound from None  # as if it did not exist
    if lock:
        message = await session.row(build_message, by_id, (message_id,))
        assert message is not None, "messages are never removed"
    return conversation, message


async def _own(session: Session, actor: Actor, message_id: UUID) -> tuple[Conversation, Message]:
    conversation, message = await _seen(session, actor, message_id, lock=True)
    if message.kind in ("entry", "side") or (message.author.kind, message.author.id) != (
        actor.kind,
        actor.id,
    ):
        raise MessageNotFound
    return conversation, message


async def _touch(session: Session, before: Conversation, message: Message, body: str) -> Conversation:
    last = before.last_message
    if last is not None and last.seq == message.seq:
        last = replace(last, body=body[:BRIEF_LENGTH])
    after = replace(before, version=before.version + 1, last_message=last)
    await session.execute(
        """
        update conversation set version = %s,
               last_message = case when last_message ->> 'seq' = %s::text
                                   then jsonb_set(last_message, '{body}', to_jsonb(%s::text))
                                   else last_message end
        where id = %s
        """,
        (after.version, message.seq, body[:BRIEF_LENGTH], after.id),
    )
    return after
