"""Agents write to a third party beside a conversation, and forward what they choose of it: that, and nothing else."""

from collections.abc import Sequence
from typing import LiteralString
from uuid import UUID

import msgspec

from visavis.channels.email import participants
from visavis.channels.email.composing import forwarded_of
from visavis.channels.email.errors import MailboxGone, NoMailbox, ThirdPartyTakesPart, TooMuchForwarded
from visavis.channels.email.models import Side
from visavis.channels.email.posting import EmailPost
from visavis.channels.email.siding import access_side
from visavis.conversations import Conversation, Message, access_conversation, attaching, beside, timeline
from visavis.conversations.attaching import Stored
from visavis.conversations.errors import AttachmentNotFound, EmptyMessage, MessageConflict, MessageNotFound
from visavis.conversations.models import MAX_ATTACHMENTS, Attachment, Mail, author_of
from visavis.kit.database import Session
from visavis.kit.ids import uuid7
from visavis.staff import AgentActor

MOST_WORDS = 200_000  # characters of what is forwarded
# Its own mailbox first; a chat is forwarded from the brand's oldest.
MAILBOX: LiteralString = """
select id, address from mailbox where brand_id = %s and removed_at is null and enabled
order by (id = %s) is true desc, created_at limit 1
"""
BEGIN: LiteralString = """
insert into mail_side (id, brand_id, conversation_id, mailbox_id, client_id, subject, people, created_at)
values (%s, %s, %s, %s, %s, %s, %s, %s)
"""
# What may leave: words of the customer and to them. Never a note, nor what was said to another third party.
CHOSEN: LiteralString = """
select m.author_name, m.author_kind, m.created_at, m.body from message m
where m.conversation_id = %s and m.kind = 'message' and m.deleted_at is null and (%s or m.id = any(%s)) order by m.seq
"""
CARRIED: LiteralString = """
select f.name, f.file_key from attachment f join message m on m.id = f.message_id
where m.conversation_id = %s and m.kind = 'message' and f.id = any(%s) order by f.id
"""
OF_CUSTOMER: LiteralString = """
select from conversation c join customer u on u.id = c.customer_id
where c.id = %(id)s and (lower(u.email) = any(%(people)s)
    or exists (select from identity i where i.customer_id = u.id and i.kind = 'email' and i.value = any(%(people)s))
    or exists (select from mail_participant p where p.conversation_id = c.id and p.admitted and p.email = any(%(people)s)))
"""


class Forward(msgspec.Struct, frozen=True, kw_only=True):
    """What is written to a third party, and what of the conversation goes with it."""

    client_id: UUID
    to: list[str]
    subject: str
    body: str
    message_ids: Sequence[UUID] = ()
    everything: bool = False
    attachment_ids: Sequence[UUID] = ()


async def files_of(
    session: Session, actor: AgentActor, conversation_id: UUID, attachment_ids: Sequence[UUID]
) -> list[tuple[str, str]]:
    """Give the names and keys of a conversation's files that are to be carried; raise `AttachmentNotFound`."""
    conversation = await access_conversation(session, actor, conversation_id)
    wanted = list(dict.fromkeys(attachment_ids))
    found = await session.tuples(CARRIED, (conversation.id, wanted))
    if len(found) != len(wanted):
        raise AttachmentNotFound
    return [(name, key) for name, key in found]


