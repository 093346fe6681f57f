"""What can still be kept where an answer will be missed, or was: an answer here by a later time, or a call."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from visavis import promises
from visavis.brands import is_open
from visavis.callbacks.errors import OfferGone
from visavis.callbacks.offering import HELD, READING, STANDS, Desk, offers
from visavis.conversations import Conversation
from visavis.customers import Visitor
from visavis.kit.database import Session
from visavis.promises import Offer
from visavis.promises.prediction import keep_probability

# The second answer is promised with more time than any first one, in one of these (seconds).
STEPS = (600, 1200, 1800, 3600)
SURE = 0.98
PATIENCE = 300.0  # seconds: how long who waits ahead does so on average
ROUND = 300.0  # seconds: "before 15:10" is said, and stays true for a while


class Remedies(msgspec.Struct, frozen=True, kw_only=True):
    """What can still be kept: an answer by a later time, None where nobody can say when; and calls."""

    answer_by: datetime | None
    callbacks: list[Offer]


def remedies(desk: Desk, now: datetime) -> Remedies:
    """List what can still be promised to who was promised an answer that does not come."""
    return Remedies(answer_by=answer_again(desk, now), callbacks=offers(desk, now))


def answer_again(desk: Desk, now: datetime) -> datetime | None:
    """Give the time before which an answer comes now that the first was missed; None if nobody can say."""
    hours = desk.hours.hours
    for step in STEPS if desk.agents and is_open(hours, now) else ():
        by = now + timedelta(seconds=step)
        by += timedelta(seconds=-by.timestamp() % ROUND)
        ahead = max(0, desk.waiting - desk.free)
        if keep_probability(ahead, desk.places / HELD, 1 / PATIENCE, step - READING) >= SURE and is_open(
            hours, by
        ):
            return by
    return promises.later(hours, now)


async def promise_again(
    session: Session, actor: Visitor, *, conversation_id: UUID, by: datetime, desk: Desk | None
) -> Conversation:
    """Promise an answer by the later time that the customer chose; raise `OfferGone` when it can't be kept any more."""
    now = session.clock()
    # What was on the screen a minute ago still stands.
    best = answer_again(desk, now - STANDS) if desk else None
    if desk is None or best is None or by < best:
        raise OfferGone(offers(desk, now) if desk else [])
    return await promises.promise_again(
        session, actor, conversation_id=conversation_id, by=by, hours_version=desk.hours.version
    )
