"""A mail server that takes what it is given, or answers as it is told."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.smtp import SMTP, Envelope, Session

from visavis.channels.email.models import Server


class Peer:
    """What it took, as it came, and from whom to whom."""

    def __init__(self) -> None:
        self.raws: list[bytes] = []
        self.senders: list[str | None] = []
        self.to: list[list[str]] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        self.raws.append(envelope.content)
        self.senders.append(envelope.mail_from)
        self.to.append([address for address in envelope.rcpt_tos if address])
        return "250 OK"

    @property
    def took(self) -> list[EmailMessage]:
        """Give what was taken, read."""
        return [message_from_bytes(raw, policy=policy.default) for raw in self.raws]


@asynccontextmanager
async def peer() -> AsyncGenerator[tuple[Peer, Server]]:
    """Have a server take mail on this machine."""
    taking, loop = Peer(), asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(taking, loop=loop), "127.0.0.1", 0)
    async with server:
        yield taking, Server(host="127.0.0.1", port=server.sockets[0].getsockname()[1], security="none")
