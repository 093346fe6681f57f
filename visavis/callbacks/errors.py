from collections.abc import Sequence

from visavis.kit.errors import Conflict, InvalidInput, Problem
from visavis.promises import Offer


class PhoneInvalid(InvalidInput):
    """This is not a number that we can call; write it with its country code, as in +33 1 99 00 11 22."""


class PhoneRefused(InvalidInput):
    """We call ordinary numbers only: no premium-rate, shared-cost, short or emergency number."""


class OfferGoneProblem(Problem, kw_only=True, omit_defaults=True):
    """What a reader is told when an offer is gone: what can be kept now."""

    offers: list[Offer]


class OfferGone(Conflict):
    """This can no longer be kept; choose among what can be kept now."""

    def __init__(self, offers: Sequence[Offer] = ()) -> None:
        super().__init__()
        self.offers = offers

    def problem(self) -> Problem:
        told = super().problem()
        return OfferGoneProblem(
            type=told.type, title=told.title, status=told.status, code=told.code, offers=list(self.offers)
        )


class CallbacksOff(Conflict):
    """This brand does not call back."""


class CallbackBooked(Conflict):
    """A call-back is booked already; cancel it to choose another time."""


class CallbackConflict(Conflict):
    """Another call-back was already asked for under this name."""


class CallbackOver(Conflict):
    """This call-back is no longer to be made."""


class CallTooEarly(Conflict):
    """The customer expects this call later; only a try within the window that they chose counts."""
