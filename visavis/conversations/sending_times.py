"""When an answer is usually sent later: the times that an agent chooses among, by the brand's own clock."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

import msgspec

from visavis.brands import Hours, is_open, next_opening

DAY = timedelta(days=1)
AFTERNOON, MORNING = time(14), time(9)
# With less time left than this, the afternoon has begun.
LEAST = timedelta(minutes=30)


class SendingTime(msgspec.Struct, frozen=True, kw_only=True):
    """A time at which an answer may be sent: this `afternoon`, `tomorrow` when the brand opens, or on `monday`."""

    name: Literal["afternoon", "tomorrow", "monday"]
    at: datetime


def sending_times(hours: Hours, now: datetime) -> list[SendingTime]:
    """List this afternoon where the brand is open then, its opening on tomorrow's morning or after, and on Monday's."""
    today = now.astimezone(hours.zone).date()
    found: list[SendingTime] = []
    afternoon = _at(hours, today, AFTERNOON)
    if afternoon - now >= LEAST and is_open(hours, afternoon):
        found.append(SendingTime(name="afternoon", at=afternoon))
    tomorrow = _opens(hours, today + DAY)
    found.append(SendingTime(name="tomorrow", at=tomorrow))
    monday = _opens(hours, today + DAY * (7 - today.weekday()))
    if monday > tomorrow:
        found.append(SendingTime(name="monday", at=monday))
    return found


def _opens(hours: Hours, day: date) -> datetime:
    """Give when a brand opens from a day on; who is open at its midnight, or never again, begins in the morning."""
    midnight, morning = _at(hours, day, time.min), _at(hours, day, MORNING)
    if is_open(hours, midnight):
        return morning
    return next_opening(hours, midnight - timedelta(microseconds=1)) or morning


def _at(hours: Hours, day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, hours.zone).astimezone(UTC)
