"""The business clock: it runs while a brand is open, and stands still while it is closed.

Everything is counted in the instants at which a brand opens and closes. A local time stands for the
instant at which the clock on the wall first shows it or passes it: when an hour is skipped in spring,
that of the jump; when an hour comes twice in autumn, the first.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import count, islice

from visavis.brands.hours import Hours, Interval

Span = tuple[datetime, datetime]
FOREVER = datetime.max.replace(tzinfo=UTC)
MIDNIGHT = datetime.min.time()
ONE_DAY = timedelta(days=1)


def is_open(hours: Hours, at: datetime) -> bool:
    """Tell whether a brand is open at an instant; at the closing time it is not."""
    return any(start <= at for start, _ in _next_spans(hours, at, 1))


def next_opening(hours: Hours, at: datetime) -> datetime | None:
    """Give the first instant after this one at which a brand opens; None when it never does."""
    return next((start for start, _ in _next_spans(hours, at, 2) if start > at), None)


def next_closing(hours: Hours, at: datetime) -> datetime | None:
    """Give the first instant after this one at which a brand closes; None when it never does."""
    return next((end for _, end in _next_spans(hours, at, 1) if end != FOREVER), None)


def business_time(hours: Hours, start: datetime, end: datetime) -> timedelta:
    """Give the time open between two instants, to the microsecond; negative when `end` comes first."""
    start, end = start.astimezone(UTC), end.astimezone(UTC)
    if end < start:
        return -business_time(hours, end, start)
    total = timedelta()
    for opens, closes in spans(hours, start):
        if opens >= end:
            break
        total += min(closes, end) - max(opens, start)
    return total


def after_business_time(hours: Hours, start: datetime, length: timedelta) -> datetime | None:
    """Give the first instant at which so much time open has passed since `start`; None when it never does.

    What ends with the working day ends at closing time, not at the next opening. `length` is not negative.
    """
    if length < timedelta():
        raise ValueError("the business clock does not run backwards")
    # Sums on another zone's wall clock would forget daylight saving.
    start, left = start.astimezone(UTC), length
    if not left:
        return start
    for opens, closes in spans(hours, start):
        begun = max(opens, start)
        if closes - begun >= left:
            return begun + left
        left -= closes - begun
    return None


def spans(hours: Hours, since: datetime) -> Iterator[Span]:
    """Give the spans in which a brand is open and that end after an instant, in order and apart (UTC).

    There is no end to them in general; the last may be `FOREVER`.
    """
    zone, never_pauses = hours.zone, hours.never_pauses
    special = {day.day: day.intervals for day in hours.special_days}
    # An interval that opened the day before may still be running.
    first = since.astimezone(zone).date() - ONE_DAY
    begun = ended = None
    for day in _days_to_look_at(hours, special, first, never_pauses=never_pauses):
        follows = never_pauses and day not in special and day - ONE_DAY not in special
        for opens, closes in _on(day, special.get(day, hours.week.days[day.weekday()]), zone):
            if closes <= max(since, opens):
                continue
            if begun is None or ended is None:
                begun, ended = opens, closes
            elif follows or opens <= ended:
                ended = max(ended, closes)
            else:
                yield begun, ended
                begun, ended = opens, closes
    if begun is not None and ended is not None:
        yield begun, FOREVER if never_pauses else ended


def _next_spans(hours: Hours, at: datetime, most: int) -> Iterator[Span]:
    return islice(spans(hours, at), most)


def _days_to_look_at(
    hours: Hours, special: Iterable[date], first: date, *, never_pauses: bool
) -> Iterable[date]:
    """List the days on which something may change, in order; endless where every week has changes."""
    if hours.never_opens:
        return sorted(day for day in special if day >= first)
    if never_pauses:
        near = {day + ONE_DAY * away for day in special if day >= first for away in (-1, 0, 1)}
        return sorted({first, first + ONE_DAY, *(day for day in near if day >= first)})
    return (first + ONE_DAY * away for away in count())


def _on(day: date, intervals: Iterable[Interval], zone: tzinfo) -> Iterator[Span]:
    midnight = datetime.combine(day, MIDNIGHT)
    for interval in sorted(intervals, key=lambda interval: interval.start):
        yield (
            _shown(midnight + timedelta(minutes=interval.start), zone),
            _shown(midnight + timedelta(minutes=interval.end), zone),
        )


def _shown(wall: datetime, zone: tzinfo) -> datetime:
    """Give the instant at which the clock of a zone first shows a local time, or passes it (UTC)."""
    instant = wall.replace(tzinfo=zone).astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) == wall:
        return instant
    # Skipped: read with the offset after the jump it lies before it, with the one before, after it.
    early = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    while instant - early > timedelta(microseconds=1):
        middle = early + (instant - early) / 2
        if middle.astimezone(zone).replace(tzinfo=None) < wall:
            early = middle
        else:
            instant = middle
    return instant
