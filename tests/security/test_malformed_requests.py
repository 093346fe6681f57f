"""Requests that nobody should send: each gets a sentence and a status below 500, and the house goes on."""

import asyncio
import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode

from tests.conftest import Server
from tests.security.rules import API, RULES
from tests.security.stage import Stage
from visavis import brands, customers, staff
from visavis.brands import NewBrand
from visavis.kit.crypto import Keys
from visavis.kit.database import Database
from visavis.staff import signing_in

DEEP = b"[" * 100_000
NUMBERS = [
    "NaN",
    "Infinity",
    "-Infinity",
    "1e400",
    "-1e400",
    "1" + "0" * 5000,
    "-0",
    "0x10",
    "1_000",
    "٣",
    "1e-400",
]
BODIES = [
    *(
        b"",
        b" ",
        b"{",
        b"}",
        b"[]",
        b"null",
        b"true",
        b"7",
        b'"x"',
        b"{}",
        b'{"a"}',
        b'{"a":}',
        b"{'a':1}",
        b"\xff\xfe",
    ),
    *(
        b"\xef\xbb\xbf{}",
        b"{}{}",
        b'{"":""}',
        b'{"a":1,"a":2}',
        DEEP,
        b'{"a":' * 20_000,
        b"\0",
        b"{\0}",
        b"<x/>",
        b"a=b",
    ),
    *(f'{{"seq": {number}}}'.encode() for number in NUMBERS),
    *(f'{{"client_id": {number}, "body": {number}}}'.encode() for number in NUMBERS),
    *(f'{{"attributes": {{"a": {number}}}}}'.encode() for number in NUMBERS),
    b'{"__proto__": {"role": "owner"}, "constructor": {}, "role": "owner"}',
    b'{"until": "+999999-01-01T00:00:00Z"}',
    b'{"until": "0001-01-01T00:00:00Z"}',
    b'{"until": "9999-12-31T23:59:59.999999-23:59"}',
    b'{"name": "x", "expires_at": "9999-12-31T23:59:59.999999-23:59"}',
]
TYPES = [
    *(
        "application/json",
        "application/json; charset=utf-16",
        "application/json; charset=nonsense",
        "text/plain",
        "",
    ),
    *(
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "application/xml",
    ),
    *(
        "multipart/form-data; boundary=x",
        "application/msgpack",
        "image/png",
        "nonsense",
        "a/b; c",
        "application/json, text/html",
    ),
]
CURSORS = [
    "x",
    "",
    "é",
    "e30",
    "bnVsbA",
    "W10",
    "IiI",
    "eyJpZCI6MX0",
    "=" * 40,
    "A" * 499,
    "-_-_",
    "eyJ3YWl0aW5nX3NpbmNlIjoiOTk5OTk5In0",
]
IDS = [
    "0",
    "x",
    "null",
    "-1",
    "1e9",
    "00000000-0000-0000-0000-00000000000",
    "{id}",
    "%7B%7D",
    "*",
    "' or ''='",
]


async def test_no_body_is_an_error_of_ours(stage: Stage) -> None:
    for (method, path), rule in RULES.items():
        if method == "GET":
            continue
        address = re.sub(
            r"\{\w+:\w+\}", "00000000-0000-0000-0000-000000000000", f"/{rule.fills}" if rule.fills else path
        )
        role = "anonymous visitor" if rule.admits == "visitor" else "adam"
        if path.endswith(("/session", "/password")):
            role = "lea's key"
        for body, kind in [*((body, TYPES[0]) for body in BODIES), *((b'{"a":1}', kind) for kind in TYPES)]:
            hand = stage.given[role] | {"content-type": kind}
            said = await stage.ask("", method, address, hand=hand, content=body)
            assert said.status_code < 500, (method, path, body[:60], kind, said.text)


async def test_no_question_is_an_error_of_ours(stage: Stage) -> None:
    asked = [("after", cursor) for cursor in CURSORS]
    asked += [
        (name, odd)
        for name in ("limit", "before")
        for odd in (*NUMBERS, "", "-1", "0", "9" * 30, "1.5", "a", "[]")
    ]
    asked += [("brand_id", odd) for odd in IDS]
    asked += [(name, odd) for name in ("view", "status", "lang") for odd in ("", "x", "MINE", "open'", "1")]
    asked += [
        ("q", odd) for odd in ("%", "_", "\\", "%_\\%", "'", "\\'", "x" * 200, "x" * 201, "[a]", "(?:a+)+$")
    ]
    for (method, path), rule in RULES.items():
        if method != "GET" or rule.fills:
            continue
        address = re.sub(r"\{\w+:\w+\}", "00000000-0000-0000-0000-000000000000", path)
        role = "anonymous visitor" if rule.admits == "visitor" else "lea"
        for name, odd in asked if "conversations" in path else asked[::5]:
            query = [(name, odd), (name, odd), (f"{name}[]", odd), (f"{name}[$ne]", odd)]
            for said in (query[:1], query):
                answer = await stage.ask(role, method, address, params=said)
                assert answer.status_code < 500, (method, path, said, answer.text)


@pytest.mark.parametrize("odd", IDS)
async def test_no_identifier_is_an_error_of_ours(stage: Stage, odd: str) -> None:
    for (method, path), rule in RULES.items():
        if ":uuid}" in path:
            role = "anonymous visitor" if rule.admits == "visitor" else "ana"
            said = await stage.ask(role, method, re.sub(r"\{\w+:uuid\}", odd, path))
            assert said.status_code in (400, 404, 405), (method, path, said.text)


