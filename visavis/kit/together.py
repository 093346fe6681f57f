"""Acts of one statement, asked for at the same moment, make the trip to the database together.

To commit many costs hardly more than to commit one. An act that fails takes no other with it, and one
that would have to wait for its turn keeps no other waiting: such are done again, each alone.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Any, LiteralString

import psycopg

from visavis.kit.connecting import Columns, Connection

# Small trips, so that the database works on one while this process prepares the next and tells what
# the last one did; a trip for everybody would have each wait for the other (measured: a quarter slower).
TRIPS = 2
SEATS = 16

TRY = "select turn from unnest(%s::bigint[]) as turn where pg_try_advisory_xact_lock(turn)"
WAIT = "select pg_advisory_xact_lock(%s::bigint)"

Lend = Callable[[], AbstractAsyncContextManager[Connection]]


@dataclass(frozen=True, eq=False)
class Act:
    """A statement that is a whole act, to be run in its turn, seen through these brands."""

    brands: str
    turn: int
    query: LiteralString
    params: dict[str, object]
    answer: asyncio.Future[Columns | None] = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )

    def answered(self, row: Columns | None) -> None:
        """Hand over what the database said."""
        if not self.answer.done():
            self.answer.set_result(row)

    def failed(self, error: Exception) -> None:
        """Hand over why there is no answer."""
        if not self.answer.done():
            self.answer.set_exception(error)


class Together:
    """The acts of one process that wait for the next trip; `lend` lends a connection."""

    def __init__(self, lend: Lend) -> None:
        self._lend = lend
        self._waiting: deque[Act] = deque()
        self._trips = 0
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(
        self, brands: str, turn: int, query: LiteralString, params: dict[str, object]
    ) -> Columns | None:
        """Run a statement as a transaction, and give the first row of its answer.

        `turn` is the number under which those who write to the same thing queue.
        """
        act = Act(brands, turn, query, params)
        self._waiting.append(act)
        if self._trips < TRIPS:
            self._trips += 1
            self._start(self._travel())
        return await act.answer

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _travel(self) -> None:
        try:
            while self._waiting:
                acts = self._board()
                for act in await _undone(acts, self._go(acts)):
                    self._start(self._alone(act))
        finally:
            self._trips -= 1

    def _board(self) -> list[Act]:
        """Take those who see the same brands as the first, as many as there are seats."""
        brands = self._waiting[0].brands
        acts = [act for act in self._waiting if act.brands == brands][:SEATS]
        gone = {id(act) for act in acts}
        self._waiting = deque(act for act in self._waiting if id(act) not in gone)
        return acts

    async def _go(self, acts: list[Act]) -> list[Act]:
        """Do what can be done at once, in one transaction; give back what has to wait for its turn."""
        async with self._lend() as connection:
            await connection.see(acts[0].brands)
            async with connection.pipeline():
                await connection.execute("begin")
                # Every turn before the first word is written: see `conversations.take_turns`.
                turns = await connection.execute(TRY, (sorted({act.turn for act in acts}),))
                ours = {turn for (turn,) in await turns.fetchall()}
                answers = [
                    (act, await connection.execute(act.query, act.params)) for act in acts if act.turn in ours
                ]
                await connection.execute("commit")
            for act, answer in answers:
                act.answered(await answer.fetchone())
        return [act for act in acts if act.turn not in ours]

    async def _alone(self, act: Act) -> None:
        try:
            async with self._lend() as connection:
                await connection.see(act.brands)
                # Without `begin`, a pipeline is one transaction, committed at its end.
                async with connection.pipeline():
                    await connection.execute(WAIT, (act.turn,))
                    answer = await connection.execute(act.query, act.params)
                act.answered(await answer.fetchone())
        except Exception as error:  # whatever it is, it belongs to whoever asked
            act.failed(error)


async def _undone(acts: list[Act], trip: Awaitable[list[Act]]) -> list[Act]:
    """Tell which acts are still to be done after a trip; when it was lost, none are, and all are told."""
    try:
        return await trip
    except psycopg.OperationalError as lost:
        # It may have arrived.
        for act in acts:
            act.failed(lost)
    except psycopg.Error:
        # One of them was refused, and nothing is done: each for itself.
        return acts
    except Exception as error:
        for act in acts:
            act.failed(error)
    return []
