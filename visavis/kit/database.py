"""PostgreSQL: one session is one transaction, seen through the brands that it may see."""

import random
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from typing import LiteralString, TypeVar
from uuid import UUID

import psycopg
from psycopg import AsyncCursor
from psycopg.pq import TransactionStatus
from psycopg.rows import AsyncRowFactory, kwargs_row, tuple_row
from psycopg_pool import AsyncConnectionPool, PoolTimeout, TooManyRequests

from visavis.kit import events
from visavis.kit.clock import Clock, system_clock
from visavis.kit.connecting import Columns, Connection, options
from visavis.kit.errors import InvalidInput, Unavailable
from visavis.kit.together import Together

T = TypeVar("T")
Borrow = Callable[[], Awaitable[Connection]]
Params = Sequence[object] | dict[str, object] | None

# How long a request waits for a connection before it is told to come back (seconds).
WAIT = 5.0


class OutcomeUnknown(Unavailable):
    """The database went away while this was being saved; send it again, it will not be doubled."""


class Session:
    """One unit of work: statements, and the events that they cause, kept or lost together.

    A lean session may begin with an act of one statement that either does everything or changes
    nothing (`at_once`); whatever follows runs in an ordinary transaction.
    """

    def __init__(self, borrow: Borrow, brands: str, clock: Clock, together: Together | None = None) -> None:
        self.connection: Connection | None = None
        self.changed = False
        self._borrow = borrow
        self._together = together
        self._brands = brands
        self._clock = clock
        self._now: datetime | None = None
        self._emitted: list[events.Emitted] = []

    @property
    def lean(self) -> bool:
        """Whether an act of one statement may still be done at once."""
        return self._together is not None

    def clock(self) -> datetime:
        """Tell the time of this session: what is done together happened at one moment."""
        self._now = self._now or self._clock()
        return self._now

    def emit(self, event: events.Event, audience: events.Audience) -> None:
        """Tell what happened; it is stored with this transaction and delivered after it."""
        self._emitted.append(events.prepare(event, audience))

    async def row(self, into: Callable[..., T], query: LiteralString, params: Params = None) -> T | None:
        """Fetch one row, its columns given to `into` by name."""
        cursor = await self._run(kwargs_row(into), query, params)
        return await cursor.fetchone()

    async def rows(self, into: Callable[..., T], query: LiteralString, params: Params = None) -> list[T]:
        """Fetch every row, its columns given to `into` by name."""
        cursor = await self._run(kwargs_row(into), query, params)
        return await cursor.fetchall()

    async def tuple(self, query: LiteralString, params: Params = None) -> Columns | None:
        """Fetch one row as it is."""
        cursor = await self._run(tuple_row, query, params)
        return await cursor.fetchone()

    async def tuples(self, query: LiteralString, params: Params = None) -> list[Columns]:
        """Fetch every row as it is."""
        cursor = await self._run(tuple_row, query, params)
        return await cursor.fetchall()

    async def execute(self, query: LiteralString, params: Params = None) -> int:
        """Run a statement and tell how many rows it touched."""
        cursor = await self._run(tuple_row, query, params)
        return cursor.rowcount

    async def at_once(self, turn: int, query: LiteralString, params: dict[str, object]) -> Columns | None:
        """Run an act of one statement, committed when this returns, and give its first row.

        Those who write to the same thing queue under one `turn`.
        """
        assert self._together is not None, "once, and first of all"
        together, self._together = self._together, None
        try:
            return await together.run(self._brands, turn, query, params)
        except psycopg.OperationalError as lost:
            raise OutcomeUnknown from lost

    async def begin(self) -> Connection:
        """Open the transaction now, and give its connection (a job is enqueued on it)."""
        if self.connection is None:
            self._together = None
            self.connection = await self._borrow()
            await self.connection.see(self._brands)
            await self.connection.execute("begin")
        return self.connection

    async def flush(self) -> None:
        """Write the events emitted so far, so that a statement that tells its own comes after."""
        if self._emitted:
            connection = await self.begin()
            async with connection.pipeline():
                for emitted in self._emitted:
                    await connection.execute(events.INSERT, events.values(emitted))
            self._emitted.clear()
            self.changed = True

    async def commit(self) -> None:
        """Store the events and commit; called at the edge, by `Database` alone."""
        await self.flush()
        if self.connection is not None:
            try:
                await self.connection.execute("commit")
            except psycopg.OperationalError as lost:
                raise OutcomeUnknown from lost

    async def _run(self, factory: AsyncRowFactory[T], query: LiteralString, params: Params) -> AsyncCursor[T]:
        connection = await self.begin()
        cursor = connection.cursor(row_factory=factory)
        await cursor.execute(query, params)
        return cursor


class Database:
    """Two doors to one PostgreSQL: as the application, bound to brands, and as the system."""

    def __init__(self, url: str, *, clock: Clock = system_clock, size: int = 12) -> None:
        self.url = url
        self.clock = clock
        self._application = _pool(url, "visavis_app", size)
        self._system = _pool(url, "visavis_system", 4)
        self._together = Together(lambda: _lent(self._application))
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
        together = self._together if lean else None
        async with self._work(self._application, scope, clock, together) as session:
            yield session

    @asynccontextmanager
    async def system(self, *, clock: Clock | None = None) -> AsyncGenerator[Session]:
        """Open a session that sees every brand: for authentication, jobs and the dispatcher only."""
        async with self._work(self._system, "", clock) as session:
            yield session

    @asynccontextmanager
    async def _work(
        self,
        pool: AsyncConnectionPool[Connection],
        scope: str,
        clock: Clock | None,
        together: Together | None = None,
    ) -> AsyncGenerator[Session]:
        session = Session(lambda: _borrow(pool), scope, clock or self.clock, together)
        try:
            yield session
            await session.commit()
        except psycopg.OperationalError as lost:
            raise Unavailable from lost
        except psycopg.DataError as bad:
            raise InvalidInput(str(bad).splitlines()[0]) from bad
        finally:
            if session.connection is not None:
                await _give_back(pool, session.connection)
        if session.changed:
            self.wake()


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


@asynccontextmanager
async def _lent(pool: AsyncConnectionPool[Connection]) -> AsyncGenerator[Connection]:
    connection = await _borrow(pool)
    try:
        yield connection
    finally:
        await _give_back(pool, connection)


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
