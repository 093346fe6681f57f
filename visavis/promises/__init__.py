"""The promise: predicted, offered, kept."""

from visavis.promises import holding
from visavis.promises.escalating import called_out, escalate
from visavis.promises.events import PromiseAtRisk
from visavis.promises.holding import Person
from visavis.promises.leaving import come_back, leave
from visavis.promises.ledger import break_overdue, keep_books
from visavis.promises.models import Offer, Promise, Way
from visavis.promises.offering import STEPS, Prospect, again, answer, later, offers, probability
from visavis.promises.publishing import Figure, figure
from visavis.promises.queries import Balance, balance, median_first_response, of_conversation
from visavis.promises.renewing import in_danger, missed, promise_again
from visavis.promises.solving import promise_solution
from visavis.promises.writing import end, make

__all__ = [
    "STEPS",
    "Balance",
    "Figure",
    "Offer",
    "Person",
    "Promise",
    "PromiseAtRisk",
    "Prospect",
    "Way",
    "again",
    "answer",
    "balance",
    "break_overdue",
    "called_out",
    "come_back",
    "end",
    "escalate",
    "figure",
    "holding",
    "in_danger",
    "keep_books",
    "later",
    "leave",
    "make",
    "median_first_response",
    "missed",
    "of_conversation",
    "offers",
    "probability",
    "promise_again",
    "promise_solution",
]
