"""What is offered can be kept, and what cannot is not offered."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as some

from visavis.brands import ALWAYS, Hours, HoursVersion, Interval, Week
from visavis.promises import Outlook, answer, offers, probability

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)  # a Wednesday
OFFICE = [Interval(opens="09:00", closes="18:00")]
WEEKDAYS = Hours(
    time_zone="Europe/Paris",
    week=Week(monday=OFFICE, tuesday=OFFICE, wednesday=OFFICE, thursday=OFFICE, friday=OFFICE),
)
NEVER = Hours(time_zone="Europe/Paris", week=Week())


def outlook(hours: Hours = ALWAYS, **known: int) -> Outlook:
    version = HoursVersion(brand_id=uuid4(), version=1, valid_from=None, saved_by=None, hours=hours)
    numbers = {"agents": 2, "places": 8, "free": 8, "waiting": 0} | known
    return Outlook(brand_id=version.brand_id, hours=version, **numbers)


def test_someone_free_answers_within_the_shortest_step() -> None:
    live, later = offers(outlook(), NOON)
    assert (live.way, live.within_s, live.by) == ("live", 60, NOON + timedelta(seconds=60))
    assert later.way == "later"


def test_nobody_there_is_said_with_a_time() -> None:
    (later,) = offers(outlook(agents=0, places=0, free=0), NOON)
    assert (later.way, later.within_s, later.by) == ("later", None, NOON + timedelta(hours=4))


def test_a_closed_house_counts_its_own_hours() -> None:
    evening = datetime(2026, 3, 4, 19, 30, tzinfo=UTC)  # 20:30 in Paris
    (later,) = offers(outlook(WEEKDAYS), evening)
    assert later.by == datetime(2026, 3, 5, 12, 0, tzinfo=UTC)  # 13:00 in Paris, four hours after it opens


def test_a_house_that_never_opens_promises_nothing() -> None:
    (later,) = offers(outlook(NEVER), NOON)
    assert later.by is None
    assert answer(outlook(NEVER), NOON) is None


def test_a_line_makes_the_promise_longer_and_then_withdraws_it() -> None:
    within = [offers(outlook(places=40, free=0, waiting=n), NOON)[0].within_s for n in range(0, 30)]
    said = [step for step in within if step is not None]
    assert said == sorted(said)
    assert within[-1] is None
    assert set(said) - {60}, "with a short line a longer time is still promised"


def test_the_answer_is_what_was_offered() -> None:
    seen = outlook(places=40, free=0, waiting=0)
    promised, offered = answer(seen, NOON), offers(seen, NOON)[0]
    assert promised is not None
    assert (promised.by, promised.way) == (offered.by, offered.way)
    assert promised.probability is not None
    assert promised.probability >= 0.98
    assert promised.hours_version == 1


@given(
    places=some.integers(1, 60),
    free=some.integers(0, 60),
    waiting=some.integers(0, 60),
    within=some.sampled_from([60.0, 120.0, 180.0]),
)
def test_one_more_place_never_makes_it_less_sure(places: int, free: int, waiting: int, within: float) -> None:
    before = probability(outlook(places=places, free=min(free, places), waiting=waiting), within)
    more = probability(outlook(places=places + 1, free=min(free, places) + 1, waiting=waiting), within)
    assert more >= before - 1e-12
    assert (
        probability(outlook(places=places, free=min(free, places), waiting=waiting + 1), within)
        <= before + 1e-12
    )
    assert (
        probability(outlook(places=places, free=min(free, places), waiting=waiting), within + 30)
        >= before - 1e-12
    )


@pytest.mark.parametrize("agents", [0, 1])
def test_what_is_promised_is_never_in_the_past(agents: int) -> None:
    for minute in range(0, 24 * 60, 7):
        now = NOON + timedelta(minutes=minute, seconds=31)
        for offer in offers(outlook(WEEKDAYS, agents=agents), now):
            assert offer.by is not None
            assert offer.by > now
