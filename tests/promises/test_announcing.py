"""What a visitor is told beforehand: from the desks as they are, not from how they were."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.promises.house import FR, House, X, agent, chat, house_of, keep_writing
from tests.promises.test_properties import busy_house
from visavis.promises import policy as p


def told(house: House, own: str = "", now: float = 0.0) -> float:
    """Give the seconds that a visitor would be told."""
    line = house.state.line(FR)
    return p.announced(house.state, line, p.outlook(house.state, line, now), own, now)


def kept(house: House, now: float = 0.0) -> float:
    """Give the probability with which three minutes would be promised."""
    return p.outlook(house.state, house.state.line(FR), now).kept


def test_a_returning_customer_is_told_that_their_own_agent_is_still_writing() -> None:
    house = house_of(agent("Léa"), agent("Marc"))
    keep_writing(house, "Léa", 1)
    assert told(house) == told(house, own="Marc") == 20.0
    assert told(house, own="Léa") > 45.0


def test_a_returning_customer_who_is_held_for_a_full_desk_is_told_the_whole_budget() -> None:
    house = house_of(agent("Léa"), agent("Marc"))
    keep_writing(house, "Léa", 5)
    assert told(house, own="Léa") == 60.0
    assert told(house, own="who left") == 20.0


def test_where_every_desk_has_its_three_chats_the_time_until_a_fourth_is_told() -> None:
    team = [f"agent {n}" for n in range(8)]
    below, at_cap = house_of(*map(agent, team)), house_of(*map(agent, team))
    for house, chats in ((below, 2), (at_cap, 3)):
        for name in team:
            keep_writing(house, name, chats)
    assert told(below) == 20.0
    assert told(at_cap) == 40.0


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.integers(0, 30))
def test_nobody_is_told_less_because_somebody_else_waits_too(seed: int, waiting: int) -> None:
    house = busy_house(random.Random(seed), waiting, languages="fr", brands="aube")
    before, mean = told(house), mean_word(house)
    house.learn(p.Arrived(chat("one more", 0.0)), 0.0)
    assert 0 < before <= told(house) <= X
    assert 0 < mean <= mean_word(house) + 1e-9


def mean_word(house: House) -> float:
    """Give the mean seconds until somebody new would hear a person."""
    line = house.state.line(FR)
    return p.first_word_mean(house.state, line, p.outlook(house.state, line, 0.0), "", 0.0)


def test_a_line_that_was_quick_until_now_is_not_believed_once_its_desks_are_full() -> None:
    house = house_of(*(agent(f"agent {n}", languages="fr", brands="aube") for n in range(4)))
    for n in range(200):
        house.tell(p.Arrived(chat(f"{n}", 10.0 * n)), 10.0 * n)
        house.tell(p.Ended(f"{n}"), 10.0 * n + 9)
    for n in range(4):
        keep_writing(house, f"agent {n}", 5, 2000.0)
    for n in range(4):
        house.tell(p.Arrived(chat(f"waits {n}", 2000.0)), 2000.0)
    assert kept(house, 2000.0) < 0.5


def test_a_place_that_is_left_is_counted_only_once() -> None:
    roomy, tight = house_of(agent("Léa")), house_of(agent("Léa"))
    keep_writing(roomy, "Léa", 1)
    keep_writing(tight, "Léa", 4)
    for house in (roomy, tight):
        for n in range(3):
            house.learn(p.Arrived(chat(f"{n}", 0.0)), 0.0)
    assert kept(tight) < 0.1 < kept(roomy)


def test_agents_who_take_twice_as_long_as_the_rules_say_are_found_out() -> None:
    house = house_of(agent("Léa"))
    keep_writing(house, "Léa", 5)
    house.learn(p.Arrived(chat("waits", 0.0)), 0.0)
    believed = kept(house)
    for n in range(400):
        house.learn(p.Wrote("Léa 1", 60.0, 35.0), 1.0)
        house.learn(p.Answered("Léa", "Léa 1", 70.0 + n % 2), 1.0)
    habits, rules = house.state.habits, house.state.rules
    assert rules.turn < habits.turn < 70.0
    assert habits.turns > rules.turns
    assert kept(house) < believed


def test_a_house_without_anybody_tells_the_whole_promise() -> None:
    assert told(House()) == X
    assert told(house_of(replace(agent("Léa"), status="away"))) == X
