"""Each server watches: it renews its agents' leases, calls out what is nearly due, and says what can be offered.

Now and then it counts how promises were kept: the public figure, which nobody may make it count again; and once in
a quarter of an hour it tells the policy what is usual.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Collection, Iterator
from datetime import datetime, timedelta
from itertools import product
from typing import Any, cast
from uuid import UUID

from litestar.connection import ASGIConnection
from litestar.di import NamedDependency

from visavis import callbacks, promises
from visavis.brands import HoursVersion, Locale
from visavis.callbacks import Desk
from visavis.conversations.models import Answer
from visavis.kit.database import Database, Session
from visavis.kit.errors import VisavisError
from visavis.promises import Figure, Offer, Person, Prospect, policy
from visavis.routing import brands_now, history, presence
from visavis.routing.brands_now import BrandNow
from visavis.routing.calling_desks import desk_for_calls
from visavis.routing.customers_here import CustomersHere
from visavis.routing.dispatching import Dispatching
from visavis.routing.models import Capacity

TICK = 1.0  # seconds
RENEW = presence.LEASE / 3
PUBLISH = timedelta(minutes=5)

log = logging.getLogger(__name__)
Connected = Callable[[], Collection[UUID]]
# What one may be told of: a brand, what one writes about there if one has said so, and the language.
About = tuple[UUID, UUID | None, str | None]
Tell = Callable[[About, list[Offer]], None]
LOCALES: tuple[Locale, ...] = ("fr", "en")


class Watch:
    """One per server: `connected` gives the agents with an open console here, `open_here` tells whether a customer
    has a page open here, `tell` hears of new offers.

    `asked` gives the subjects that the visitors here have chosen: those are told of, and no other.
    """

    def __init__(
        self,
        database: Database,
        connected: Connected,
        open_here: Callable[[Person], bool],
        tell: Tell,
        asked: Callable[[], Collection[About]] = tuple,
    ) -> None:
        self._database = database
        self._connected = connected
        self._tell = tell
        self._asked = asked
        self.dispatching = Dispatching(database)
        self.customers = CustomersHere(database, open_here)
        self._brands: dict[UUID, BrandNow] = {}
        self._hours: dict[UUID, HoursVersion] = {}
        self._figures: dict[UUID, Figure | None] = {}
        self._published: datetime | None = None
        self._recalled = 0
        self._here: set[UUID] = set()
        self._hurried = asyncio.Event()
        self._renewed: datetime | None = None
        self._told: dict[About, list[tuple[object, ...]]] = {}
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Look once, then again every second."""
        async with self._database.system() as session:
            await presence.await_return(session)
        await self.dispatching.start()
        await self.look()
        await self.recall()
        # Apart: to read four weeks takes a second in a large house, and promises are looked at every second.
        self._tasks = [asyncio.create_task(again()) for again in (self._keep_looking, self._keep_recalling)]

    async def stop(self) -> None:
        """Look no more; leases end by themselves."""
        await self.dispatching.stop()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def hurry(self) -> None:
        """Look at once: somebody came or left."""
        self._hurried.set()

    def capacity(self, brand_id: UUID, locale: str | None) -> Capacity:
        """Give the places of those who are there for a brand's customers, and how many of these wait for one."""
        brand, state = self._brands.get(brand_id), self.dispatching.picture.state
        if brand is None:
            return Capacity(places=0, free=0, waiting=0)
        line = state.line((str(brand_id), "", locale or brand.locale))
        agents = [state.agents[agent_id] for agent_id in line.agents]
        return Capacity(
            places=sum(agent.capacity["chat"] for agent in agents),
            free=sum(max(0, agent.capacity["chat"] - agent.chats) for agent in agents if not agent.voices),
            waiting=len(line.chats),
        )

    def desk(
        self, brand_id: UUID, locale: str | None = None, conversation_id: UUID | None = None
    ) -> Desk | None:
        """Give what a brand can count on for calls in this language now.

        Who asks in a conversation that waits itself is not behind their own message.
        """
        brand, picture = self._brands.get(brand_id), self.dispatching.picture
        if brand is None:
            return None
        return desk_for_calls(picture, brand, self.capacity(brand_id, locale), locale, conversation_id)

    def offers(self, brand_id: UUID, locale: str | None, team_id: UUID | None = None) -> list[Offer]:
        """List what a brand, or a team of it, can offer now in this language; nothing, where it is not known yet.

        Calls are the brand's, whoever writes about what.
        """
        prospect, desk = self._prospect(brand_id, locale, team_id), self.desk(brand_id, locale)
        now = self._database.clock()
        answers = promises.offers(prospect, now) if prospect else []
        return [*answers, *(callbacks.offers(desk, now) if desk else [])]

    def answer(
        self, brand_id: UUID, locale: str | None, now: datetime, *, team_id: UUID | None = None
    ) -> Answer | None:
        """Give the promise that goes with the first word of a conversation, a team's or anybody's."""
        prospect = self._prospect(brand_id, locale, team_id)
        return promises.answer(prospect, now) if prospect else None

    async def answer_in(
        self, conversation_id: UUID, brand_id: UUID, locale: str | None, now: datetime
    ) -> Answer | None:
        """Give the promise that goes with a message written in a conversation now, by those whose it is.

        Whose agent is there is answered by them, whatever is offered to others.
        """
        prospect = self._prospect(brand_id, locale, await self._team_of(conversation_id))
        if prospect is None:
            return None
        return promises.answer(prospect, now, again_within=self._within(conversation_id))

    def figure(self, brand_id: UUID) -> Figure | None:
        """Give a brand's public figure, as it was counted at most five minutes ago."""
        return self._figures.get(brand_id)

    async def publish(self) -> None:
        """Count every brand's public figure."""
        async with self._database.system() as session:
            now = session.clock()
            self._figures = {id: await promises.figure(session, id, now) for id in self._brands}
        self._published = now

    async def recall(self) -> None:
        """Tell the policy how this hour and the days from now on usually go here."""
        async with self._database.system() as session:
            now, quarters = session.clock(), await history.read(session)
        zones = {brand.id: brand.hours.hours.zone for brand in self._brands.values()}
        self.dispatching.picture.remember(
            history.this_hour(quarters, zones, now), history.usual_day(quarters, zones, now), now
        )
        self._recalled = history.slot_of(now)

    async def look(self) -> None:
        """Renew, expire, break, and look at what each brand can count on."""
        # What writes is brief, and apart from what only reads: an open transaction holds up everybody's news.
        async with self._database.system() as session:
            await self._renew(session)
        async with self._database.system() as session:
            await presence.expire(session)
            await promises.escalate(session)
            await promises.break_overdue(session, session.clock())
        await self.dispatching.look(who_is_there=True)
        async with self._database.system() as session:
            self._brands = await brands_now.read(session, self._hours)
        self.dispatching.picture.choose_by_hand(
            str(brand.id) for brand in self._brands.values() if brand.routing == "by_hand"
        )
        told: dict[About, list[tuple[object, ...]]] = {}
        for about, team_id in self._to_tell():
            brand_id, _, locale = about
            found = self.offers(brand_id, locale, team_id)
            # `by` moves with the clock where an answer is live: that is no news.
            told[about] = [(offer.way, offer.within_s or offer.by) for offer in found]
            if self._told.get(about) != told[about]:
                self._tell(about, found)
        self._told = told
        await self.customers.see(self._later, self._see_again)

    def _to_tell(self) -> Iterator[tuple[About, UUID | None]]:
        """List what is told of, with the team whose line it is: each brand, and each subject that somebody here chose."""
        for brand_id, locale in product(self._brands, LOCALES):
            yield (brand_id, None, locale), None
        for about in self._asked():
            brand_id, subject_id, _ = about
            if subject_id is not None and (brand := self._brands.get(brand_id)):
                yield about, brand.teams.get(subject_id)

    async def _team_of(self, conversation_id: UUID) -> UUID | None:
        """Give the team whose conversation it is; one that was quiet for a while is read."""
        if case := self.dispatching.picture.cases.get(str(conversation_id)):
            return UUID(case.team) if case.team else None
        async with self._database.system() as session:
            found = await session.tuple("select team_id from conversation where id = %s", (conversation_id,))
        return found[0] if found else None

    def _prospect(self, brand_id: UUID, locale: str | None, team_id: UUID | None) -> Prospect | None:
        brand = self._brands.get(brand_id)
        if brand is None:
            return None
        state, now = self.dispatching.picture.state, self._database.clock().timestamp()
        line = (str(brand_id), str(team_id or ""), locale or brand.locale)
        chat, later = None, timedelta(minutes=brand.later_within)
        # Where nobody is there, nothing is refused either: it is offered as soon as somebody comes.
        there = bool(state.line(line).agents)
        for action in policy.decide(state, policy.Asked(line), now) if there else ():
            state.learn(action, now)
            if isinstance(action, policy.Offer) and any(way.means == "chat" for way in action.ways):
                chat = policy.outlook(state, state.line(line), now)
        if there and state.forecast:
            later = max(later, timedelta(seconds=policy.letters_by(state, state.line(line), now) - now))
        return Prospect(hours=brand.hours, chat=chat, live_within=brand.live_within, later_within=later)

    def _within(self, conversation_id: UUID) -> int | None:
        """Give the time promised to who writes to an agent who has their conversation and is there (seconds)."""
        state, now = self.dispatching.picture.state, self._database.clock().timestamp()
        agent = state.agents.get(state.desks.get(str(conversation_id), ""))
        if agent is None or agent.status != "available" or agent.seats[str(conversation_id)].accept_by:
            return None
        return promises.again(agent.first_word(now) + agent.waiting + state.rules.turn)

    async def _see_again(self, conversation_id: UUID, brand_id: UUID, locale: str | None) -> None:
        """Promise what can be kept now to a customer who is back, and have them in line before the next one is."""
        answer = await self.answer_in(conversation_id, brand_id, locale, self._database.clock())
        async with self._database.system() as session:
            await promises.come_back(session, conversation_id=conversation_id, answer=answer)
        await self.dispatching.look_at(conversation_id)

    def _later(self, brand_id: UUID) -> Answer | None:
        """Give what a brand promises to who does not wait for somebody who is there."""
        brand = self._brands.get(brand_id)
        if brand is None:
            return None
        within = timedelta(minutes=brand.later_within)
        by = promises.later(brand.hours.hours, self._database.clock(), within)
        if by is None:
            return None
        return Answer(by=by, way="later", probability=None, hours_version=brand.hours.version)

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
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(TICK):
                    await self._hurried.wait()
            self._hurried.clear()
            try:
                await self.look()
                if not self._published or self._database.clock() >= self._published + PUBLISH:
                    await self.publish()
            except VisavisError as away:
                log.warning("routing: the database is away (%s)", away)

    async def _keep_recalling(self) -> None:
        while True:
            await asyncio.sleep(TICK)
            if self._recalled == history.slot_of(self._database.clock()):
                continue
            try:
                await self.recall()
            except VisavisError as away:
                log.warning("routing: the database is away (%s)", away)


CurrentWatch = NamedDependency[Watch]


def here(request: ASGIConnection[Any, Any, Any, Any]) -> Watch:
    """Find this server's watch."""
    return cast("Watch", request.app.state.watch)
