"""Mailboxes are read over IMAP: their UIDs say what is new, and a push of the server only when to look."""

import asyncio
import logging
import random
import threading
from collections import Counter
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeVar
from uuid import UUID

import anyio
import anyio.to_thread

from visavis.channels.email import cursor, entering, mailboxes
from visavis.channels.email.holding import Holding
from visavis.channels.email.inbox import Fetched, Inbox
from visavis.channels.email.keeping import keep
from visavis.channels.email.models import Health, Mailbox, Server
from visavis.channels.email.reaching import Failed, host_of
from visavis.kit.errors import VisavisError
from visavis.kit.house import House

TICK = 2.0  # seconds after which a mailbox that was added, changed or taken away is noticed
# Seconds after which one looks although nothing was pushed, and IDLE is asked for anew (RFC 2177 wants it within 29
# minutes, and some hosts hang up after 10).
LOOK = 30.0
WITHIN = 120.0  # seconds for one act, however slowly the server goes on answering
LONGEST_PAUSE = 60.0  # seconds before a server that is away is tried again
REFUSALS = 3  # of one mail that its server will not give, before the others go on without it

T = TypeVar("T")
log = logging.getLogger(__name__)


class Fetcher:
    """One per server that works; each mailbox is read by one of them."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._holding = Holding(house.database)
        self._task: asyncio.Task[None] | None = None
        self._reading: dict[UUID, tuple[object, asyncio.Task[None]]] = {}

    @property
    def reads(self) -> set[UUID]:
        """The mailboxes that are read here."""
        return set(self._reading)

    def start(self) -> None:
        """Read until told to stop."""
        self._task = asyncio.create_task(self._keep_going())

    async def stop(self) -> None:
        """Read no more, and let other servers do so; what was not kept yet is fetched again."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self._read({})
        await self._holding.leave()

    async def _keep_going(self) -> None:
        while True:
            try:
                async with self._house.database.system() as session:
                    wanted = await mailboxes.to_read(session)
                held = await self._holding.hold(set(wanted))
                await self._read(
                    {mailbox_id: how for mailbox_id, how in wanted.items() if mailbox_id in held}
                )
            except VisavisError as away:
                log.warning("email: the mailboxes could not be looked at (%s)", away)
            except Exception:
                log.exception("email: the mailboxes could not be looked at")
            await asyncio.sleep(TICK)

    async def _read(self, wanted: dict[UUID, object]) -> None:
        """Read these, as they are now, and no other."""
        gone = [
            self._reading.pop(mailbox_id)[1]
            for mailbox_id, (how, task) in list(self._reading.items())
            if wanted.get(mailbox_id) != how or task.done()
        ]
        for task in gone:
            task.cancel()
        await asyncio.gather(*gone, return_exceptions=True)
        for mailbox_id in wanted.keys() - self._reading.keys():
            task = asyncio.create_task(Rounds(self._house, mailbox_id).go())
            self._reading[mailbox_id] = (wanted[mailbox_id], task)


