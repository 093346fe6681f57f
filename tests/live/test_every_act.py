"""Snapshot + events = fresh snapshot, for every act, for agents and for visitors.

The events go through the very reducer that the console and the widget run.
"""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.cast import Ear, Running
from tests.live.acts import ACTS, scene_of
from visavis.kit.events import Event

NODE = Path(sys.executable).parent / "node"
REDUCER = Path(__file__).parents[2] / "web/packages/live/src/replay.ts"
Snapshot = dict[str, Any]


async def snapshot_of(http: httpx.AsyncClient, place: str, since: str) -> Snapshot:
    """Fetch every conversation of this scene (ids sort by time), with its messages."""
    items, after = list[dict[str, Any]](), None
    while True:
        asked = {"status": "any", "limit": 100} | ({"after": after} if after else {})
        listed = (await http.get(place, params=asked)).json()
        items += [item for item in listed["items"] if item["id"] >= since]
        if not (after := listed.get("next")):
            break
    messages = {item["id"]: (await http.get(f"{place}/{item['id']}")).json()["messages"] for item in items}
    return {"conversations": {item["id"]: item for item in items}, "messages": messages}


async def reduce(snapshot: Snapshot, frames: list[dict[str, Any]]) -> Snapshot:
    node = await asyncio.create_subprocess_exec(
        NODE, REDUCER, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    out, _ = await node.communicate(json.dumps({"snapshot": snapshot, "frames": frames}).encode())
    assert node.returncode == 0
    return json.loads(out)


async def heard_all(running: Running, ear: Ear) -> list[dict[str, Any]]:
    """Everything up to the newest event in the log."""
    async with running.cast.house.database.system() as session:
        newest = await session.tuple("select count(*), max(xid::text::bigint) from event")
    assert newest is not None
    while newest[1] and running.app.live.dispatcher.cursor.xid < newest[1]:
        await ear.catch_up()
    await ear.catch_up()
    return [frame for frame in ear.heard if frame["type"] not in ("pong", "ready")]


@pytest.mark.parametrize("name", list(ACTS))
async def test_snapshot_and_events_make_the_fresh_snapshot(theatre: Running, name: str) -> None:
    scene = await scene_of(theatre)
    since = str(scene.conversation.id)
    async with (
        theatre.as_agent("lea") as lea,
        theatre.as_visitor("claire") as claire,
        await theatre.live_agent("lea") as lea_hears,
        await theatre.live_visitor("claire") as claire_hears,
    ):
        places = (lea, "/api/v1/conversations"), (claire, "/api/v1/widget/conversations")
        before = [await snapshot_of(*place, since) for place in places]
        await ACTS[name](scene)
        told = [await heard_all(theatre, ear) for ear in (lea_hears, claire_hears)]
        after = [await snapshot_of(*place, since) for place in places]
    assert told[0], "the act must tell something to mean anything"
    reduced = [await reduce(old, frames) for old, frames in zip(before, told, strict=True)]
    # Hugo's conversations of earlier scenes move along; they are in neither snapshot.
    here = {id_: c for id_, c in reduced[0]["conversations"].items() if id_ >= since}
    assert reduced[0] | {"conversations": here} == after[0]
    assert without_notes(reduced[1]) == without_notes(after[1])


def without_notes(snapshot: Snapshot) -> Snapshot:
    """Leave out the three fields that a note moves: customers are told nothing of notes."""
    hidden = {"version", "last_seq", "updated_at"}
    kept = {
        id_: {k: v for k, v in conversation.items() if k not in hidden}
        for id_, conversation in snapshot["conversations"].items()
    }
    return {**snapshot, "conversations": kept}


async def test_every_event_of_a_conversation_has_an_act_here(theatre: Running) -> None:
    for act in ACTS.values():
        await act(await scene_of(theatre))
    async with theatre.cast.house.database.system() as session:
        caused = {row[0] for row in await session.tuples("select distinct type from event")}
    assert {kind for kind in Event.kinds if kind.startswith(("message.", "conversation."))} <= caused
