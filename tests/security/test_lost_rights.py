"""A right that is lost is lost within a second, on sockets that are open too."""

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest
import websockets

from tests.cast import PASSWORD, Ear
from tests.security.live_doors import connect, hello
from tests.security.rules import API
from tests.security.stage import Place, Stage
from visavis import staff
from visavis.staff import AgentChanges, managing

pytestmark = pytest.mark.usefixtures("undisturbed")

SOON = 10.0  # seconds from the loss of a right to silence: patience on a busy machine, not a measure


async def silence(stage: Stage, ear: Ear, place: Place) -> None:
    """Wait until this socket hears no more of a place, at most as long as a lost right may linger."""
    begun = time.monotonic()
    while True:
        row = await stage.row(place)
        await asyncio.sleep(0.05)
        try:
            heard = await ear.catch_up()
        except websockets.ConnectionClosed:
            return
        about = [f["type"] for f in heard if f.get("conversation_id") == str(row.conversation.id)]
        if not {"message.sent", "conversation.opened", "conversation.assigned"} & set(about):
            return
        assert time.monotonic() - begun < SOON, f"still heard: {about}"


@pytest.fixture
async def newcomer(stage: Stage) -> AsyncIterator[str]:
    """Noé, an agent of team Salon at Maison Lumen, hired for one test."""
    who = f"noe-{uuid4().hex[:8]}"
    new = staff.NewAgent(
        name="Noé",
        email=f"{who}@house.example",
        role="agent",
        password=PASSWORD,
        brand_ids=[stage.cast.lumen.id],
        team_ids=[stage.cast.salon],
    )
    async with stage.running.app.house.database.system() as session:
        made = await staff.create_agent(session, None, new)
        actor = await staff.load_actor(session, made.id, None)
    assert actor is not None
    stage.agents[who] = actor
    stage.given[who], _ = await stage.cookie(who)
    stage.given[f"{who}'s key"], _ = await stage.key(who)
    yield who
    for role in (who, f"{who}'s key"):
        del stage.given[role]
    del stage.agents[who]


LOSSES: dict[str, dict[str, Any]] = {
    "dismissed": {"disabled": True},
    "sent to another brand": {"brand_ids": "other brand"},
    "left without a brand": {"brand_ids": None},
    "taken out of the team": {"team_ids": None},
    "given another role": {"role": "supervisor"},
    "given another password": {"password": "seven cranes in the fog"},
}


# A key lives on when its agent's role or password changes.
LOST = [*((loss, False) for loss in LOSSES), *((loss, True) for loss in [*LOSSES][:4])]


@pytest.mark.parametrize(("loss", "by_key"), LOST)
async def test_a_right_that_is_lost_is_lost_within_a_second(
    stage: Stage, newcomer: str, loss: str, by_key: bool
) -> None:
    async with await connect(stage, f"{newcomer}'s key" if by_key else newcomer) as ear:
        row = await stage.row("own")
        await ear.hears("message.sent", conversation_id=str(row.conversation.id))
        changes = dict(LOSSES[loss])
        if "brand_ids" in changes:
            changes["brand_ids"] = [stage.cast.brume.id] if changes["brand_ids"] else []
        if "team_ids" in changes:
            changes["team_ids"] = []
        ana, noe = stage.agents["ana"], stage.agents[newcomer]
        async with stage.running.app.house.database.session(ana.brand_ids) as session:
            await managing.change_agent(session, ana, noe.id, AgentChanges(**changes))
        if loss == "given another role":
            with pytest.raises(websockets.ConnectionClosed):
                await ear.hears("never", within=SOON)
        elif loss == "taken out of the team":
            await silence_of_team(stage, ear)
        else:
            await silence(stage, ear, "own")


async def silence_of_team(stage: Stage, ear: Ear) -> None:
    """A conversation that goes to the lost team is seen going, and not heard of any more."""
    begun = time.monotonic()
    while True:
        row = await stage.row("own")
        await stage.cast.says(row.visitor, row.conversation.id, "Allô ?")
        await asyncio.sleep(0.05)
        try:
            heard = await ear.catch_up()
        except websockets.ConnectionClosed:
            return
        about = [f for f in heard if f.get("conversation_id") == str(row.conversation.id)]
        if not [f for f in about if f["type"] == "message.sent" and f["version"] > row.conversation.version]:
            return
        assert time.monotonic() - begun < SOON


@pytest.mark.parametrize("what", ["session", "key"])
async def test_a_socket_ends_with_what_opened_it(stage: Stage, newcomer: str, what: str) -> None:
    hand, made = await (stage.cookie(newcomer) if what == "session" else stage.key(newcomer))
    asked = await stage.ask(newcomer, "POST", f"{API}/live/ticket", hand=hand)
    ear, said = await hello(stage, "agent", asked.json()["ticket"])
    assert said == "ready"
    path = f"{API}/sessions/{made}" if what == "session" else f"{API}/api-keys/{made}"
    assert (await stage.ask(newcomer, "DELETE", path)).is_success
    with pytest.raises(websockets.ConnectionClosed) as closed:
        await ear.hears("never", within=SOON)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4403
