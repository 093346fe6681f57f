"""What is to be done at its time: the words of chats whose customers have gone, and answers that are sent later."""

import asyncio
import logging

from visavis.channels.email import following
from visavis.conversations import scheduled, scheduling
from visavis.kit.errors import VisavisError
from visavis.kit.house import House

TICK = 1.0  # seconds

log = logging.getLogger(__name__)


class Clerk:
    """One per server that works; what one of several does, the others find done."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Look every second."""
        self._task = asyncio.create_task(self._keep_looking())

    async def stop(self) -> None:
        """Look no more; what is planned is found by the next."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def look(self) -> int:
        """Do what is to be done now; tell in how many conversations."""
        async with self._house.database.system() as session:
            due = await scheduled.due(session)
        for it in due:
            await scheduling.carry_out(self._house.database, it)
        return len(due) + await following.look(self._house)

    async def _keep_looking(self) -> None:
        while True:
            try:
                await self.look()
            except VisavisError as away:
                log.warning("email: what is to be sent could not be looked at (%s)", away)
            except Exception:
                log.exception("email: something to be sent stopped a round; it comes up again")
            await asyncio.sleep(TICK)
