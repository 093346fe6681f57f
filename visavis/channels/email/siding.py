"""A side conversation: agents and a third party, by email, beside a customer's conversation.

Only who was written to takes part: whoever else knows its address begins a conversation of their own.
"""

from typing import LiteralString
from uuid import UUID

from visavis.channels.email import guarding, threading
from visavis.channels.email.errors import SideNotFound
from visavis.channels.email.models import Mailbox, Side
from visavis.channels.email.reading import Address, Mail
from visavis.channels.email.verifying import Verdict
from visavis.conversations import (
    Actor,
    Message,
    System,
    access_conversation,
    attaching,
    beside,
    changing,
    visible,
)
from visavis.conversations.attaching import Stored
from visavis.conversations.events import MailNoted
from visavis.conversations.models import BODY_LENGTH, Author, Entry
from visavis.conversations.models import Mail as ShownMail
from visavis.kit.crypto import Keys
from visavis.kit.database import Session

SIDE: LiteralString = """
select s.id, s.conversation_id, s.mailbox_id, s.subject, s.people, s.created_at from mail_side s
join conversation c on c.id = s.conversation_id where s.id = %(side_id)s and {visible}
"""
NOTE: LiteralString = """
insert into mail (message_id, brand_id, conversation_id, mail_in_id, rfc_id, refs, sender, sender_name, recipients,
                  copies, subject, html, whole, verified)
values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""


async def access_side(session: Session, actor: Actor, side_id: UUID) -> Side:
    """Give a side conversation of a conversation that the actor may see; raise `SideNotFound`."""
    condition, params = visible(actor)
    found = await session.row(Side, SIDE.format(visible=condition), params | {"side_id": side_id})
    if found is None or actor.kind == "customer":
        raise SideNotFound
    return found


async def find(
    session: Session, keys: Keys, mailbox: Mailbox, mail: Mail, recipients: list[str]
) -> Side | None:
    """Find the side conversation that a mail says it answers, whoever wrote it."""
    named = await threading.find_side(session, keys, mailbox.brand_id, mail, recipients)
    return await session.row(
        Side,
        "select id, conversation_id, mailbox_id, subject, people, created_at from mail_side"
        " where id = %s and brand_id = %s",
        (named, mailbox.brand_id),
    )


def admits(side: Side, sender: Address, verdict: Verdict) -> bool:
    """Tell whether a mail's writer takes part in it; who is disowned by their domain is nobody."""
    return verdict != "failed" and sender.email.lower() in side.people


async def refuse(session: Session, side: Side, sender: Address) -> None:
    """Tell the agents that somebody wrote there without taking part; nobody is suggested for it."""
    conversation = await access_conversation(session, System(), side.conversation_id, lock=True)
    refused = Entry(what="side_refused", address=sender.email)
    await changing.change(session, System(), conversation, MailNoted, refused)


async def answer(
    session: Session,
    side: Side,
    mail_id: UUID,
    mailbox: Mailbox,
    mail: Mail,
    files: list[tuple[Stored, str]],
    *,
    verified: bool,
) -> Message | None:
    """Write what a third party answers, for the agents alone; None where they write more than a person would."""
    sender = mail.sender
    assert sender is not None, "who takes part is somebody"
    if await guarding.floods(session, side.conversation_id, sender.email):
        return None
    conversation = await access_conversation(session, System(), side.conversation_id, lock=True)
    author = Author("third_party", side.id, sender.name or sender.email)
    for file, content_id in files:
        await attaching.note(
            session,
            file,
            author,
            customer_id=conversation.customer.id,
            conversation_id=conversation.id,
            content_id=content_id,
        )
    whole = mail.text if mail.text.strip() != mail.reply.strip() or len(mail.reply) > BODY_LENGTH else None
    shown = ShownMail(
        subject=mail.subject,
        sender=sender.email,
        recipients=[a.email for a in mail.to],
        copies=[a.email for a in mail.cc],
        verified=verified,
        whole=bool(mail.html or whole),
        state="received",
        why="",
        send_at=None,
    )
    message = await beside.say(
        session,
        conversation,
        author,
        side_id=side.id,
        body=mail.reply[:BODY_LENGTH] or ("" if files else mail.subject or "—"),
        client_id=mail_id,
        mail=shown,
        attachments=[file.attachment for file, _ in files],
    )
    await attaching.link(session, message)
    await session.execute(
        NOTE,
        (
            *(message.id, mailbox.brand_id, conversation.id, mail_id),
            *(mail.message_id or f"{mail_id}@no-id.invalid", [*mail.references, *mail.in_reply_to]),
            *(sender.email, sender.name, shown.recipients, shown.copies, mail.subject),
            *(mail.html or None, whole, verified),
        ),
    )
    return message
