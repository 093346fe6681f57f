"""What may be promised to a visitor: only what can be kept, told at a high percentile."""

import math
from typing import NamedTuple

from visavis.promises.policy.actions import Action, Offer, Steer, Way
from visavis.promises.policy.events import Asked
from visavis.promises.policy.lines import Line
from visavis.promises.policy.rows import Rules
from visavis.promises.policy.state import State
from visavis.promises.prediction import closed_queue, delay_percentile, keep_probability

NOW_BY = 120.0  # seconds: "called back now"
BELIEVED = 120.0  # seconds for which the model of the desks is believed against what is measured
SURE = 0.95  # how sure a call-back must be
ANNOUNCED = 0.9  # the percentile told to the visitor
# Of the agents' spare time; the rest is lost between one chat and another.
CALLS, MESSAGES = 0.4, 0.2
SLOTS_AHEAD = 32  # how many slots are looked at, one after the other


class Outlook(NamedTuple):
    """What awaits one more customer of a line."""

    at_once: bool  # somebody could greet them now
    ahead: int  # how many will be greeted first, those of other lines counted as far as they matter
    rate: float  # first words per second, jointly
    impatience: float  # per second
    kept: float  # the probability of a first word within X
    waited: float  # seconds, of the one who has waited longest
    full: float  # share of the line's agents who have as many chats as they can
    room: bool

    @property
    def mean(self) -> float:
        """The mean seconds to a first word if nobody leaves."""
        return 0.0 if self.at_once else (self.ahead + 1) / self.rate if self.rate else math.inf


def outlook(state: State, line: Line, now: float) -> Outlook:
    """Predict for one more customer: with free hands at once, else by the state-dependent formula."""
    rules, agents = state.rules, len(line.agents)
    at_once = not line.chats and any(state.agents[a].chats < rules.soft_cap for a in line.free)
    pace, share = _pace(state, line)
    # What the desks should release is believed for a while; what was seen while people waited corrects it.
    seen, mine = line.releases, len(line.chats) + 1
    faded = 0.5 ** (max(0.0, now - seen.at) / seen.half_life)
    measured = (share * BELIEVED + seen.events * faded) / (BELIEVED + seen.exposure * faded)
    # With other lines at the same desks, the mean is that of a share; the spread that of all who go first.
    ahead = max(len(line.chats), round(mine * pace / share) - 1) if share else len(line.chats)
    rate, impatience = (ahead + 1) * measured / mine, line.leaving.rate
    kept = 1.0 if at_once else keep_probability(ahead, rate, impatience, rules.promise - rules.greeting)
    waited = now - line.chats[0][0] if line.chats else 0.0
    full = len(line.full) / agents if agents else 1.0
    return Outlook(at_once, ahead, rate, impatience, kept, waited, full, bool(line.roomy))


def offer(state: State, asked: Asked, now: float) -> tuple[Action, ...]:
    """Offer chat while it will be kept, and the other ways with their promises, soonest first."""
    rules, line = state.rules, state.line(asked.line)
    seen = outlook(state, line, now)
    steered = _steered(line, seen, rules, now) if rules.steer else False
    actions: list[Action] = [Steer(asked.line, steered)] if steered != line.steered else []
    ways: list[Way] = []
    open_now = bool(line.agents) and now < asked.open_until
    if open_now and not steered:
        ways.append(Way("chat", now, now + _announced(seen, rules), seen.kept))
    if open_now and (sure := _callback_now(line)) >= SURE:
        ways.append(Way("callback_now", now, now + NOW_BY, sure))
    if open_now and (slot := _slot(state, line, asked, now)) is not None:
        ways.append(slot)
    ways.append(_message(state, line, now))
    return (*actions, Offer(asked.line, tuple(ways)))


