"""The lightest WebSocket client: frames are made by hand, so that the load costs little itself."""

import asyncio
from typing import cast

# A client must mask what it sends; with a mask of zeros, masking changes nothing.
NO_MASK = b"\0\0\0\0"
TEXT, CLOSE, PING, PONG = 0x81, 0x88, 0x89, 0x8A
HANDSHAKE = (
    "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)


def framed(payload: bytes, kind: int = TEXT) -> bytes:
    """Wrap a payload as a client's frame; raise ValueError when it is 64 KiB or longer."""
    size = len(payload)
    if size < 126:
        head = bytes((kind, 0x80 | size))
    elif size < 65_536:
        head = bytes((kind, 0x80 | 126)) + size.to_bytes(2)
    else:
        raise ValueError("a benchmark's frames are short")
    return head + NO_MASK + payload


class Peer(asyncio.Protocol):
    """One client's socket: it shakes hands, says its first frame, and hands on what it hears."""

    __slots__ = ("_greeting", "_open", "_path", "_rest", "transport")

    def __init__(self, path: str, greeting: bytes) -> None:
        self.transport: asyncio.Transport | None = None
        self._path = path
        self._greeting = greeting
        self._open = False
        self._rest = b""

    def heard(self, frame: bytes) -> None:
        """A text frame came."""
        raise NotImplementedError

    def left(self) -> None:
        """The socket is closed."""

    def say(self, payload: bytes) -> None:
        """Say a text frame."""
        if self.transport is not None:
            self.transport.write(framed(payload))

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # Not every event loop's transports descend from asyncio's.
        self.transport = cast("asyncio.Transport", transport)
        self.transport.write(HANDSHAKE.format(path=self._path).encode())

    def connection_lost(self, exc: Exception | None) -> None:
        self.transport = None
        self.left()

    def data_received(self, data: bytes) -> None:
        if self._rest:
            data = self._rest + data
        if not self._open:
            head, found, data = data.partition(b"\r\n\r\n")
            if not found:
                self._rest = head
                return
            if not head.startswith(b"HTTP/1.1 101"):
                self._abort()
                return
            self._open = True
            self.say(self._greeting)
        at, size = 0, len(data)
        while size - at >= 2:
            start, length = at + 2, data[at + 1]
            if length == 126:
                start = at + 4
                length = int.from_bytes(data[at + 2 : start]) if size >= start else size
            elif length == 127:
                start = at + 10
                length = int.from_bytes(data[at + 2 : start]) if size >= start else size
            end = start + length
            if end > size:
                break
            self._frame(data[at], data[start:end])
            at = end
        self._rest = data[at:] if at < size else b""

    def _frame(self, kind: int, payload: bytes) -> None:
        if kind == TEXT:
            self.heard(payload)
        elif kind == PING and self.transport is not None:
            self.transport.write(framed(payload, PONG))
        elif kind == CLOSE:
            self._abort()

    def _abort(self) -> None:
        if self.transport is not None:
            self.transport.abort()


async def connect(peer: Peer, port: int) -> None:
    """Connect a client to a server on this machine; raises OSError."""
    await asyncio.get_running_loop().create_connection(lambda: peer, "127.0.0.1", port)
