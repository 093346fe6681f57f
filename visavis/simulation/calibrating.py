"""What was said at the offer against what happened: the probability, the announced time, the mean."""

import math
from collections.abc import Sequence
from functools import partial
from itertools import pairwise

import msgspec

from visavis.promises import policy as p
from visavis.promises.prediction import happened_by, head_of_line, wilson
from visavis.simulation.comparing import each_day
from visavis.simulation.customers import Customer
from visavis.simulation.floor import Floor
from visavis.simulation.policies import POLICIES, Policy
from visavis.simulation.scenario import Scenario

DECILES = 10


class Quote(msgspec.Struct):
    """What was said to one visitor who was offered chat, and what came of it; times in seconds."""

    kept: float  # the probability of a word within X
    told: float
    percentile: float  # before it is rounded up
    mean: float
    head: float  # what the head of the line would predict: its elapsed wait, and a greeting
    waits: bool  # nobody's hands are free for them
    after: float = 0.0
    answered: bool = False  # or they left then


class Decile(msgspec.Struct, frozen=True):
    """A tenth of those who had to wait, by the probability they were told; all from 0 to 1."""

    lowest: float
    highest: float
    said: float  # on average
    kept: float
    kept_ci: tuple[float, float]
    error: float
    visitors: int


class Calibration(msgspec.Struct, frozen=True):
    """What was said beside what happened; shares from 0 to 1, of those who had to wait unless said."""

    offered: int
    waited: int
    mean_error: float  # of the deciles
    largest_error: float
    percentile_covers: float  # how often the word came within the 90th percentile
    told_covers: float  # within what was told: the percentile rounded up, X at most
    told_covers_all: float  # of all, those greeted at once included
    told_s: float
    mse_s2: float
    mse_head_of_line_s2: float
    mse_ratio: float | None
    deciles: list[Decile]


class Asked(Floor):
    """A floor on which everything that is said is written down."""

    def __init__(self, policy: Policy, scenario: Scenario, seed: str, day: int) -> None:
        self.quotes: dict[str, Quote] = {}
        super().__init__(policy, scenario, seed, day)

    def _begin_chat(self, customer: Customer, own: str) -> None:
        state, now = self.state, self.loop.now
        line = state.line(customer.line)
        seen, rules = p.outlook(state, line, now), state.rules
        head = head_of_line(now, (arrived for arrived, _ in line.chats)) + rules.greeting
        mean = p.first_word_mean(state, line, seen, own, now)
        self.quotes[customer.id] = Quote(
            seen.kept,
            p.announced(state, line, seen, own, now),
            p.first_word_percentile(state, line, seen, own, now),
            mean,
            head,
            waits=mean > rules.greeting,
        )
        super()._begin_chat(customer, own)


def quotes_of(policy: str, scenario: Scenario, seed: str, days: int, jobs: int = 1) -> list[Quote]:
    """Live so many days and give what was said after the warm-up, with what came of it."""
    lived = each_day(partial(_quotes, policy, scenario, seed), days, jobs)
    return [quote for day in lived for quote in day]


def _quotes(policy: str, scenario: Scenario, seed: str, day: int) -> list[Quote]:
    floor = Asked(POLICIES[policy], scenario, seed, day)
    floor.run()
    found: list[Quote] = []
    for name, contact in floor.contacts.items():
        if contact.arrived_at >= scenario.warm_up:
            quote = floor.quotes[name]
            quote.answered = contact.first_word is not None
            quote.after = contact.first_word or contact.left or 0.0
            found.append(quote)
    return found


def calibration(quotes: Sequence[Quote], promise: float) -> Calibration:
    """Sum up what was said to those who had to wait, in deciles of the probability they were told.

    Those who leave are counted as long as they were seen to wait (Kaplan and Meier): nobody knows what would
    have come of their promise.
    """
    waiting = sorted((quote for quote in quotes if quote.waits), key=lambda quote: quote.kept)
    answered = [quote for quote in waiting if quote.answered]
    bounds = [n * len(waiting) // DECILES for n in range(DECILES + 1)]
    deciles = [_decile(waiting[low:high], promise) for low, high in pairwise(bounds) if low < high]
    errors = [abs(decile.error) for decile in deciles]
    mine = math.fsum((quote.mean - quote.after) ** 2 for quote in answered)
    theirs = math.fsum((quote.head - quote.after) ** 2 for quote in answered)
    of, count = max(1, len(waiting)), max(1, len(answered))
    return Calibration(
        offered=len(quotes),
        waited=len(waiting),
        mean_error=round(math.fsum(errors) / max(1, len(errors)), 4),
        largest_error=round(max(errors, default=0.0), 4),
        percentile_covers=_within([(quote.after / quote.percentile, quote.answered) for quote in waiting]),
        told_covers=_within([(quote.after / quote.told, quote.answered) for quote in waiting]),
        told_covers_all=_within([(quote.after / quote.told, quote.answered) for quote in quotes]),
        told_s=round(math.fsum(quote.told for quote in waiting) / of, 1),
        mse_s2=round(mine / count, 1),
        mse_head_of_line_s2=round(theirs / count, 1),
        mse_ratio=round(mine / theirs, 3) if theirs else None,
        deciles=deciles,
    )


def _decile(quotes: Sequence[Quote], promise: float) -> Decile:
    said = math.fsum(quote.kept for quote in quotes) / len(quotes)
    seen = happened_by([(quote.after, quote.answered) for quote in quotes], promise)
    around = wilson(round(seen * len(quotes)), len(quotes))
    return Decile(
        lowest=round(quotes[0].kept, 4),
        highest=round(quotes[-1].kept, 4),
        said=round(said, 4),
        kept=round(seen, 4),
        kept_ci=(round(around.low, 4), round(around.high, 4)),
        error=round(seen - said, 4),
        visitors=len(quotes),
    )


def _within(pairs: list[tuple[float, bool]]) -> float:
    return round(happened_by(pairs, 1.0), 4)
