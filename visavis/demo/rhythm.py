"""When people write and when they are answered: when the team is at work, busy hours, fast and slow hands."""

import random
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from visavis import brands
from visavis.brands import Hours
from visavis.demo.hours import STAFFED, ZONE

PARIS = ZoneInfo(ZONE)
AT_WORK = Hours(time_zone=ZONE, week=STAFFED)
OPENS, CLOSES = time(9), time(19)
SUNDAY = 6

# How busy each hour of an open day is, from 9 to 18, and each day from Monday to Saturday.
HOURS = (7, 11, 12, 8, 6, 9, 11, 11, 12, 9)
DAYS = (13, 11, 10, 10, 11, 8)


def is_open(at: datetime) -> bool:
    """Tell whether agents are at work: Monday to Saturday, 9 to 19 h in Paris."""
    return brands.is_open(AT_WORK, at)


def opening_after(at: datetime) -> datetime:
    """Give the moment itself when agents are at work, else when they come in next."""
    coming = at if is_open(at) else brands.next_opening(AT_WORK, at)
    assert coming is not None, "they come back every week"
    return coming.astimezone(UTC)


def morning(at: datetime) -> datetime:
    """Give the beginning of the work day at this date or after it."""
    local = at.astimezone(PARIS).replace(hour=OPENS.hour, minute=0, second=0, microsecond=0)
    return opening_after(local)


def beginnings(chance: random.Random, since: datetime, until: datetime, count: int) -> list[datetime]:
    """Choose when so many conversations begin, in order; a few come in the evening, or on a Sunday."""
    days = [since + timedelta(days=n) for n in range((until - since).days)]
    weights = [_busy_day(day) for day in days]
    found: list[datetime] = []
    while len(found) < count:
        local = chance.choices(days, weights)[0].astimezone(PARIS)
        late = local.weekday() == SUNDAY or chance.random() < 0.05
        hour = chance.randint(19, 22) if late else 9 + chance.choices(range(len(HOURS)), HOURS)[0]
        at = local.replace(
            hour=hour, minute=chance.randint(0, 59), second=chance.randint(0, 59), microsecond=0
        )
        if since < at < until:
            found.append(at.astimezone(UTC))
    return sorted(found)


def _busy_day(day: datetime) -> float:
    weekday = day.astimezone(PARIS).weekday()
    return 1.2 if weekday == SUNDAY else DAYS[weekday]


def writing(chance: random.Random, text: str) -> timedelta:
    """Give the time to think of a message and to type it."""
    return timedelta(seconds=chance.uniform(6, 35) + len(text) * chance.uniform(0.12, 0.35))


def first_look(chance: random.Random, pace: float) -> timedelta:
    """Give the time before an agent opens a new conversation: mostly under two minutes, sometimes long."""
    slow = chance.choices((1, 6, 18), (78, 16, 6))[0]
    return timedelta(seconds=chance.uniform(12, 75) * pace * slow)


def coming_back(chance: random.Random) -> timedelta:
    """Give the time before a customer looks at the answer."""
    return timedelta(seconds=chance.uniform(3, 40) * chance.choices((1, 6), (85, 15))[0])
