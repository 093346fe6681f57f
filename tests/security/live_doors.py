"""Knocking at the live doors as anyone."""

import websockets

from tests.cast import Ear
from tests.security.rules import API
from tests.security.stage import VISITORS, Stage


async def hello(stage: Stage, door: str, token: object) -> tuple[Ear, str]:
    """Knock at a live door, and tell what came back: `ready`, or the code with which it was closed."""
    url = stage.running.url.replace("http", "ws")
    ear = Ear(await websockets.connect(f"{url}/live/{door}"))
    await ear.say(type="hello", token=token)
    try:
        ear.ready = await ear.hears("ready")
    except websockets.ConnectionClosed as closed:
        return ear, str(closed.rcvd.code if closed.rcvd else "")
    return ear, "ready"


async def ticket(stage: Stage, role: str) -> str:
    """Ask for a ticket to the live socket, as someone who may."""
    answer = await stage.ask(role, "POST", f"{API}/live/ticket")
    return answer.json()["ticket"]


def bearer(stage: Stage, role: str) -> str:
    """Give the secret with which a role knocks at HTTP."""
    hand = stage.given[role]
    return hand.get("authorization", "").removeprefix("Bearer ") or hand["cookie"].partition("=")[2]


async def connect(stage: Stage, role: str) -> Ear:
    """Open a role's own socket."""
    if role in VISITORS:
        ear, said = await hello(stage, "visitor", bearer(stage, role))
    else:
        ear, said = await hello(stage, "agent", await ticket(stage, role))
    assert said == "ready"
    return ear
