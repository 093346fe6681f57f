"""What others make us call stays outside: nothing in the house, nor on its network, is ever reached."""

import asyncio
import gzip
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from tests.kit.far_end import (
    LOOPBACK,
    NAMES,
    OUTSIDE,
    PRIVATE,
    PUBLIC,
    SCHEMES,
    Chunks,
    Remote,
    as_the_system_reads,
    redirecting,
    resolver,
)
from visavis.kit.egress import AddressRefused, RemoteFailed, fetch, is_public


@pytest.fixture
async def canary() -> AsyncIterator[tuple[int, list[str]]]:
    """A listener on every loopback address, and who has connected to it."""
    visits: list[str] = []

    def note(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        visits.append(str(writer.get_extra_info("sockname")))
        writer.close()

    servers = [await asyncio.start_server(note, "0.0.0.0", 0)]
    port: int = servers[0].sockets[0].getsockname()[1]
    with suppress(OSError):  # this machine may have IPv4 alone
        servers.append(await asyncio.start_server(note, "::1", port))
    yield port, visits
    for server in servers:
        server.close()


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_inside_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC.split())
def test_an_address_outside_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("nonsense", ["", "shop.example", "1.2.3", "1.2.3.4.5", "::g", "0x7f000001", "127.1"])
def test_what_is_no_address_is_not_public(nonsense: str) -> None:
    assert not is_public(nonsense)


async def test_no_spelling_of_an_inner_address_is_called() -> None:
    inner = [f"[{a}]" if ":" in a else a for a in PRIVATE]
    tried = 0
    for host in (*LOOPBACK, *inner):
        for url in (f"http://{host}/", f"https://{host}:8443/a?b#c", f"http:{host}/", f"//{host}/"):
            remote = redirecting()
            with pytest.raises((AddressRefused, RemoteFailed)):
                await fetch(url, resolver=resolver, transport=remote)
            assert remote.called == [], url
            tried += 1
    assert tried > 400


async def test_only_http_leaves_the_house() -> None:
    for scheme in SCHEMES:
        for host in ("shop.example", "shop.example:80", "127.0.0.1:80"):
            remote = redirecting()
            with pytest.raises(AddressRefused):
                await fetch(f"{scheme}://{host}/x", resolver=resolver, transport=remote)
            assert remote.called == []


@pytest.mark.parametrize(
    "url", ["", "http://", "http:///x", "http://[::1", "http://a:b:c/", "http://a:99999/", "\n"]
)
async def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(AddressRefused):
        await fetch(url, resolver=resolver, transport=redirecting())


async def test_a_listener_on_this_machine_is_never_reached(canary: tuple[int, list[str]]) -> None:
    port, visits = canary
    for host in LOOPBACK:
        if not as_the_system_reads(host.strip("[]")) and "localhost" not in host.lower():
            continue  # a name that only a DNS server could answer for
        for path in ("/", "/%0d%0aX:1"):
            with pytest.raises((AddressRefused, RemoteFailed)):
                await fetch(f"http://{host}:{port}{path}")
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    assert await reader.read() == b""
    writer.close()
    await writer.wait_closed()
    assert len(visits) == 1, "the listener works, and only this test has reached it"


async def test_real_cases_are_all_refused(corpora: Path | None) -> None:
    cases = ["http://127.1/", "gopher://localhost:25/_MAIL", "http://169.254.169.254/latest/meta-data"]
    if corpora:
        lines = (corpora / "hostile" / "ssrf.jsonl").read_text().splitlines()
        cases += [json.loads(line)["url"] for line in lines]
    for url in cases:
        remote = redirecting()
        with pytest.raises((AddressRefused, RemoteFailed)):
            await fetch(url, resolver=resolver, transport=remote)
        assert remote.called == [], url


async def test_a_host_with_one_inner_address_is_refused_whole() -> None:
    with pytest.raises(AddressRefused):
        await fetch("http://both.example/", resolver=resolver, transport=redirecting())


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1/",
        "http://169.254.169.254/latest/meta-data",
        "//127.0.0.1/",
        "//[::1]/",
        "http://0x7f.1/",
        "https://shop.example@10.0.0.1/",
        "file:///etc/passwd",
        "gopher://shop.example/_x",
        "http://both.example/",
    ],
)
async def test_a_redirect_into_the_house_is_not_followed(target: str) -> None:
    for chain in ((target,), ("http://other.example/", target), ("/again", "https://shop.example/", target)):
        remote = redirecting(*chain)
        with pytest.raises((AddressRefused, RemoteFailed)):
            await fetch("http://shop.example/", resolver=resolver, transport=remote)
        assert len(remote.called) == len(chain)
        assert all(is_public(request.url.host) for request in remote.called)


