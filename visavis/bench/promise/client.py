"""A client of the product, as its pages behave: it comes back by itself, says where it was, and keeps what it has to
say until that is acknowledged, under the same name.
"""

import asyncio
import random
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any
from uuid import uuid4

import httpx
import msgspec

from visavis.bench.wire import Peer, connect

# As `packages/live` has them (seconds).
BACKOFF, CAP, READY_WITHIN, PING_EVERY = 0.5, 30.0, 10.0, 25.0
AGAIN = 0.2  # seconds, after an HTTP call that was not answered
PING = b'{"type":"ping"}'

Frame = dict[str, Any]


class Wire(Peer):
    """One connection of a client."""

    def __init__(self, client: "Client", path: str, greeting: bytes) -> None:
        super().__init__(path, greeting)
        self.client = client
        self.gone = asyncio.Event()

    def heard(self, frame: bytes) -> None:
        if not self.gone.is_set():
            self.client.take(msgspec.json.decode(frame))

    def left(self) -> None:
        self.gone.set()

    def close(self) -> None:
        """Close, and hear nothing more."""
        self.gone.set()
        if self.transport is not None:
            self.transport.close()


class Client:
    """Somebody with a page of the product open, towards the server on this port."""

    door = ""

    def __init__(self, port: int, chance: random.Random) -> None:
        origin = {"Origin": f"http://localhost:{port}", "X-Visavis": "1"}
        self.http = httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}/api/v1", headers=origin)
        self.me = ""
        self.online = asyncio.Event()
        self.over = False
        self.resets = 0
        self.refused: list[str] = []
        self._port, self._chance = port, chance
        self._wire: Wire | None = None
        self._at: str | None = None
        self._unsent: dict[str, tuple[bytes, asyncio.Future[Frame]]] = {}
        self._tasks: set[asyncio.Task[Any]] = set()

    async def token(self) -> str:
        """Give what the first frame says of who one is; raises httpx.HTTPError."""
        raise NotImplementedError

    def heard(self, frame: Frame) -> None:
        """An event came, or another frame that concerns who looks at the page."""

    def lost(self) -> None:
        """The server is away."""

    async def stay(self) -> None:
        """Be connected, again and again."""
        attempt = 0
        while not self.over:
            with suppress(OSError, TimeoutError, httpx.HTTPError):
                await self._be_there()
                attempt = 0
            self.online.clear()
            self.lost()
            ceiling = min(CAP, BACKOFF * 2**attempt)
            attempt += 1
            await asyncio.sleep(self._chance.random() * ceiling)

    async def leave(self) -> None:
        """Close the page."""
        self.over = True
        for task in [task for task in self._tasks if task is not asyncio.current_task()]:
            task.cancel()
        self.online.clear()
        if self._wire is not None:
            self._wire.close()
        await self.http.aclose()

    def begin(self, work: Coroutine[Any, Any, Any]) -> "asyncio.Task[Any]":
        """Do something beside, for as long as the page is open."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def say(self, frame: bytes) -> None:
        """Say what need not be heard."""
        if self.online.is_set() and self._wire is not None:
            self._wire.say(frame)

    def send(self, conversation_id: str | None, body: str) -> asyncio.Future[Frame]:
        """Send a message for as long as it takes; the future is its acknowledgement."""
        client_id = str(uuid4())
        frame = {"type": "send", "client_id": client_id, "conversation_id": conversation_id, "body": body}
        answered = asyncio.get_running_loop().create_future()
        self._unsent[client_id] = msgspec.json.encode(frame), answered
        self.say(self._unsent[client_id][0])
        return answered

    async def post(self, path: str) -> httpx.Response:
        """Ask for something to be done until the server has answered."""
        while True:
            with suppress(httpx.HTTPError):
                answer = await self.http.post(path)
                if answer.status_code not in (429, 502, 503):
                    return answer
            await asyncio.sleep(AGAIN)

    def take(self, frame: Frame) -> None:
        """Take a frame as the product's pages do."""
        match frame["type"]:
            case "ready":
                self.me = frame["me"]["id"]
                if self._at is None:
                    self._come_on(frame)
            case "resumed":
                self._come_on(frame)
            case "reset":
                self.resets += 1
                self._come_on(frame)
            case "sent":
                _, answered = self._unsent.pop(frame["client_id"], (b"", None))
                if answered is not None and not answered.done():
                    answered.set_result(frame)
            case "failed":
                self._failed(frame)
            case "error":
                self.refused.append(str(frame["error"]))
            case _:
                self._at = frame.get("at") or self._at
                self.heard(frame)

    def _come_on(self, frame: Frame) -> None:
        self._at = frame["at"]
        self.online.set()
        for said, _ in self._unsent.values():
            self.say(said)

    def _failed(self, frame: Frame) -> None:
        if frame["error"]["status"] in (429, 503):
            self.begin(self._say_again(frame["client_id"]))
        else:
            self.refused.append(str(frame["error"]))

    async def _say_again(self, client_id: str) -> None:
        await asyncio.sleep(AGAIN)
        if client_id in self._unsent:
            self.say(self._unsent[client_id][0])

    async def _be_there(self) -> None:
        hello = {"type": "hello", "token": await self.token(), "resume": self._at}
        wire = Wire(self, f"/live/{self.door}", msgspec.json.encode(hello))
        self._wire = wire
        try:
            async with asyncio.timeout(READY_WITHIN):
                await connect(wire, self._port)
                await _either(self.online, wire.gone)
            while not wire.gone.is_set():
                with suppress(TimeoutError):
                    async with asyncio.timeout(PING_EVERY):
                        await wire.gone.wait()
                self.say(PING)
        finally:
            wire.close()


async def _either(*events: asyncio.Event) -> None:
    waits = [asyncio.create_task(event.wait()) for event in events]
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
