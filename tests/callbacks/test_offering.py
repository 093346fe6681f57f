"""A call is offered where it can be kept, and nowhere else."""

from datetime import UTC, datetime, timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as some
from msgspec.structs import replace

from tests.callbacks.office import NOON, QUARTER, desk, slot
from visavis.brands import ALWAYS, Hours, Interval, Week
from visavis.callbacks import Window, offers
from visavis.callbacks.offering import Desk, call_now, capacity, slots, still

OFFICE = [Interval(opens="09:00", closes="18:10")]
WEEKDAYS = Hours(
    time_zone="Europe/Paris",
    week=Week(monday=OFFICE, tuesday=OFFICE, wednesday=OFFICE, thursday=OFFICE, friday=OFFICE),
)
NEVER = Hours(time_zone="Europe/Paris", week=Week())


def test_who_has_free_hands_calls_within_two_minutes_and_three_slots_follow() -> None:
    at_once, *later = offers(desk(), NOON)
    assert (at_once.way, at_once.within_s) == ("callback", 120)
    assert (at_once.after, at_once.by) == (NOON, NOON + timedelta(minutes=2))
    assert [(offer.after, offer.by, offer.within_s) for offer in later] == [
        (window.after, window.by, None) for window in (slot(12, 15), slot(12, 30), slot(12, 45))
    ]


def test_a_brand_that_does_not_call_offers_nothing() -> None:
    assert offers(desk(offered=False), NOON) == []
    assert still(desk(offered=False), NOON.replace(minute=15), NOON) is None


def test_nobody_there_calls_nobody_now_and_the_usual_team_calls_later() -> None:
    first, *_ = offers(desk(agents=0, hands=0, free=0, places=0), NOON)
    assert first.within_s is None
    assert first.after == NOON.replace(hour=16, minute=15), "when four hours are over"
    assert offers(desk(agents=0, hands=0, free=0, places=0, usual=0), NOON) == []


def test_a_call_that_is_owed_takes_the_hands_it_needs() -> None:
    busy = desk(owed=(Window(NOON, NOON + timedelta(minutes=2)), slot(12, 0)))
    assert call_now(desk(owed=(slot(12, 0),)), NOON) is not None, "the second agent is free"
    assert call_now(busy, NOON) is None
    assert call_now(desk(owed=(slot(13, 0), slot(13, 0))), NOON) is not None, "later is not now"


def test_who_waits_in_writing_comes_before_who_calls() -> None:
    assert call_now(desk(waiting=2), NOON) is None
    assert call_now(desk(waiting=1), NOON) is not None


def test_a_call_needs_an_empty_desk_however_many_places_are_free() -> None:
    assert call_now(desk(agents=10, hands=0, free=30, places=40), NOON) is None


@pytest.mark.parametrize(("agents", "calls"), [(0, 0), (1, 1), (2, 1), (3, 2), (4, 3), (12, 9)])
def test_calls_take_a_quarter_of_everybodys_time(agents: int, calls: int) -> None:
    assert capacity(agents) == calls


def test_a_full_slot_is_not_offered() -> None:
    full = desk(owed=(slot(12, 15),))
    assert list(islice(slots(full, NOON), 2)) == [slot(12, 30), slot(12, 45)]
    assert still(full, slot(12, 15).after, NOON) is None


def test_slots_lie_within_opening_hours_and_go_on_with_the_next_day() -> None:
    evening = datetime(2026, 11, 25, 16, 50, tzinfo=UTC)  # 17:50 in Paris, where it closes at 18:10
    found = list(islice(slots(desk(WEEKDAYS), evening), 2))
    assert [window.after for window in found] == [
        datetime(2026, 11, 26, 8, 0, tzinfo=UTC),
        datetime(2026, 11, 26, 8, 15, tzinfo=UTC),
    ]
    assert call_now(desk(WEEKDAYS), evening) is not None
    assert call_now(desk(WEEKDAYS), evening + timedelta(minutes=19)) is None, (
        "closed before two minutes are over"
    )
    assert offers(desk(NEVER), NOON) == []


def test_tomorrow_counts_on_half_of_the_usual_team() -> None:
    """Four agents, three calls a slot; tomorrow two of four usual ones, one call."""
    there = desk(agents=4, hands=4)
    tomorrow = Window(slot(12, 0).after + timedelta(days=1), slot(12, 0).by + timedelta(days=1))
    for window, taken, room in ((slot(12, 15), 2, True), (slot(12, 15), 3, False), (tomorrow, 1, False)):
        held = desk(agents=4, hands=4, owed=(window,) * taken)
        assert (still(held, window.after, NOON) is not None) == room
    assert still(there, tomorrow.after, NOON) == tomorrow


