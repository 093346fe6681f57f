"""A mail server that hands mail over to the house, as the tests have it speak."""

import asyncio
import socket
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from tests.cast import Cast
from tests.email.letters import mail
from visavis.channels.email.listening import Listener
from visavis.channels.email.placing import place
from visavis.channels.email.reader import Reader
from visavis.config import PRIVATE

LETTER = bytes(mail("Bonjour.\n")).replace(b"\n", b"\r\n")


class Peer:
    """A mail server that brings mail, word for word."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self.writer = reader, writer

    async def hears(self) -> str:
        """The next answer, its last line; "" when they hung up."""
        while line := (await self._reader.readline()).decode():
            if line[3:4] != "-":
                return line.strip()
        return ""

    async def says(self, words: bytes | str) -> str:
        """Say a command, or anything else, and hear the answer."""
        self.writer.write(words.encode() + b"\r\n" if isinstance(words, str) else words)
        return await self.hears()

    async def brings(self, raw: bytes, *to: str, sender: str = "claire@example.fr") -> list[str]:
        """Bring a mail by LMTP, and hear what is said for each recipient that was taken."""
        assert (await self.says(f"MAIL FROM:<{sender}> BODY=8BITMIME SIZE={len(raw)}"))[:3] == "250"
        answers = [await self.says(f"RCPT TO:<{address}>") for address in to]
        taken = [answer for answer in answers if answer.startswith("250")]
        if not taken:
            return answers
        assert (await self.says("DATA"))[:3] == "354"
        first = await self.says(raw.replace(b"\r\n.", b"\r\n..") + b".\r\n")
        return [first, *[await self.hears() for _ in taken[1:]]]


@asynccontextmanager
async def opened(cast: Cast, *, lmtp: bool = True, peers: str = PRIVATE) -> AsyncGenerator[int]:
    """Take mail at a free port."""
    listener = Listener(cast.house, lmtp=lmtp, peers=peers.split(","))
    at = socket.create_server(("127.0.0.1", 0))
    await listener.start(at)
    try:
        yield at.getsockname()[1]
    finally:
        await listener.stop()


@asynccontextmanager
async def peer(port: int, greeting: str = "LHLO mx.example") -> AsyncGenerator[Peer]:
    """A mail server that has been let in."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    knocking = Peer(reader, writer)
    try:
        assert (await knocking.hears())[:3] == "220"
        if greeting:
            assert (await knocking.says(greeting))[:3] == "250"
        yield knocking
    finally:
        writer.close()


async def kept(cast: Cast) -> list[tuple[str, bytes, dict[str, object]]]:
    """What was kept: its mailbox's address, its bytes and its envelope, in order."""
    async with cast.house.database.system() as session:
        rows = await session.tuples(
            "select b.address, i.raw_key, i.envelope from mail_in i join mailbox b on b.id = i.mailbox_id order by i.id"
        )
    return [(address, await cast.house.files.get(key), envelope) for address, key, envelope in rows]


async def places(cast: Cast) -> None:
    async with cast.house.database.system() as session:
        ids = await session.tuples("select id from mail_in where state = 'kept' order by id")
    reader = Reader()
    try:
        for (mail_id,) in ids:
            await place(cast.house, reader, mail_id)
    finally:
        await reader.close()
