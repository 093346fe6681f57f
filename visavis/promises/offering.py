"""What can be offered now: decided from what is known of a brand at this moment, and of nothing else."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from visavis.brands import Hours, HoursVersion, after_business_time, is_open
from visavis.conversations.models import Answer
from visavis.promises.models import Offer
from visavis.promises.prediction import keep_probability

# What a live answer may be promised within (seconds): the shortest that is sure enough is said.
STEPS = (60, 120, 180)
# The least probability with which an answer is promised live: 1 - epsilon of the policy.
SURE = 0.98
# Until a house has a history of its own: a conversation keeps a place for 8 minutes, and who waits does so for
# 5 minutes on average (the reference values of `prediction`), both in seconds.
HELD, PATIENCE = 480.0, 300.0
# From "hello" read to "hello" sent, by somebody who is there and has a place (seconds).
READING = 30.0
# What is answered later is promised within this much time of being open.
LATER = timedelta(hours=4)
QUARTER = 900.0  # seconds


class Outlook(msgspec.Struct, frozen=True, kw_only=True):
    """A brand at one moment: who is there, with how many places in all and free, and how many wait for a place."""

    brand_id: UUID
    hours: HoursVersion
    agents: int
    places: int
    free: int
    waiting: int


def offers(outlook: Outlook, now: datetime) -> list[Offer]:
    """List the ways of being answered, the soonest first; what cannot be kept is not among them."""
    by_then = Offer(way="later", within_s=None, by=later(outlook.hours.hours, now))
    within = _live(outlook, now)
    if within is None:
        return [by_then]
    return [Offer(way="live", within_s=within, by=now + timedelta(seconds=within)), by_then]


def answer(outlook: Outlook, now: datetime) -> Answer | None:
    """Give the promise that goes with a message written now: the click is the offer."""
    best = offers(outlook, now)[0]
    if best.by is None:
        return None
    return Answer(
        by=best.by,
        way=best.way,
        probability=probability(outlook, best.within_s) if best.within_s else None,
        hours_version=outlook.hours.version,
    )


def probability(outlook: Outlook, within_s: float) -> float:
    """Give the probability of a human word within so many seconds, for who writes now."""
    if outlook.agents == 0:
        return 0.0
    ahead = outlook.waiting - outlook.free
    if ahead < 0:
        return 1.0 if within_s >= READING else 0.0
    return keep_probability(ahead, outlook.places / HELD, 1 / PATIENCE, within_s - READING)


def _live(outlook: Outlook, now: datetime) -> int | None:
    if outlook.agents == 0 or not is_open(outlook.hours.hours, now):
        return None
    return next((step for step in STEPS if probability(outlook, step) >= SURE), None)


def later(hours: Hours, now: datetime) -> datetime | None:
    """Give the time before which what is written now is answered by somebody who comes later; None if nobody does."""
    by = after_business_time(hours, now, LATER)
    if by is None:
        return None
    # To the quarter of an hour, upwards: "before 16:15" is said, and stays true for a while.
    return by + timedelta(seconds=-by.timestamp() % QUARTER)
