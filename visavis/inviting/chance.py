"""How likely an invitation is sent: in proportion to the capacity that is spare. Pure: no clock, no database.

Chance itself is a hash of who, by which rule and on which day, so that anybody can draw the same lot again.
"""

import hashlib
import math
from datetime import date
from uuid import UUID

import msgspec

from visavis.routing import Capacity

# Of all places, this share (one at least) is kept for those who come by themselves.
RESERVE = 0.2
# As if so many of so many invitations had been accepted before: one in four.
ACCEPTED_BEFORE, ANSWERED_BEFORE = 5, 20


class Pace(msgspec.Struct, frozen=True, kw_only=True):
    """How a brand's invitations go: `unanswered` of the last minutes, those who accepted and are `coming`,
    and how many were `accepted` of those that were `answered` in some way of late.
    """

    unanswered: int
    coming: int
    accepted: int
    answered: int

    @property
    def accept_rate(self) -> float:
        """Give the share that accepts, with a prior of one in four until enough was seen."""
        return (self.accepted + ACCEPTED_BEFORE) / (self.answered + ANSWERED_BEFORE)


def chance(capacity: Capacity, pace: Pace) -> float:
    """Give the probability with which one more is invited: spare places over expected accepts, within 0 and 1.

    Spare is what is free beyond the reserve, beyond those who wait, and beyond those who accepted and are
    about to write. Expected accepts are the unanswered invitations, this one included, times the accept rate.
    """
    reserve = max(1, math.ceil(RESERVE * capacity.places))
    spare = capacity.free - capacity.waiting - pace.coming - reserve
    if spare <= 0:
        return 0.0
    return min(1.0, spare / ((pace.unanswered + 1) * pace.accept_rate))


def is_sent(probability: float, visitor_session: UUID, rule: UUID, day: date) -> bool:
    """Draw whether a visitor is invited by a rule on a day, with this probability."""
    return _lot("sent", visitor_session, rule, day) < probability


def is_held_out(percent: int, visitor_session: UUID, rule: UUID, day: date) -> bool:
    """Draw whether a visitor who would be invited is one of those held out, whatever the first lot was."""
    return _lot("held out", visitor_session, rule, day) < percent / 100


def _lot(what: str, visitor_session: UUID, rule: UUID, day: date) -> float:
    """Give a number in [0, 1) that looks drawn by lot, and is the same for the same words."""
    digest = hashlib.sha256(f"{what} {visitor_session} {rule} {day}".encode()).digest()
    return int.from_bytes(digest[:6]) / 2**48
