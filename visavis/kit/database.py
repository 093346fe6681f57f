"""PostgreSQL: one session is one transaction, seen through the brands that it may see."""

import random
from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from typing import Any, LiteralString, TypeVar
from uuid import UUID

import psycopg
from psycopg import AsyncConnection, AsyncCursor
from psycopg.pq import TransactionStatus
from psycopg.rows import kwargs_row, tuple_row
from psycopg_pool import AsyncConnectionPool, PoolTimeout, TooManyRequests

from visavis.kit import events
from visavis.kit.clock import Clock, system_clock
from visavis.kit.errors import InvalidInput, Unavailable

T = TypeVar("T")
Params = Sequence[object] | dict[str, object] | None
Columns = tuple[Any, ...]

# For the whole connection, and outside of any transaction: a rollback would take it back.
SCOPE = "select set_config('app.brands', %s, false)"

# How long a request waits for a connection before it is told to come back (seconds).
WAIT = 5.0


class Connection(AsyncConnection[Columns]):
    """A connection that remembers which brands it was told to see."""

    scope: str | None = None

    async def see(self, brands: str) -> None:
        """Let every statement from now on see these brands and no other."""
        if self.scope != brands:
            self.scope = None
            await self.execute(SCOPE, (brands,))
            self.scope = brands


class OutcomeUnknown(Unavailable):
    """The database went away while this was being saved; send it again, it will not be doubled."""


class Session:
    """One unit of work: statements, and the events that they cause, kept or lost together.

    A lean session runs its first statement as a transaction of its own, in a single trip to the
    database; whatever follows runs in a second, ordinary transaction. It is meant for an act
    whose first statement either does everything or changes nothing.
    """

    def __init__(self, connection: Connection, brands: str, clock: Clock, *, lean: bool) -> None:
        self.connection = connection
        self.lean = lean
        self.changed = False
        self._brands = brands
        self._clock = clock
        self._now: datetime | None = None
        self._open = False
        self._emitted: list[events.Emitted] = []

    def clock(self) -> datetime:
        """Tell the time of this session: what is done together happened at one moment."""
        self._now = self._now or self._clock()
        return self._now

    def emit(self, event: events.Event, audience: events.Audience) -> None:
        """Tell what happened; it is stored with this transaction and delivered after it."""
        self._emitted.append(events.prepare(event, audience))

    async def row(self, into: Callable[..., T], query: LiteralString, params: Params = None) -> T | None:
        """Fetch one row, its columns given to `into` by name."""
        cursor = await self._run(self.connection.cursor(row_factory=kwargs_row(into)), query, params)
        return await cursor.fetchone()

    async def rows(self, into: Callable[..., T], query: LiteralString, params: Params = None) -> list[T]:
        """Fetch every row, its columns given to `into` by name."""
        cursor = await self._run(self.connection.cursor(row_factory=kwargs_row(into)), query, params)
        return await cursor.fetchall()

    async def tuple(self, query: LiteralString, params: Params = None) -> Columns | None:
        """Fetch one row as it is."""
        cursor = await self._run(self.connection.cursor(row_factory=tuple_row), query, params)
        return await cursor.fetchone()

    async def tuples(self, query: LiteralString, params: Params = None) -> list[Columns]:
        """Fetch every row as it is."""
        cursor = await self._run(self.connection.cursor(row_factory=tuple_row), query, params)
        return await cursor.fetchall()

    async def execute(self, query: LiteralString, params: Params = None) -> int:
        """Run a statement and tell how many rows it touched."""
        cursor = await self._run(self.connection.cursor(row_factory=tuple_row), query, params)
        return cursor.rowcount

    async def begin(self) -> Connection:
        """Open the transaction now, and give its connection (a job is enqueued on it)."""
        if not self._open:
            await self.connection.see(self._brands)
            self._open = True
            await self.connection.execute("begin")
        return self.connection

    async def flush(self) -> None:
        """Write the events emitted so far, so that a statement that tells its own comes after."""
        if self._emitted:
            await self.begin()
            async with self.connection.pipeline():
                for emitted in self._emitted:
                    await self.connection.execute(events.INSERT, events.values(emitted))
            self._emitted.clear()
            self.changed = True

    async def commit(self) -> None:
        """Store the events and commit; called at the edge, by `Database` alone."""
        await self.flush()
        if self._open:
            await self._commit()

    async def _commit(self) -> None:
        try:
            await self.connection.execute("commit")
        except psycopg.OperationalError as lost:
            raise OutcomeUnknown from lost

    async def _run(self, cursor: AsyncCursor[T], query: LiteralString, params: Params) -> AsyncCursor[T]:
        if self.lean and not self._open:
            self.lean = False
            await self.connection.see(self._brands)
            try:
                await cursor.execute(query, params)
            except psycopg.OperationalError as lost:
                raise OutcomeUnknown from lost
        else:
            if not self._open:
                await self.begin()
            await cursor.execute(query, params)
        return cursor


