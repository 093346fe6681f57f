"""What is left of a promise of 60 s is shared out as of one of 180."""

from tests.promises.house import agent, chat, given, house_of, keep_writing, only
from visavis.promises import policy as p


def test_the_last_minute_of_a_short_promise_is_its_last_third() -> None:
    house = house_of(agent("Léa"))
    keep_writing(house, "Léa", 3)
    assert given(house, p.Arrived(chat("Ana", 0.0, due_at=60.0)), 0.0) == [], (
        "whoever is free first will greet"
    )
    assert given(house, p.Tick(), 39.0) == []
    assert given(house, p.Tick(), 40.0) == [("Ana", "Léa")]


def test_a_slot_above_the_soft_cap_does_not_open_at_once_for_a_short_promise() -> None:
    house = house_of(agent("Léa"))
    keep_writing(house, "Léa", 3)
    house.learn(p.Paused("Léa"), 0.0)
    assert given(house, p.Arrived(chat("Ana", 0.0, due_at=60.0)), 0.0) == []
    assert given(house, p.Tick(), 20.0) == [("Ana", "Léa")]


def test_an_own_agent_is_waited_for_a_quarter_of_a_short_promise() -> None:
    house = house_of(agent("own"), agent("other"))
    keep_writing(house, "own", 5)
    assert given(house, p.Arrived(chat("Ana", 0.0, due_at=60.0, own="own")), 0.0) == []
    assert given(house, p.Tick(), 14.0) == [], "held, as the own agent may come free"
    assert given(house, p.Tick(), 15.0) == [("Ana", "other")]


def test_who_is_called_out_about_a_short_promise_has_a_quarter_of_it_left() -> None:
    house = house_of(agent("Léa", capacity={"chat": 0}))
    for name, due in (("Ana", 60.0), ("Bo", 180.0)):
        house.learn(p.Arrived(chat(name, 0.0, due_at=due)), 0.0)
    assert not only(house.tell(p.Tick(), 44.0), p.Page)
    assert [page.work_id for page in only(house.tell(p.Tick(), 45.0), p.Page)] == ["Ana"]
    assert not only(house.tell(p.Tick(), 149.0), p.Page)
    assert [page.work_id for page in only(house.tell(p.Tick(), 150.0), p.Page)] == ["Bo"]


def test_the_own_agent_of_a_short_promise_is_chosen_while_a_sixth_of_it_would_be_left() -> None:
    for typing, chosen in ((12.0, [("Ana", "own")]), (20.0, [])):
        house = house_of(agent("own"), agent("other"))
        keep_writing(house, "own", 1)
        house.learn(p.Began("own", "own 0", typing), 0.0)
        assert given(house, p.Arrived(chat("Ana", 0.0, due_at=60.0, own="own")), 0.0) == chosen
    house = house_of(agent("own"), agent("other"))
    keep_writing(house, "own", 1)
    house.learn(p.Began("own", "own 0", 49.0), 0.0)
    house.learn(p.Arrived(chat("Ana", 0.0, due_at=60.0, own="own")), 0.0)
    assert given(house, p.Tick(), 38.0) == [("Ana", "own")], "in 11 s, when 10 would be left"
