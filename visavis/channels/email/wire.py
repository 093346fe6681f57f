"""What a peer sends over a connection: lines, and a mail up to the one end that RFC 5321 knows."""

import asyncio
from asyncio import StreamReader, StreamWriter

END = b"\r\n.\r\n"
CHUNK = 1 << 16
UNREAD = 60.0  # seconds that an answer waits for who does not read it
LINE = 2048  # bytes of a command: RFC 5321 wants 512, addresses with parameters take more


class Ended(Exception):
    """The peer hung up, or sends what no mail server would."""


class Room:
    """The memory that mails under way may take together (bytes): who comes when it is full is asked to come again."""

    def __init__(self, size: int) -> None:
        self.left = size

    def take(self, size: int) -> bool:
        """Take so many bytes where they are left."""
        if size > self.left:
            return False
        self.left -= size
        return True


class Wire:
    """One connection; what is sent ahead of its turn waits."""

    def __init__(self, reader: StreamReader, writer: StreamWriter, room: Room) -> None:
        self._reader, self._writer, self._room = reader, writer, room
        self._held = bytearray()
        self._taken = 0

    async def line(self) -> bytes:
        """Read a command without its end; raise `Ended`."""
        # Bare ends of lines are no ends (CVE-2023-51764): whoever sends them is no mail server of ours.
        while (at := self._held.find(b"\n")) < 0:
            if len(self._held) > LINE:
                raise Ended
            await self._more()
        line = bytes(self._held[: at + 1])
        del self._held[: at + 1]
        if len(line) > LINE or not line.endswith(b"\r\n") or b"\r" in line[:-2]:
            raise Ended
        return line[:-2]

    async def mail(self, largest: int) -> bytes | str:
        """Read a mail; or, when it is over, why it was not kept: "too_large" or "no_room". Raise `Ended`.

        It takes time and memory that grow with its size, whatever its lines are like.
        """
        # The line before it ended so: a mail may end where it begins.
        self._held[:0] = b"\r\n"
        looked, why = 0, ""
        while (at := self._held.find(END, looked)) < 0:
            looked = max(0, len(self._held) - len(END) + 1)
            if not why and len(self._held) > largest + 2:
                why = "too_large"
            elif not why and not self._take(len(self._held)):
                why = "no_room"
            if why:
                del self._held[:looked]
                looked = 0
            await self._more()
        raw = b"" if why else bytes(memoryview(self._held)[2 : at + 2])
        # A dot that begins a line is doubled on the way; of the first line too.
        first = self._held.startswith(b"\r\n.")
        del self._held[: at + len(END)]
        if why or len(raw) > largest:
            return why or "too_large"
        return (raw[1:] if first and raw else raw).replace(b"\r\n.", b"\r\n")

    def let_go(self) -> None:
        """Give back the room of the mail that was read."""
        self._room.left += self._taken
        self._taken = 0

    async def say(self, *lines: str) -> None:
        """Answer."""
        self._writer.write("".join(f"{line}\r\n" for line in lines).encode("ascii", "replace"))
        async with asyncio.timeout(UNREAD):
            await self._writer.drain()

    def _take(self, size: int) -> bool:
        more = size - self._taken
        if not self._room.take(more):
            return False
        self._taken = size
        return True

    async def _more(self) -> None:
        got = await self._reader.read(CHUNK)
        if not got:
            raise Ended
        self._held += got
