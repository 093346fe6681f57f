"""Critical moments: who is invited to write, when, and what that does."""

from visavis.inviting.deciding import decide
from visavis.inviting.ending import end, move_to, occasion
from visavis.inviting.models import InvitationAnswer, MomentAnswer, ReportedMoment
from visavis.inviting.rules import furnish_brands
from visavis.inviting.watched import watched

__all__ = [
    "InvitationAnswer",
    "MomentAnswer",
    "ReportedMoment",
    "decide",
    "end",
    "furnish_brands",
    "move_to",
    "occasion",
    "watched",
]
