"""What can be offered now: decided from what is known of a brand at this moment, and of nothing else."""

from datetime import datetime, timedelta

import msgspec

from visavis.brands import Hours, HoursVersion, after_business_time, is_open
from visavis.conversations.models import Answer
from visavis.promises.models import Offer
from visavis.promises.policy import Outlook
from visavis.promises.prediction import keep_probability

# What a live answer may be promised within (seconds): the shortest that is sure enough is said.
STEPS = (60, 120, 180)
# The least probability with which an answer is promised live: 1 - epsilon of the policy.
SURE = 0.98
# From somebody's hands being free to "hello" sent: it is put before them, read and answered (seconds).
READING = 30.0
# What is answered later is promised within this much time of being open, if the brand says nothing else.
LATER = timedelta(hours=4)
QUARTER = 900.0  # seconds


class Prospect(msgspec.Struct, frozen=True, kw_only=True):
    """What awaits one more customer of a brand: its hours, and what the policy sees where it offers a chat at all.

    `live_within`: the longest that the brand promises live (seconds); `later_within`: how soon of being open it
    answers the others.
    """

    hours: HoursVersion
    chat: Outlook | None
    live_within: int = max(STEPS)
    later_within: timedelta = LATER


def offers(prospect: Prospect, now: datetime) -> list[Offer]:
    """List the ways of being answered, the soonest first; what cannot be kept is not among them."""
    by_then = Offer(way="later", within_s=None, by=later(prospect.hours.hours, now, prospect.later_within))
    within = _live(prospect, now)
    if within is None:
        return [by_then]
    return [Offer(way="live", within_s=within, by=now + timedelta(seconds=within)), by_then]


def answer(prospect: Prospect, now: datetime, *, again_within: int | None = None) -> Answer | None:
    """Give the promise that goes with a message written now: the click is the offer.

    With `again_within`, it is written to an agent who is there and has the conversation (seconds).
    """
    if again_within is not None:
        return Answer(
            by=now + timedelta(seconds=again_within),
            way="live",
            probability=None,
            hours_version=prospect.hours.version,
        )
    best = offers(prospect, now)[0]
    if best.by is None:
        return None
    return Answer(
        by=best.by,
        way="live" if best.within_s else "later",
        probability=probability(prospect.chat, best.within_s) if best.within_s and prospect.chat else None,
        hours_version=prospect.hours.version,
    )


def again(sooner: float) -> int | None:
    """Give the step promised to who writes to an agent who is there: twice as long as it should take (seconds)."""
    return next((step for step in STEPS if step >= 2 * sooner), None)


def probability(chat: Outlook, within_s: float) -> float:
    """Give the probability of a human word within so many seconds, for who writes now."""
    if chat.at_once:
        return 1.0 if within_s >= READING else 0.0
    return keep_probability(chat.ahead, chat.rate, chat.impatience, within_s - READING)


def _live(prospect: Prospect, now: datetime) -> int | None:
    chat = prospect.chat
    if chat is None or not is_open(prospect.hours.hours, now):
        return None
    steps = (step for step in STEPS if step <= prospect.live_within)
    return next((step for step in steps if probability(chat, step) >= SURE), None)


def later(hours: Hours, now: datetime, within: timedelta = LATER) -> datetime | None:
    """Give the time before which what is written now is answered by somebody who comes later; None if nobody does."""
    by = after_business_time(hours, now, within)
    if by is None:
        return None
    # To the quarter of an hour, upwards: "before 16:15" is said, and stays true for a while.
    return by + timedelta(seconds=-by.timestamp() % QUARTER)
