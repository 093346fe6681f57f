"""By when a solution is usually promised, by the brand's own clock."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from visavis.brands import ALWAYS, Hours, Interval, SpecialDay, Week
from visavis.promises.solution_times import solution_times

PARIS = ZoneInfo("Europe/Paris")
DAY = [Interval(opens="09:00", closes="12:00"), Interval(opens="14:00", closes="18:30")]
MORNING = [Interval(opens="09:00", closes="12:00")]
SHOP = Hours(
    time_zone="Europe/Paris",
    week=Week(monday=DAY, tuesday=DAY, wednesday=DAY, thursday=DAY, friday=DAY, saturday=MORNING),
)


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    """A time in Paris; 25 November 2026 is a Wednesday."""
    return datetime(2026, month, day, hour, minute, tzinfo=PARIS).astimezone(UTC)


def times(hours: Hours, now: datetime) -> list[tuple[str, datetime]]:
    return [(time.name, time.by) for time in solution_times(hours, now)]


def test_on_a_working_day_today_and_tomorrow() -> None:
    assert times(SHOP, at(25, 10)) == [
        ("today", at(25, 18, 30)),
        ("noon", at(26, 12)),
        ("evening", at(26, 18, 30)),
    ]


def test_shortly_before_closing_not_today_any_more() -> None:
    assert times(SHOP, at(25, 18, 1))[0] == ("noon", at(26, 12))


def test_on_friday_evening_the_next_day_is_a_morning() -> None:
    assert times(SHOP, at(27, 20)) == [("evening", at(28, 12))]


def test_on_saturday_evening_the_next_day_is_monday() -> None:
    assert times(SHOP, at(28, 20)) == [("noon", at(30, 12)), ("evening", at(30, 18, 30))]


def test_a_holiday_is_no_day() -> None:
    closed = Hours(
        time_zone=SHOP.time_zone, week=SHOP.week, special_days=[SpecialDay(day=date(2026, 11, 26))]
    )
    assert times(closed, at(25, 20)) == [("noon", at(27, 12)), ("evening", at(27, 18, 30))]


def test_who_never_closes_closes_in_the_evening() -> None:
    now = datetime(2026, 11, 25, 10, tzinfo=UTC)
    assert times(ALWAYS, now) == [
        ("today", now.replace(hour=18)),
        ("noon", now.replace(hour=12) + timedelta(days=1)),
        ("evening", now.replace(hour=18) + timedelta(days=1)),
    ]
    assert times(ALWAYS, now.replace(hour=19))[0][0] == "noon"


def test_who_is_open_past_midnight_closes_there_and_who_never_opens_has_no_times() -> None:
    bar = Hours(
        time_zone="Europe/Paris",
        week=Week(wednesday=[Interval(opens="20:00", closes="02:00")]),
    )
    assert times(bar, at(25, 21)) == [("today", at(26, 0)), ("evening", at(26, 2))]
    assert times(Hours(time_zone="Europe/Paris", week=Week()), at(25, 10)) == []


def test_the_day_on_which_clocks_change_has_its_own_noon() -> None:
    sundays = Hours(time_zone="Europe/Paris", week=Week(saturday=DAY, sunday=DAY))
    assert times(sundays, at(24, 20, month=10))[0] == ("noon", at(25, 12, month=10))
