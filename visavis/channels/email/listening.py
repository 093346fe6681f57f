"""A door for a mail server in front of the house, which hands its mail over and keeps what we do not take."""

import asyncio
import contextlib
import ipaddress
import logging
import socket
from collections.abc import Sequence
from urllib.parse import urlsplit

from visavis.channels.email.dialogue import Dialogue, Manner
from visavis.channels.email.wire import CHUNK, Room, Wire
from visavis.kit import egress
from visavis.kit.house import House

CONNECTIONS = 50  # at once: Postfix makes 20 to one destination
ROOM = 256 << 20  # bytes of all mails under way
GRACE = 5.0  # seconds that what is being kept is waited for in the end

log = logging.getLogger(__name__)


class Listener:
    """One per server process; whom it does not know it turns away."""

    def __init__(self, house: House, *, lmtp: bool, peers: Sequence[str]) -> None:
        self._house, self._lmtp = house, lmtp
        self._peers = [ipaddress.ip_network(peer, strict=False) for peer in peers]
        self._room = Room(ROOM)
        self._name = urlsplit(house.base_url).hostname or "localhost"
        self._server: asyncio.Server | None = None
        self._held: dict[asyncio.Task[None], Dialogue] = {}

    async def start(self, listening: socket.socket) -> None:
        """Take mail until told to stop."""
        self._server = await asyncio.start_server(self._meet, sock=listening, limit=CHUNK)

    async def stop(self) -> None:
        """Take no more; what is being kept is answered first, and what is not stays with who brings it."""
        if self._server:
            self._server.close()
        held = dict(self._held)
        for task, dialogue in held.items():
            dialogue.over = True
            if not dialogue.keeping:
                task.cancel()
        if held:
            _, late = await asyncio.wait(held, timeout=GRACE)
            for task in late:
                task.cancel()
            await asyncio.gather(*held, return_exceptions=True)

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        address = str((writer.get_extra_info("peername") or ("",))[0])
        wire = Wire(reader, writer, self._room)
        # Only who brings their own mail is who SPF asks about; a server of the house brings that of others.
        peer = address if not self._lmtp and egress.is_public(address) else ""
        dialogue = Dialogue(self._house, wire, Manner(self._name, self._lmtp, peer))
        try:
            if not self._knows(address):
                await wire.say("554 5.7.1 You are not known here")
            elif len(self._held) >= CONNECTIONS:
                await wire.say("421 4.3.2 Too many are here; come again")
            else:
                task = asyncio.create_task(dialogue.hold())
                self._held[task] = dialogue
                task.add_done_callback(self._held.pop)
                await asyncio.wait([task])
                task.result()
        except (OSError, asyncio.CancelledError):
            pass  # they left while they were spoken to, or we do
        except Exception:
            log.exception("email: what a mail server said was not understood; it brings its mail again")
        finally:
            writer.close()
            with contextlib.suppress(OSError):
                async with asyncio.timeout(GRACE):
                    await writer.wait_closed()
            writer.transport.abort()

    def _knows(self, address: str) -> bool:
        try:
            ip = ipaddress.ip_address(address.partition("%")[0])
        except ValueError:
            return False
        inner = getattr(ip, "ipv4_mapped", None) or ip
        return any(inner in network for network in self._peers)
