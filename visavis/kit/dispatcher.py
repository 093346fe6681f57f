"""Reads the event table in commit order and hands the news to this process's listeners.

The table is the only source; a wake-up is only a hint. Sequence numbers commit out of order, so
the cursor is `(xid, position)` and stops below the oldest transaction still running: nothing
that commits late is ever skipped.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import NamedTuple
from uuid import UUID

import psycopg

from visavis.kit.connecting import Connection, options
from visavis.kit.database import Database
from visavis.kit.errors import Unavailable

POLL = 1.0
CHANNEL = "visavis_wake"
WHISPER = "visavis_whisper"
# Other processes are woken at most this often (seconds).
NOTIFY_PAUSE = 0.02

log = logging.getLogger(__name__)


class Cursor(NamedTuple):
    """A place in the event log."""

    xid: int
    position: int


class Row(NamedTuple):
    """An event as it stands in the table; the order is that of `READ`."""

    xid: int
    position: int
    type: str
    brand_id: UUID | None
    conversation_id: UUID | None
    version: int
    customer_id: UUID | None
    team_id: UUID | None
    agent_id: UUID | None
    moved: bool
    left_team_id: UUID | None
    left_agent_id: UUID | None
    payload: str
    customer_payload: str | None

    @property
    def cursor(self) -> Cursor:
        return Cursor(self.xid, self.position)


COLUMNS = """
    xid::text::bigint, position, type, brand_id, conversation_id, version, customer_id, team_id,
    agent_id, moved, left_team_id, left_agent_id, payload, customer_payload
"""
READ = f"""
select {COLUMNS} from event
where (xid, position) > (%s::text::xid8, %s) and xid < pg_snapshot_xmin(pg_current_snapshot())
order by xid, position limit 1000
"""
# Only what is on the disk is a place to begin at: after a crash PostgreSQL gives the numbers of
# transactions that left no trace to others.
PRESENT = """
(select xid::text::bigint, position from event
 where xid < pg_snapshot_xmin(pg_current_snapshot()) order by xid desc, position desc limit 1)
union all select forgotten_xid, 0 from installation
order by 1 desc, 2 desc limit 1
"""
NOTIFY = "select pg_notify(%s, %s)"

Deliver = Callable[[Row], Awaitable[None]]
Overhear = Callable[[str], None]


class Dispatcher:
    """One per process; `deliver` gets the events in order, `overhear` gets whispers.

    A whisper (someone is typing) is not an event: it is not stored, and may be lost.
    """

    def __init__(self, database: Database, deliver: Deliver, overhear: Overhear) -> None:
        self.cursor = Cursor(0, 0)
        self._database = database
        self._deliver = deliver
        self._overhear = overhear
        self._woken = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._whispers: asyncio.Queue[str] = asyncio.Queue(1000)
        self._changed = False
        self._news = asyncio.Event()
        self._own_pid = 0
        database.on_commit(self._wake_all)

    async def start(self) -> None:
        """Begin at the present: what was committed before is in everybody's first snapshot."""
        async with await self._connect() as connection:
            row = await (await connection.execute(PRESENT)).fetchone()
            assert row is not None
            self.cursor = Cursor(*row)
        loops = (self._read, self._tell, self._listen)
        self._tasks = [asyncio.create_task(self._keep(loop)) for loop in loops]

    async def stop(self) -> None:
        """Stop reading; what was not delivered is delivered on resume."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def whisper(self, text: str) -> None:
        """Pass a word to every process, this one included, without storing it."""
        self._overhear(text)
        if not self._whispers.full():
            self._whispers.put_nowait(text)
            self._news.set()

    def _wake_all(self) -> None:
        self._changed = True
        self._woken.set()
        self._news.set()

    async def _connect(self) -> Connection:
        return await Connection.connect(
            self._database.url,
            autocommit=True,
            options=options("visavis_system"),
            application_name="visavis_dispatcher",
        )

    async def _keep(self, loop: Callable[[Connection], Awaitable[None]]) -> None:
        while True:
            try:
                async with await self._connect() as connection:
                    await loop(connection)
            except (psycopg.OperationalError, Unavailable) as lost:
                log.warning("dispatcher: the database is away (%s)", lost)
                await asyncio.sleep(0.2)

    async def _read(self, connection: Connection) -> None:
        cursor = connection.cursor()
        while True:
            self._woken.clear()
            await cursor.execute(READ, (str(self.cursor.xid), self.cursor.position), binary=True)
            rows = [Row._make(row) for row in await cursor.fetchall()]
            for row in rows:
                # Moved first: whoever connects meanwhile catches up to here, and hears the rest live.
                self.cursor = row.cursor
                await self._deliver(row)
            if rows:
                # Let what was queued leave before the next batch is read.
                await asyncio.sleep(0)
                continue
            try:
                async with asyncio.timeout(POLL):
                    await self._woken.wait()
            except TimeoutError:
                continue

    async def _tell(self, connection: Connection) -> None:
        """Wake the other processes: one NOTIFY for many commits, outside their transactions."""
        self._own_pid = connection.info.backend_pid
        while True:
            await self._news.wait()
            self._news.clear()
            if self._changed:
                self._changed = False
                await connection.execute(NOTIFY, (CHANNEL, ""))
            while not self._whispers.empty():
                await connection.execute(NOTIFY, (WHISPER, self._whispers.get_nowait()))
            await asyncio.sleep(NOTIFY_PAUSE)

    async def _listen(self, connection: Connection) -> None:
        await connection.execute(f"listen {CHANNEL}")
        await connection.execute(f"listen {WHISPER}")
        self._woken.set()
        async for notice in connection.notifies():
            if notice.pid == self._own_pid:
                continue
            if notice.channel == CHANNEL:
                self._woken.set()
            else:
                self._overhear(notice.payload)
