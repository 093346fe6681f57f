"""What browsers are told, and what proxies may tell us: cookies, careful headers, forwarded addresses."""

from collections.abc import Callable
from functools import partial

import httpx
import pytest

from tests.conftest import Server
from tests.security.rules import API
from tests.security.stage import Stage
from tests.security.test_doors import LEA
from visavis.kit.database import Database
from visavis.kit.policy import declared
from visavis.staff import create_first_owner


async def test_every_answer_tells_browsers_to_be_careful(stage: Stage) -> None:
    for method, path, _ in declared(stage.running.app.http):
        for role in ("nobody", "ana's key"):
            said = await stage.ask(role, method, path.replace("{", "").replace("}", ""))
            about = f"{method} {path}"
            assert said.headers["x-content-type-options"] == "nosniff", about
            assert said.headers["referrer-policy"] == "strict-origin-when-cross-origin", about
            assert "default-src 'none'" in said.headers["content-security-policy"], about
            assert "unsafe-eval" not in said.headers["content-security-policy"], about
            assert "script-src 'self' 'unsafe-inline'" not in said.headers["content-security-policy"], about
            if path.startswith("/api/v1"):
                assert "no-store" in said.headers["cache-control"], about


OWNER = {"email": "owner@house.example", "password": "a quiet night of snow"}


@pytest.fixture
async def owned(start_server: Callable[..., Server], database_url: str) -> Callable[..., Server]:
    """Starts the servers of a house that has an owner."""
    database = Database(database_url)
    await database.open()
    async with database.system() as session:
        await create_first_owner(session, OWNER["email"], "Ana Lopes", OWNER["password"])
    await database.close()
    return partial(start_server, VISAVIS_WORK="false")


async def seen_from(server: Server, origin: str = "", **headers: str) -> tuple[httpx.Response, str]:
    """Sign in with these headers, and tell the address that was written down."""
    origin = origin or server.url
    async with httpx.AsyncClient(base_url=server.url, headers={"Origin": origin, "X-Visavis": "1"}) as client:
        said = await client.post(f"{API}/session", json=OWNER, headers=headers)
        assert said.is_success, said.text
        cookie = said.headers["set-cookie"].partition(";")[0]
        sessions = await client.get(f"{API}/sessions", headers={"cookie": cookie})
    return said, next(session["ip"] for session in sessions.json() if session["current"])


FORWARDED = {
    "203.0.113.9": "203.0.113.9",
    "1.1.1.1, 203.0.113.9": "203.0.113.9",
    "127.0.0.1, 1.1.1.1, 203.0.113.9, 127.0.0.1": "203.0.113.9",
    "2001:db8::9": "2001:db8::9",
}


async def test_a_proxy_that_is_trusted_says_who_calls(owned: Callable[..., Server]) -> None:
    server = owned()
    for said, address in FORWARDED.items():
        _, seen = await seen_from(server, **{"X-Forwarded-For": said})
        assert seen == address, said


async def test_what_a_stranger_forwards_is_not_believed(owned: Callable[..., Server]) -> None:
    server = owned(VISAVIS_TRUSTED_PROXIES="10.0.0.1")
    for said in [*FORWARDED, "10.0.0.1", "127.0.0.2", "<script>", "unknown", ""]:
        more = {"X-Forwarded-For": said, "X-Real-IP": "203.0.113.9", "Forwarded": "for=203.0.113.9"}
        answer, seen = await seen_from(server, **more, **{"X-Forwarded-Proto": "https"})
        assert seen == "127.0.0.1", said
        assert "__Host-" not in answer.headers["set-cookie"]


async def test_by_https_a_cookie_is_ours_alone(owned: Callable[..., Server]) -> None:
    server = owned(VISAVIS_BASE_URL="https://help.example")
    answer, _ = await seen_from(server, "https://help.example")
    name, *flags = [part.strip() for part in answer.headers["set-cookie"].split(";")]
    assert name.startswith("__Host-visavis=vas_")
    told = {flag.partition("=")[0].lower(): flag.partition("=")[2].lower() for flag in flags}
    assert {"secure", "httponly"} <= set(told)
    assert (told["path"], told["samesite"], told.get("domain")) == ("/", "lax", None)
    assert "server" not in answer.headers
    assert "max-age=31536000" in answer.headers["strict-transport-security"]


async def test_by_http_a_cookie_is_still_hidden_from_scripts(stage: Stage) -> None:
    said = await stage.ask("", "POST", f"{API}/session", hand={}, json=LEA)
    told = said.headers["set-cookie"].lower()
    assert "httponly" in told
    assert "samesite=lax" in told
    assert "domain=" not in told


async def test_no_header_changes_where_our_links_lead(stage: Stage) -> None:
    lies = {
        "Host": "evil.example",
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Prefix": "/evil.example",
        "X-Original-URL": "//evil.example/",
        "Forwarded": "host=evil.example;proto=https",
    }
    for path in (
        "/",
        "/console/",
        "/shop/maison-lumen",
        "/widget/frame/maison-lumen",
        "/widget.js",
        "/api/openapi.json",
        "//evil.example/",
        "/nothing",
    ):
        honest, lied = [await stage.client.get(path, headers=headers) for headers in ({}, lies)]
        assert lied.status_code == honest.status_code, path
        assert lied.content == honest.content, path
        location = lied.headers.get("location", "/")
        assert location.startswith("/"), path
        assert not location.startswith("//"), path
