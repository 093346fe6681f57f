"""What is said beside a conversation, with a third party: the agents' alone, and nothing to its customer.

It is a message of a kind of its own, since whatever a customer may read or hear is asked for by kind: no question
has to be reminded of it. It ends no wait and keeps no promise.
"""

from collections.abc import Sequence
from typing import LiteralString
from uuid import UUID

import msgspec

from visavis.conversations import changing, timeline
from visavis.conversations.events import SideSaid, audience
from visavis.conversations.models import Attachment, Author, Conversation, Mail, Message, System
from visavis.conversations.rows import build_message
from visavis.kit.database import Session
from visavis.kit.ids import uuid7

WRITE: LiteralString = """
with bumped as (
    update conversation set version = %(version)s, last_seq = %(seq)s, updated_at = %(now)s, side_seq = %(side_seq)s
    where id = %(conversation_id)s
)
insert into message (id, brand_id, conversation_id, seq, client_id, kind, channel, author_kind, author_id, author_name,
                     automated, body, side_id, created_at)
values (%(id)s, %(brand_id)s, %(conversation_id)s, %(seq)s, %(client_id)s, 'side', 'email', %(author_kind)s,
        %(author_id)s, %(author_name)s, %(automated)s, %(body)s, %(side_id)s, %(now)s)
"""


async def say(
    session: Session,
    conversation: Conversation,
    author: Author,
    *,
    side_id: UUID,
    body: str,
    client_id: UUID,
    mail: Mail,
    attachments: Sequence[Attachment] = (),
) -> Message:
    """Write a word beside a locked conversation; a third party's opens one that is resolved or asleep."""
    theirs = author.kind == "third_party"
    if theirs and conversation.status != "open":
        conversation = await changing.reopen(session, System(), conversation)
    now, seq = session.clock(), conversation.last_seq + 1
    after = msgspec.structs.replace(
        conversation,
        version=conversation.version + 1,
        last_seq=seq,
        updated_at=now,
        side_seq=seq if theirs else conversation.side_seq,
    )
    message = Message(
        seq=seq,
        id=uuid7(),
        conversation_id=after.id,
        client_id=client_id,
        kind="side",
        channel="email",
        author=author,
        body=body,
        entry=None,
        attachments=list(attachments),
        created_at=now,
        mail=mail,
        side_id=side_id,
    )
    await session.execute(
        WRITE,
        {
            "version": after.version,
            "seq": seq,
            "now": now,
            "side_seq": after.side_seq,
            "conversation_id": after.id,
            "id": message.id,
            "brand_id": after.brand_id,
            "client_id": client_id,
            "author_kind": author.kind,
            "author_id": author.id,
            "author_name": author.name,
            "automated": author.automated is True,
            "body": body,
            "side_id": side_id,
        },
    )
    session.emit(SideSaid(conversation=after, message=message), audience(after))
    return message


async def said(session: Session, side_id: UUID, *, limit: int = 200) -> list[Message]:
    """List the last words of a side conversation, oldest first."""
    found = await session.rows(
        build_message, f"{timeline.FROM} where m.side_id = %s order by m.seq desc limit %s", (side_id, limit)
    )
    return found[::-1]
