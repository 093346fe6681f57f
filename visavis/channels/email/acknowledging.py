"""A first mail is told that it came, and by when it is answered: in our words alone, once, by a machine that says so."""

import re
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from typing import LiteralString
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from babel.dates import format_datetime

from visavis import brands
from visavis.channels.email import guarding, reporting
from visavis.channels.email.addressing import reply_address
from visavis.channels.email.composing import address_of
from visavis.channels.email.models import Mailbox
from visavis.channels.email.reading import Mail
from visavis.channels.email.verifying import Verdict
from visavis.kit.crypto import Keys
from visavis.kit.database import Session

AGAIN = (timedelta(minutes=1), timedelta(minutes=5))  # later, it says nothing that its reader wants to know
# An identifier of another's that says nothing to who sees it.
_PLAIN_ID = re.compile(r"[\w.+=$%/-]{1,150}@[\w.-]{1,100}", re.ASCII)
WORDS = {
    "fr": (
        "Nous avons bien reçu votre message",
        "Bonjour,\n\nNous avons bien reçu votre message. Vous aurez notre réponse avant {by}.\n",
        "Bonjour,\n\nNous avons bien reçu votre message. Quelqu’un vous répondra.\n",
        "EEEE d MMMM 'à' HH:mm",
    ),
    "en": (
        "We have your message",
        "Hello,\n\nWe have your message. You are answered before {by}.\n",
        "Hello,\n\nWe have your message. Somebody will answer you.\n",
        "EEEE d MMMM 'at' HH:mm",
    ),
}
QUEUE: LiteralString = """
insert into mail_ack (mail_in_id, brand_id, mailbox_id, conversation_id, email, person, domain, proven, answers,
                      answer_by, send_at, created_at)
values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
on conflict (conversation_id) do nothing
"""
# Taking puts it off: one that nobody finishes comes up again.
TAKE: LiteralString = """
update mail_ack set tries = tries + 1, send_at = %(until)s
where mail_in_id in (
    select mail_in_id from mail_ack where state in ('queued', 'deferred') and send_at <= %(now)s
    order by send_at for update skip locked limit %(many)s
)
returning mail_in_id, mailbox_id, tries
"""
LETTER: LiteralString = """
select a.conversation_id, a.email, a.answers, a.answer_by, a.created_at, coalesce(u.locale, b.locale), b.name, b.id
from mail_ack a join conversation c on c.id = a.conversation_id join customer u on u.id = c.customer_id
join brand b on b.id = a.brand_id where a.mail_in_id = %s
"""
END: LiteralString = """
update mail_ack set state = %(state)s, why = %(why)s, send_at = %(send_at)s,
       sent_at = case when %(state)s = 'sent' then %(now)s::timestamptz end
where mail_in_id = %(id)s and state in ('queued', 'deferred')
"""


class Acknowledgement(msgspec.Struct, frozen=True, kw_only=True):
    """All that an acknowledgement is made of; of the mail it answers, no word."""

    id: UUID
    sender: str
    sender_name: str
    reply_to: str
    recipient: str
    answers: str
    answer_by: datetime | None
    zone: ZoneInfo
    locale: str
    at: datetime


async def acknowledge(
    session: Session,
    mailbox: Mailbox,
    mail_id: UUID,
    mail: Mail,
    verdict: Verdict,
    conversation_id: UUID,
    answer_by: datetime | None,
) -> None:
    """Tell the writer of the first mail of a conversation that it came, where that may be; the agents see that they are."""
    if mail.sender is None or not await guarding.may_acknowledge(session, mailbox, mail_id, mail, verdict):
        return
    email, now = mail.sender.email, session.clock()
    queued = await session.execute(
        QUEUE,
        (
            *(mail_id, mailbox.brand_id, mailbox.id, conversation_id, email, guarding.person_of(email)),
            *(email.lower().rpartition("@")[2], verdict == "proven"),
            mail.message_id if _PLAIN_ID.fullmatch(mail.message_id) else "",
            *(answer_by, now, now),
        ),
    )
    if queued:
        await reporting.note_acknowledged(session, conversation_id, email, answer_by)


async def find(session: Session, keys: Keys, mailbox: Mailbox, mail_id: UUID) -> Acknowledgement:
    """Read a queued acknowledgement."""
    found = await session.tuple(LETTER, (mail_id,))
    assert found is not None, "it was queued with its conversation"
    conversation_id, email, answers, answer_by, at, locale, brand, brand_id = found
    hours = await brands.hours_now(session, brand_id)
    return Acknowledgement(
        id=mail_id,
        sender=mailbox.address,
        sender_name=mailbox.sender_name or brand,
        reply_to=reply_address(keys, mailbox.address, conversation_id),
        recipient=email,
        answers=answers,
        answer_by=answer_by,
        zone=hours.hours.zone,
        locale=locale,
        at=at,
    )


def compose(it: Acknowledgement) -> EmailMessage:
    """Write it; the bytes are the same whenever it is composed again."""
    subject, promised, open_ended, pattern = WORDS.get(it.locale, WORDS["en"])
    mail = EmailMessage(policy=SMTP.clone(utf8=False, max_line_length=900))
    mail["From"] = address_of(it.sender_name, it.sender)
    mail["To"] = address_of("", it.recipient)
    mail["Reply-To"] = address_of(it.sender_name, it.reply_to)
    mail["Subject"] = subject
    mail["Date"] = it.at
    mail["Message-ID"] = f"<{it.id}.ack@{it.sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-replied"
    mail["X-Auto-Response-Suppress"] = "All"
    if it.answers:
        mail["In-Reply-To"] = mail["References"] = f"<{it.answers}>"
    text = open_ended
    if it.answer_by is not None:
        locale = it.locale if it.locale in WORDS else "en"
        by = format_datetime(it.answer_by.astimezone(it.zone), pattern, locale=locale)
        text = promised.format(by=f"{by} (UTC)" if it.zone.key == "UTC" else by)
    mail.set_content(f"{text}\n{it.sender_name}\n", cte="quoted-printable")
    return mail


async def end(session: Session, mail_id: UUID, tries: int, state: str, why: str) -> None:
    """Note how one fared; one that could not be sent for some minutes is given up."""
    now = session.clock()
    if state == "deferred" and tries > len(AGAIN):
        state = "bounced"
    again = now + (AGAIN[tries - 1] if state == "deferred" else timedelta())
    await session.execute(END, {"id": mail_id, "state": state, "why": why, "send_at": again, "now": now})
