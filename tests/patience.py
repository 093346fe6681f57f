"""How a test waits: for a condition, never for a time; the test's own bound ends it."""

import asyncio
from collections.abc import Callable


async def until(holds: Callable[[], bool]) -> None:
    """Wait until this holds: what a server learns from the event log comes a moment later."""
    while not holds():  # noqa: ASYNC110 - no event tells of it, and the test is bounded
        await asyncio.sleep(0.01)
