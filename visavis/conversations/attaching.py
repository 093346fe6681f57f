"""Files: stored first, then noted, then linked to the message that carries them."""

import hashlib
from collections.abc import Sequence
from typing import Any, LiteralString
from uuid import UUID

import msgspec

from visavis.conversations.access import access_conversation, visible
from visavis.conversations.errors import AttachmentNotFound
from visavis.conversations.models import Actor, Attachment, Author, Conversation, Message
from visavis.customers import Visitor
from visavis.kit import media
from visavis.kit.database import Session
from visavis.kit.errors import InvalidInput, TooLarge
from visavis.kit.files import Files
from visavis.kit.ids import uuid7


class FileTooLarge(TooLarge):
    """This file is too large."""


class EmptyFile(InvalidInput):
    """This file is empty."""


COLUMNS: LiteralString = """
    f.id, f.name, f.media_type, f.size, f.width, f.height, f.width is not null as inline
"""


async def attach(
    session: Session,
    files: Files,
    actor: Actor,
    *,
    conversation_id: UUID | None,
    name: str,
    content: bytes,
    limit: int,
) -> Attachment:
    """Store a file for a message to come; only a visitor may do so before the conversation begins.

    Raises `FileTooLarge` (limit in bytes) and `EmptyFile`.
    """
    if conversation_id is None and isinstance(actor, Visitor):
        brand_id, customer_id = actor.brand_id, actor.id
    elif conversation_id is None:
        raise AttachmentNotFound
    else:
        conversation = await access_conversation(session, actor, conversation_id)
        brand_id, customer_id = conversation.brand_id, conversation.customer.id
    if len(content) > limit:
        raise FileTooLarge
    if not content:
        raise EmptyFile
    stored = await store(files, brand_id, name, content)
    await note(session, stored, actor, customer_id=customer_id, conversation_id=conversation_id)
    return stored.attachment


class Stored(msgspec.Struct, frozen=True):
    """A file that is in the store, and not noted yet."""

    attachment: Attachment
    brand_id: UUID
    key: str
    sha256: bytes


async def store(files: Files, brand_id: UUID, name: str, content: bytes) -> Stored:
    """Store a file, before anything is written about it."""
    found = media.identify(content)
    attachment = Attachment(
        id=uuid7(),
        name=media.clean_name(name),
        media_type=found.media_type,
        size=len(content),
        width=found.width,
        height=found.height,
        inline=found.inline,
    )
    # The key is ours alone: the name that came with the file never touches the store.
    key = f"{brand_id}/{attachment.id}"
    await files.put(key, content)
    return Stored(attachment, brand_id, key, hashlib.sha256(content).digest())


async def note(
    session: Session,
    stored: Stored,
    by: Actor | Author,
    *,
    customer_id: UUID,
    conversation_id: UUID | None,
    content_id: str = "",
) -> None:
    """Note a stored file as somebody's, loose until a message carries it; a mail refers to it by `content_id`."""
    attachment = stored.attachment
    await session.execute(
        """
        insert into attachment (id, brand_id, customer_id, conversation_id, uploader_kind, uploader_id, name,
                                media_type, size, width, height, sha256, file_key, content_id, created_at)
        values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
        """,
        (
            *(attachment.id, stored.brand_id, customer_id, conversation_id, by.kind, by.id),
            *(attachment.name, attachment.media_type, attachment.size),
            *(attachment.width, attachment.height, stored.sha256, stored.key),
            *(content_id, session.clock()),
        ),
    )


async def claim(
    session: Session, actor: Actor, conversation: Conversation, attachment_ids: Sequence[UUID]
) -> list[Attachment]:
    """Take the actor's own loose files for a message; raise `AttachmentNotFound`."""
    if not attachment_ids:
        return []
    wanted = list(dict.fromkeys(attachment_ids))
    found = await session.rows(
        Attachment,
        f"""
        select {COLUMNS} from attachment f
        where f.id = any(%s) and f.message_id is null and f.customer_id = %s and f.brand_id = %s
          and f.uploader_kind = %s and f.uploader_id = %s
          and (f.conversation_id is null or f.conversation_id = %s)
        order by f.id for update
        """,
        (
            *(wanted, conversation.customer.id, conversation.brand_id),
            *(actor.kind, actor.id, conversation.id),
        ),
    )
    if len(found) != len(wanted):
        raise AttachmentNotFound
    return found


async def link(session: Session, message: Message) -> None:
    """Tie the claimed files to the message that carries them."""
    if message.attachments:
        await session.execute(
            "update attachment set message_id = %s, conversation_id = %s where id = any(%s)",
            (message.id, message.conversation_id, [file.id for file in message.attachments]),
        )


async def open_file(session: Session, actor: Actor, attachment_id: UUID) -> tuple[Attachment, str]:
    """Give a file that the actor may see, and its key in the store; raise `AttachmentNotFound`."""
    condition, params = visible(actor)
    of_notes: LiteralString = "and m.kind = 'message'" if isinstance(actor, Visitor) else ""
    found = await session.row(
        _with_key,
        f"""
        select {COLUMNS}, f.file_key from attachment f
        where f.id = %(id)s and (
            exists (select from conversation c join message m on m.id = f.message_id
                    where c.id = f.conversation_id and {condition} {of_notes})
            or f.message_id is null and f.uploader_kind = %(kind)s and f.uploader_id = %(uploader_id)s)
        """,
        params | {"id": attachment_id, "kind": actor.kind, "uploader_id": actor.id},
    )
    if found is None:
        raise AttachmentNotFound
    return found


def _with_key(*, file_key: str, **columns: Any) -> tuple[Attachment, str]:
    return Attachment(**columns), file_key
