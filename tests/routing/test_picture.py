"""Whose hands are free, as the words being typed and those that were sent tell it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from msgspec.structs import replace

from visavis.routing.cases import Case
from visavis.routing.desks import Desk
from visavis.routing.picture import PAUSE, Picture

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
LEA, ROOM = "léa", "room"
CASE = Case(
    id=ROOM,
    version=5,
    brand_id="lumen",
    customer_id=UUID(int=1),
    mode="",
    team="",
    language="fr",
    assignee=LEA,
    pushed_to=None,
    accept_by=None,
    refused=[],
    waiting_since=None,
    due_at=None,
    own=LEA,
    live=True,
    greeted=True,
    updated_at=NOON,
)


def waiting(**change: Any) -> Case:
    """Give a first word that nobody has answered, or as this changes it."""
    at_the_door = {
        "assignee": None,
        "own": None,
        "greeted": False,
        "waiting_since": NOON,
        "due_at": after(60),
    }
    return replace(CASE, **(at_the_door | change))


def impatience(picture: Picture) -> float:
    return picture.state.line(("lumen", "", "fr")).leaving.rate


@pytest.fixture
def picture() -> Picture:
    """Léa is there and has said hello in a conversation; nobody waits in it."""
    seen = Picture()
    desk = Desk(
        id=LEA, status="available", places=4, since=NOON, languages=["fr"], brands=["lumen"], teams=[]
    )
    seen.see_desks([desk], NOON)
    seen.see(CASE, NOON)
    return seen


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def typing(picture: Picture) -> str:
    return picture.state.agents[LEA].typing


def test_hands_are_free_as_soon_as_what_they_typed_is_sent(picture: Picture) -> None:
    picture.hear_typing(LEA, ROOM, after(1))
    assert typing(picture) == ROOM
    picture.hear_sent(LEA, ROOM, after(3), after(3.01))
    assert typing(picture) == ""


def test_who_types_on_after_what_was_sent_is_not_free(picture: Picture) -> None:
    picture.hear_typing(LEA, ROOM, after(3.005))
    picture.hear_sent(LEA, ROOM, after(3), after(3.01))
    assert typing(picture) == ROOM
    picture.pass_time(after(3.02 + PAUSE))
    assert typing(picture) == ""


def test_what_was_sent_elsewhere_says_nothing_of_what_is_being_typed(picture: Picture) -> None:
    picture.hear_typing(LEA, ROOM, after(1))
    picture.hear_sent(LEA, "another room", after(3), after(3.01))
    assert typing(picture) == ROOM


def test_who_was_answered_and_has_left_takes_no_place(picture: Picture) -> None:
    assert picture.state.agents[LEA].chats == 1
    picture.see(replace(CASE, version=6, left=True), after(61))
    picture.pass_time(after(61))
    assert picture.state.agents[LEA].chats == 0


def test_who_waits_at_a_desk_and_has_left_is_a_letter_there_and_a_chat_again_when_back(
    picture: Picture,
) -> None:
    asks = {"assignee": LEA, "own": LEA, "greeted": True}
    picture.see(waiting(**asks, version=6), after(1))
    picture.see(waiting(**asks, version=7, live=False, left=True, due_at=after(9000)), after(62))
    agent = picture.state.agents[LEA]
    assert (agent.chats, agent.emails, agent.seats[ROOM].due_at) == (0, 1, after(9000).timestamp())
    picture.see(waiting(**asks, version=8, due_at=after(160), waiting_since=after(100)), after(100))
    agent = picture.state.agents[LEA]
    assert (agent.chats, agent.emails, agent.seats[ROOM].due_at) == (1, 0, after(160).timestamp())


def test_only_who_leaves_the_line_tells_how_long_people_wait(picture: Picture) -> None:
    seen: dict[str, float] = {}
    gone = replace(
        CASE, version=9, live=False, left=True, waiting_since=NOON, due_at=after(9000), assignee=None
    )
    ends = {
        "leaves": gone,
        "is answered from there": replace(CASE, version=9),
        "is answered by who is not there": replace(CASE, version=9, assignee="karim"),
        "goes to a team": waiting(version=9, team="salon"),
    }
    for how, end in ends.items():
        told = Picture()
        told.see(waiting(version=8), NOON)
        before = impatience(told)
        told.see(end, after(60))
        seen[how] = impatience(told) - before
    assert seen["leaves"] > 0
    assert seen["is answered from there"] < 0, "they waited a minute and did not leave"
    assert seen["is answered by who is not there"] < 0
    assert seen["goes to a team"] == 0, "they wait on"
