"""The policies that ours is compared with, one person at a time."""

from collections.abc import Callable

from tests.promises.house import FR, House, agent, chat, house_of, keep_writing, only
from visavis.promises import policy as p

Decide = Callable[[p.State, p.Event, float], tuple[p.Action, ...]]


def _asked(house: House, decide: Decide, name: str, now: float, own: str = "") -> str | None:
    """Say to whom a visitor is given by this policy, who wrote at 0 and still waits."""
    if name not in house.state.works:
        house.learn(p.Arrived(chat(name, 0.0, own=own)), 0.0)
    assigned = only(decide(house.state, p.Tick(), now), p.Assign)
    return assigned[0].agent_id if assigned else None


def test_a_hard_owner_is_waited_for_while_others_are_free() -> None:
    house = house_of(agent("own", capacity={"chat": 1}), agent("free"))
    keep_writing(house, "own", 1)
    assert _asked(house, p.hard_owner, "Ana", 170.0, own="own") is None
    assert _asked(house, p.hard_owner, "Ben", 170.0) == "free"


def test_a_hard_owner_who_is_away_is_not_waited_for() -> None:
    house = house_of(agent("own", status="away"), agent("free"))
    assert _asked(house, p.hard_owner, "Ana", 0.0, own="own") == "free"


def test_dynamic_capacity_hardly_counts_who_has_been_silent_for_four_minutes() -> None:
    house = house_of(agent("silent", capacity={"chat": 99}), agent("busy", capacity={"chat": 99}))
    keep_writing(house, "silent", 5)
    keep_writing(house, "busy", 1)
    for n in range(5):
        house.learn(p.Answered("silent", f"silent {n}", 10.0), 50.0)
    assert _asked(house, p.dynamic_capacity, "Ana", 289.0) == "busy"
    house = house_of(agent("silent", capacity={"chat": 99}))
    keep_writing(house, "silent", 5)
    assert _asked(house, p.dynamic_capacity, "Ana", 60.0) is None
    for n in range(5):
        house.learn(p.Answered("silent", f"silent {n}", 10.0), 50.0)
    assert _asked(house, p.dynamic_capacity, "Ana", 291.0) == "silent"


def test_a_bullseye_grows_by_a_ring_every_fifteen_seconds() -> None:
    house = house_of(
        agent("one", languages="fr", brands="aube", capacity={"chat": 1}), agent("two", brands="aube")
    )
    keep_writing(house, "one", 1)
    assert _asked(house, p.bullseye, "Ana", 14.0) is None
    assert _asked(house, p.bullseye, "Ana", 15.0) == "two"
    assert (
        _asked(house_of(agent("one", languages="fr"), agent("two")), p.bullseye, "Ana", 0.0, own="two")
        == "two"
    )


def test_first_come_is_served_first_where_the_rules_say_so() -> None:
    """By deadline, who must hear somebody sooner is served first."""
    for rules, first in ((p.Rules(), "Ben"), (p.Rules(first_come=True), "Ana")):
        house = house_of(agent("Léa", status="away"), rules=rules)
        house.learn(p.Arrived(chat("Ana", 0.0)), 0.0)
        house.learn(p.Arrived(p.Work("Ben", "first_response", FR, 1.0, 61.0)), 1.0)
        [assigned, *_] = only(house.tell(p.Seen(agent("Léa")), 2.0), p.Assign)
        assert assigned.work_id == first
