"""What opening hours are: a week of local intervals, days that differ from it, and a time zone."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import cache
from itertools import pairwise
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

import msgspec
from msgspec import Meta

from visavis.brands.errors import DayGivenTwice, DayOutOfReach, HoursOverlap, UnknownTimeZone

# Python's `$` also matches before a last newline; `(?!\n)` refuses that, in every regex dialect.
LocalTime = Annotated[
    str, Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$(?!\n)", description="a local time, as HH:MM")
]
DayName = Annotated[str, Meta(max_length=80)]
DAY = 24 * 60
WEEK = 7 * DAY
# Years in which a day may be told apart; opening hours are neither history nor prophecy.
YEARS = range(2000, 2101)


class Interval(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Open from one local time until the next time that the clock shows the other, which is not included.

    `closes` at or before `opens` is on the next day: 22:00 to 02:00 crosses midnight, 00:00 to 00:00 is a whole day.
    """

    opens: LocalTime
    closes: LocalTime

    @property
    def start(self) -> int:
        """Give when it opens, in minutes from midnight on the clock."""
        return _minutes(self.opens)

    @property
    def end(self) -> int:
        """Give when it closes, in minutes from the midnight before it opens; at most a day after `start`."""
        closes = _minutes(self.closes)
        return closes if closes > self.start else closes + DAY


Intervals = Annotated[list[Interval], Meta(max_length=12)]


class Week(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The intervals that open on each day of an ordinary week; none: closed."""

    monday: Intervals = []
    tuesday: Intervals = []
    wednesday: Intervals = []
    thursday: Intervals = []
    friday: Intervals = []
    saturday: Intervals = []
    sunday: Intervals = []

    @property
    def days(self) -> tuple[list[Interval], ...]:
        """List the days from Monday on, as `date.weekday` counts them."""
        return (
            *(self.monday, self.tuesday, self.wednesday, self.thursday),
            *(self.friday, self.saturday, self.sunday),
        )


class SpecialDay(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A date whose intervals replace those of its weekday; none: closed, and `name` says why."""

    day: date
    name: DayName = ""
    intervals: Intervals = []


class Hours(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When a brand is open, on the clock of an IANA time zone."""

    time_zone: Annotated[str, Meta(max_length=64)]
    week: Week
    special_days: Annotated[list[SpecialDay], Meta(max_length=400)] = []

    @property
    def zone(self) -> ZoneInfo:
        """Give the time zone, with its rules of daylight saving."""
        return ZoneInfo(self.time_zone)

    @property
    def never_pauses(self) -> bool:
        """Tell whether an ordinary week is open from end to end."""
        until = 0
        for start, end in sorted(_in_week(self.week)):
            if start > until:
                return False
            until = max(until, end)
        return until >= WEEK

    @property
    def never_opens(self) -> bool:
        """Tell whether an ordinary week is closed from end to end."""
        return not any(self.week.days)


class HoursVersion(msgspec.Struct, frozen=True, kw_only=True):
    """Opening hours as they were saved once; version 0 stands for a brand that has none set: always open."""

    brand_id: UUID
    version: int
    valid_from: datetime | None
    saved_by: UUID | None
    hours: Hours


_WHOLE_DAY = [Interval(opens="00:00", closes="00:00")]
ALWAYS = Hours(time_zone="UTC", week=Week(**dict.fromkeys(Week.__struct_fields__, _WHOLE_DAY)))


def refuse_impossible(hours: Hours) -> None:
    """Raise `UnknownTimeZone`, `HoursOverlap`, `DayGivenTwice` or `DayOutOfReach`, naming the field."""
    if hours.time_zone not in _time_zones():
        raise UnknownTimeZone(fields={"hours.time_zone": hours.time_zone})
    days = hours.week.days
    for weekday, name in enumerate(Week.__struct_fields__):
        # The night before may reach into this day.
        night = [(i.start - DAY, i.end - DAY) for i in days[weekday - 1] if i.end > DAY]
        if _overlap([*night, *((i.start, i.end) for i in days[weekday])]):
            raise HoursOverlap(fields={f"hours.week.{name}": "overlap"})
    seen: set[date] = set()
    for special in hours.special_days:
        where = f"hours.special_days.{special.day}"
        if special.day in seen:
            raise DayGivenTwice(fields={where: "twice"})
        if special.day.year not in YEARS:
            raise DayOutOfReach(fields={where: "year"})
        if _overlap((i.start, i.end) for i in special.intervals):
            raise HoursOverlap(fields={where: "overlap"})
        seen.add(special.day)


@cache
def _time_zones() -> set[str]:
    return available_timezones()


def _minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])


def _overlap(spans: Iterable[tuple[int, int]]) -> bool:
    return any(one[1] > other[0] for one, other in pairwise(sorted(spans)))


def _in_week(week: Week) -> Iterator[tuple[int, int]]:
    """List the intervals in minutes from Monday's midnight; what passes Sunday's goes on before Monday's."""
    for weekday, intervals in enumerate(week.days):
        for interval in intervals:
            start, end = weekday * DAY + interval.start, weekday * DAY + interval.end
            yield start, end
            if end > WEEK:
                yield start - WEEK, end - WEEK
