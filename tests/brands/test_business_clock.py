"""The business clock, on the days that are easy to get wrong."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.brands.schedules import (
    BAR,
    NEVER,
    OFFICE,
    PARIS,
    ROUND_THE_CLOCK,
    SHOP,
    every_day,
    hours,
    paris,
    special,
    utc,
    week,
)
from visavis.brands import (
    ALWAYS,
    Hours,
    after_business_time,
    business_time,
    is_open,
    next_closing,
    next_opening,
)

NIGHTS = hours(every_day("0-6"))


def seconds(schedule: Hours, start: datetime, end: datetime) -> float:
    return business_time(schedule, start, end).total_seconds()


def test_a_question_of_friday_evening_has_waited_nine_minutes_on_monday_morning() -> None:
    assert seconds(OFFICE, paris("2026-11-20 17:55"), paris("2026-11-23 09:04")) == 540
    assert after_business_time(OFFICE, paris("2026-11-20 17:55"), timedelta(seconds=540)) == paris(
        "2026-11-23 09:04"
    )


@pytest.mark.parametrize(
    ("day", "opened"), [("2026-03-29", 5 * 3600), ("2026-03-30", 6 * 3600), ("2026-10-25", 7 * 3600)]
)
def test_a_night_lasts_as_long_as_its_clock_says(day: str, opened: int) -> None:
    start = paris(f"{day} 00:00")
    assert seconds(NIGHTS, start, start + timedelta(hours=12)) == opened
    assert next_closing(NIGHTS, start) == start + timedelta(seconds=opened)


@pytest.mark.parametrize(
    ("said", "day", "opened"),
    [
        ("2:30-5", "2026-03-29", ("01:00", "03:00")),  # opens at the jump
        ("1-2:30", "2026-03-29", ("00:00", "01:00")),  # closes at the jump
        ("2:30-5", "2026-10-25", ("00:30", "04:00")),  # opens the first time it is half past two
        ("1-2:30", "2026-10-25", ("2026-10-24 23:00", "00:30")),  # closes then, too
        ("2-3", "2026-10-25", ("00:00", "02:00")),  # three o'clock comes once
    ],
)
def test_a_time_that_is_skipped_or_comes_twice_happens_once(
    said: str, day: str, opened: tuple[str, str]
) -> None:
    schedule = hours(every_day(said))
    start, end = (utc(clock if "-" in clock else f"{day} {clock}") for clock in opened)
    before = paris(f"{day} 00:00")
    assert (next_opening(schedule, before), next_closing(schedule, before)) == (start, end)
    assert seconds(schedule, before, before + timedelta(hours=12)) == (end - start).total_seconds()


def test_hours_that_the_clock_skips_altogether_do_not_exist_that_day() -> None:
    schedule = hours(every_day("2:10-2:50"))
    assert seconds(schedule, paris("2026-03-29 00:00"), paris("2026-03-30 00:00")) == 0
    assert next_opening(schedule, paris("2026-03-29 00:00")) == paris("2026-03-30 02:10")
    samoa = hours(every_day("9-17"), zone="Pacific/Apia")  # which skipped the whole 30th
    assert seconds(samoa, utc("2011-12-30 09:00"), utc("2011-12-30 16:00")) == 0
    assert seconds(samoa, utc("2011-12-29 00:00"), utc("2012-01-01 00:00")) == (3 + 8 + 8 + 5) * 3600


def test_a_brand_is_open_at_its_opening_time_and_no_longer_at_its_closing_time() -> None:
    instant = timedelta(microseconds=1)
    for at, opened in {
        paris("2026-11-23 09:00") - instant: False,
        paris("2026-11-23 09:00"): True,
        paris("2026-11-23 12:00") - instant: True,
        paris("2026-11-23 12:00"): False,
        paris("2026-11-23 14:00"): True,
        paris("2026-11-22 10:00"): False,
    }.items():
        assert is_open(SHOP, at) is opened, at


def test_the_next_opening_and_closing_are_always_to_come() -> None:
    assert next_opening(SHOP, paris("2026-11-23 08:00")) == paris("2026-11-23 09:00")
    assert next_opening(SHOP, paris("2026-11-23 09:00")) == paris("2026-11-23 14:00")
    assert next_closing(SHOP, paris("2026-11-23 12:00")) == paris("2026-11-23 18:00")
    assert next_opening(SHOP, paris("2026-11-21 12:59")) == paris("2026-11-23 09:00")
    assert next_opening(SHOP, paris("2026-12-24 11:00")) == paris("2026-12-26 10:00")


def test_a_special_day_replaces_its_weekday_and_lets_the_night_before_end() -> None:
    assert seconds(SHOP, paris("2026-12-24 00:00"), paris("2026-12-26 00:00")) == 3 * 3600
    closed_sunday = hours(BAR.week, special("2026-11-22"))
    assert seconds(closed_sunday, paris("2026-11-21 12:00"), paris("2026-11-23 12:00")) == 6 * 3600
    assert is_open(closed_sunday, paris("2026-11-22 03:59"))
    opened_monday = hours(BAR.week, special("2026-11-23", "0-3 10-11"))
    assert seconds(opened_monday, paris("2026-11-22 20:00"), paris("2026-11-23 12:00")) == 6 * 3600


def test_what_crosses_midnight_belongs_to_the_evening_on_which_it_opens() -> None:
    assert seconds(BAR, paris("2026-11-21 00:00"), paris("2026-11-23 12:00")) == (6 + 4) * 3600
    assert next_closing(BAR, paris("2026-11-21 23:00")) == paris("2026-11-22 04:00")
    assert is_open(BAR, paris("2026-11-22 01:00"))


def test_a_brand_that_never_closes_counts_as_every_clock_does() -> None:
    for schedule in (ROUND_THE_CLOCK, ALWAYS, hours(every_day("8-8")), hours(every_day("0-12 12-0"))):
        start, end = paris("2026-03-01 00:00"), paris("2026-11-01 12:34:56")
        assert business_time(schedule, start, end) == end - start
        assert after_business_time(schedule, start, end - start) == end
        assert is_open(schedule, start)
        assert next_opening(schedule, start) is next_closing(schedule, start) is None


def test_a_brand_that_never_closes_but_at_christmas() -> None:
    schedule = hours(every_day("0-0"), special("2026-12-25"), special("2031-12-25"))
    now = paris("2026-11-25 12:00")
    assert next_closing(schedule, now) == paris("2026-12-25 00:00")
    assert next_opening(schedule, now) == paris("2026-12-26 00:00")
    assert next_closing(schedule, paris("2027-01-01 00:00")) == paris("2031-12-25 00:00")
    assert next_closing(schedule, paris("2031-12-26 00:00")) is None
    assert business_time(schedule, now, paris("2032-01-01 00:00")) == (
        paris("2032-01-01 00:00") - now - timedelta(days=2)
    )


def test_a_brand_that_never_opens_but_once() -> None:
    now = paris("2026-11-25 12:00")
    assert next_opening(NEVER, now) is next_closing(NEVER, now) is None
    assert after_business_time(NEVER, now, timedelta(seconds=1)) is None
    assert seconds(NEVER, now, now + timedelta(days=900)) == 0
    once = hours(week(""), special("2026-12-06", "10-18"))
    assert next_opening(once, now) == paris("2026-12-06 10:00")
    assert next_closing(once, now) == paris("2026-12-06 18:00")
    assert next_opening(once, paris("2026-12-06 10:00")) is None
    assert after_business_time(once, now, timedelta(hours=8)) == paris("2026-12-06 18:00")
    assert after_business_time(once, now, timedelta(hours=8, seconds=1)) is None


def test_outside_hours_the_clock_waits_for_the_opening() -> None:
    sunday = paris("2026-11-22 03:00")
    assert seconds(OFFICE, sunday, paris("2026-11-23 09:00")) == 0
    assert after_business_time(OFFICE, sunday, timedelta(minutes=3)) == paris("2026-11-23 09:03")


def test_what_fills_the_day_is_due_at_closing_time_and_a_second_more_next_morning() -> None:
    start = paris("2026-11-23 17:00")
    assert after_business_time(OFFICE, start, timedelta(hours=1)) == paris("2026-11-23 18:00")
    assert after_business_time(OFFICE, start, timedelta(hours=1, seconds=1)) == paris("2026-11-24 09:00:01")


def test_no_time_takes_no_time() -> None:
    for at in (paris("2026-11-22 03:00"), paris("2026-11-23 12:00")):
        assert seconds(OFFICE, at, at) == 0
        assert after_business_time(OFFICE, at, timedelta()) == at
    with pytest.raises(ValueError, match="backwards"):
        after_business_time(OFFICE, utc("2026-11-23"), -timedelta(seconds=1))


def test_seconds_and_less_are_counted() -> None:
    start = paris("2026-11-23 11:59:58.250000")
    assert business_time(SHOP, start, paris("2026-11-23 14:00:00.500000")) == timedelta(seconds=2.25)
    assert after_business_time(SHOP, start, timedelta(seconds=2.25)) == paris("2026-11-23 14:00:00.500000")


def test_it_does_not_matter_in_which_zone_an_instant_is_written() -> None:
    start, end = paris("2026-03-28 12:00"), paris("2026-03-30 12:00")
    there = [at.astimezone(zone) for at in (start, end) for zone in (PARIS, ZoneInfo("Asia/Tokyo"))]
    for schedule in (OFFICE, NIGHTS, ROUND_THE_CLOCK):
        expected = business_time(schedule, start, end)
        assert {business_time(schedule, a, b) for a in there[:2] for b in there[2:]} == {expected}
        later = after_business_time(schedule, there[0], timedelta(hours=10))
        assert later == after_business_time(schedule, start, timedelta(hours=10))
        assert later
        assert later.tzinfo is UTC


def test_a_shop_far_from_greenwich_opens_on_its_own_clock() -> None:
    nepal = hours(week("10-17"), zone="Asia/Kathmandu")
    assert next_opening(nepal, utc("2026-11-23 00:00")) == utc("2026-11-23 04:15")
    kiritimati = hours(week("9-17"), zone="Pacific/Kiritimati")
    assert next_opening(kiritimati, utc("2026-11-22 12:00")) == utc("2026-11-22 19:00")
