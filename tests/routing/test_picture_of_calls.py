"""When a call is to be made and by whom, as the policy decides from the picture of the house."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from visavis.conversations.models import Callback
from visavis.promises import policy
from visavis.routing.cases import TALK, Case
from visavis.routing.desks import Desk
from visavis.routing.picture import Picture

THREE = datetime(2026, 11, 25, 15, tzinfo=UTC)
LEA, KARIM = UUID(int=1), UUID(int=2)
A_SECOND, A_MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def there(*agents: UUID, since: datetime = THREE - timedelta(hours=2)) -> list[Desk]:
    return [
        Desk(
            id=str(one),
            status="available",
            places=4,
            since=since,
            languages=["fr"],
            brands=["lumen"],
            teams=[],
        )
        for one in agents
    ]


def case(name: str = "room", *, version: int = 1, **more: Any) -> Case:
    """A conversation in which nobody waits for an answer."""
    known: dict[str, Any] = {
        "customer_id": UUID(int=9),
        "brand_id": "lumen",
        "team": "",
        "language": "fr",
        "mode": "",
        "assignee": None,
        "pushed_to": None,
        "accept_by": None,
        "refused": [],
        "waiting_since": None,
        "due_at": None,
        "own": None,
        "live": None,
        "greeted": False,
        "updated_at": THREE - timedelta(hours=1),
    }
    return Case(id=name, version=version, **(known | more))


def writes(name: str, at: datetime, **more: Any) -> Case:
    """A conversation whose customer waits for an answer in the chat."""
    return case(name, waiting_since=at, due_at=at + 3 * A_MINUTE, live=True, updated_at=at, **more)


def at_three(**more: Any) -> Callback:
    """A call promised between three and a quarter past."""
    known: dict[str, Any] = {
        "id": uuid4(),
        "phone": "+33199001122",
        "phone_shown": "01 99 00 11 22",
        "about": "",
        "asked_at": THREE - timedelta(hours=1),
        "after": THREE,
        "by": THREE + timedelta(minutes=15),
        "tries": 0,
    }
    return Callback(**(known | more))


def acts(picture: Picture, at: datetime) -> list[policy.Action]:
    """What is decided then."""
    picture.pass_time(at)
    return [
        action
        for action in policy.decide(picture.state, policy.Tick(), at.timestamp())
        if not isinstance(action, policy.Wake)
    ]


def given(picture: Picture, at: datetime) -> Iterator[tuple[str, str]]:
    return (
        (action.work_id, action.agent_id) for action in acts(picture, at) if isinstance(action, policy.Assign)
    )


@pytest.fixture
def picture() -> Picture:
    """Léa and Karim are there, and have nothing to do."""
    seen = Picture()
    seen.see_desks(there(LEA, KARIM), THREE - timedelta(hours=1))
    return seen


def test_nobody_is_given_a_call_before_its_window_and_somebody_is_as_it_begins(picture: Picture) -> None:
    picture.see(case(callback=at_three()), THREE - timedelta(hours=1))
    for early in (timedelta(minutes=30), timedelta(minutes=8), A_SECOND):
        assert [*given(picture, THREE - early)] == []
    assert [work for work, _ in given(picture, THREE)] == ["call:room"]


def test_a_desk_is_emptied_before_a_slot(picture: Picture) -> None:
    picture.see_desks(there(LEA), THREE - timedelta(hours=1))
    early = THREE - timedelta(minutes=9)
    picture.see(case(callback=at_three()), early)
    picture.see(writes("chat", early, assignee=str(LEA), version=1), early)
    assert [action for action in acts(picture, early) if isinstance(action, policy.Reserve)] == []
    eight = THREE - timedelta(minutes=8)
    kept = [action for action in acts(picture, eight) if isinstance(action, policy.Reserve)]
    assert kept == [policy.Reserve("call:room", str(LEA))]
    picture.state.learn(kept[0], eight.timestamp())
    picture.see(writes("another", eight), eight)
    assert [*given(picture, eight + 30 * A_SECOND)] == [], "she is kept for the call"
    picture.forget("chat", eight + A_MINUTE)
    assert [*given(picture, THREE)] == [("call:room", str(LEA))]


def test_who_has_a_call_gets_no_chat_until_it_has_ended(picture: Picture) -> None:
    picture.see_desks(there(LEA), THREE - timedelta(hours=1))
    pushed = case(callback=at_three(), pushed_to=str(LEA), accept_by=THREE + 12 * A_SECOND, version=2)
    picture.pass_time(THREE)
    picture.see(pushed, THREE)
    taken = case(callback=at_three(taken_by=LEA), assignee=str(LEA), version=3, updated_at=THREE)
    picture.see(taken, THREE + A_SECOND)
    assert picture.state.agents[str(LEA)].voices == 1
    picture.see(writes("chat", THREE + A_SECOND), THREE + A_SECOND)
    assert [*given(picture, THREE + 2 * A_SECOND)] == []
    begun = THREE + A_MINUTE
    on_the_line = case(assignee=str(LEA), talker=str(LEA), talked_at=begun, version=4, updated_at=begun)
    picture.see(on_the_line, begun)
    assert [*given(picture, begun + TALK - A_SECOND)] == []
    assert [*given(picture, begun + TALK)] == [("chat", str(LEA))]


def test_who_hangs_up_and_resolves_is_free_at_once(picture: Picture) -> None:
    picture.see_desks(there(LEA), THREE - timedelta(hours=1))
    talking = case(assignee=str(LEA), talker=str(LEA), talked_at=THREE, updated_at=THREE)
    picture.see(talking, THREE)
    assert picture.state.agents[str(LEA)].voices == 1
    picture.forget("room", THREE + A_MINUTE)
    assert picture.state.agents[str(LEA)].voices == 0


def test_who_waits_and_is_to_be_called_is_one_work_the_call(picture: Picture) -> None:
    early = THREE - A_MINUTE
    picture.see(writes("room", early, callback=at_three()), early)
    picture.pass_time(early)
    assert picture.state.works.keys() == {"room", "call:room"}
    picture.pass_time(THREE)
    assert picture.state.works.keys() == {"call:room"}


def test_a_call_goes_to_the_customer_s_own_agent_whose_desk_is_empty(picture: Picture) -> None:
    for own in (LEA, KARIM):
        seen = Picture()
        seen.see_desks(there(LEA, KARIM), THREE - timedelta(hours=1))
        seen.see(case(callback=at_three(), own=str(own)), THREE - timedelta(hours=1))
        assert [*given(seen, THREE)] == [("call:room", str(own))]


def test_not_reached_they_are_called_again_halfway_to_the_end(picture: Picture) -> None:
    tried = at_three(tries=1, tried_at=THREE + A_MINUTE)
    picture.see(case(callback=tried), THREE + A_MINUTE)
    halfway = THREE + 8 * A_MINUTE
    assert tried.ready == halfway
    assert [*given(picture, halfway - A_SECOND)] == []
    assert [work for work, _ in given(picture, halfway)] == ["call:room"]
    late = at_three(tries=1, tried_at=THREE + 20 * A_MINUTE)
    assert late.ready == THREE + 21 * A_MINUTE


def test_where_agents_choose_for_themselves_no_call_is_given_and_no_desk_emptied(picture: Picture) -> None:
    picture.choose_by_hand(["lumen"])
    picture.see_desks(there(LEA), THREE - timedelta(hours=1))
    picture.see(case(callback=at_three()), THREE - timedelta(hours=1))
    picture.see(writes("chat", THREE, assignee=str(LEA)), THREE)
    for at in (THREE - 8 * A_MINUTE, THREE, THREE + A_MINUTE):
        assert not [
            action for action in acts(picture, at) if isinstance(action, policy.Assign | policy.Reserve)
        ]


def test_what_is_at_the_desk_of_who_has_gone_is_another_s_to_call(picture: Picture) -> None:
    taken = case(callback=at_three(taken_by=LEA), assignee=str(LEA), updated_at=THREE)
    picture.see(taken, THREE)
    assert [*given(picture, THREE + A_SECOND)] == []
    picture.see_desks(there(KARIM), THREE + A_MINUTE)
    assert [*given(picture, THREE + A_MINUTE)] == [("call:room", str(KARIM))]
