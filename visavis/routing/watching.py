"""Each server watches: it renews its agents' leases, breaks what is overdue, and says what can be offered.

Now and then it counts how promises were kept: the public figure, which nobody may make it count again.
"""

import asyncio
import logging
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from litestar.connection import ASGIConnection
from litestar.di import NamedDependency

from visavis import promises
from visavis.brands import HoursVersion
from visavis.conversations.models import Answer
from visavis.kit.database import Database, Session
from visavis.kit.errors import VisavisError
from visavis.promises import Figure, Offer, Outlook
from visavis.routing import outlooks, presence

TICK = 1.0  # seconds
RENEW = presence.LEASE / 3
PUBLISH = timedelta(minutes=5)

log = logging.getLogger(__name__)
Connected = Callable[[], Collection[UUID]]
Tell = Callable[[UUID, list[Offer]], None]


class Watch:
    """One per server; `connected` gives the agents with an open console here, `tell` hears of new offers."""

    def __init__(self, database: Database, connected: Connected, tell: Tell) -> None:
        self._database = database
        self._connected = connected
        self._tell = tell
        self._outlooks: dict[UUID, Outlook] = {}
        self._hours: dict[UUID, HoursVersion] = {}
        self._figures: dict[UUID, Figure | None] = {}
        self._published: datetime | None = None
        self._here: set[UUID] = set()
        self._renewed: datetime | None = None
        self._told: dict[UUID, list[tuple[object, ...]]] = {}
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Look once, then again every second."""
        await self.look()
        self._task = asyncio.create_task(self._keep_looking())

    async def stop(self) -> None:
        """Look no more; leases end by themselves."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def offers(self, brand_id: UUID) -> list[Offer]:
        """List what a brand can offer now; nothing, where nothing is known of it yet."""
        outlook = self._outlooks.get(brand_id)
        return promises.offers(outlook, self._database.clock()) if outlook else []

    def answer(self, brand_id: UUID, now: datetime) -> Answer | None:
        """Give the promise that goes with a message written at a brand now."""
        outlook = self._outlooks.get(brand_id)
        return promises.answer(outlook, now) if outlook else None

    def figure(self, brand_id: UUID) -> Figure | None:
        """Give a brand's public figure, as it was counted at most five minutes ago."""
        return self._figures.get(brand_id)

    async def publish(self) -> None:
        """Count every brand's public figure."""
        async with self._database.system() as session:
            now = session.clock()
            self._figures = {id: await promises.figure(session, id, now) for id in self._outlooks}
        self._published = now

    async def look(self) -> None:
        """Renew, expire, break, and look at what each brand can count on."""
        # What writes is brief, and apart from what only reads: an open transaction holds up everybody's news.
        async with self._database.system() as session:
            await self._renew(session)
        async with self._database.system() as session:
            await presence.expire(session)
            await promises.break_overdue(session, session.clock())
        async with self._database.system() as session:
            self._outlooks = await outlooks.read(session, self._hours)
        for brand_id in self._outlooks:
            found = self.offers(brand_id)
            # `by` moves with the clock where an answer is live: that is no news.
            news = [(offer.way, offer.within_s or offer.by) for offer in found]
            if self._told.get(brand_id) != news:
                self._told[brand_id] = [*news]
                self._tell(brand_id, found)

    async def _renew(self, session: Session) -> None:
        here, now = set(self._connected()), session.clock()
        if left := self._here - here:
            await presence.leave(session, left)
        if here and (here - self._here or not self._renewed or now >= self._renewed + RENEW):
            await presence.renew(session, here)
            self._renewed = now
        self._here = here

    async def _keep_looking(self) -> None:
        while True:
            await asyncio.sleep(TICK)
            try:
                await self.look()
                if not self._published or self._database.clock() >= self._published + PUBLISH:
                    await self.publish()
            except VisavisError as away:
                log.warning("routing: the database is away (%s)", away)


CurrentWatch = NamedDependency[Watch]


def here(request: ASGIConnection[Any, Any, Any, Any]) -> Watch:
    """Find this server's watch."""
    return cast("Watch", request.app.state.watch)
