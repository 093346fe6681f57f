"""Queued mails go out: tried again where a server is busy, and the agent is told either way."""

import asyncio
import logging
from datetime import timedelta
from typing import LiteralString
from uuid import UUID

from visavis.channels.email import acknowledging, lettering, mailboxes, recounting, signing
from visavis.channels.email.composing import compose
from visavis.channels.email.handing_over import Outcome, hand_over
from visavis.channels.email.lines import IDLE, Lines
from visavis.channels.email.models import Health, Mailbox
from visavis.channels.email.telling import tell
from visavis.kit.database import Session
from visavis.kit.errors import VisavisError
from visavis.kit.house import House

TICK = 1.0  # seconds
TOGETHER = 10  # mails that one look takes
# Who has taken a mail has so long to send it; when their server is killed, another does.
LEASE = timedelta(minutes=5)
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
returning message_id, tries, left_to, refused
"""
END: LiteralString = """
update mail_out set state = %(state)s, why = %(why)s, send_at = %(send_at)s,
       left_to = coalesce(%(left)s, left_to), refused = %(refused)s,
       sent_at = case when %(state)s = 'sent' then %(now)s::timestamptz else sent_at end
where message_id = %(message_id)s and state in ('queued', 'deferred')
returning conversation_id
"""

log = logging.getLogger(__name__)


class Postman:
    """One per server that works; several may go about, no two carry the same mail."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._lines = Lines()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Go about every second."""
        self._task = asyncio.create_task(self._keep_going())

    async def stop(self) -> None:
        """Go no more; what was taken and not sent comes up again."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self._lines.hang_up(0)

    async def go(self) -> int:
        """Carry what is due; tell how many mails were tried."""
        async with self._house.database.system() as session:
            now = session.clock()
            due: dict[str, object] = {"now": now, "until": now + LEASE, "many": TOGETHER}
            taken = await session.tuples(TAKE, due)
            told = await session.tuples(acknowledging.TAKE, due)
        await asyncio.gather(
            *(self._carry(*message) for message in taken),
            *(self._tell(*acknowledgement) for acknowledgement in told),
        )
        # Whoever goes once, and not about, keeps no line.
        await self._lines.hang_up(IDLE if self._task else 0)
        return len(taken) + len(told)

    async def _carry(self, message_id: UUID, tries: int, left_to: list[str] | None, refused: str) -> None:
        """Carry a mail to those who have not got it yet."""
        async with self._house.database.system() as session:
            letter = await recounting.letter_of(
                session, self._house, message_id
            ) or await lettering.letter_of(session, self._house, message_id)
            mailbox = await mailboxes.find(session, letter.mailbox_id)
            key = await signing.of_mailbox(session, self._house.keys, mailbox)
        files = [await self._house.files.get(key) for key in letter.file_keys]
        sealed = letter.enclosing(files)
        mail, to = compose(sealed.letter), left_to or sealed.recipients
        outcome = await hand_over(self._house, self._lines, mailbox, key, mailbox.address, mail, to)
        async with self._house.database.system() as session:
            await _note(session, mailbox, message_id, tries, outcome.after(refused))

    async def _tell(self, mail_id: UUID, mailbox_id: UUID, tries: int) -> None:
        """Carry an acknowledgement: nobody is told where it fails, and so no machine answers."""
        async with self._house.database.system() as session:
            mailbox = await mailboxes.find(session, mailbox_id)
            told = await acknowledging.find(session, self._house.keys, mailbox, mail_id)
            key = await signing.of_mailbox(session, self._house.keys, mailbox)
        mail, to = acknowledging.compose(told), [told.recipient]
        outcome = await hand_over(self._house, self._lines, mailbox, key, "", mail, to)
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


async def _note(session: Session, mailbox: Mailbox, message_id: UUID, tries: int, outcome: Outcome) -> None:
    now, state = session.clock(), outcome.state
    if state == "deferred" and tries > len(AGAIN) and outcome.code not in WAITS:
        state = "bounced"
    again = now + (AGAIN[min(tries, len(AGAIN)) - 1] if state == "deferred" else timedelta())
    ended = await session.tuple(
        END,
        {
            **{"message_id": message_id, "state": state, "why": outcome.why, "send_at": again, "now": now},
            **{"left": outcome.left or None, "refused": outcome.refused},
        },
    )
    health = Health(state="failed" if outcome.code else "ok", code=outcome.code, at=now)
    await mailboxes.note_health(session, mailbox.id, "outgoing", health)
    if ended is None:
        return  # taken back meanwhile, or reported as failed already
    await tell(session, ended[0], message_id)
