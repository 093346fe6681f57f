"""A bank's calls, inferred from its record: how long they would wait, who was there to answer."""

import random
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

import msgspec

from visavis.promises.prediction import survival
from visavis.simulation.records import Call

LONGEST = 1800.0  # seconds: who outlasts everybody in the record waits so much longer
Wait = tuple[float, float, str]  # since when somebody waited in vain, until when, for what
BREAK = 900.0  # seconds without a call after which an agent was away


class Caller(msgspec.Struct, frozen=True):
    """A call as it is replayed: what would happen if it were answered at another moment."""

    call: Call
    patience: float
    seconds: float


class Shift(msgspec.Struct, frozen=True):
    """A time for which an agent was there."""

    agent: str
    begins: float
    ends: float


def skills_of(calls: Iterable[Call]) -> dict[str, frozenset[str]]:
    """Give the kinds of call that each agent was seen to take."""
    seen: defaultdict[str, set[str]] = defaultdict(set)
    for call in calls:
        if call.agent:
            seen[call.agent].add(call.skill)
    return {agent: frozenset(skills) for agent, skills in sorted(seen.items())}


def turnaround(calls: Iterable[Call]) -> float:
    """Give the median seconds between two calls of an agent while somebody waited for them."""
    gaps = sorted(
        gap
        for served in _by_agent(calls).values()
        for before, after in pairwise(served)
        if (gap := _began(after) - _ended(before)) >= 0 and after.at < _ended(before)
    )
    return gaps[len(gaps) // 2] if gaps else 0.0


def presence(calls: list[Call], pause: float) -> list[Shift]:
    """Infer when each agent was there, from the calls they took and from those they did not take.

    An agent was away for a quarter of an hour without a call, and whenever somebody whom they could serve
    waited in vain, beyond the time that it takes to go from one call to the next (`pause`), until that
    customer was served or left. No time is counted that the record contradicts.
    """
    skills, shifts = skills_of(calls), list[Shift]()
    unserved = [(call.at + pause, call.at + call.waited, call.skill) for call in calls if call.waited > pause]
    unserved.sort()
    for agent, served in _by_agent(calls).items():
        begins, ends = _began(served[0]), _ended(served[0])
        for call in served[1:]:
            back: float | None = _began(call)
            if _began(call) - ends <= BREAK:
                back = _away_until(unserved, skills[agent], ends + pause, _began(call))
            if back is not None:
                shifts.append(Shift(agent, begins, ends))
                begins = back
            ends = max(ends, _ended(call))
        shifts.append(Shift(agent, begins, ends))
    return sorted(shifts, key=lambda shift: (shift.begins, shift.agent))


def _away_until(unserved: list[Wait], able: frozenset[str], since: float, until: float) -> float | None:
    """Give the last moment between these two at which somebody waited in vain, or None."""
    last = None
    for begins, ends, skill in unserved[bisect_left(unserved, (since - LONGEST, 0.0, "")) :]:
        if begins >= until:
            break
        if skill in able and ends > since:
            last = max(last or since, min(ends, until))
    return last


def callers(calls: list[Call], seed: int = 1) -> list[Caller]:
    """Give each call a patience and a service time for what did not happen, by fixed chance.

    Those who left had the patience they showed; for those who were served it was longer than they waited:
    drawn from the Kaplan-Meier curve of all waits beyond theirs. A call that was not served would have
    lasted as long as another of its kind.
    """
    curve = survival(waits(calls))
    lasted: defaultdict[str, list[float]] = defaultdict(list)
    for call in calls:
        if call.served and call.seconds > 0:
            lasted[call.skill].append(call.seconds)
    everything = [seconds for kind in lasted.values() for seconds in kind] or [0.0]
    found: list[Caller] = []
    for call in calls:
        chance = random.Random(f"{seed} {call.id}")
        beyond, other = chance.random(), chance.random()
        kind = lasted.get(call.skill) or everything
        patience = _patience(curve, call.waited, beyond) if call.served else call.waited
        seconds = call.seconds if call.served else kind[int(other * len(kind))]
        found.append(Caller(call, patience, seconds))
    return found


def waits(calls: Iterable[Call]) -> list[tuple[float, bool]]:
    """Give how long each was seen to wait, and whether they left then; an answered wait is a censored one."""
    return [(call.waited, not call.served) for call in calls]


def _patience(curve: list[tuple[float, float]], waited: float, chance: float) -> float:
    """Draw a patience beyond this wait; the curve falls, so that both places are found by halving."""
    after = bisect_right(curve, (waited, 2.0))
    goal = (curve[after - 1][1] if after else 1.0) * chance
    found = bisect_left(curve, -goal, lo=after, key=lambda point: -point[1])
    return curve[found][0] if found < len(curve) else LONGEST + waited


def _by_agent(calls: Iterable[Call]) -> dict[str, list[Call]]:
    found: defaultdict[str, list[Call]] = defaultdict(list)
    for call in calls:
        if call.agent and call.began is not None:
            found[call.agent].append(call)
    return {agent: sorted(served, key=_began) for agent, served in sorted(found.items())}


def _began(call: Call) -> float:
    return call.at + call.waited if call.began is None else call.began


def _ended(call: Call) -> float:
    return _began(call) + call.seconds
