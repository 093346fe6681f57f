"""The load of `bench crash`, in a process of its own that nothing kills: clients that never give up.

Each client writes in one conversation, one message at a time as the widget's outbox does: the next
leaves when this one is acknowledged. What has no answer goes again under the same name, and a fifth of
the messages goes twice although it was answered. After a disconnection a client resumes where it was.
"""

import asyncio
import random
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import msgspec
import uvloop

from visavis.bench import people
from visavis.bench.ledger import Ack, Attempt, Ledger, Seen
from visavis.bench.wire import Peer, connect
from visavis.kit.crypto import Keys

TWICE_AT_ONCE, TWICE_AFTER_ALL = 0.1, 0.2  # together a fifth is repeated
CUT_OFF = 0.003  # of the sends end with the client's own connection cut
ANSWERED_WITHIN = 5.0  # seconds, then the same goes again
GREETED_WITHIN = 5.0
SILENCE = 10.0  # seconds without any news, after which nobody will hear what is missing
LATE_ECHO = 1.5  # seconds more, in which nothing else may come


class Place(msgspec.Struct):
    """Where a client writes, and how it says who it is."""

    conversation_id: str
    token: str  # a visitor's; empty for an agent
    agent_id: UUID
    api_key: str


class Task(msgspec.Struct):
    """What the crowd does: so many messages, all together, to the server on this port."""

    port: int
    messages: int
    seed: int
    secret_key: str
    ledger: str
    places: list[Place]


class Ear(Peer):
    """One connection of a client."""

    def __init__(self, client: "Client", path: str, greeting: bytes) -> None:
        super().__init__(path, greeting)
        self.client = client
        self.gone = asyncio.Event()
        self.greeted = asyncio.Event()

    def heard(self, frame: bytes) -> None:
        if not self.gone.is_set():
            self.client.heard(self, msgspec.json.decode(frame))

    def left(self) -> None:
        self.gone.set()

    def leave(self) -> None:
        """Close, and hear nothing more."""
        self.gone.set()
        if self.transport is not None:
            self.transport.abort()


class Client:
    """One side of a conversation: what it has heard, and the message that it waits for."""

    def __init__(self, crowd: "Crowd", number: int, place: Place, chance: random.Random) -> None:
        self.crowd, self.number, self.place, self.chance = crowd, number, place, chance
        self.at: str | None = None
        self.greeted = asyncio.Event()
        self.ear: Ear | None = None
        self.acked: set[str] = set()
        self.seen: set[str] = set()
        self.answered: asyncio.Future[bool] | None = None
        self.waiting_for = ""
        self.resets = 0
        self._reset: asyncio.Task[None] | None = None

    async def stay(self) -> None:
        """Be connected, again and again."""
        while not self.crowd.over:
            ear = self._ear()
            with suppress(OSError, TimeoutError):
                async with asyncio.timeout(GREETED_WITHIN):
                    await connect(ear, self.crowd.task.port)
                    await _first(ear.greeted, ear.gone)
                self.ear = ear
                await ear.gone.wait()
            ear.leave()
            self.ear = None
            await asyncio.sleep(self.chance.uniform(0.02, 0.2))

    def _ear(self) -> Ear:
        keys, place = self.crowd.keys, self.place
        token = place.token or people.ticket(keys, place.agent_id)
        path = "/live/visitor" if place.token else "/live/agent"
        hello = {"type": "hello", "token": token, "resume": self.at}
        return Ear(self, path, msgspec.json.encode(hello))

    async def talk(self) -> None:
        """Write until the crowd has said enough."""
        while (number := self.crowd.next_number()) is not None:
            client_id = str(UUID(int=number))
            self.crowd.ledger.note(Attempt(self.number, client_id))
            await self.crowd.ledger.kept()
            while not await self._try(client_id):  # noqa: ASYNC110 - it is a server that is waited for
                await asyncio.sleep(self.chance.uniform(0.02, 0.1))
            if self.chance.random() < TWICE_AFTER_ALL - TWICE_AT_ONCE:
                self._say(client_id)

    async def _try(self, client_id: str) -> bool:
        """Send once, or twice at once; tell whether it was acknowledged."""
        if self.ear is None:
            return False
        gone = self.ear.gone
        self.waiting_for, self.answered = client_id, asyncio.get_running_loop().create_future()
        self._say(client_id)
        if self.chance.random() < TWICE_AT_ONCE:
            self._say(client_id)
        if self.chance.random() < CUT_OFF:
            self.ear.leave()
        leaving = asyncio.create_task(gone.wait())
        await asyncio.wait(
            {leaving, self.answered}, timeout=ANSWERED_WITHIN, return_when=asyncio.FIRST_COMPLETED
        )
        leaving.cancel()
        return client_id in self.acked

    def _say(self, client_id: str) -> None:
        if self.ear is not None:
            send = {
                "type": "send",
                "client_id": client_id,
                "conversation_id": self.place.conversation_id,
                "body": body_of(client_id),
            }
            self.ear.say(msgspec.json.encode(send))

    def heard(self, ear: Ear, frame: dict[str, Any]) -> None:
        """Take a frame as the clients of the product do."""
        match frame["type"]:
            case "ready":
                if self.at is None:
                    self.at = frame["at"]
                    self.greeted.set()
                    ear.greeted.set()
            case "resumed":
                self.at = frame["at"]
                ear.greeted.set()
            case "reset":
                self.at = frame["at"]
                self.resets += 1
                self._reset = asyncio.create_task(self._reload(ear))
            case "message.sent":
                self.at = frame["at"]
                self._saw(frame["data"]["message"], by_event=True)
            case "sent":
                self._acknowledged(frame["message"])
            case "failed":
                if frame["error"]["status"] not in (429, 503):
                    self.crowd.refused.append(str(frame["error"]))
                self._answer(frame["client_id"], False)
            case _:
                pass

    def _saw(self, message: dict[str, Any], *, by_event: bool) -> None:
        if by_event or message["id"] not in self.seen:
            self.crowd.ledger.note(Seen(self.number, message["id"], message["seq"], by_event))
        self.seen.add(message["id"])
        self.crowd.last_news = time.monotonic()

    def _acknowledged(self, message: dict[str, Any]) -> None:
        name = message["client_id"]
        self.crowd.ledger.note(Ack(self.number, name, message["id"], message["seq"], time.monotonic()))
        self.acked.add(name)
        self._answer(name, True)

    def _answer(self, client_id: str, acknowledged: bool) -> None:
        if client_id == self.waiting_for and self.answered and not self.answered.done():
            self.answered.set_result(acknowledged)

    async def _reload(self, ear: Ear) -> None:
        """Too much was missed to be told: read the conversation afresh."""
        who, key = ("/widget", self.place.token) if self.place.token else ("", self.place.api_key)
        url = f"http://127.0.0.1:{self.crowd.task.port}/api/v1{who}/conversations/{self.place.conversation_id}/messages"
        found: list[dict[str, Any]] = []
        async with httpx.AsyncClient(headers={"Authorization": f"Bearer {key}"}) as http:
            more, before = True, 2**53
            while more:
                with suppress(httpx.HTTPError):
                    answer = await http.get(url, params={"before": before, "limit": 100})
                    if answer.status_code == 200:
                        page = answer.json()
                        found, more = page["items"] + found, page["more"]
                        before = found[0]["seq"] if found else 0
                        continue
                await asyncio.sleep(0.1)
        for message in found:
            self._saw(message, by_event=False)
        ear.greeted.set()


