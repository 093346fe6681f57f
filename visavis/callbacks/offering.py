"""What calls can be offered now: decided from what is known of a desk at this moment, and of nothing else."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from itertools import islice
from uuid import UUID

import msgspec

from visavis.brands import Hours, HoursVersion, after_business_time, spans
from visavis.promises import Offer

# A call "now" begins within this much time; longer, and they have left the screen.
NOW = timedelta(seconds=120)
SLOT = timedelta(minutes=15)
# How many slots are offered at a time, and how far ahead one may be booked.
SLOTS, AHEAD = 3, timedelta(days=7)
# A call keeps an agent for 5 minutes, and calls may take a quarter of everybody's time (the house's reference:
# the rest is for those who write).
CALL, SHARE = 300.0, 0.25  # seconds, of 1
# Where the usual day is known, they may take so much of the time that it leaves; nobody is busy beyond nine tenths.
OF_SPARE, FULL = 0.4, 0.9
# A conversation keeps a place for 8 minutes; from the ring to the call, an agent takes 30 s.
HELD, READING = 480.0, 30.0  # seconds
# Who is there now is there for the next four hours of being open; later, half of those who usually are.
SHIFT = timedelta(hours=4)
# What was on the screen a minute ago may still be clicked.
STANDS = timedelta(seconds=60)


class Window(msgspec.Struct, frozen=True):
    """When somebody is to be called."""

    after: datetime
    by: datetime


class Desk(msgspec.Struct, frozen=True, kw_only=True):
    """A brand at one moment, for who would like to be called.

    `agents` are available, with so many `places` and so many of them `free`; `hands` of these agents have an empty
    desk. `waiting`: who waits for an agent in writing. `usual`: agents who were there in the last 7 days; `house` and
    `house_usual` the same of all brands together, of whom so many are usually `busy` in a slot, by its beginning
    (seconds since 1970). `owed`: every call that nobody has taken yet, the late ones included.
    """

    brand_id: UUID
    hours: HoursVersion
    offered: bool
    agents: int = 0
    hands: int = 0
    free: int = 0
    places: int = 0
    waiting: int = 0
    usual: int = 0
    house: int = 0
    house_usual: int = 0
    busy: Mapping[float, float] = {}
    owed: tuple[Window, ...] = ()


def offers(desk: Desk, now: datetime) -> list[Offer]:
    """List the calls that can be kept, the soonest first: now, and the next three slots."""
    at_once = call_now(desk, now)
    later = [
        Offer(way="callback", within_s=None, after=slot.after, by=slot.by)
        for slot in islice(slots(desk, now), SLOTS)
    ]
    if at_once is None:
        return later
    within = round(NOW.total_seconds())
    return [Offer(way="callback", within_s=within, after=at_once.after, by=at_once.by), *later]


def call_now(desk: Desk, now: datetime) -> Window | None:
    """Give the window of a call made at once, where somebody has an empty desk and nobody else needs them."""
    window = Window(now, now + NOW)
    if not desk.offered or not _is_open(desk.hours.hours, window):
        return None
    return window if _hands(desk, now) > 0 else None


def _hands(desk: Desk, now: datetime) -> int:
    """Count the hands that nobody else needs: who writes was there before, and who is owed a call as well."""
    owed = sum(window.after < now + NOW for window in desk.owed)
    return desk.hands - desk.waiting - owed


def slots(desk: Desk, now: datetime) -> Iterator[Window]:
    """List the quarters of an hour in which there is room for a call, in order."""
    if not desk.offered:
        return
    last = now + AHEAD
    for opens, closes in spans(desk.hours.hours, now):
        if opens > last:
            return
        start = _quarter(max(opens, now))
        while start + SLOT <= closes and start <= last:
            window = Window(start, start + SLOT)
            if _room(desk, window, now) > 0:
                yield window
            start += SLOT


def still(desk: Desk, after: datetime | None, now: datetime) -> Window | None:
    """Look again at what was clicked: a slot that begins at `after`, or a call at once; None when it is gone."""
    if after is None:
        return call_now(desk, now)
    window = Window(after, after + SLOT)
    if not desk.offered or after != _quarter(after) or not now - STANDS <= after <= now + AHEAD:
        return None
    return window if _is_open(desk.hours.hours, window) and _room(desk, window, now) > 0 else None


def capacity(agents: int, busy: float | None = None) -> int:
    """Give how many calls so many agents can begin in a slot; one, at least, where there is somebody with time for it.

    `busy` is the share of their time that is usually taken, where that is known.
    """
    if agents <= 0:
        return 0
    if busy is None:
        return max(1, int(SHARE * agents * SLOT.total_seconds() / CALL))
    spare = max(0.0, FULL - busy) * agents * SLOT.total_seconds() / CALL
    return max(min(1, int(spare)), int(OF_SPARE * spare))


def _room(desk: Desk, window: Window, now: datetime) -> int:
    shift_ends = after_business_time(desk.hours.hours, now, SHIFT)
    here = shift_ends is not None and window.after < shift_ends
    agents, house = (desk.agents, desk.house) if here else (_half(desk.usual), _half(desk.house_usual))
    busy = desk.busy.get(window.after.timestamp())
    taken = None if busy is None else busy / max(1, house)
    return capacity(agents, taken) - sum(owed.after == window.after for owed in desk.owed)


def _half(agents: int) -> int:
    return (agents + 1) // 2


def _is_open(hours: Hours, window: Window) -> bool:
    opens, closes = next(spans(hours, window.after), (window.by, window.by))
    return opens <= window.after and window.by <= closes


def _quarter(at: datetime) -> datetime:
    """Give the first quarter of an hour from an instant on."""
    return at + timedelta(seconds=-at.timestamp() % SLOT.total_seconds())
