"""By when a solution is usually promised: the times that an agent chooses among, by the brand's own clock."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from typing import Literal

import msgspec

from visavis.brands import Hours, is_open, spans

DAY = timedelta(days=1)
NOON, EVENING = time(12), time(18)
# With less time left than this, nothing is promised before today's closing.
LEAST = timedelta(minutes=30)
# A brand that opens on none of so many days has no next day to speak of.
AHEAD = 14


class SolutionTime(msgspec.Struct, frozen=True, kw_only=True):
    """A time by which a solution may be promised: `today`'s closing, `noon` or closing (`evening`) of the next day."""

    name: Literal["today", "noon", "evening"]
    by: datetime


def solution_times(hours: Hours, now: datetime) -> list[SolutionTime]:
    """List today's closing, and noon and closing of the next day on which the brand opens, where there are such."""
    today = now.astimezone(hours.zone).date()
    found: list[SolutionTime] = []
    if (opened := _opened(hours, today)) and opened[1] - now >= LEAST:
        found.append(SolutionTime(name="today", by=opened[1]))
    for day in (today + ahead * DAY for ahead in range(1, AHEAD + 1)):
        if (opened := _opened(hours, day)) is None:
            continue
        noon = _at(hours, day, NOON)
        if opened[0] < noon < opened[1]:
            found.append(SolutionTime(name="noon", by=noon))
        found.append(SolutionTime(name="evening", by=opened[1]))
        break
    return found


def _opened(hours: Hours, day: date) -> tuple[datetime, datetime] | None:
    """Give when a brand opens first on a date and closes last; who is open past midnight closes in the evening."""
    midnight, ends = _at(hours, day, time.min), _at(hours, day + DAY, time.min)
    found = [*takewhile(lambda span: span[0] < ends, spans(hours, midnight))]
    if not found:
        return None
    opens, closes = max(found[0][0], midnight), min(found[-1][1], ends)
    evening = _at(hours, day, EVENING)
    return opens, evening if closes == ends and opens < evening and is_open(hours, evening) else closes


def _at(hours: Hours, day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, hours.zone).astimezone(UTC)