class Crowd:
    """All clients, and how much they have still to say."""

    def __init__(self, task: Task) -> None:
        self.task, self.keys = task, Keys(task.secret_key.encode())
        self.ledger = Ledger(Path(task.ledger))
        self.over = False
        self.refused: list[str] = []
        self.last_news = 0.0
        self._said = 0
        chance = random.Random(task.seed)
        self.clients = [
            Client(self, n, place, random.Random(chance.random())) for n, place in enumerate(task.places)
        ]

    def next_number(self) -> int | None:
        """Give the number of the next message, or None when enough was said."""
        if self._said >= self.task.messages:
            return None
        self._said += 1
        return self._said

    async def run(self) -> dict[str, int]:
        """Talk until everything is said, acknowledged and seen."""
        staying = [asyncio.create_task(client.stay()) for client in self.clients]
        reporting = asyncio.create_task(self._report())
        # Nobody has a snapshot to fetch: all of them are there from the first word.
        await asyncio.gather(*(client.greeted.wait() for client in self.clients))
        await asyncio.gather(*(client.talk() for client in self.clients))
        self.last_news = time.monotonic()
        while not self._all_seen() and time.monotonic() < self.last_news + SILENCE:  # noqa: ASYNC110 - bounded
            await asyncio.sleep(0.05)
        await asyncio.sleep(LATE_ECHO)
        self.over = True
        for task in (*staying, reporting):
            task.cancel()
        await asyncio.gather(*staying, reporting, return_exceptions=True)
        await self.ledger.close()
        return {"resets": sum(client.resets for client in self.clients), "refused": len(self.refused)}

    def _all_seen(self) -> bool:
        pairs = zip(self.clients[::2], self.clients[1::2], strict=True)
        return all(len(a.seen) == len(b.seen) == len(a.acked) + len(b.acked) for a, b in pairs)

    async def _report(self) -> None:
        while True:
            print(sum(len(client.acked) for client in self.clients), flush=True)
            await asyncio.sleep(0.02)


def body_of(client_id: str) -> str:
    """Give the text that is sent under a name."""
    return f"Message {client_id}"


async def _first(*events: asyncio.Event) -> None:
    waits = [asyncio.create_task(event.wait()) for event in events]
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()


async def _main() -> dict[str, int]:
    return await Crowd(msgspec.json.decode(sys.stdin.buffer.readline(), type=Task)).run()


if __name__ == "__main__":
    print(msgspec.json.encode(uvloop.run(_main())).decode(), flush=True)
