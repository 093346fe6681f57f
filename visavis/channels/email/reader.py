"""Mails are read in a process that can be killed: whatever one of them does to it, the next is read."""

import asyncio
import contextlib
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process

import msgspec

from visavis.channels.email.reading import Mail
from visavis.channels.email.reading.__main__ import SIZE

WITHIN = 20.0  # seconds for one mail
LARGEST = 64 << 20  # bytes of one mail; providers take less
MAILS = 500  # after which a process makes room for a fresh one
_decode = msgspec.msgpack.Decoder(Mail).decode


class Unreadable(Exception):
    """A mail that could not be read, and why, for those who look after the house."""


class Reader:
    """One process, started when there is something to read; mails are read one after the other."""

    def __init__(self, within: float = WITHIN) -> None:
        self._within = within
        self._process: Process | None = None
        self._read = 0
        self._turn = asyncio.Lock()

    async def read(self, raw: bytes) -> Mail:
        """Read a mail; raise `Unreadable` when that takes too long, too much memory, or fails."""
        if len(raw) > LARGEST:
            raise Unreadable("too_large")
        async with self._turn:
            try:
                async with asyncio.timeout(self._within):
                    answer = await self._ask(raw)
            except TimeoutError:
                await self._kill()
                raise Unreadable("took_too_long") from None
            except (asyncio.IncompleteReadError, ConnectionError):
                await self._kill()
                raise Unreadable("too_much_memory") from None
            except BaseException:
                await self._kill()
                raise
            self._read += 1
            if self._read >= MAILS:
                await self._kill()
        if answer[:1] != b"+":
            raise Unreadable(answer[1:].decode("utf-8", "replace"))
        return _decode(answer[1:])

    @property
    def pid(self) -> int | None:
        """The process that reads now."""
        return self._process.pid if self._process else None

    async def close(self) -> None:
        """End the process."""
        async with self._turn:
            await self._kill()

    async def _ask(self, raw: bytes) -> bytes:
        process = self._process
        if process is None or process.returncode is not None:
            process = self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "visavis.channels.email.reading"),
                stdin=PIPE,
                stdout=PIPE,
                stderr=DEVNULL,
            )
        given, told = process.stdin, process.stdout
        assert given, "it is a pipe"
        assert told, "it is a pipe"
        given.write(len(raw).to_bytes(SIZE))
        given.write(raw)
        await given.drain()
        size = int.from_bytes(await told.readexactly(SIZE))
        return await told.readexactly(size)

    async def _kill(self) -> None:
        process, self._process, self._read = self._process, None, 0
        if process is not None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