def test_what_was_clicked_is_on_the_clock_and_not_too_far_away() -> None:
    assert still(desk(), NOON.replace(minute=16), NOON) is None
    assert still(desk(), NOON.replace(minute=0), NOON) is None, "that slot has begun"
    assert still(desk(), NOON.replace(minute=0), NOON.replace(minute=0, second=59)) == slot(12, 0)
    assert still(desk(), NOON.replace(minute=0) + timedelta(days=8), NOON) is None
    assert still(desk(), None, NOON) == Window(NOON, NOON + timedelta(minutes=2))


def usually(busy: float, *, agents: int = 2, house: int = 2) -> Desk:
    """A desk of a house in which so many agents are busy in every slot of that day."""
    midnight = NOON.replace(hour=0, minute=0).timestamp()
    day = {midnight + n * QUARTER.total_seconds(): busy for n in range(2 * 96)}
    return desk(agents=agents, hands=agents, house=house, house_usual=house, busy=day)


def test_slots_are_offered_where_the_usual_day_leaves_time() -> None:
    """Three agents of whom 2.6 are busy until two o'clock have no five minutes to spare."""
    busy = usually(2.6, agents=3, house=3)
    day = {start: 2.6 if start < slot(14, 0).after.timestamp() else 1.0 for start in busy.busy}
    later = replace(busy, busy=day)
    assert next(slots(later, NOON)) == slot(14, 0)
    assert still(later, slot(13, 45).after, NOON) is None


@pytest.mark.parametrize(
    ("agents", "busy", "calls"),
    [
        (0, 0.0, 0),
        (1, 0.0, 1),
        (1, 0.5, 1),
        (1, 0.6, 0),
        (2, 0.0, 2),
        (12, 0.1, 11),
        (12, 0.65, 3),
        (12, 0.95, 0),
    ],
)
def test_calls_take_their_part_of_the_time_that_is_usually_left(agents: int, busy: float, calls: int) -> None:
    assert capacity(agents, busy) == calls


def test_agents_of_other_brands_carry_their_part_of_what_is_usual() -> None:
    shared = usually(2.0, agents=2, house=8)
    assert still(shared, slot(12, 15).after, NOON) is not None, "a quarter of everybody's time is taken"
    assert still(usually(2.0, agents=2, house=2), slot(12, 15).after, NOON) is None


numbers = some.integers(0, 12)


@some.composite
def desks(draw: some.DrawFn) -> Desk:
    """Any desk, of any size and however busy."""
    agents = draw(numbers)
    return desk(
        draw(some.sampled_from([ALWAYS, WEEKDAYS, NEVER])),
        agents=agents,
        hands=min(agents, draw(numbers)),
        free=draw(numbers),
        places=4 * agents,
        waiting=draw(numbers),
        usual=draw(numbers),
        owed=tuple(slot(12 + n // 4, 15 * (n % 4)) for n in draw(some.lists(numbers, max_size=12))),
    )


moments = some.integers(0, 7 * 24 * 60).map(
    lambda minute: NOON + timedelta(minutes=minute, seconds=minute % 60)
)


@given(desks(), moments)
def test_what_is_offered_is_still_there_when_it_is_clicked(there: Desk, now: datetime) -> None:
    for offer in offers(there, now):
        assert offer.after is not None
        window = still(there, None if offer.within_s else offer.after, now)
        assert window is not None
        assert (window.after, window.by) == (offer.after, offer.by)
        assert window.by > now


@given(desks(), moments)
def test_a_booked_slot_has_one_place_less_and_never_more_than_there_are(there: Desk, now: datetime) -> None:
    for window in islice(slots(there, now), 3):
        held, taken = there, 0
        while still(held, window.after, now):
            held = replace(held, owed=(*held.owed, window))
            taken += 1
        assert 1 <= taken <= max(capacity(there.agents), capacity((there.usual + 1) // 2))


@given(desks(), moments)
def test_one_more_agent_never_takes_an_offer_away(there: Desk, now: datetime) -> None:
    more = replace(
        there,
        agents=there.agents + 1,
        hands=there.hands + 1,
        free=there.free + 4,
        places=there.places + 4,
        usual=there.usual + 1,
    )
    assert call_now(there, now) is None or call_now(more, now) is not None
    first = next(slots(there, now), None)
    assert first is None or still(more, first.after, now) == first


def test_slots_are_quarters_of_an_hour() -> None:
    assert all(window.by - window.after == QUARTER for window in islice(slots(desk(), NOON), 200))
