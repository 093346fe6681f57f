"""What to do now: the same function in production, in simulation and in tests."""

import heapq
from bisect import bisect_right
from collections.abc import Iterator
from functools import partial

from msgspec.structs import replace

from visavis.promises.policy import baselines
from visavis.promises.policy.actions import Action, Assign, Page, Reserve, TakeBack, Wake
from visavis.promises.policy.choosing import (
    Choose,
    Desks,
    for_call,
    for_email,
    kept_promise,
    may_empty,
    own_only,
    to_empty,
)
from visavis.promises.policy.events import Arrived, Asked, Began, Event
from visavis.promises.policy.lines import Line
from visavis.promises.policy.offering import offer
from visavis.promises.policy.rows import Agent, Channel, Work
from visavis.promises.policy.state import State

LOOK = 8  # how many one cannot help are passed over, in one queue, to find one who can be helped
PAGES = 16  # in one decision; the others follow at once
SHORTEST = 5.0  # seconds: nobody takes a push sooner
LAST = "\uffff"  # after every id


class _Place:
    """Where one has come to in one queue."""

    def __init__(self, line: Line, channel: Channel, choose: Choose) -> None:
        self.line = line
        self.channel = channel
        self.choose = choose if channel == "chat" else for_call if channel == "voice" else for_email
        self.passed = 0


class _Decision:
    def __init__(self, choose: Choose, state: State, now: float) -> None:
        self.choose, self.state, self.now = choose, state, now
        self.desks = Desks(state)
        self.actions: list[Action] = []
        self.wakes: list[float] = []
        self.taken: set[str] = set()
        self.back: dict[str, Work] = {}

    def make(self, event: Event) -> tuple[Action, ...]:
        self._take_back()
        state = self.state
        # Who comes changes nothing for the other lines; an agent may serve several.
        alone = state.line(event.work.line) if isinstance(event, Arrived) and not self.back else None
        lines = state.lines.values() if alone is None else [alone]
        walks = [self._walk(line, channel) for line in lines for channel in _moving(state, line)]
        if self.back:
            walks.append(self._walk_back())
        for _, work_id, place in heapq.merge(*walks):
            self._serve(self.back.get(work_id) or state.works[work_id], place)
        self._prepare()
        self._page()
        self.wakes += [at for at, _ in (*state.booked[:1], *_after(state.pushed, self.now))]
        soonest = min((at for at in self.wakes if at >= self.now), default=None)
        return tuple(self.actions) if soonest is None else (*self.actions, Wake(soonest))

    def _take_back(self) -> None:
        for accept_by, work_id in self.state.pushed:
            if accept_by > self.now:
                break
            agent_id, work = self.state.desks[work_id], self.state.works[work_id]
            self.actions.append(TakeBack(work_id, agent_id))
            self.back[work_id] = replace(work, refused=work.refused | {agent_id})

    def _walk(self, line: Line, channel: Channel) -> Iterator[tuple[float, str, _Place]]:
        place = _Place(line, channel, self.choose)
        for rank, work_id in line.queues[channel]:
            if place.passed >= LOOK:
                return
            yield rank, work_id, place

    def _walk_back(self) -> Iterator[tuple[float, str, _Place]]:
        for rank, work_id in sorted(
            (self.state.rules.rank(work), work_id) for work_id, work in self.back.items()
        ):
            work = self.back[work_id]
            if work.line[0] in self.state.rules.by_hand:
                continue
            yield rank, work_id, _Place(self.state.line(work.line), work.channel, self.choose)

    def _serve(self, work: Work, place: _Place) -> None:
        chosen = place.choose(self.desks, place.line, work, self.now)
        if isinstance(chosen, Agent):
            self._assign(work, chosen)
            return
        place.passed += 1
        self.wakes += _turning_points(self.state, work, self.now)
        if chosen == "later" or work.refused:
            return
        if place.choose is kept_promise:
            place.choose = own_only
        elif place.choose is not own_only and not (
            work.kind == "callback" and self._reserve(work, place.line)
        ):
            place.passed = LOOK

    def _assign(self, work: Work, agent: Agent) -> None:
        self.taken.add(work.id)
        rules, now = self.state.rules, self.now
        slack = work.due_at - now
        usual = rules.accept_letter if work.channel == "email" else rules.accept
        accept = max(SHORTEST, min(usual, slack / 4)) if slack > 0 else usual
        elastic = work.channel == "chat" and agent.chats >= rules.soft_cap
        handover = work.own not in ("", agent.id)
        self.actions.append(Assign(work.id, agent.id, now + accept, handover, elastic))
        self.desks.seat(agent, work, now)

    def _reserve(self, work: Work, line: Line) -> bool:
        if work.id in self.state.reserved:
            return True
        agent = to_empty(self.desks, line, work, self.now)
        if agent is None:
            return False
        self.actions.append(Reserve(work.id, agent.id))
        self.desks.reserve(replace(agent, reserved_for=work.id))
        return True

    def _prepare(self) -> None:
        """Begin to empty a desk before a booked slot, unless one is empty anyway."""
        lead = self.state.rules.slot_lead
        for after, work_id in self.state.booked:
            if after > self.now + lead:
                self.wakes.append(after - lead)
                return
            work = self.state.works[work_id]
            line = self.state.line(work.line)
            if line.key[0] in self.state.rules.by_hand:
                continue
            if for_call(self.desks, line, work, self.now) is None:
                self._reserve(work, line)

    def _page(self) -> None:
        unpaged = self.state.unpaged
        due = bisect_right(unpaged, (self.now, LAST))
        for _, work_id in unpaged[: min(due, PAGES)]:
            if work_id not in self.taken:
                self.actions.append(Page(work_id, self.state.line(self.state.works[work_id].line).roster))
        if due > PAGES:
            self.wakes.append(self.now)
        self.wakes += [at for at, _ in unpaged[due : due + 1]]


