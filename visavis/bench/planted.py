"""`visavis serve` with a fault planted in it, to show that the drill finds one. Never used otherwise.

The fault: what was written is acknowledged first and committed a moment later.
"""

import asyncio
from collections.abc import AsyncGenerator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from uuid import UUID

from visavis import app, config, serving
from visavis.kit.clock import Clock
from visavis.kit.database import Database, Session

LATE = 0.05  # seconds between the word and the deed


class HastyDatabase(Database):
    """Lets go of a session before it has committed."""

    _late: set[asyncio.Task[None]]

    @asynccontextmanager
    async def session(
        self, brands: Iterable[UUID], *, lean: bool = False, clock: Clock | None = None
    ) -> AsyncGenerator[Session]:
        async with AsyncExitStack() as stack:
            # Not lean: a lean session commits with its first statement.
            yield await stack.enter_async_context(super().session(brands, lean=False, clock=clock))
            self._late = getattr(self, "_late", set())
            commit = asyncio.create_task(_commit(stack.pop_all()))
            self._late.add(commit)
            commit.add_done_callback(self._late.discard)


async def _commit(stack: AsyncExitStack) -> None:
    await asyncio.sleep(LATE)
    await stack.aclose()


if __name__ == "__main__":
    app.Database = HastyDatabase
    serving.serve(config.read(), lambda said: print(said, flush=True))
