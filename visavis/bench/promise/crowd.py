"""The trace at real speed: agents and visitors as clients of a real server, which is killed in the middle."""

import asyncio
import random
import time
from collections.abc import Callable, Sequence

from visavis.bench.promise.agent import Agent
from visavis.bench.promise.client import Client
from visavis.bench.promise.inviting import Colleague
from visavis.bench.promise.seen import Outage, Seen
from visavis.bench.promise.trace import Options, draw, scenario_of
from visavis.bench.promise.visitor import Visitor
from visavis.simulation.scenario import BRANDS

AT_A_TIME = 8  # who connects at once
ALL_THERE = 90.0  # seconds in which everybody must be there
LAST_WORDS = 300.0  # seconds after the trace for those who still wait for their first word
SOON = 0.5  # seconds

Tell = Callable[[str], None]


class NotThere(Exception):
    """Not everybody could take their place."""


class Crowd:
    """Everybody, in one process outside of what is killed; `restart` kills the server and has it back, blocking."""

    def __init__(
        self,
        options: Options,
        colleagues: Sequence[Colleague],
        port: int,
        restart: Callable[[], float],
        tell: Tell,
    ) -> None:
        self.options, self.restart, self.tell = options, restart, tell
        self.scenario, self.seen = scenario_of(options), Seen()
        chance = random.Random(f"{options.seed} crowd")
        trace = draw(options)
        self.visitors = [
            Visitor(port, random.Random(chance.random()), self.seen, c.line[0], c.line[2], c) for c in trace
        ]
        for n in range(options.visitors - len(trace)):
            brand, locale = BRANDS[n % 2], ("fr", "en")[n // 2 % 2]
            looks = Visitor(port, random.Random(chance.random()), self.seen, brand, locale, None)
            self.visitors.append(looks)
        self._by_id: dict[str, Visitor] = {}
        self.agents = [
            Agent(port, random.Random(chance.random()), self.seen, who, self.scenario, self._by_id.get)
            for who in colleagues
        ]

    async def run(self) -> Seen:
        """Live the trace from its beginning until nobody waits for a first word."""
        everybody: list[Client] = [*self.agents, *self.visitors]
        staying: list[asyncio.Task[None]] = []
        try:
            await self._come(staying)
            self.seen.begins = time.time() + SOON
            visits = [asyncio.create_task(v.visit()) for v in self.visitors if v.customer is not None]
            work = [asyncio.create_task(agent.work()) for agent in self.agents]
            kill = [asyncio.create_task(self._kill())] if self.options.kill else []
            staying += [*visits, *work, *kill]
            await self._until_the_end(staying)
        finally:
            self.seen.refused = [why for client in everybody for why in client.refused]
            self.seen.resets = sum(client.resets for client in everybody)
            for task in staying:
                task.cancel()
            await asyncio.gather(*staying, return_exceptions=True)
            await asyncio.gather(*(client.leave() for client in everybody))
        return self.seen

    async def _come(self, staying: "list[asyncio.Task[None]]") -> None:
        """Have everybody take their place: agents who are seen to be there, visitors to whom a chat is offered."""
        slots = asyncio.Semaphore(AT_A_TIME)

        async def come(client: Client) -> None:
            async with slots:
                if isinstance(client, Agent):
                    await client.sign_in()
                staying.append(asyncio.create_task(client.stay()))
                await client.online.wait()

        try:
            async with asyncio.timeout(ALL_THERE):
                await asyncio.gather(*map(come, self.agents))
                await self._all_present()
                await asyncio.gather(*map(come, self.visitors))
                await asyncio.gather(*(visitor.offered() for visitor in self.visitors))
        except TimeoutError:
            raise NotThere(f"not everybody was there after {ALL_THERE:.0f} s") from None
        self._by_id.update((visitor.me, visitor) for visitor in self.visitors)

    async def _all_present(self) -> None:
        present = 0
        while present < len(self.agents):
            await asyncio.sleep(SOON)
            colleagues = (await self.agents[0].http.get("/presence")).json()
            present = sum(one["status"] == "available" for one in colleagues)

    async def _kill(self) -> None:
        await asyncio.sleep(self.seen.begins + self.scenario.day / 2 - time.time())
        self.tell("the server is killed")
        outage = self.seen.outage = Outage(time.time())
        self.seen.ready_again = await asyncio.to_thread(self.restart)
        await self._back(self.agents)
        outage.ends = time.time()
        await self._back(self.visitors)
        outage.over = time.time()
        self.tell(f"the agents are back after {outage.ends - outage.begins:.1f} s")

    async def _back(self, clients: Sequence[Client]) -> None:
        """Wait until these are connected, those who have left apart."""
        while not all(client.over or client.online.is_set() for client in clients):  # noqa: ASYNC110 - many are waited for
            await asyncio.sleep(0.05)

    async def _until_the_end(self, doing: "list[asyncio.Task[None]]") -> None:
        """Wait for the end of the trace, and then for those who still wait for a first word."""
        last, minutes = self.seen.begins + self.scenario.day, 0
        while time.time() < last or self._somebody_waits():
            if time.time() > last + LAST_WORDS:
                self.seen.cut_short = True
                return
            for task in doing:
                if task.done():
                    task.result()  # what has failed ends the trace
            if time.time() - self.seen.begins >= 60 * (minutes + 1):
                minutes += 1
                self.tell(f"minute {minutes}: {self._under_way()}")
            await asyncio.sleep(SOON)

    def _somebody_waits(self) -> bool:
        if self.seen.outage is not None and self.seen.outage.over == float("inf"):
            return True
        visits = self.seen.visits.values()
        return any(v.first_word is None and v.left is None and not v.steered for v in visits)

    def _under_way(self) -> str:
        visits = self.seen.visits.values()
        answered = sum(v.first_word is not None for v in visits)
        return f"{sum(v.wrote is not None for v in visits)} have written, {answered} have heard a person"