class Rounds:
    """The reading of one mailbox, session after session."""

    def __init__(self, house: House, mailbox_id: UUID) -> None:
        self._house = house
        self._id = mailbox_id
        self._known: Health | None = None
        self._refused: Counter[int] = Counter()
        self._looked = False

    async def go(self) -> None:
        """Read until cancelled; a server that is away is tried again after 1, 2, 4 … 60 seconds."""
        clock, failures = asyncio.get_running_loop().time, 0
        while True:
            began, self._looked = clock(), False
            try:
                await self._session()
            except Failed as why:
                # Servers end sessions as they please: that says nothing, unless the next one fails.
                if not self._looked:
                    await self._note("failed", why.code)
                    log.info("email: mailbox %s cannot be read: %s (%s)", self._id, why.code, why.said)
            except VisavisError as away:
                log.warning("email: mailbox %s waits to be read (%s)", self._id, away)
            except Exception:
                log.exception("email: the reading of mailbox %s stopped; it goes on", self._id)
            failures = 0 if self._looked and clock() - began > LOOK else failures + 1
            await asyncio.sleep(min(LONGEST_PAUSE, 2 ** min(failures, 6)) * random.uniform(0.5, 1))

    async def _session(self) -> None:
        async with self._house.database.system() as session:
            mailbox = await mailboxes.find(session, self._id)
        self._known = self._known or mailbox.receiving
        secret = await entering.secret_of(self._house, mailbox, "incoming")
        try:
            await self._look(mailbox, secret)
        except Failed as why:
            if why.code == "signing_in_failed":
                await entering.not_taken(self._house, self._id, secret)
            raise

    async def _look(self, mailbox: Mailbox, secret: entering.Secret) -> None:
        async with opened(mailbox.incoming, secret) as inbox:
            async with self._house.database.system() as session:
                since = await cursor.since(session, mailbox, inbox.validity)
            after = await act(inbox.last_before, since) if since else 0
            async with self._house.database.system() as session:
                last = await cursor.begin(session, mailbox, inbox.validity, after)
            while last is not None:
                last = await self._take(mailbox, inbox, last)
                self._looked = True
                await self._note("ok", "")
                await act(inbox.wait, LOOK)

    async def _take(self, mailbox: Mailbox, inbox: Inbox, last: int) -> int:
        """Take what is new, in its order; what is kept is not fetched again."""
        while uids := await act(inbox.uids_after, last):
            for uid in uids:
                fetched = await self._fetch(inbox, uid)
                if fetched is not None:
                    await self._keep(mailbox, f"{inbox.validity}:{uid}", fetched)
                async with self._house.database.system() as session:
                    await cursor.move(session, mailbox, inbox.validity, uid)
                last = uid
        return last

    async def _fetch(self, inbox: Inbox, uid: int) -> Fetched | None:
        try:
            return await act(inbox.fetch, uid)
        except Failed as why:
            self._refused[uid] += why.code == "not_given"
            if self._refused[uid] < REFUSALS:
                raise
            return Fetched(b"", 1)  # of at least one byte: it is there

    async def _keep(self, mailbox: Mailbox, number: str, fetched: Fetched) -> None:
        # The numbers are the server's: those of another, to which a mailbox has moved, may be the same.
        server, house = mailbox.incoming, self._house
        await keep(
            *(house.database, house.files, mailbox, fetched.raw),
            source="imap",
            source_key=f"{server.user}@{server.host} {number}",
            whole_size=fetched.whole_size,
            arrived_at=fetched.came,
        )

    async def _note(self, state: str, code: str) -> None:
        """Note how the server fares, when that is news."""
        known = self._known
        if known is None or (known.state, known.code) == (state, code):
            return
        async with self._house.database.system() as session:
            self._known = Health(state="ok" if state == "ok" else "failed", code=code, at=session.clock())
            await mailboxes.note_health(session, self._id, "incoming", self._known)


@asynccontextmanager
async def opened(server: Server, secret: entering.Secret) -> AsyncGenerator[Inbox]:
    """Open an inbox for as long as it is used; raise `Failed`."""
    host, given_up = await host_of(server), threading.Event()

    def connect() -> Inbox:
        made = Inbox(server, host, secret)
        if given_up.is_set():
            made.close()
        return made

    try:
        inbox = await act(connect)
    except BaseException:
        given_up.set()
        raise
    try:
        yield inbox
    finally:
        with anyio.CancelScope(shield=True):
            await anyio.to_thread.run_sync(inbox.close, limiter=anyio.CapacityLimiter(1))


async def act(doing: Callable[..., T], *arguments: Any) -> T:
    """Do one thing in a thread of its own, so that no server that hangs holds another's mail up; raise `Failed`."""
    try:
        async with asyncio.timeout(WITHIN):
            return await anyio.to_thread.run_sync(
                doing, *arguments, abandon_on_cancel=True, limiter=anyio.CapacityLimiter(1)
            )
    except TimeoutError as late:
        raise Failed("hung", f"{WITHIN:.0f} s") from late
