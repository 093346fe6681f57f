"""The far end of a call: addresses in every spelling, a resolver, and a site that answers as told."""

import asyncio
import ipaddress
import socket
from collections.abc import AsyncIterator, Callable

import httpx

OUTSIDE = "93.184.215.14"
NAMES = {
    "shop.example": [OUTSIDE],
    "other.example": ["151.101.1.195"],
    "six.example": ["2606:4700:10::6814:179a"],
    "both.example": [OUTSIDE, "10.0.0.8"],
}

PRIVATE = [
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "10.255.255.255",
    "100.64.0.1",
    "100.100.100.200",
    "127.0.0.1",
    "127.127.127.127",
    "169.254.0.1",
    "169.254.169.254",
    "169.254.170.2",
    "172.16.0.1",
    "172.31.255.254",
    "192.0.0.1",
    "192.0.0.8",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.0.1",
    "192.168.255.255",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.7",
    "203.0.113.7",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::8.8.8.8",
    "::ffff:127.0.0.1",
    "::ffff:7f00:1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::127.0.0.1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::1",
    "64:ff9b:1::808:808",
    "100::1",
    "2001::1",
    "2001:2::1",
    "2001:10::1",
    "2001:db8::1",
    "2002:7f00:1::1",
    "2002:a00:1::",
    "2002:c0a8:101::1",
    "2001:0:0:0:0:0:80ff:fffe",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00::1",
    "fd00:ec2::254",
    "fd12:3456:789a::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "ff05::2",
]
PUBLIC = "8.8.8.8 1.1.1.1 93.184.215.14 2606:4700:10::6814:179a 2a00:1450:4007::200e 64:ff9b::8.8.8.8 ::ffff:8.8.8.8"
# Ways to write one loopback address; the last ones would deceive a parser that is not the caller's.
LOOPBACK = [
    "127.0.0.1",
    "127.1",
    "127.0.1",
    "127.127.127.127",
    "0",
    "0.0",
    "0.0.0.0",
    "2130706433",
    "017700000001",
    "0x7f000001",
    "0x7F000001",
    "0x7f.1",
    "0x7f.0.0.1",
    "0177.0.0.1",
    "0177.1",
    "0177.0.0.0x1",
    "00000177.1",
    "127.0.0.0x1",
    "127.0.0.01",
    "127.00.00.1",
    "0x7f.0.1",
    "0x0000007f.1",
    "127.65535",
    "127.0x1",
    "127.16777215",
    "[::1]",
    "[0:0:0:0:0:0:0:1]",
    "[0000::1]",
    "[::]",
    "[0:0:0:0:0:0:0:0]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[0:0:0:0:0:ffff:127.0.0.1]",
    "[::127.0.0.1]",
    "[::ffff:0:127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "localhost",
    "LOCALHOST",
    "LocalHost",
    "localhost.",
    "a.localhost",
    "x.y.localhost",
    "localhost.localdomain",
    "ip6-localhost",
    "ip6-loopback",
    "127.0.0.1.",
    "127。0。0。1",
    "127．0．0．1",
    "１２７.0.0.1",
    "①②⑦.⓪.⓪.①",
    "𝟏𝟐𝟕.0.0.1",
    "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ",
    "ｌｏｃａｌｈｏｓｔ",
    "localhoſt",
    "127.0.0.1%00",
    "127.0.0.1%2e",
    "localhost%00.shop.example",
    "%6cocalhost",
    "127.0.0.1%20",
    "[::1%25lo]",
    "[fe80::1%25lo]",
    "shop.example@127.0.0.1",
    "user:secret@127.0.0.1",
    "127.0.0.1@shop.example",
    "shop.example%40127.0.0.1",
    "shop.example\\@127.0.0.1",
    "127.0.0.1\\@shop.example",
    "shop.example%5c@127.0.0.1",
    "[127.0.0.1]",
    "[::1",
    "::1]",
    "[[::1]]",
    "127.0.0.1:80@shop.example",
]
SCHEMES = (
    "file",
    "ftp",
    "gopher",
    "dict",
    "ldap",
    "sftp",
    "tftp",
    "jar",
    "netdoc",
    "data",
    "javascript",
    "ws",
    "unix",
)


def as_the_system_reads(host: str) -> list[str]:
    """Give the address that the C library sees in a number, however it is written."""
    try:
        return [socket.inet_ntoa(socket.inet_aton(host))]
    except (OSError, UnicodeError):
        pass
    try:
        return [str(ipaddress.ip_address(host))]
    except ValueError:
        return []


async def resolver(host: str, port: int) -> list[str]:
    """A resolver that knows a few shops; every other name leads into the house."""
    return as_the_system_reads(host) or NAMES.get(host, ["127.0.0.1"])


class Remote(httpx.AsyncBaseTransport):
    """The far end: it notes where it was called, and answers as told."""

    def __init__(self, answer: Callable[[httpx.Request], httpx.Response]) -> None:
        self.answer = answer
        self.called: list[httpx.Request] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.called.append(request)
        return self.answer(request)


def redirecting(*targets: str) -> Remote:
    """Redirect to each target in turn, then answer."""
    rest = list(targets)
    return Remote(
        lambda _: httpx.Response(302, headers={"location": rest.pop(0)}) if rest else httpx.Response(200)
    )


class Chunks(httpx.AsyncByteStream):
    """A body that comes in pieces."""

    def __init__(self, pieces: list[bytes], pause: float = 0) -> None:
        self.pieces = pieces
        self.pause = pause
        self.given = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self.pieces:
            self.given += 1
            await asyncio.sleep(self.pause)
            yield piece