class Database:
    """Two doors to one PostgreSQL: as the application, bound to brands, and as the system."""

    def __init__(self, url: str, *, clock: Clock = system_clock, size: int = 12) -> None:
        self.url = url
        self.clock = clock
        self._application = _pool(url, "visavis_app", size)
        self._system = _pool(url, "visavis_system", 4)
        self._woken: list[Callable[[], None]] = []

    async def open(self) -> None:
        """Connect; raise `Unavailable` when the database does not answer in time."""
        try:
            await self._application.open(wait=True, timeout=10)
            await self._system.open(wait=True, timeout=10)
        except PoolTimeout as late:
            raise Unavailable("The database does not answer.") from late

    async def close(self) -> None:
        """Give every connection back."""
        await self._application.close()
        await self._system.close()

    def on_commit(self, wake: Callable[[], None]) -> None:
        """Have `wake` called after each commit that stored events: a hint, never the news itself."""
        self._woken.append(wake)

    def wake(self) -> None:
        """Tell the listeners in this process that there are new events to read."""
        for wake in self._woken:
            wake()

    @asynccontextmanager
    async def session(
        self, brands: Iterable[UUID], *, lean: bool = False, clock: Clock | None = None
    ) -> AsyncGenerator[Session]:
        """Open a session that sees these brands and no other."""
        scope = ",".join(map(str, brands))
        async with self._work(self._application, scope, clock, lean=lean) as session:
            yield session

    @asynccontextmanager
    async def system(self, *, clock: Clock | None = None) -> AsyncGenerator[Session]:
        """Open a session that sees every brand: for authentication, jobs and the dispatcher only."""
        async with self._work(self._system, "", clock, lean=False) as session:
            yield session

    @asynccontextmanager
    async def _work(
        self,
        pool: AsyncConnectionPool[Connection],
        scope: str,
        clock: Clock | None,
        *,
        lean: bool,
    ) -> AsyncGenerator[Session]:
        connection = await _borrow(pool)
        session = Session(connection, scope, clock or self.clock, lean=lean)
        try:
            yield session
            await session.commit()
        except psycopg.OperationalError as lost:
            raise Unavailable from lost
        except psycopg.DataError as bad:
            raise InvalidInput(str(bad).splitlines()[0]) from bad
        finally:
            await _give_back(pool, connection)
        if session.changed:
            self.wake()


def options(role: str) -> str:
    """Give the options of a connection that acts in this role."""
    return (
        f"-c role={role} -c statement_timeout=30s"
        " -c idle_in_transaction_session_timeout=30s -c lock_timeout=10s"
        # A statement is planned once and kept: what was planned on an empty table must still do
        # when there are a million rows in it.
        " -c enable_seqscan=off"
    )


def _pool(url: str, role: str, size: int) -> AsyncConnectionPool[Connection]:
    return AsyncConnectionPool(
        url,
        connection_class=Connection,
        kwargs={
            "autocommit": True,
            "options": options(role),
            "prepare_threshold": 2,
            "application_name": role,
        },
        min_size=1,
        max_size=size,
        timeout=WAIT,
        max_waiting=20_000,
        # A pool waits twice as long after each failure, and begins again when it has given up.
        reconnect_timeout=2,
        open=False,
        name=role,
    )


async def _borrow(pool: AsyncConnectionPool[Connection]) -> Connection:
    try:
        return await pool.getconn()
    except (PoolTimeout, TooManyRequests, psycopg.OperationalError) as busy:
        raise Unavailable(retry_after=random.randint(1, 3)) from busy


async def _give_back(pool: AsyncConnectionPool[Connection], connection: Connection) -> None:
    if connection.info.transaction_status in (TransactionStatus.INTRANS, TransactionStatus.INERROR):
        with suppress(psycopg.OperationalError):
            await connection.execute("rollback")
    await pool.putconn(connection)
