"""A mailbox is tried out: both servers are reached and signed in to, the inbox is read, a mail is sent to itself."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from uuid import UUID

import aiosmtplib

from visavis import brands
from visavis.channels.email import entering, mailboxes
from visavis.channels.email.fetching import opened
from visavis.channels.email.models import Mailbox, Server
from visavis.channels.email.reaching import Failed, code_of, smtp_of
from visavis.channels.email.schemas import Step, Tried
from visavis.kit.database import Session
from visavis.kit.house import House
from visavis.kit.ids import uuid7
from visavis.staff import AgentActor

WITHIN = 25.0  # seconds for each server, so that whoever asked is told before their own patience ends
WORDS = {
    "fr": (
        "Essai de votre adresse",
        "Vis-à-vis s'est envoyé ce message pour essayer l'adresse. Il n'y a rien à faire.\n",
    ),
    "en": (
        "A test of your address",
        "Vis-à-vis has sent itself this message to test the address. There is nothing to do.\n",
    ),
}


async def try_out(house: House, actor: AgentActor, mailbox_id: UUID) -> Tried:
    """Try a mailbox out, as it is set up now; raise `MailboxNotFound`."""
    async with house.database.session(actor.brand_ids) as session:
        mailbox = await mailboxes.find(session, mailbox_id)
        brand = await brands.brand(session, mailbox.brand_id)
        mail_id = uuid7()
        mail = _mail(mailbox, mail_id, brand.locale, session.clock())
    receiving, sending = await asyncio.gather(
        _bounded(lambda: _receive(house, mailbox)), _bounded(lambda: _send(house, mailbox, mail))
    )
    return Tried(
        incoming=_tried(receiving),
        outgoing=_tried(sending),
        mails=receiving if isinstance(receiving, int) else None,
        sent=mail_id if isinstance(sending, int) else None,
    )


async def came(session: Session, mailbox: Mailbox, mail_id: UUID) -> datetime | None:
    """Tell when the mail that a mailbox sent to itself came back; None while it has not."""
    found = await session.tuple(
        "select received_at from mail_in where mailbox_id = %s and subject = any(%s) order by received_at limit 1",
        (mailbox.id, [_subject(locale, mail_id) for locale in WORDS]),
    )
    return found[0] if found else None


async def _bounded(doing: Callable[[], Awaitable[int]]) -> int | Failed:
    try:
        async with asyncio.timeout(WITHIN):
            return await doing()
    except TimeoutError:
        return Failed("hung", f"{WITHIN:.0f} s")
    except Failed as why:
        return why


async def _receive(house: House, mailbox: Mailbox) -> int:
    """Tell how many mails are in the inbox."""
    secret = await entering.secret_of(house, mailbox, "incoming")
    async with opened(mailbox.incoming, secret) as inbox:
        return inbox.size


async def _send(house: House, mailbox: Mailbox, mail: EmailMessage) -> int:
    server = mailbox.outgoing
    secret = await entering.secret_of(house, mailbox, "outgoing")
    try:
        client = await smtp_of(server, WITHIN)
        async with client:
            await _sign_in(client, server, secret)
            await client.send_message(mail, sender=mailbox.address, recipients=[mailbox.address])
    except (aiosmtplib.SMTPNotSupported, aiosmtplib.SMTPConnectResponseError) as odd:
        raise Failed("not_understood", odd) from odd
    except (aiosmtplib.SMTPRecipientsRefused, aiosmtplib.SMTPResponseException) as refused:
        raise Failed("mail_refused", refused) from refused
    except (aiosmtplib.SMTPException, OSError) as away:
        raise Failed(_code_of(away), away) from away
    return 1


async def _sign_in(client: aiosmtplib.SMTP, server: Server, secret: entering.Secret) -> None:
    try:
        await entering.enter(client, server, secret)
    except aiosmtplib.SMTPServerDisconnected:
        raise
    except aiosmtplib.SMTPException as refused:
        raise Failed("signing_in_failed", refused) from refused


def _code_of(error: Exception) -> str:
    # The library speaks of STARTTLS that a server does not offer only in words.
    return "encryption_failed" if "STARTTLS" in str(error) else code_of(error)


def _subject(locale: str, mail_id: UUID) -> str:
    # What comes in is known by its subject; and whoever looks into the inbox sees which test it is of.
    return f"{WORDS[locale][0]} ({mail_id.hex[-8:]})"


def _mail(mailbox: Mailbox, mail_id: UUID, locale: str, at: datetime) -> EmailMessage:
    locale = locale if locale in WORDS else "en"
    mail = EmailMessage(policy=SMTP)
    mail["From"] = mail["To"] = mailbox.address
    mail["Subject"], mail["Date"] = _subject(locale, mail_id), at
    mail["Message-ID"] = f"<{mail_id}@{mailbox.address.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(WORDS[locale][1])
    return mail


def _tried(outcome: int | Failed) -> Step:
    if isinstance(outcome, Failed):
        return Step(ok=False, code=outcome.code, said=outcome.said)
    return Step(ok=True)
