"""Queued mails go out: tried again where a server is busy, and the agent is told either way."""

import asyncio
import logging
from datetime import timedelta
from email.message import EmailMessage
from typing import LiteralString
from uuid import UUID

import aiosmtplib
import msgspec

from visavis.channels.email import acknowledging, entering, lettering, mailboxes, recounting, signing
from visavis.channels.email.composing import compose
from visavis.channels.email.hooks.marking import marked
from visavis.channels.email.models import Health, Mailbox
from visavis.channels.email.reaching import Failed, code_of, smtp_of
from visavis.channels.email.telling import tell
from visavis.kit.database import Session
from visavis.kit.errors import VisavisError
from visavis.kit.house import House

TICK = 1.0  # seconds
TOGETHER = 10  # mails that one look takes
# Who has taken a mail has so long to send it; when their server is killed, another does.
LEASE = timedelta(minutes=5)
WITHIN = 60.0  # seconds for one mail
# How long after each failure a mail is tried again; after the last it is given up.
AGAIN = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 120, 240, 480, 720))
# What only a person can mend, who then has it go out: until then mail waits, for as long as it takes.
WAITS = {"sign_in_needed", "application_refused"}

# Taking puts it off: a mail that nobody finishes comes up again.
TAKE: LiteralString = """
update mail_out set tries = tries + 1, send_at = %(until)s
where message_id in (
    select message_id from mail_out where state in ('queued', 'deferred') and send_at <= %(now)s
    order by send_at for update skip locked limit %(many)s
)
returning message_id, tries
"""
END: LiteralString = """
update mail_out set state = %(state)s, why = %(why)s, send_at = %(send_at)s,
       sent_at = case when %(state)s = 'sent' then %(now)s::timestamptz else sent_at end
where message_id = %(message_id)s and state in ('queued', 'deferred')
returning conversation_id
"""

log = logging.getLogger(__name__)


class Outcome(msgspec.Struct, frozen=True):
    """How it went: sent, to be tried again, or refused for good; `code` names what to tell whoever keeps the house."""

    state: str
    why: str = ""
    code: str = ""