def _moving(state: State, line: Line) -> Iterator[Channel]:
    """Name the queues in which anybody could be helped: where there is no room, time changes nothing."""
    if line.key[0] in state.rules.by_hand:
        return
    if line.roomy and line.queues["chat"]:
        yield "chat"
    if line.queues["voice"] and (line.empty or may_empty(state, line)):
        yield "voice"
    if line.writers and line.queues["email"]:
        yield "email"


def _after(ordered: list[tuple[float, str]], now: float) -> list[tuple[float, str]]:
    at = bisect_right(ordered, (now, LAST))
    return ordered[at : at + 1]


def _turning_points(state: State, work: Work, now: float) -> list[float]:
    """Give the moments to come at which time alone changes what can be done for this work."""
    rules = state.rules
    if work.channel == "email":
        points = [work.due_at - rules.email_slack]
    elif work.channel == "chat":
        points = [work.due_at - rules.last_minute(work), work.arrived_at + rules.elastic_after]
        if work.kind == "next_response":
            points.append(work.due_at)
        if work.own:
            points.append(work.due_at - work.promised + rules.part(rules.own_budget, work.promised))
    else:
        points = []
    return [at for at in points if at > now]


def _decide(choose: Choose, state: State, event: Event, now: float) -> tuple[Action, ...]:
    if isinstance(event, Asked):
        return offer(state, event, now)
    if isinstance(event, Began):
        return ()
    return _Decision(choose, state, now).make(event)


def decide(state: State, event: Event, now: float) -> tuple[Action, ...]:
    """Say what to do about an event that the state has learnt: Kept-Promise Routing.

    Pure: the same state, event and moment give the same actions, and nothing is changed. Carry the actions
    out in order, let the state learn each that was, and send a `Tick` at the moment of a `Wake`.
    """
    return _decide(kept_promise, state, event, now)


round_robin = partial(_decide, baselines.round_robin)
least_open = partial(_decide, baselines.least_open)
spare_share = partial(_decide, baselines.spare_share)
last_agent = partial(_decide, baselines.last_agent)
hard_owner = partial(_decide, baselines.hard_owner)
dynamic_capacity = partial(_decide, baselines.dynamic_capacity)
bullseye = partial(_decide, baselines.bullseye)
