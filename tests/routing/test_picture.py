"""Whose hands are free, as the words being typed and those that were sent tell it."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

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
