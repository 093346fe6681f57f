"""The load of `bench chat`, in a process of its own; one clock for who sends and who receives.

It reads what to do from its first line of input, connects, says `connected`, waits for a line, and
talks. It says `measuring` and `measured` where the figures begin and end, and last what it found.
"""

import asyncio
import gc
import math
import sys
import time
from collections.abc import Callable

import msgspec
import uvloop

from visavis.bench.wire import Peer, connect

WARM_UP = 1.0  # seconds before the figures begin
LAST_WORDS = 10.0  # seconds to wait for what is still on its way
CONNECTING = 128  # at once
GREETED_WITHIN = 30.0  # seconds from connecting
PING_EVERY = 25.0  # seconds, as the widget does
BODY = "Bonjour, je n'arrive pas à payer ma commande : la page de paiement tourne sans fin."

VISITOR, AGENT = 0, 1
# What has been heard of a message, one bit each.
BY_OTHER, BY_SENDER, ACKED = 1, 2, 4
ALL = BY_OTHER | BY_SENDER | ACKED
NAME = b'"client_id":"'
EVENT, SENT = b'{"type":"message.sent"', b'{"type":"sent"'


class Seat(msgspec.Struct):
    """A pair's sockets: where each connects, and its first frame."""

    conversation_id: str
    visitor: str
    agent: str


class Task(msgspec.Struct):
    """What to do: whom to connect where, and how fast to talk."""

    port: int
    phase: int
    seconds: float
    rate: int
    seats: list[Seat]
    idle: list[str]


class Found(msgspec.Struct):
    """What came of it; latencies are send → received by the other side."""

    messages_per_s: float
    p50_ms: float
    p99_ms: float
    lost: int
    duplicated: int
    sent: int


class Idler(Peer):
    """A widget that is open, and nobody writes."""

    __slots__ = ("ready",)

    def __init__(self, token: str) -> None:
        super().__init__("/live/visitor", hello(token))
        self.ready: asyncio.Future[None] | None = asyncio.get_running_loop().create_future()

    def heard(self, frame: bytes) -> None:
        if self.ready is not None:
            if not frame.startswith(b'{"type":"ready"'):
                sys.exit(f"The server did not greet: {frame[:300].decode()}")
            self.ready.set_result(None)
            self.ready = None

    def left(self) -> None:
        if self.ready is not None and not self.ready.done():
            self.ready.set_exception(ConnectionError("The server closed before it greeted."))


class Talker(Idler):
    """One side of a pair."""

    __slots__ = ("conversation", "side", "talk")

    def __init__(self, talk: "Talk", conversation: int, side: int, token: str) -> None:
        super().__init__(token)
        if side == AGENT:
            self._path = "/live/agent"
        self.talk, self.conversation, self.side = talk, conversation, side

    def heard(self, frame: bytes) -> None:
        if self.ready is not None:
            super().heard(frame)
        elif frame.startswith(EVENT):
            self.talk.told(self, number_in(frame))
        elif frame.startswith(SENT):
            self.talk.mark(number_in(frame), ACKED)
        elif frame.startswith((b'{"type":"failed"', b'{"type":"error"')):
            sys.exit(f"The server refused a message: {frame[:300].decode()}")

    def left(self) -> None:
        super().left()
        if not self.talk.over:
            sys.exit("The server closed a socket.")