class Postman:
    """One per server that works; several may go about, no two carry the same mail."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Go about every second."""
        self._task = asyncio.create_task(self._keep_going())

    async def stop(self) -> None:
        """Go no more; what was taken and not sent comes up again."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def go(self) -> int:
        """Carry what is due; tell how many mails were tried."""
        async with self._house.database.system() as session:
            now = session.clock()
            due: dict[str, object] = {"now": now, "until": now + LEASE, "many": TOGETHER}
            taken = await session.tuples(TAKE, due)
            told = await session.tuples(acknowledging.TAKE, due)
        await asyncio.gather(
            *(self._carry(message_id, tries) for message_id, tries in taken),
            *(self._tell(*acknowledgement) for acknowledgement in told),
        )
        return len(taken) + len(told)

    async def _carry(self, message_id: UUID, tries: int) -> None:
        async with self._house.database.system() as session:
            letter = await recounting.letter_of(
                session, self._house, message_id
            ) or await lettering.letter_of(session, self._house, message_id)
            mailbox = await mailboxes.find(session, letter.mailbox_id)
            key = await signing.of_mailbox(session, self._house.keys, mailbox)
        files = [await self._house.files.get(key) for key in letter.file_keys]
        sealed = letter.enclosing(files)
        outcome = await _send(
            self._house, mailbox, key, mailbox.address, compose(sealed.letter), sealed.recipients
        )
        async with self._house.database.system() as session:
            await _note(session, mailbox, message_id, tries, outcome)

    async def _tell(self, mail_id: UUID, mailbox_id: UUID, tries: int) -> None:
        """Carry an acknowledgement: nobody is told where it fails, and so no machine answers."""
        async with self._house.database.system() as session:
            mailbox = await mailboxes.find(session, mailbox_id)
            told = await acknowledging.find(session, self._house.keys, mailbox, mail_id)
            key = await signing.of_mailbox(session, self._house.keys, mailbox)
        outcome = await _send(self._house, mailbox, key, "", acknowledging.compose(told), [told.recipient])
        async with self._house.database.system() as session:
            await acknowledging.end(session, mail_id, tries, outcome.state, outcome.why)

    async def _keep_going(self) -> None:
        while True:
            more = 0
            try:
                more = await self.go()
            except VisavisError as away:
                log.warning("email: what is queued could not be looked at (%s)", away)
            except Exception:
                log.exception("email: a queued mail stopped its round; it comes up again")
            if more < TOGETHER:
                await asyncio.sleep(TICK)


async def _send(
    house: House,
    mailbox: Mailbox,
    key: signing.DomainKey | None,
    sender: str,
    mail: EmailMessage,
    recipients: list[str],
) -> Outcome:
    secret: entering.Secret = ""
    try:
        async with asyncio.timeout(WITHIN):
            secret = await entering.secret_of(house, mailbox, "outgoing")
            async with await smtp_of(mailbox.outgoing, WITHIN) as client:
                await entering.enter(client, mailbox.outgoing, secret)
                refused = await _hand_over(client, sender, key, marked(mailbox, mail), recipients)
    except Failed as why:
        return Outcome("deferred", why.said, why.code)
    except aiosmtplib.SMTPAuthenticationError as wrong:
        await entering.not_taken(house, mailbox.id, secret)
        return Outcome("deferred", wrong.message, "signing_in_failed")
    except aiosmtplib.SMTPRecipientsRefused as refused:
        return _refused([(r.code, f"{r.recipient}: {r.code} {r.message}") for r in refused.recipients])
    except aiosmtplib.SMTPResponseException as answer:
        return _refused([(answer.code, f"{answer.code} {answer.message}")])
    except (aiosmtplib.SMTPException, OSError, TimeoutError) as away:
        return Outcome("deferred", str(away) or type(away).__name__, code_of(away))
    if refused:
        return _refused([(r.code, f"{address}: {r.code} {r.message}") for address, r in refused.items()])
    return Outcome("sent")


async def _hand_over(
    client: aiosmtplib.SMTP,
    sender: str,
    key: signing.DomainKey | None,
    mail: EmailMessage,
    recipients: list[str],
) -> dict[str, aiosmtplib.SMTPResponse]:
    """Give a mail to a server, signed where that can be; tell which recipients it refused."""
    if key is None or not all(address.isascii() for address in recipients):
        # Who writes to addresses in other letters needs a header in them, which that server may rewrite.
        return (await client.send_message(mail, sender=sender, recipients=recipients))[0]
    return (await client.sendmail(sender, recipients, await signing.signed(key, mail.as_bytes())))[0]


def _refused(answers: list[tuple[int, str]]) -> Outcome:
    """Tell a refusal for good from one for now: any recipient who may be tried again is."""
    why = "; ".join(said for _, said in answers)[:500]
    return Outcome("bounced" if all(code >= 500 for code, _ in answers) else "deferred", why)


async def _note(session: Session, mailbox: Mailbox, message_id: UUID, tries: int, outcome: Outcome) -> None:
    now, state = session.clock(), outcome.state
    if state == "deferred" and tries > len(AGAIN) and outcome.code not in WAITS:
        state = "bounced"
    again = now + (AGAIN[min(tries, len(AGAIN)) - 1] if state == "deferred" else timedelta())
    ended = await session.tuple(
        END, {"message_id": message_id, "state": state, "why": outcome.why, "send_at": again, "now": now}
    )
    health = Health(state="failed" if outcome.code else "ok", code=outcome.code, at=now)
    await mailboxes.note_health(session, mailbox.id, "outgoing", health)
    if ended is None:
        return  # taken back meanwhile, or reported as failed already
    await tell(session, ended[0], message_id)