def _steered(line: Line, seen: Outlook, rules: Rules, now: float) -> bool:
    longest = rules.promise / rules.steer_wait
    if not line.steered:
        return (
            seen.kept < rules.steer_below
            or not seen.room
            or seen.waited > longest
            or seen.full >= rules.steer_full
        )
    if now - line.steered_at < rules.steer_dwell:
        return True
    return not (
        seen.kept >= rules.steer_above
        and seen.room
        and seen.waited <= longest / 2
        and seen.full < rules.steer_full - 0.1
    )


def _announced(seen: Outlook, rules: Rules) -> float:
    """Give the seconds told: the 90th percentile, rounded up to tens, never beyond X."""
    if seen.at_once:
        likely = 2 * rules.greeting
    elif seen.rate > 0:
        likely = rules.greeting + delay_percentile(seen.ahead, seen.rate, seen.impatience, ANNOUNCED)
    else:
        likely = rules.promise
    # Whoever stands at the head has waited that long already: never tell less.
    return min(rules.promise, 10 * math.ceil(max(likely, seen.waited) / 10))


def _callback_now(line: Line) -> float:
    able = len(line.free & line.empty)
    return 0.99 if able > len(line.queues["voice"]) + len(line.chats) else 0.0


def _slot(state: State, line: Line, asked: Asked, now: float) -> Way | None:
    rules = state.rules
    start = math.floor(now / rules.slot) * rules.slot
    for step in range(1, SLOTS_AHEAD):
        after = start + step * rules.slot
        if after + rules.slot > asked.open_until:
            return None
        booked = sum(
            other.slots[after] * _shared(state, line, other)
            for other in state.lines.values()
            if after in other.slots
        )
        if booked + 1 <= CALLS * _spare(state, line, after) / rules.voice_time:
            return Way("slot", after, after + rules.slot, SURE)
    return None


def _message(state: State, line: Line, now: float) -> Way:
    rules = state.rules
    ahead = 1 + sum(
        (len(other.queues["email"]) + (len(other.agents) - len(other.writers)) / len(state.lines))
        * _shared(state, line, other)
        for other in state.lines.values()
    )
    by, needed = now, ahead * rules.email_time
    for _ in range(SLOTS_AHEAD * 3):
        needed -= MESSAGES * _spare(state, line, math.floor(by / rules.slot) * rules.slot)
        by += rules.slot
        if needed <= 0:
            break
    return Way("message", now, 60 * math.ceil(max(by, now + rules.message_promise) / 60), SURE)


def _spare(state: State, line: Line, slot: float) -> float:
    """Give the seconds of the line's agents in a slot that chats are not expected to take."""
    rules = state.rules
    busy = state.forecast.get(slot)
    share = rules.slot_share if busy is None else rules.slot_full - busy / max(1, len(state.present))
    return max(0.0, share) * len(line.agents) * rules.slot


def _shared(state: State, line: Line, other: Line) -> float:
    return 1.0 if other is line else state.overlap(line, other)


def _pace(state: State, line: Line) -> tuple[float, float]:
    """Give the first words per second of a line's agents, and the part that is this line's.

    Hands that finish a message release one; a desk that is full, when a chat ends. An agent's words are
    shared between the lines that they serve as people wait there.
    """
    rules, mine = state.rules, len(line.chats) + 1
    crowded = [other for other in state.lines.values() if other.chats and other is not line]
    shares: dict[tuple[frozenset[str], ...], float] = {}
    pace, share = list[float](), list[float]()
    for agent in map(state.agents.__getitem__, line.agents):
        if agent.id in line.roomy:
            words = 1 / rules.turn
        else:
            desk = closed_queue(max(1, agent.chats), rules.turn, rules.think, rules.turns)
            words = desk.per_hour / 3600
        able = (agent.skills, agent.languages, agent.brands)
        if (part := shares.get(able)) is None:
            others = sum(len(other.chats) for other in crowded if agent.can(other.key))
            part = shares[able] = mine / (mine + others)
        pace.append(words)
        share.append(words * part)
    return math.fsum(pace), math.fsum(share)  # the same whatever the order of a set
