"""What is offered can be kept, and what cannot is not offered."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as some
from msgspec.structs import replace

from visavis.brands import ALWAYS, Hours, HoursVersion, Interval, Week
from visavis.promises import Prospect, again, answer, offers, probability
from visavis.promises.policy import Outlook

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)  # a Wednesday
OFFICE = [Interval(opens="09:00", closes="18:00")]
WEEKDAYS = Hours(
    time_zone="Europe/Paris",
    week=Week(monday=OFFICE, tuesday=OFFICE, wednesday=OFFICE, thursday=OFFICE, friday=OFFICE),
)
NEVER = Hours(time_zone="Europe/Paris", week=Week())


IMPATIENCE = 1 / 300


def chat(*, ahead: int | None = 0, words: float = 0.5) -> Outlook:
    """What the policy sees: so many ahead, or None for free hands; first words per second."""
    return Outlook(ahead is None, ahead or 0, words, IMPATIENCE, 1.0, 0.0, 0.0, room=True)


def prospect(hours: Hours = ALWAYS, seen: Outlook | None = None) -> Prospect:
    version = HoursVersion(brand_id=uuid4(), version=1, valid_from=None, saved_by=None, hours=hours)
    return Prospect(hours=version, chat=seen)


FREE = chat(ahead=None)


def test_someone_free_answers_within_the_shortest_step() -> None:
    live, later = offers(prospect(seen=FREE), NOON)
    assert (live.way, live.within_s, live.by) == ("live", 60, NOON + timedelta(seconds=60))
    assert later.way == "later"


def test_nobody_there_is_said_with_a_time() -> None:
    (later,) = offers(prospect(), NOON)
    assert (later.way, later.within_s, later.by) == ("later", None, NOON + timedelta(hours=4))


def test_a_closed_house_counts_its_own_hours() -> None:
    evening = datetime(2026, 3, 4, 19, 30, tzinfo=UTC)  # 20:30 in Paris
    (later,) = offers(prospect(WEEKDAYS, FREE), evening)
    assert later.by == datetime(2026, 3, 5, 12, 0, tzinfo=UTC)  # 13:00 in Paris, four hours after it opens


def test_a_house_that_never_opens_promises_nothing() -> None:
    (later,) = offers(prospect(NEVER, FREE), NOON)
    assert later.by is None
    assert answer(prospect(NEVER, FREE), NOON) is None


def test_a_line_makes_the_promise_longer_and_then_withdraws_it() -> None:
    within = [offers(prospect(seen=chat(ahead=n, words=0.1)), NOON)[0].within_s for n in range(0, 30)]
    said = [step for step in within if step is not None]
    assert said == sorted(said)
    assert within[-1] is None
    assert set(said) - {60}, "with a short line a longer time is still promised"


def test_the_answer_is_what_was_offered() -> None:
    seen = prospect(seen=chat())
    promised, offered = answer(seen, NOON), offers(seen, NOON)[0]
    assert promised is not None
    assert (promised.by, promised.way) == (offered.by, offered.way)
    assert promised.probability is not None
    assert promised.probability >= 0.98
    assert promised.hours_version == 1


def test_a_brand_promises_no_more_than_it_wants_to() -> None:
    quick = replace(
        prospect(seen=chat(ahead=3, words=0.1)), live_within=60, later_within=timedelta(minutes=30)
    )
    (later,) = offers(quick, NOON)
    assert (later.way, later.by) == ("later", NOON + timedelta(minutes=30))
    assert offers(replace(quick, live_within=180), NOON)[0].within_s in (120, 180)


@given(
    words=some.floats(0.001, 2),
    more=some.floats(0, 1),
    ahead=some.integers(0, 60),
    within=some.sampled_from([60.0, 120.0, 180.0]),
)
def test_more_hands_never_make_it_less_sure_and_more_ahead_never_surer(
    words: float, more: float, ahead: int, within: float
) -> None:
    before = probability(chat(ahead=ahead, words=words), within)
    assert probability(chat(ahead=ahead, words=words + more), within) >= before - 1e-12
    assert probability(chat(ahead=ahead + 1, words=words), within) <= before + 1e-12
    assert probability(chat(ahead=ahead, words=words), within + 30) >= before - 1e-12
    assert probability(FREE, within) == 1.0


def test_who_writes_to_an_agent_who_is_there_is_promised_their_answer_whatever_is_offered_to_others() -> None:
    assert [again(sooner) for sooner in (8, 30, 45, 90, 91)] == [60, 60, 120, 180, None]
    promised = answer(prospect(), NOON, again_within=120)
    assert promised is not None
    assert (promised.way, promised.by) == ("live", NOON + timedelta(minutes=2))


@pytest.mark.parametrize("seen", [None, FREE])
def test_what_is_promised_is_never_in_the_past(seen: Outlook | None) -> None:
    for minute in range(0, 24 * 60, 7):
        now = NOON + timedelta(minutes=minute, seconds=31)
        for offer in offers(prospect(WEEKDAYS, seen), now):
            assert offer.by is not None
            assert offer.by > now
