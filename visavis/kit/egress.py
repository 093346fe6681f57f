"""The one way out: an HTTP client that never reaches inside the house."""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable
from urllib.parse import urljoin, urlsplit

import anyio.to_thread
import httpx

from visavis.kit.errors import InvalidInput, VisavisError

TIMEOUT = 5.0
MAX_BYTES = 5_000_000
MAX_REDIRECTS = 3

# The only IPv6 addresses that the internet routes, and how it wraps an IPv4 one.
UNICAST = ipaddress.ip_network("2000::/3")
NAT64 = ipaddress.ip_network("64:ff9b::/96")
# What older Pythons take for public.
RESERVED = [*map(ipaddress.ip_network, ("192.0.0.0/24", "192.88.99.0/24", "3fff::/20"))]
# What may follow a redirect to another site; anything else could be a secret.
HARMLESS = {"accept", "accept-language", "user-agent"}
ENCODED = {"content-encoding", "content-length", "transfer-encoding"}

Resolver = Callable[[str, int], Awaitable[list[str]]]


class AddressRefused(InvalidInput):
    """This address is not on the public internet; it is not called."""


class RemoteFailed(VisavisError):
    """The remote service did not answer as it should."""

    status = 502


async def resolve(host: str, port: int) -> list[str]:
    """Ask the system for the addresses of a host."""

    def look_up() -> list[str]:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        return [str(entry[4][0]) for entry in found]

    try:
        return await anyio.to_thread.run_sync(look_up, abandon_on_cancel=True)
    except OSError as unknown:
        raise RemoteFailed(f"no address for {host}") from unknown


def is_public(address: str) -> bool:
    """Tell whether an IP address is on the public internet, whatever it is wrapped in."""
    try:
        ip = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF)
        if inner is not None:
            return is_public(str(inner))
        if ip not in UNICAST:
            return False
    return ip.is_global and not ip.is_multicast and not any(ip in network for network in RESERVED)


async def check(url: str, resolver: Resolver = resolve, *, inside: bool = False) -> tuple[str, str, int]:
    """Find the public address to call for a URL: host, pinned address, port; with `inside`, any address.

    Raises `AddressRefused` for another scheme, for credentials in the URL, and when any address
    of the host is not public.
    """
    try:
        parts = urlsplit(url)
        usual = {"http": 80, "https": 443}[parts.scheme]
        port = parts.port or usual
        host = (parts.hostname or "").encode("idna").decode("ascii") if parts.hostname else ""
    except (ValueError, KeyError, UnicodeError) as bad:
        raise AddressRefused from bad
    odd = any(c in parts.netloc for c in "\\@ \t\r\n") or not host or "%" in host
    ours = host == "localhost" or host.endswith((".localhost", ".local", ".internal"))
    if odd or (ours and not inside):
        raise AddressRefused
    addresses = await resolver(host, port)
    if not addresses or not (inside or all(map(is_public, addresses))):
        raise AddressRefused
    return host, addresses[0], port


async def fetch(
    url: str,
    *,
    method: str = "GET",
    content: bytes | None = None,
    headers: dict[str, str] | None = None,
    redirects: int = MAX_REDIRECTS,
    within: float = TIMEOUT,
    at_most: int = MAX_BYTES,
    resolver: Resolver = resolve,
    transport: httpx.AsyncBaseTransport | None = None,
    inside: bool = False,
) -> httpx.Response:
    """Call a public URL: address pinned, every redirect checked again, 5 s and 5 MB at most where nothing else is said.

    With `inside` the URL is one that whoever runs the house has set, wherever it leads; no redirect is followed.

    Raises `AddressRefused` and `RemoteFailed`.
    """
    try:
        async with (
            asyncio.timeout(within),
            httpx.AsyncClient(timeout=within, trust_env=False, transport=transport) as client,
        ):
            asked = (client, method, url, content, dict(headers or {}))
            if inside:
                where = await check(url, resolver, inside=True)
                return await _pinned(*asked, where, at_most)
            return await _follow(*asked, resolver, redirects, at_most)
    except TimeoutError as late:
        raise RemoteFailed("the answer takes too long") from late
    except httpx.HTTPError as failed:
        raise RemoteFailed(str(failed)) from failed


async def _follow(
    client: httpx.AsyncClient,
    method: str,
    url: str,
    content: bytes | None,
    headers: dict[str, str],
    resolver: Resolver,
    redirects: int,
    at_most: int,
) -> httpx.Response:
    for _ in range(redirects + 1):
        where = await check(url, resolver)
        response = await _pinned(client, method, url, content, headers, where, at_most)
        if not response.has_redirect_location:
            return response
        target = urljoin(url, response.headers["location"])
        if urlsplit(target)[:2] != urlsplit(url)[:2]:
            headers = {name: value for name, value in headers.items() if name.lower() in HARMLESS}
        url, method, content = target, "GET", None
    raise RemoteFailed("too many redirects")


async def _pinned(
    client: httpx.AsyncClient,
    method: str,
    url: str,
    content: bytes | None,
    headers: dict[str, str],
    where: tuple[str, str, int],
    at_most: int,
) -> httpx.Response:
    host, address, port = where
    parts = urlsplit(url)
    pinned = f"[{address}]" if ":" in address else address
    request = client.build_request(
        method,
        parts._replace(netloc=f"{pinned}:{port}", fragment="").geturl(),
        content=content,
        headers={**headers, "host": parts.netloc},
        extensions={"sni_hostname": host},
    )
    return await _read(client, request, at_most)


async def _read(client: httpx.AsyncClient, request: httpx.Request, at_most: int) -> httpx.Response:
    response = await client.send(request, stream=True)
    try:
        body = bytearray()
        async for chunk in response.aiter_bytes():
            body += chunk
            if len(body) > at_most:
                raise RemoteFailed("the answer is too large")
    finally:
        await response.aclose()
    # What was compressed has been opened already.
    told = [pair for pair in response.headers.multi_items() if pair[0] not in ENCODED]
    return httpx.Response(response.status_code, headers=told, content=bytes(body), request=request)
