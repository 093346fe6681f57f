"""What may be promised to a visitor: only what can be kept, told at a high percentile."""

import math

from visavis.promises.policy.actions import Action, Offer, Steer, Way
from visavis.promises.policy.announcing import announced
from visavis.promises.policy.events import Asked
from visavis.promises.policy.lines import Line
from visavis.promises.policy.outlooks import Outlook, outlook
from visavis.promises.policy.rows import Rules
from visavis.promises.policy.state import State

NOW_BY = 120.0  # seconds: "called back now"
SURE = 0.95  # how sure a call-back must be
# Of the agents' spare time; the rest is lost between one chat and another.
CALLS, MESSAGES = 0.4, 0.2
SLOTS_AHEAD = 32  # how many slots are looked at, one after the other


def offer(state: State, asked: Asked, now: float) -> tuple[Action, ...]:
    """Offer chat while it will be kept, and the other ways with their promises, soonest first."""
    rules, line = state.rules, state.line(asked.line)
    seen = outlook(state, line, now)
    steered = _steered(line, seen, rules, now) if rules.steer else False
    actions: list[Action] = [Steer(asked.line, steered)] if steered != line.steered else []
    ways: list[Way] = []
    open_now = bool(line.agents) and now < asked.open_until
    if open_now and not steered:
        ways.append(Way("chat", now, now + announced(state, line, seen, asked.own, now), seen.kept))
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
    by = max(letters_by(state, line, now), now + state.rules.message_promise)
    return Way("message", now, 60 * math.ceil(by / 60), SURE)


def letters_by(state: State, line: Line, now: float) -> float:
    """Give the moment by which one more message is answered, after those ahead of it, in the time that is spare."""
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
    return by


def _spare(state: State, line: Line, slot: float) -> float:
    """Give the seconds of the line's agents in a slot that chats are not expected to take."""
    rules = state.rules
    busy = state.forecast.get(slot)
    share = rules.slot_share if busy is None else rules.slot_full - busy / max(1, len(state.present))
    return max(0.0, share) * len(line.agents) * rules.slot


def _shared(state: State, line: Line, other: Line) -> float:
    return 1.0 if other is line else state.overlap(line, other)
