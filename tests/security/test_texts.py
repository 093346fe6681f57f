"""Whatever people type is kept letter for letter, or refused in a sentence; it is never an error of ours."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.security.rules import API, RULES
from tests.security.stage import Stage

OWN = [
    "Ω≈ç√∫˜µ≤≥÷",
    "田中さんにあげて下さい",
    "👩‍👩‍👧‍👦🏳️‍🌈",
    "\u202eصباح الخير",
    "Z̮̞̠͙͔ͅḀ̗̞͈̻̗Ḷ͙͎̯̹̞͓G̻O̭̗̮",
    "'; drop table message; --",
    "{{7*7}} ${7*7} <%= 7 %> %s %d %n",
    "<img src=x onerror=alert(1)>",
    "a\u2028b\u2029c\u0085d",
    "\ufeffbom\ufffe\uffff",
    "\x01\x02\x07\x1b[31m\x7f\x80",
    "null",
    "0x10",
    "1e400",
    "  spaces at both ends  ",
    "\ttab\r\nlines\n",
]
# A PostgreSQL text holds no NUL, and half a surrogate pair is no text at all.
REFUSED = ['"a\\u0000b"', '"\\u0000"', '"\\ud800"', '"\\udfff"', '"\\udc00\\ud800"', '"a\\ud83d"']


@pytest.fixture(scope="module")
def texts(corpora: Path | None) -> list[str]:
    """What others found to be trouble, and our own."""
    found = list(OWN)
    if corpora:
        found += json.loads((corpora / "hostile" / "naughty_strings.json").read_text())
    return found


async def test_a_message_says_what_was_typed(stage: Stage, texts: list[str]) -> None:
    row = await stage.row("own")
    where = row.conversation.id
    kept: list[str] = []
    async with (
        await stage.running.live_visitor("claire") as claire,
        await stage.running.live_agent("lea") as lea,
    ):
        for text in texts:
            said = await claire.send(where, text)
            if not text.strip():
                assert said["error"]["code"] == "empty_message"
                continue
            assert said["message"]["body"] == text
            heard = await lea.hears("message.sent")
            assert heard["data"]["message"]["body"] == text
            kept.append(text)
    read: list[str] = []
    before: int | None = None
    while before != 2:
        page = await stage.ask(
            "lea",
            "GET",
            f"{API}/conversations/{where}/messages",
            params={"before": before or 2**50, "limit": 100},
        )
        items = [item for item in page.json()["items"] if item["kind"] == "message"]
        read = [item["body"] for item in items] + read
        if not page.json()["more"]:
            break
        before = items[0]["seq"]
    assert read[1:] == kept
    last = await stage.ask("lea", "GET", f"{API}/conversations/{where}")
    assert last.json()["conversation"]["last_message"]["body"] == kept[-1][:140]


async def test_every_other_text_says_what_was_typed(stage: Stage, texts: list[str]) -> None:
    ana, visitor = "ana", "anonymous visitor"
    team = (await stage.ask(ana, "POST", f"{API}/teams", json={"name": uuid4().hex})).json()["id"]
    row = await stage.row("own", visitor)
    for text in [*OWN, *texts[:: max(1, len(texts) // 30)]]:
        agent_name = await stage.ask(ana, "PATCH", f"{API}/session/profile", json={"name": text})
        same(agent_name, text, "name")
        same(await stage.ask(ana, "PATCH", f"{API}/teams/{team}", json={"name": text}), text, "name")
        brand = f"{API}/brands/{stage.cast.brume.id}"
        same(await stage.ask(ana, "PATCH", brand, json={"name": text}), text, "name")
        same(await stage.ask(ana, "PATCH", brand, json={"greeting": text}), text, "greeting")
        same(await stage.ask(visitor, "PATCH", f"{API}/widget/visitor", json={"name": text}), text, "name")
        said = await stage.ask(visitor, "PATCH", f"{API}/widget/visitor", json={"attributes": {"note": text}})
        if said.is_success:
            shown = await stage.ask(ana, "GET", f"{API}/customers/{row.visitor.id}")
            assert shown.json()["attributes"]["note"] == text
        begun = await stage.ask(
            visitor,
            "POST",
            f"{API}/widget/conversations",
            json={
                "client_id": str(uuid4()),
                "body": "x",
                "page_title": text,
                "page_url": f"https://a.example/{text}",
            },
        )
        if begun.is_success:
            shown = await stage.ask(ana, "GET", f"{API}/conversations/{begun.json()['conversation']['id']}")
            assert shown.json()["conversation"]["page_title"] == text
            assert shown.json()["conversation"]["page_url"] == f"https://a.example/{text}"
        edited = await stage.ask(
            visitor, "PATCH", f"{API}/widget/messages/{row.message_id}", json={"body": text}
        )
        same(edited, text, "body")
    listed = await stage.ask(ana, "GET", f"{API}/messages/{row.message_id}/revisions")
    revisions = [revision["body"] for revision in listed.json()["items"]]
    assert set(revisions[1:]) <= set(texts)
    async with stage.running.app.house.database.system() as session:
        await session.execute("update brand set name = 'Atelier Brume' where id = %s", (stage.cast.brume.id,))


def same(answer: Any, text: str, field: str) -> None:
    """Check that a text was kept as it is, or refused as something that is not one."""
    if answer.is_success:
        assert answer.json()[field] == text
    else:
        assert answer.status_code in (400, 409), answer.text


BODIES: dict[tuple[str, str], str] = {
    ("visitor", "POST /widget/conversations"): '{"client_id": "%(id)s", "body": %(odd)s}',
    ("visitor", "POST /widget/conversations "): '{"client_id": "%(id)s", "body": "x", "page_title": %(odd)s}',
    ("visitor", "POST /widget/conversations  "): '{"client_id": "%(id)s", "body": "x", "page_url": %(odd)s}',
    ("visitor", "PATCH /widget/visitor"): '{"name": %(odd)s}',
    ("visitor", "PATCH /widget/visitor "): '{"email": %(odd)s}',
    ("visitor", "PATCH /widget/visitor  "): '{"attributes": {"a": %(odd)s}}',
    ("visitor", "PATCH /widget/visitor   "): '{"attributes": {%(odd)s: 1}}',
    ("visitor", "POST /widget/identify"): '{"jwt": %(odd)s}',
    ("visitor", "POST /widget/session"): '{"brand": %(odd)s}',
    ("ana", "POST /session"): '{"email": %(odd)s, "password": "x"}',
    ("ana", "POST /session "): '{"email": "nobody@house.example", "password": %(odd)s}',
    ("ana", "PATCH /session/profile"): '{"name": %(odd)s}',
    ("ana", "POST /teams"): '{"name": %(odd)s}',
    ("ana", "POST /api-keys"): '{"name": %(odd)s}',
    ("ana", "POST /brands"): '{"slug": "%(id)s", "name": %(odd)s, "locale": "fr"}',
    ("ana", "POST /brands "): '{"slug": "%(id)s", "name": "x", "locale": "fr", "greeting": %(odd)s}',
    (
        "ana",
        "POST /brands  ",
    ): '{"slug": "%(id)s", "name": "x", "locale": "fr", "allowed_origins": [%(odd)s]}',
    ("ana", "POST /conversations/%(where)s/messages"): '{"client_id": "%(id)s", "body": %(odd)s}',
    ("ana", "POST /conversations/%(where)s/hand-over"): '{"note": %(odd)s}',
    ("ana", "PATCH /customers/%(who)s"): '{"name": %(odd)s}',
}


@pytest.mark.parametrize("odd", REFUSED)
async def test_what_is_no_text_is_refused_in_a_sentence(stage: Stage, odd: str) -> None:
    row = await stage.row("own")
    for (role, what), body in BODIES.items():
        named = {"id": uuid4(), "odd": odd, "where": row.conversation.id, "who": row.visitor.id}
        method, _, path = (what.strip() % named).partition(" ")
        hand = stage.given["anonymous visitor" if role == "visitor" else role]
        json_too = hand | {"content-type": "application/json"}
        said = await stage.ask("", method, API + path, hand=json_too, content=body % named)
        assert said.status_code in (400, 401, 403), (what, said.status_code, said.text)
        assert said.headers["content-type"] == "application/problem+json"
    async with await stage.running.live_visitor("claire") as claire:
        for field in ("body", "page_title", "page_url", "client_id", "kind"):
            frame = {
                "type": "send",
                "client_id": str(uuid4()),
                "conversation_id": None,
                "body": "x",
                field: "@",
            }
            await claire.socket.send(json.dumps(frame).replace('"@"', odd))
            told = await claire.hears("failed", "error")
            assert told["error"]["status"] == 400, told
        assert (await claire.send(row.conversation.id, "encore là"))["type"] == "sent"


ODD_PLACES = [
    "%00",
    "%ff",
    "%c0%80",
    "%ed%a0%80",
    "a%00b",
    "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "x" * 2000,
    "%0d%0aX:y",
    "%",
]


@pytest.mark.parametrize("odd", ODD_PLACES)
async def test_no_address_is_an_error_of_ours(stage: Stage, odd: str) -> None:
    questions = ["q", "after", "view", "status", "brand_id", "limit", "before", "name", "lang", "nothing"]
    for method, path in RULES:
        filled = "/".join(odd if part.startswith("{") else part for part in path.split("/"))
        plain = "/".join(str(UUID(int=0)) if part.startswith("{") else part for part in path.split("/"))
        asked = "&".join(f"{question}={odd}" for question in questions)
        for address in (filled, f"{plain}?{asked}", f"{plain}?{asked}&{asked}"):
            for role in ("ana's key", "anonymous visitor"):
                said = await stage.ask(role, method, address)
                assert said.status_code < 500 or not_built(said), (method, address[:200], said.text)


def not_built(answer: Any) -> bool:
    return answer.status_code == 503 and answer.json()["code"] == "not_built"