async def forward(
    session: Session, actor: AgentActor, it: Forward, *, conversation_id: UUID, carried: Sequence[Stored] = ()
) -> tuple[Side, Message]:
    """Begin a side conversation; begun again under the same `client_id`, the same one is found.

    `carried` are copies of the conversation's files: they outlive the message that they were in.
    """
    if not it.body.strip():
        raise EmptyMessage
    conversation = await access_conversation(session, actor, conversation_id, lock=True)
    earlier = await timeline.by_client_id(session, conversation.id, it.client_id)
    if earlier is not None and earlier.side_id is None:
        raise MessageConflict
    if earlier is not None and earlier.side_id is not None:
        return await access_side(session, actor, earlier.side_id), earlier
    people = await participants.people(session, it.to)
    if await session.tuple(OF_CUSTOMER, {"id": conversation.id, "people": people}) is not None:
        raise ThirdPartyTakesPart
    mailbox = await session.tuple(MAILBOX, (conversation.brand_id, conversation.mailbox_id))
    if mailbox is None:
        raise NoMailbox
    side = Side(
        id=uuid7(),
        conversation_id=conversation.id,
        mailbox_id=mailbox[0],
        subject=it.subject.strip(),
        people=people,
        created_at=session.clock(),
    )
    words = await _chosen(session, conversation, it)
    await session.execute(
        BEGIN,
        (
            *(side.id, conversation.brand_id, conversation.id, side.mailbox_id, it.client_id),
            *(side.subject, people, side.created_at),
        ),
    )
    for file in carried:
        await attaching.note(
            session, file, actor, customer_id=conversation.customer.id, conversation_id=conversation.id
        )
    attachments = await attaching.claim(session, actor, conversation, it.attachment_ids)
    attachments += [file.attachment for file in carried]
    if len(attachments) > MAX_ATTACHMENTS:
        raise TooMuchForwarded
    return side, await _send(
        session, actor, conversation, side, mailbox[1], it.client_id, it.body, attachments, words
    )


async def write(
    session: Session,
    actor: AgentActor,
    *,
    side_id: UUID,
    client_id: UUID,
    body: str,
    attachment_ids: Sequence[UUID] = (),
) -> Message:
    """Go on writing to a third party; raise `MailboxGone` when the address that they answer to is no more."""
    side = await access_side(session, actor, side_id)
    if not body.strip() and not attachment_ids:
        raise EmptyMessage
    conversation = await access_conversation(session, actor, side.conversation_id, lock=True)
    earlier = await timeline.by_client_id(session, conversation.id, client_id)
    if earlier is not None:
        if (earlier.side_id, earlier.author.id, earlier.body) != (side.id, actor.id, body):
            raise MessageConflict
        return earlier
    mailbox = await session.tuple(
        "select address from mailbox where id = %s and removed_at is null", (side.mailbox_id,)
    )
    if mailbox is None:
        raise MailboxGone
    attachments = await attaching.claim(session, actor, conversation, attachment_ids)
    return await _send(session, actor, conversation, side, mailbox[0], client_id, body, attachments, "")


async def _send(
    session: Session,
    actor: AgentActor,
    conversation: Conversation,
    side: Side,
    sender: str,
    client_id: UUID,
    body: str,
    attachments: list[Attachment],
    words: str,
) -> Message:
    mail = Mail(
        subject=side.subject,
        sender=sender,
        recipients=side.people,
        copies=[],
        verified=False,
        whole=bool(words),
        state="queued",
        why="",
        send_at=session.clock(),
    )
    message = await beside.say(
        session,
        conversation,
        author_of(actor),
        side_id=side.id,
        body=body,
        client_id=client_id,
        mail=mail,
        attachments=attachments,
    )
    await attaching.link(session, message)
    await EmailPost().hand_over(session, message)
    if words:
        # What went out is seen whole, also when what it was taken from has changed since.
        await session.execute(
            "update mail set whole = %s where message_id = %s", (f"{body.strip()}\n\n{words}", message.id)
        )
    return message


async def _chosen(session: Session, conversation: Conversation, it: Forward) -> str:
    """Give what is forwarded, as the third party reads it: words, names and dates, and nobody's address."""
    wanted = set(it.message_ids)
    found = await session.tuples(CHOSEN, (conversation.id, it.everything, list(wanted)))
    if not it.everything and len(found) != len(wanted):
        raise MessageNotFound
    brand = await session.tuple("select name, locale from brand where id = %s", (conversation.brand_id,))
    assert brand is not None, "a conversation has a brand"
    words = "\n\n".join(
        forwarded_of(
            f"{name}, {brand[0]}" if kind == "agent" else name or conversation.customer.name,
            at,
            body,
            brand[1],
        )
        for name, kind, at, body in found
    )
    if len(words) > MOST_WORDS:
        raise TooMuchForwarded
    return words
