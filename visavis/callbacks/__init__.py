"""Call-backs: offered where they can be kept, booked, made; and what can be kept where an answer is missed."""

from visavis.callbacks.booking import book
from visavis.callbacks.calling import not_reached, on_the_line
from visavis.callbacks.cancelling import RESOLVED, call_off, cancel
from visavis.callbacks.errors import (
    CallbackBooked,
    CallbackConflict,
    CallbackOver,
    CallbacksOff,
    CallTooEarly,
    OfferGone,
    PhoneInvalid,
    PhoneRefused,
)
from visavis.callbacks.numbers import number
from visavis.callbacks.offering import Desk, Window, offers
from visavis.callbacks.remedying import Remedies, promise_again, remedies
from visavis.callbacks.schemas import NewCallback
from visavis.conversations import alongside

__all__ = [
    "CallTooEarly",
    "CallbackBooked",
    "CallbackConflict",
    "CallbackOver",
    "CallbacksOff",
    "Desk",
    "NewCallback",
    "OfferGone",
    "PhoneInvalid",
    "PhoneRefused",
    "Remedies",
    "Window",
    "book",
    "call_off",
    "cancel",
    "keep_books",
    "not_reached",
    "number",
    "offers",
    "on_the_line",
    "promise_again",
    "remedies",
]


def keep_books() -> None:
    """Have a customer who resolves a conversation give back the call owed in it."""
    alongside.when_resolved(RESOLVED)
