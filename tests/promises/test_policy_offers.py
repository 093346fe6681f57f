"""What a visitor is told, and when chat is no longer offered."""

from tests.promises.house import EN, FR, House, agent, chat, house_of, keep_writing, only
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
