"""One connected client: a bounded queue, so that a slow one never slows another."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from uuid import UUID

from visavis.customers import Visitor
from visavis.staff import AgentActor

Asgi = Callable[[MutableMapping[str, Any]], Awaitable[None]]

# Beyond this a client is told to come back and resume, instead of being waited for.
MAX_FRAMES = 2_000
MAX_CHARACTERS = 4_000_000

BAD_TOKEN = 4401
REVOKED = 4403
NO_HELLO = 4408
TOO_SLOW = 4409
RESTART = 1012


class Socket:
    """A client's end; an idle one holds no task and no buffer."""

    __slots__ = ("_asgi_send", "_flushing", "_held", "_queue", "_size", "about", "actor", "closed")

    def __init__(self, asgi_send: Asgi, actor: AgentActor | Visitor) -> None:
        self.actor = actor
        # What a visitor has said that they would write about.
        self.about: UUID | None = None
        self.closed = False
        self._asgi_send = asgi_send
        self._queue: deque[str] | None = None
        self._size = 0
        self._flushing: asyncio.Task[None] | None = None
        self._held = False

    def hold(self) -> None:
        """Keep what comes until `release`: what was missed is told first."""
        self._held = True

    async def release(self, first: list[str]) -> None:
        """Tell what was missed, then what came meanwhile, then go on live."""
        for frame in first:
            await self._asgi_send({"type": "websocket.send", "text": frame})
        self._held = False
        if self._queue and not self.closed:
            self._start()

    def push(self, frame: str) -> None:
        """Queue a frame; the client that lets too many pile up is closed and resumes later."""
        if self.closed:
            return
        if self._queue is None:
            self._queue = deque()
        self._queue.append(frame)
        self._size += len(frame)
        if len(self._queue) > MAX_FRAMES or self._size > MAX_CHARACTERS:
            self.close(TOO_SLOW)
        elif self._flushing is None and not self._held:
            self._start()

    def close(self, code: int) -> None:
        """Close the socket with a code that tells the client what to do."""
        if self.closed:
            return
        self.closed = True
        waiting, self._queue = self._flushing, None
        if waiting is not None:
            waiting.cancel()
        self._flushing = asyncio.create_task(self._say_goodbye(code))

    def gone(self) -> None:
        """The client has left by itself: forget what was meant for it."""
        self.closed = True
        if self._flushing is not None:
            self._flushing.cancel()
            self._flushing = None
        self._queue = None

    def _start(self) -> None:
        self._flushing = asyncio.create_task(self._flush())

    async def _flush(self) -> None:
        try:
            while self._queue:
                frame = self._queue.popleft()
                self._size -= len(frame)
                await self._asgi_send({"type": "websocket.send", "text": frame})
            self._queue = None
        except OSError:
            self.closed = True
        finally:
            if not self.closed:
                self._flushing = None

    async def _say_goodbye(self, code: int) -> None:
        try:
            async with asyncio.timeout(5):
                await self._asgi_send({"type": "websocket.close", "code": code})
        except (OSError, TimeoutError, RuntimeError):
            return
