"""What clients did and saw, written down and fsynced outside of what is going to be killed."""

import asyncio
import os
from pathlib import Path

import msgspec


class Attempt(msgspec.Struct, tag=True, array_like=True):
    """A client is about to send a message for the first time."""

    client: int
    client_id: str


class Ack(msgspec.Struct, tag=True, array_like=True):
    """The server said that a message is kept (the time is the monotonic clock's, in seconds)."""

    client: int
    client_id: str
    message_id: str
    seq: int
    time: float


class Seen(msgspec.Struct, tag=True, array_like=True):
    """A client was told of a message by an event, or found it in a snapshot after a reset."""

    client: int
    message_id: str
    seq: int
    by_event: bool


Record = Attempt | Ack | Seen
_decode = msgspec.json.Decoder(Record).decode


class Ledger:
    """A file that grows; many records share one fsync."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._lines: list[bytes] = []
        self._kept = self._writing = asyncio.Event()
        self._news = asyncio.Event()
        self._keeping = asyncio.create_task(self._keep())

    def note(self, record: Record) -> None:
        """Write a record, soon."""
        self._lines.append(msgspec.json.encode(record) + b"\n")
        self._news.set()

    async def kept(self) -> None:
        """Wait until everything noted so far is on the disk."""
        await (self._kept if self._lines else self._writing).wait()

    async def close(self) -> None:
        """Keep the rest and close."""
        await self.kept()
        self._keeping.cancel()
        os.close(self._file)

    async def _keep(self) -> None:
        while True:
            await self._news.wait()
            self._news.clear()
            lines, self._lines = self._lines, []
            self._writing, self._kept = self._kept, asyncio.Event()
            await asyncio.to_thread(self._write, b"".join(lines))
            self._writing.set()

    def _write(self, text: bytes) -> None:
        os.write(self._file, text)
        os.fsync(self._file)


def read(path: Path) -> list[Record]:
    """Read a ledger, oldest record first."""
    with path.open("rb") as lines:
        return [_decode(line) for line in lines]
