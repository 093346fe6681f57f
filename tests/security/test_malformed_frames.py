"""Frames that nobody should say: each gets an answer, the socket stays, and everybody else keeps talking."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.cast import Ear
from tests.security.stage import Stage

GOOD: dict[str, dict[str, Any]] = {
    "hello": {"token": "x", "resume": None},
    "send": {
        "client_id": "00000000-0000-4000-8000-000000000001",
        "conversation_id": "00000000-0000-4000-8000-000000000002",
        "kind": "message",
        "body": "x",
        "attachment_ids": [],
        "page_url": "https://a.example/",
        "page_title": "x",
        "subject_id": None,
    },
    "about": {"subject_id": None},
    "typing": {"conversation_id": "00000000-0000-4000-8000-000000000002"},
    "read": {"conversation_id": "00000000-0000-4000-8000-000000000002", "seq": 1},
    "ping": {},
}
CONFUSED: list[Any] = [
    *(
        None,
        True,
        False,
        0,
        -1,
        2**31,
        2**53 + 1,
        2**63,
        2**64,
        10**40,
        1.5,
        -0.0,
        1e308,
        "",
        "x",
        "null",
        "é" * 30_000,
    ),
    *(
        [],
        {},
        [[]],
        [None],
        ["x"],
        {"$ne": None},
        {"$regex": ".*"},
        {"id": "x"},
        [{}] * 50,
        "0" * 36,
        "x" * 2100,
    ),
]
RAW = [
    *(
        "",
        " ",
        "{",
        "}",
        "[]",
        "null",
        "true",
        "7",
        '"x"',
        "{}",
        '{"type":null}',
        '{"type":[]}',
        '{"type":{"a":1}}',
        "\0",
    ),
    *(
        '{"type":"ping"',
        '{"type":"ping"}}',
        '{"type":"ping","type":"send"}',
        '{"type":"PING"}',
        '{"type":"ping\\u0000"}',
    ),
    *(
        '{"type":"sent"}',
        '{"type":"ready"}',
        '{"type":"message.sent","data":{}}',
        '{"type":"subscribe","channel":"%"}',
    ),
    *(
        '{"type":"ping","x":1}',
        '{"type":"read","seq":NaN}',
        '{"type":"read","seq":1e400}',
        '{"type":"read","seq":Infinity}',
    ),
    *(
        "[" * 100_000,
        '{"a":' * 50_000,
        '{"type":' * 20_000 + '"ping"' + "}" * 20_000,
        '"' + "\\" * 9_999,
        "\ufeff{}",
    ),
    *(
        '{"type":"send","body":"\\ud800"}',
        "{'type':'ping'}",
        "<ping/>",
        "type=ping",
        "\u2028",
        "NaN",
        "-",
        "1e999",
    ),
]


async def still_there(ear: Ear) -> list[dict[str, Any]]:
    """Say ping and hear pong: nothing that was said before has closed this socket."""
    return await ear.catch_up()


@pytest.fixture(params=["agent", "visitor"])
async def ear(stage: Stage, request: pytest.FixtureRequest) -> AsyncIterator[Ear]:
    """An agent's socket, then a visitor's."""
    running = stage.running
    async with await (
        running.live_agent("lea") if request.param == "agent" else running.live_visitor("claire")
    ) as ear:
        yield ear


async def test_what_is_no_frame_is_told_so(ear: Ear) -> None:
    for text in RAW:
        await ear.socket.send(text)
        told = await ear.hears("error", "pong", "failed")
        assert told["type"] == "pong" or told["error"]["status"] == 400, (text[:60], told)
    for raw in (b"", b"\x00\xff", b'{"type":"ping"}', b"\x80" * 1000):
        await ear.socket.send(raw)
        assert (await ear.hears("error"))["error"]["code"] == "bad_frame"
    await still_there(ear)


async def test_every_field_may_be_anything(ear: Ear) -> None:
    for kind, fields in GOOD.items():
        for field in (*fields, "type", "extra"):
            for odd in CONFUSED:
                frame = {"type": kind, **fields, field: odd}
                if kind == "send":
                    frame["client_id"] = odd if field == "client_id" else str(uuid4())
                await ear.socket.send(json.dumps(frame))
        for field in fields:
            await ear.socket.send(
                json.dumps({"type": kind, **{f: v for f, v in fields.items() if f != field}})
            )
        for frame in await still_there(ear):
            assert frame["type"] in ("error", "failed", "offers", "pong", "sent") or "at" in frame, frame
            if frame["type"] in ("error", "failed"):
                assert frame["error"]["status"] < 500, frame


json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)


def framed(kind: object, fields: dict[str, object]) -> str:
    """Write something like a frame."""
    return json.dumps({"type": kind, **fields})


frames = st.builds(
    framed,
    st.sampled_from([*GOOD, "subscribe", "message.sent", ""]) | json_like,
    st.dictionaries(
        st.sampled_from([field for good in GOOD.values() for field in good]), json_like, max_size=7
    ),
)
texts = frames | st.text(max_size=200) | json_like.map(json.dumps)


def draw(strategy: st.SearchStrategy[str], count: int) -> list[str]:
    """Draw a fixed lot of examples."""
    drawn: list[str] = []
    note: Callable[[str], None] = drawn.append

    @settings(
        max_examples=count,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(strategy)
    def collect(text: str) -> None:
        note(text)

    collect()
    return drawn


async def test_whatever_is_said_everybody_else_keeps_talking(stage: Stage) -> None:
    said = draw(texts, 1000)
    row = await stage.row("own")
    where = row.conversation.id
    running = stage.running
    async with (
        await running.live_visitor("hugo") as madman,
        await running.live_visitor("claire") as claire,
        await running.live_agent("camille") as camille,
    ):
        for n, text in enumerate(said):
            with suppress(UnicodeEncodeError):
                await madman.socket.send(text)
            if n % 50 == 0:
                assert (await claire.send(where, f"je continue {n}"))["type"] == "sent"
                await camille.hears("message.sent", conversation_id=str(where))
        # The last word is known by its name: among the others there may be a ping.
        assert (await madman.send(None, ""))["error"]["code"] == "empty_message"
        answers = madman.heard
        assert len(answers) >= len(said) * 0.9
        assert not [f for f in answers if f["type"] in ("error", "failed") and f["error"]["status"] >= 500]


async def test_a_frame_in_pieces_is_one_frame(ear: Ear) -> None:
    for pieces in (['{"type"', ':"ping"}'], ["{", *'"type":"ping"', "}"], ["", "", '{"type":"ping"}', ""]):
        await ear.socket.send(pieces)
        await ear.hears("pong")