@pytest.mark.parametrize(
    "method", ["TRACE", "CONNECT", "PROPFIND", "PURGE", "OPTIONS", "HEAD", "get", "X" * 100]
)
async def test_no_method_is_an_error_of_ours(stage: Stage, method: str) -> None:
    for path in ("/", "/api/v1/session", "/api/v1/conversations", "/api/nothing", "/widget.js"):
        said = await stage.ask("ana", method, path)
        assert said.status_code < 500, (method, path, said.text)


async def test_what_the_server_does_not_speak_is_refused(stage: Stage) -> None:
    host, port = "127.0.0.1", int(stage.running.url.rpartition(":")[2])
    line = b"GET /api/v1/session HTTP/1.1\r\nHost: x\r\n"
    for raw in (
        b"\r\n\r\n",
        b"GET\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET " + b"x" * 70_000 + b" HTTP/1.1\r\n\r\n",
        line + b"X: " + b"y" * 200_000 + b"\r\n\r\n",
        line + b"X: y\r\n" * 5_000 + b"\r\n",
        line + b"Content-Length: -1\r\n\r\n",
        line + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
        line + b"Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\nzz\r\n",
        b"POST /api/v1/widget/session HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n",
        line + b"Cookie: " + b"a=b; " * 5_000 + b"\r\n\r\n",
        line + b"Cookie: visavis=\xff\xfe; =; ;;\x01\r\n\r\n",
        line + b"Authorization: Bearer \xff\xfe\r\n\r\n",
        line + b"Upgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
        line + b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AA\r\n\r\n",
    ):
        reader, writer = await asyncio.open_connection(host, port)
        writer.write(raw)
        writer.write_eof()
        try:
            async with asyncio.timeout(5):
                said = await reader.read(200)
        except ConnectionResetError:
            said = b""
        assert not re.match(rb"HTTP/1.1 5\d\d", said), (raw[:80], said)
        writer.close()
    assert (await stage.ask("ana", "GET", f"{API}/session")).is_success


async def inhabit(database_url: str, secret_key: str) -> dict[str, dict[str, str]]:
    """Make a brand, its owner and a visitor, and give what each knocks with."""
    database = Database(database_url)
    await database.open()
    async with database.system() as session:
        new = NewBrand(slug="maison-lumen", name="Maison Lumen", locale="fr")
        brand = await brands.create(session, Keys(secret_key.encode()), new)
        owner = await staff.create_first_owner(
            session, "ana@house.example", "Ana Lopes", "three swans at dusk"
        )
        found = await session.tuple("select password_hash from agent where id = %s", (owner.id,))
        assert found is not None
        browser = signing_in.Browser("127.0.0.1", "a test", None)
        opened = await signing_in.open_session(session, browser, owner.id, found[0])
        welcome = await customers.welcome(session, brand.id, "fr", None)
    await database.close()
    return {
        "nobody": {},
        "owner": {"Cookie": f"visavis={opened.token}"},
        "visitor": {"Authorization": f"Bearer {welcome.token}"},
    }


SECRET = "a secret of at least thirty-two characters"
GIVEN = {"authorization", "cookie", "origin", "x-visavis"}


def test_whatever_the_description_allows_or_forbids_is_answered(
    start_server: Callable[..., Server], database_url: str
) -> None:
    """Made from the API's own description, valid and invalid, as nobody, as a visitor and as the owner."""
    server = start_server(VISAVIS_RATE_FACTOR="1000000", VISAVIS_SECRET_KEY=SECRET, VISAVIS_WORK="false")
    hands = asyncio.run(inhabit(database_url, SECRET))
    api: Any = schemathesis.openapi.from_url(f"{server.url}/api/openapi.json")
    asked: list[tuple[str, int]] = []
    for found in api.get_all_operations():
        operation: Any = found.ok()
        # Signing out, or changing the password, would end the tour.
        roles = (
            ["nobody"]
            if operation.path.startswith(f"{API}/session") and operation.method != "get"
            else [*hands]
        )
        for case in (*make(operation, GenerationMode.POSITIVE), *make(operation, GenerationMode.NEGATIVE)):
            told: dict[str, str] = case.headers or {}
            headers = {name: value for name, value in told.items() if name.lower() not in GIVEN}
            for role in roles:
                case.headers = headers | {"Origin": server.url, "X-Visavis": "1"} | hands[role]
                said = case.call(base_url=server.url, cookies={})
                asked.append((f"{case.method} {case.path}", said.status_code))
                assert said.status_code < 500, f"{case.as_curl_command()}\n{said.text}"
    assert len(asked) > 1000
    assert {status for _, status in asked} >= {200, 400, 401, 404}
    assert "Traceback" not in server.errors.read_text()


def make(operation: Any, mode: GenerationMode) -> list[Any]:
    """Make a few calls of an operation, as it is described or as it is not."""
    made: list[Any] = []
    note: Callable[[Any], None] = made.append

    @settings(
        max_examples=6,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def tour(case: Any) -> None:
        note(case)

    with suppress(Unsatisfiable):  # an operation without parameters cannot be called wrongly
        tour()
    return made
