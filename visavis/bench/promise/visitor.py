"""A visitor: opens the widget, writes when their moment comes, waits for a person, thinks, writes again, leaves."""

import asyncio
import random
import time
from collections.abc import Callable
from contextlib import suppress

from visavis.bench.promise.client import Client, Frame
from visavis.bench.promise.seen import Seen, Visit
from visavis.simulation.customers import Customer

QUESTION = "Bonjour, ma commande n'est pas arrivée : où en est-elle ?"
REPLY = "Merci. C'était bien cela, mais le lien ne s'ouvre pas."


class Visitor(Client):
    """One widget; with a `customer`, somebody will write in it."""

    door = "visitor"

    def __init__(
        self, port: int, chance: random.Random, seen: Seen, brand: str, locale: str, customer: Customer | None
    ) -> None:
        super().__init__(port, chance)
        self.seen, self.customer = seen, customer
        self.live_offered = self.gone = self._waits = False
        self._visit_of = {"brand": brand, "locale": locale}
        self._token = ""
        self._conversation_id: str | None = None
        self._heard: set[str] = set()
        self._news = asyncio.Event()

    async def token(self) -> str:
        if not self._token:
            begun = await self.http.post("/widget/session", json=self._visit_of)
            begun.raise_for_status()
            self._token = begun.json()["token"]
        return self._token

    def heard(self, frame: Frame) -> None:
        if frame["type"] == "offers":
            self.live_offered = any(offer["way"] == "live" for offer in frame["items"])
            self._news.set()
        elif frame["type"] == "message.sent":
            message = frame["data"]["message"]
            if message["author"]["kind"] == "agent":
                self._heard.add(message["id"])
                self._waits = False
                self._news.set()
            elif frame["data"]["answer_by"] is not None and not self._waits:
                # As on the widget's screen: who waits already is told nothing new.
                self.seen.told[message["id"]] = frame["data"]["answer_by"]
                self._waits = True

    def lost(self) -> None:
        visit = self.seen.visits.get(self.customer.number) if self.customer else None
        if visit is not None and visit.wrote is not None and visit.first_word is None:
            visit.cut_off = True

    async def offered(self) -> None:
        """Wait until the widget says that somebody is there."""
        await self._until(lambda: self.live_offered)

    async def visit(self) -> None:
        """Live one's part of the trace."""
        assert self.customer is not None, "who only looks has no part"
        customer, seen = self.customer, self.seen.visits.setdefault(self.customer.number, Visit())
        await asyncio.sleep(self.seen.begins + customer.at - time.time())
        if self.live_offered:
            await self._converse(customer, seen)
        else:
            seen.steered = True
        self.gone = True
        await self.leave()

    async def _converse(self, customer: Customer, seen: Visit) -> None:
        seen.wrote = time.time()
        seen.cut_off = not self.online.is_set()
        begun = self.send(None, QUESTION)
        with suppress(TimeoutError):
            async with asyncio.timeout(customer.patience):
                await self._words(1)
                seen.first_word = time.time()
        if seen.first_word is None:
            seen.left = time.time()
            if not customer.silent:
                self.gone = True
                conversation_id = (await begun)["conversation_id"]
                await self.post(f"/widget/conversations/{conversation_id}/resolve")
            return
        conversation_id = (await begun)["conversation_id"]
        for turn in range(1, customer.turns):
            await self._words(1 + turn)
            await asyncio.sleep(customer.thinking[turn])
            await self.send(conversation_id, REPLY)
        await self._words(1 + customer.turns)

    async def _words(self, count: int) -> None:
        await self._until(lambda: len(self._heard) >= count)

    async def _until(self, so: Callable[[], bool]) -> None:
        while not so():
            self._news.clear()
            await self._news.wait()
