"""What holds of the business clock whatever the schedule, against a minute-by-minute reading of the wall."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from visavis.brands import (
    Hours,
    Interval,
    SpecialDay,
    Week,
    after_business_time,
    business_time,
    is_open,
    next_closing,
    next_opening,
)
from visavis.brands.business_clock import spans
from visavis.brands.hours import refuse_impossible
from visavis.kit.errors import InvalidInput

ZONES = ("Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Casablanca")
START, END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
QUIET = settings(deadline=None, max_examples=60)
MINUTE = timedelta(minutes=1)


def clocks() -> st.SearchStrategy[str]:
    return st.sampled_from(
        [f"{hour:02}:{minute}" for hour in range(24) for minute in ("00", "15", "30", "59")]
    )


def days() -> st.SearchStrategy[list[Interval]]:
    return st.lists(st.builds(Interval, opens=clocks(), closes=clocks()), max_size=3)


def instants() -> st.SearchStrategy[datetime]:
    return st.integers(0, int((END - START).total_seconds())).map(lambda s: START + timedelta(seconds=s))


@st.composite
def schedules(draw: st.DrawFn) -> Hours:
    """Any schedule that the settings accept: its overlaps are taken out day by day."""
    special = st.builds(
        SpecialDay, day=st.dates(date(2026, 1, 1), date(2026, 12, 31)), name=st.just(""), intervals=days()
    )
    week = draw(st.dictionaries(st.sampled_from(Week.__struct_fields__), days()))
    zone = draw(st.sampled_from(ZONES))
    made = Hours(
        time_zone=zone,
        week=Week(**week),
        special_days=draw(st.lists(special, max_size=4, unique_by=lambda s: s.day)),
    )
    try:
        refuse_impossible(made)
    except InvalidInput:
        assume(False)
    return made


@QUIET
@given(schedules(), instants(), instants(), instants())
def test_what_is_counted_in_parts_adds_up(hours: Hours, a: datetime, b: datetime, c: datetime) -> None:
    assert business_time(hours, a, b) + business_time(hours, b, c) == business_time(hours, a, c)


@QUIET
@given(schedules(), instants(), instants())
def test_the_clock_never_runs_back_nor_faster_than_time(hours: Hours, a: datetime, b: datetime) -> None:
    a, b = sorted((a, b))
    assert timedelta() <= business_time(hours, a, b) <= b - a


@QUIET
@given(schedules(), instants(), st.integers(0, 500_000).map(lambda s: timedelta(seconds=s)))
def test_the_instant_after_some_time_is_the_first_at_which_it_has_passed(
    hours: Hours, start: datetime, length: timedelta
) -> None:
    reached = after_business_time(hours, start, length)
    if reached is None:
        assert business_time(hours, start, END + timedelta(days=400)) < length
        return
    assert business_time(hours, start, reached) == length
    if length:
        assert business_time(hours, start, reached - timedelta(microseconds=1)) < length


@QUIET
@given(schedules(), instants())
def test_spans_stand_apart_in_order_and_say_what_the_other_questions_say(hours: Hours, at: datetime) -> None:
    before = at - timedelta(days=3)
    for (opens, closes), _ in zip(spans(hours, before), range(6), strict=False):
        assert max(before, opens) < closes
        assert is_open(hours, max(before, opens))
        if opens > before:
            assert not is_open(hours, opens - timedelta(microseconds=1))
            assert next_opening(hours, opens - timedelta(microseconds=1)) == opens
        if closes.year < 9999:
            assert not is_open(hours, closes)
            assert next_closing(hours, closes - timedelta(microseconds=1)) == closes


@QUIET
@given(schedules(), instants())
def test_away_from_a_change_of_offset_the_wall_clock_tells_whether_it_is_open(
    hours: Hours, at: datetime
) -> None:
    zone = ZoneInfo(hours.time_zone)
    offsets = {(at + timedelta(hours=h)).astimezone(zone).utcoffset() for h in range(-50, 51)}
    assume(len(offsets) == 1)
    wall = at.astimezone(zone).replace(tzinfo=None)
    assert is_open(hours, at) == open_by_the_wall(hours, wall)


def open_by_the_wall(hours: Hours, wall: datetime) -> bool:
    """Read the schedule as someone who stands before the door does, without any arithmetic of instants."""
    special = {s.day: s.intervals for s in hours.special_days}
    now = f"{wall:%H:%M}"
    today, yesterday = (
        special.get(day, hours.week.days[day.weekday()])
        for day in (wall.date(), wall.date() - timedelta(days=1))
    )
    begun = any(i.opens <= now and (now < i.closes or i.closes <= i.opens) for i in today)
    return begun or any(i.closes <= i.opens and now < i.closes for i in yesterday)