async def test_where_whoever_runs_the_house_points_inside_one_goes_there_and_no_further() -> None:
    remote = redirecting("http://127.0.0.1:9/secrets")
    answer = await fetch("http://127.0.0.1:8080/token", method="POST", transport=remote, inside=True)
    assert answer.status_code == 302
    [asked] = remote.called
    assert (asked.method, str(asked.url)) == ("POST", "http://127.0.0.1:8080/token")
    with pytest.raises(AddressRefused):
        await fetch("file:///etc/passwd", inside=True)


async def test_three_redirects_are_followed_and_no_more() -> None:
    found = await fetch("http://shop.example/", resolver=resolver, transport=redirecting("/1", "/2", "/3"))
    assert found.status_code == 200
    with pytest.raises(RemoteFailed):
        await fetch(
            "http://shop.example/", resolver=resolver, transport=redirecting(*["/1", "/2", "/3", "/4"])
        )


async def test_the_address_that_was_checked_is_the_one_that_is_called() -> None:
    answers = [[OUTSIDE], ["127.0.0.1"], ["127.0.0.1"]]
    asked: list[str] = []

    async def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return answers.pop(0)

    remote = redirecting()
    await fetch("https://shop.example/x", resolver=rebinding, transport=remote)
    (called,) = remote.called
    assert (called.url.host, called.url.port, called.headers["host"]) == (OUTSIDE, None, "shop.example")
    assert called.extensions["sni_hostname"] == "shop.example"
    assert asked == ["shop.example"]
    with pytest.raises(AddressRefused):
        await fetch("https://shop.example/x", resolver=rebinding, transport=remote)


async def test_an_ipv6_host_is_called_by_its_address() -> None:
    remote = redirecting()
    await fetch("http://six.example/", resolver=resolver, transport=remote)
    assert remote.called[0].url.host == NAMES["six.example"][0]


async def test_secrets_do_not_follow_to_another_site() -> None:
    secrets = {"Authorization": "Bearer x", "X-Api-Key": "y", "Cookie": "z=1", "Accept": "text/plain"}
    for target in ("https://other.example/", "http://shop.example/", "https://shop.example:444/"):
        remote = redirecting("/same", target)
        await fetch("https://shop.example/", headers=secrets, resolver=resolver, transport=remote)
        _, same, other = remote.called
        assert {"authorization", "x-api-key", "cookie"} <= set(same.headers)
        assert not {"authorization", "x-api-key", "cookie"} & set(other.headers), target
        assert other.headers["accept"] == "text/plain"


async def test_a_body_is_not_sent_on() -> None:
    remote = redirecting("https://other.example/")
    await fetch(
        "https://shop.example/", method="POST", content=b"secret", resolver=resolver, transport=remote
    )
    assert [(r.method, r.content) for r in remote.called] == [("POST", b"secret"), ("GET", b"")]


async def test_a_compressed_answer_is_read_once() -> None:
    packed = gzip.compress(b"bonjour")
    remote = Remote(
        lambda _: httpx.Response(200, headers={"content-encoding": "gzip"}, stream=Chunks([packed]))
    )
    assert (await fetch("http://shop.example/", resolver=resolver, transport=remote)).content == b"bonjour"


async def test_more_than_five_megabytes_are_not_read() -> None:
    endless = Chunks([b"x" * 100_000] * 1000)
    with pytest.raises(RemoteFailed, match="too large"):
        await fetch(
            "http://shop.example/",
            resolver=resolver,
            transport=Remote(lambda _: httpx.Response(200, stream=endless)),
        )
    assert endless.given < 60


async def test_an_answer_that_drips_is_given_up() -> None:
    dripping = Chunks([b"x"] * 1000, pause=0.02)
    with pytest.raises(RemoteFailed, match="too long"):
        await fetch(
            "http://shop.example/",
            within=0.2,
            resolver=resolver,
            transport=Remote(lambda _: httpx.Response(200, stream=dripping)),
        )
    assert dripping.given < 20
