"""The trace in virtual time: the simulation, unchanged, promising what production promises.

Who finishes a moment sooner may be the one who is free when somebody comes, and the rest of the trace is another. So
the trace is lived several times, each with everybody a few hundredths of a second late, as on a real machine.
"""

import copy
import random
from datetime import UTC, datetime, timedelta
from uuid import UUID

from visavis import promises
from visavis.bench.promise.trace import Options, draw, scenario_of
from visavis.brands import ALWAYS, HoursVersion
from visavis.promises import Prospect
from visavis.promises.policy import outlook
from visavis.simulation.customers import Customer
from visavis.simulation.floor import Floor
from visavis.simulation.policies import POLICIES

TIMES = 20
LATE = 0.05  # seconds, at most: what a machine takes to pass a word on
BEGINNING = datetime(2026, 11, 25, 9, tzinfo=UTC)
HOURS = HoursVersion(brand_id=UUID(int=0), version=0, valid_from=None, saved_by=None, hours=ALWAYS)

# The seconds to the first word of each customer, by number; None: they left, or no chat was offered.
Waits = dict[int, float | None]


class Rehearsal(Floor):
    """A floor on which a chat is offered as the widget offers it."""

    def within(self, customer: Customer) -> float | None:
        now = self.loop.now
        chat = outlook(self.state, self.state.line(customer.line), now)
        offers = promises.offers(Prospect(hours=HOURS, chat=chat), BEGINNING + timedelta(seconds=now))
        return next((offer.within_s for offer in offers if offer.way == "live"), None)


def rehearse(options: Options) -> list[Waits]:
    """Live the trace several times in virtual time."""
    trace = draw(options)
    return [_once(options, trace, random.Random(f"{options.seed} {n}")) for n in range(TIMES)]


def _once(options: Options, trace: list[Customer], chance: random.Random) -> Waits:
    late = [_late(customer, chance) for customer in trace]
    floor = Rehearsal(POLICIES["kept_promise"], scenario_of(options), str(options.seed), 0, late)
    floor.run()
    waits: Waits = {}
    for customer in trace:
        contact = floor.contacts.get(customer.id)
        waits[customer.number] = contact.first_word if contact else None
    return waits


def _late(customer: Customer, chance: random.Random) -> Customer:
    late = copy.copy(customer)
    late.at = customer.at + chance.uniform(0, LATE)
    late.typing = [seconds + chance.uniform(0, LATE) for seconds in customer.typing]
    late.thinking = [seconds + chance.uniform(0, LATE) for seconds in customer.thinking]
    return late