class Talk:
    """The conversations, and what was heard of each message."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.over = self.measuring = False
        self.pairs: list[tuple[Talker, Talker]] = []
        self.author = bytearray()
        self.known = bytearray()
        self.sent_at: list[float] = []
        self.latencies: list[float] = []
        self.duplicated = 0
        self._name = f"{task.phase:08x}-0000-7000-8000-"
        body = msgspec.json.encode(BODY).decode()
        self._frames = [
            f'{{"type":"send","conversation_id":"{seat.conversation_id}","kind":"message",'
            f'"body":{body},"attachment_ids":[],"client_id":"{self._name}'
            for seat in task.seats
        ]

    def send(self, sender: Talker, at: float) -> None:
        """Say the next message, counted from the moment when it was due."""
        number = len(self.sent_at)
        self.sent_at.append(at)
        self.author.append(sender.side)
        self.known.append(0)
        sender.say(f'{self._frames[sender.conversation]}{number:012x}"}}'.encode())

    def told(self, listener: Talker, number: int) -> None:
        """A socket heard a message: note when, and in a closed loop answer it."""
        if listener.side == self.author[number]:
            self.mark(number, BY_SENDER)
            return
        now = time.monotonic()
        if self.measuring:
            self.latencies.append(now - self.sent_at[number])
        self.mark(number, BY_OTHER)
        if not self.task.rate and not self.over:
            self.send(listener, now)

    def mark(self, number: int, what: int) -> None:
        """Note what was heard of a message; a second time is once too many."""
        if self.known[number] & what:
            self.duplicated += 1
        self.known[number] |= what

    async def run(self, tell: Callable[[str], None]) -> Found:
        """Talk for the time given, then wait for the last words."""
        pushing = asyncio.create_task(self._push()) if self.task.rate else None
        if pushing is None:
            for visitor, _ in self.pairs:
                self.send(visitor, time.monotonic())
        await asyncio.sleep(WARM_UP)
        tell("measuring")
        self.measuring, began = True, time.monotonic()
        await asyncio.sleep(self.task.seconds)
        self.measuring, took = False, time.monotonic() - began
        tell("measured")
        self.over = True
        if pushing:
            await pushing
        patience = time.monotonic() + LAST_WORDS
        while self.known.count(ALL) < len(self.known) and time.monotonic() < patience:  # noqa: ASYNC110 - bounded
            await asyncio.sleep(0.05)
        self.latencies.sort()
        return Found(
            messages_per_s=len(self.latencies) / took,
            p50_ms=quantile(self.latencies, 0.50) * 1000,
            p99_ms=quantile(self.latencies, 0.99) * 1000,
            lost=len(self.known) - self.known.count(ALL),
            duplicated=self.duplicated,
            sent=len(self.known),
        )

    async def _push(self) -> None:
        """Send at a fixed rate whatever the answers do, each side of each pair in its turn."""
        began, count = time.monotonic(), 0
        while not self.over:
            due = int((time.monotonic() - began) * self.task.rate)
            while count < due:
                turn, pair = divmod(count, len(self.pairs))
                self.send(self.pairs[pair][turn % 2], began + count / self.task.rate)
                count += 1
            await asyncio.sleep(0.001)


def number_in(frame: bytes) -> int:
    """Read a message's number from the name that its sender gave it."""
    at = frame.index(NAME) + len(NAME) + 24
    return int(frame[at : at + 12], 16)


def hello(token: str) -> bytes:
    """Write the first frame of a client."""
    return b'{"type":"hello","token":"%s","resume":null}' % token.encode()


def quantile(ordered: list[float], part: float) -> float:
    """Give the value that this part of an ordered list stays at or below."""
    return ordered[max(0, math.ceil(part * len(ordered)) - 1)] if ordered else math.nan


async def serve_task(task: Task, tell: Callable[[str], None], go: Callable[[], object]) -> Found:
    """Connect everyone, wait for `go`, and talk."""
    talk = Talk(task)
    slots = asyncio.Semaphore(CONNECTING)

    async def join(peer: Idler) -> None:
        async with slots, asyncio.timeout(GREETED_WITHIN):
            ready = peer.ready
            await connect(peer, task.port)
            if ready is not None:
                await ready

    for n, seat in enumerate(task.seats):
        talk.pairs.append((Talker(talk, n, VISITOR, seat.visitor), Talker(talk, n, AGENT, seat.agent)))
    # Those who talk come first: an agent's ticket is soon stale.
    await asyncio.gather(*(join(talker) for pair in talk.pairs for talker in pair))
    tell("talkers")
    idlers = [Idler(token) for token in task.idle]
    await asyncio.gather(*(join(idler) for idler in idlers))
    gc.collect()
    gc.freeze()
    gc.disable()
    pinging = asyncio.create_task(_ping(idlers))
    tell("connected")
    await asyncio.to_thread(go)
    found = await talk.run(tell)
    pinging.cancel()
    return found


async def _ping(idlers: list[Idler]) -> None:
    steps = 250
    while idlers:
        for step in range(steps):
            for idler in idlers[step::steps]:
                idler.say(b'{"type":"ping"}')
            await asyncio.sleep(PING_EVERY / steps)


def main() -> None:
    """Do the task that comes by standard input."""
    task = msgspec.json.decode(sys.stdin.buffer.readline(), type=Task)

    def tell(word: str) -> None:
        print(word, flush=True)

    tell(msgspec.json.encode(uvloop.run(serve_task(task, tell, sys.stdin.buffer.readline))).decode())


if __name__ == "__main__":
    main()
