"""How long a visitor is told that it will take: a high percentile, so that nine in ten hear somebody sooner."""

import math

from visavis.promises.policy.choosing import Chosen, Desks, own_only
from visavis.promises.policy.lines import Line
from visavis.promises.policy.outlooks import Outlook
from visavis.promises.policy.rows import Agent, Work
from visavis.promises.policy.state import State
from visavis.promises.prediction import delay_percentile, keep_probability, mean_delay

ANNOUNCED = 0.9  # the percentile told to the visitor
STEP = 10.0  # seconds to which it is rounded, upwards
# A turn under way lasts (1 + c^2) / 2 turns more on average (renewal theory), c = 0.6 its variation.
REST = 0.68
# Hands come free while the elastic slots are not open yet: from then on it takes about half as long (measured).
FREED = 0.55
# Of a word that the own agent is writing: how many turns it may still take, beyond what is predicted.
LONGER, HALF = 0.8, 0.5
HELD = 0.75  # of the budget, the mean wait of those who are held for their own agent
STEPS = 8  # of an integral


def announced(state: State, line: Line, seen: Outlook, own: str, now: float) -> float:
    """Give the seconds told: the 90th percentile, rounded up to tens, never beyond X."""
    rules = state.rules
    likely = first_word_percentile(state, line, seen, own, now)
    if likely <= rules.greeting:
        likely = 2 * rules.greeting
    # Whoever stands at the head has waited that long already: never tell less.
    return min(rules.promise, STEP * math.ceil(max(likely, seen.waited) / STEP))


def first_word_percentile(state: State, line: Line, seen: Outlook, own: str, now: float) -> float:
    """Give the seconds in which nine in ten such visitors hear a person, the customer's own agent if need be."""
    rules, turn = state.rules, state.habits.turn
    budget = rules.part(rules.own_budget, rules.promise)
    pool = 0.0 if seen.at_once else _percentile(state, seen)
    match _own(state, line, own, now):
        case Agent() as agent:
            ready = agent.first_word(now)
            wait = max(budget, ready + LONGER * turn) if ready else 0.0
        case "later":
            # Held for the budget, then in line: at its head, since they came before.
            wait = max(pool, budget + pool / 4)
        case None:
            wait = pool
    return min(rules.promise, rules.greeting + wait)


def first_word_mean(state: State, line: Line, seen: Outlook, own: str, now: float) -> float:
    """Give the mean seconds until such a visitor hears a person."""
    rules, turn = state.rules, state.habits.turn
    pool = 0.0 if seen.at_once else _mean(state, seen)
    match _own(state, line, own, now):
        case Agent() as agent:
            ready = agent.first_word(now)
            wait = max(ready, HALF * turn) if ready else 0.0
        case "later":
            wait = max(HELD * rules.part(rules.own_budget, rules.promise), pool)
        case None:
            wait = pool
    return rules.greeting + wait


def _own(state: State, line: Line, own: str, now: float) -> Chosen:
    work = Work("", "first_response", line.key, now, now + state.rules.promise, own=own)
    return own_only(Desks(state), line, work, now)


def _percentile(state: State, seen: Outlook) -> float:
    """Give the percentile of the wait in line, to which desks at the soft cap open late."""
    if seen.rate <= 0:
        return state.rules.promise
    late, early = state.rules.elastic_after, seen.early / REST
    missed = 1 - keep_probability(seen.ahead, early, seen.impatience, late)
    if missed <= 1 - ANNOUNCED:
        return delay_percentile(seen.ahead, early, seen.impatience, ANNOUNCED)
    beyond = delay_percentile(seen.ahead, seen.rate, seen.impatience, 1 - (1 - ANNOUNCED) / missed)
    return late + FREED * beyond if seen.seated else max(late, beyond)


def _mean(state: State, seen: Outlook) -> float:
    if seen.rate <= 0:
        return state.rules.promise
    late, early = state.rules.elastic_after, seen.early / REST
    step = late / STEPS
    missed = [1 - keep_probability(seen.ahead, early, seen.impatience, n * step) for n in range(STEPS + 1)]
    before = step * (math.fsum(missed) - (missed[0] + missed[-1]) / 2)
    beyond = mean_delay(seen.ahead, seen.rate, seen.impatience)
    return before + missed[-1] * (FREED * beyond if seen.seated else max(0.0, beyond - late))
