"""What a visitor is told, and when chat is no longer offered."""

import pytest

from tests.promises.house import EN, FR, LUMEN, House, agent, chat, house_of, keep_writing, only
from visavis.promises import policy as p


def offered(house: House, now: float, line: p.Line = FR, until: float = 1e6) -> dict[str, p.Way]:
    """Ask, and give what is offered by means."""
    [offer] = only(house.tell(p.Asked(line, open_until=until), now), p.Offer)
    return {way.means: way for way in offer.ways}


def test_a_visitor_is_offered_chat_at_once_while_hands_are_free() -> None:
    ways = offered(house_of(*(agent(f"agent {n}") for n in range(4))), 0.0)
    assert list(ways) == ["chat", "callback_now", "slot", "message"]
    assert (ways["chat"].by, ways["callback_now"].by) == (20.0, 120.0)
    assert (ways["slot"].after, ways["slot"].by) == (900.0, 1800.0)
    assert ways["message"].by == 3600.0


def test_a_visitor_is_told_a_moment_that_nine_in_ten_would_keep_and_never_more_than_promised() -> None:
    house = house_of(agent("Léa"), agent("Marc"))
    keep_writing(house, "Léa", 1)
    keep_writing(house, "Marc", 1)
    told = [offered(house, 0.0)["chat"].by]
    for n in range(3):
        house.learn(p.Arrived(chat(f"{n}", 0.0)), 0.0)
        told.append(offered(house, 0.0)["chat"].by)
    assert told == sorted(told)
    assert 40 <= told[0] < told[-1] <= 180


def test_chat_is_not_offered_when_every_desk_is_full() -> None:
    house = house_of(agent("Léa"))
    keep_writing(house, "Léa", 5)
    assert "chat" not in offered(house, 40.0)
    house.tell(p.Ended("Léa 0"), 50.0)
    house.tell(p.Ended("Léa 1"), 50.0)
    assert "chat" not in offered(house, 60.0), "not opened again at once"
    assert "chat" in offered(house, 71.0)


def test_nothing_live_is_offered_after_hours() -> None:
    assert list(offered(house_of(agent("Léa")), 100.0, until=100.0)) == ["message"]
    assert "slot" not in offered(house_of(agent("Léa")), 100.0, until=1700.0)


def test_slots_are_offered_where_the_usual_day_leaves_time() -> None:
    house = house_of(*(agent(f"agent {n}") for n in range(8)))
    usual = tuple((n * 900.0, 0.95 if n < 4 else 0.5) for n in range(8))
    house.learn(p.Forecast(usual, 8), 0.0)
    assert offered(house, 0.0)["slot"].after == 3600.0
    assert offered(house, 0.0)["message"].by >= 4500.0


def test_a_slot_that_is_full_is_not_offered() -> None:
    house = house_of(agent("Léa"), agent("Marc"), agent("Nora"), agent("Zoé"))
    first = offered(house, 0.0)["slot"]
    house.tell(p.Arrived(p.Work("Ana", "callback", FR, 0.0, first.by, not_before=first.after)), 0.0)
    assert offered(house, 0.0)["slot"].after > first.after
    assert offered(house, 0.0, EN)["slot"].after > first.after, "the same agents serve both lines"


def test_what_was_seen_at_this_hour_counts_as_far_as_it_is_evidence() -> None:
    house = house_of(agent("Léa"))
    house.learn(p.Remembered(chats=1, answers=2, timed=2, work=240.0), 0.0)
    assert 35.0 < house.state.habits.turn < 36.0, "two answers are an anecdote"
    house.learn(p.Remembered(chats=1000, answers=4000, timed=4000, work=480_000.0), 0.0)
    assert 115.0 < house.state.habits.turn < 120.0
    assert 4.0 < house.state.habits.turns < 4.2
    house.learn(p.Remembered(), 0.0)
    assert (house.state.habits.turn, house.state.habits.turns) == pytest.approx((35.0, 7.0))


def test_who_left_at_this_hour_is_remembered_by_lines_old_and_new_and_today_counts_on_top() -> None:
    house = house_of(agent("Léa"))
    assert house.state.line(FR).leaving.rate == pytest.approx(1 / 300)
    house.learn(p.Arrived(chat("Ana", 0.0, EN)), 0.0)
    house.learn(p.Ended("Ana"), 60.0)
    alone = house.state.line(EN).leaving.rate
    assert alone > 1 / 300
    house.learn(p.Remembered(lefts=100.0, waited=6000.0), 60.0)
    assert (
        house.state.line(FR).leaving.rate == house.state.line(LUMEN).leaving.rate == pytest.approx(110 / 9000)
    )
    assert house.state.line(EN).leaving.rate > 110 / 9000, "whoever left a moment ago is not forgotten"


def test_an_hour_at_which_answers_take_longer_promises_less() -> None:
    quick, slow = house_of(agent("Léa")), house_of(agent("Léa"))
    slow.learn(p.Remembered(chats=1000, answers=7000, timed=7000, work=7000 * 90.0), 0.0)
    for house in (quick, slow):
        keep_writing(house, "Léa", 3)
    kept = [p.outlook(house.state, house.state.line(FR), 10.0).kept for house in (quick, slow)]
    assert kept[0] > 0.98 > kept[1]


def test_who_waits_where_agents_choose_for_themselves_is_ahead_of_nobody_elsewhere() -> None:
    house = house_of(agent("Léa"), rules=p.Rules(by_hand=frozenset({"lumen"})))
    keep_writing(house, "Léa", 3)
    house.learn(p.Paused("Léa"), 0.0)
    for n in range(3):
        house.learn(p.Arrived(chat(f"by hand {n}", 0.0, LUMEN)), 0.0)
    there, here = (p.outlook(house.state, house.state.line(line), 10.0) for line in (LUMEN, FR))
    assert (there.ahead, here.ahead) == (3, 0)
    assert "chat" in offered(house, 10.0), "idle, with three places of five taken"
    for n in range(3):
        house.learn(p.Arrived(chat(f"in line {n}", 10.0, EN)), 10.0)
    assert p.outlook(house.state, house.state.line(FR), 10.0).ahead == 3
