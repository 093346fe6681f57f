"""The house as the policy sees it, kept as the database is: only what differs is learnt."""

from collections.abc import Iterable
from datetime import datetime

from msgspec.structs import replace

from visavis.callbacks import Window
from visavis.promises import policy
from visavis.promises.policy import Rules, State, Work
from visavis.routing.cases import Case
from visavis.routing.desks import Desk

# Who typed and neither sent nor typed on for so long has paused (seconds).
PAUSE = 6.0
# No answer is taken to have been written for longer (seconds).
LONGEST = 600.0


class Picture:
    """The policy's state of every agent who is there and every conversation that concerns routing.

    It is told rows, as often as one likes, and may be told the same again: nothing depends on how it
    came to be, so that every server's is alike, and one that starts has it at once.
    """

    def __init__(self, rules: Rules | None = None) -> None:
        self.state = State(rules)
        self.cases: dict[str, Case] = {}
        self._desks: dict[str, Desk] = {}
        self._typed: dict[str, tuple[float, str]] = {}
        self._began: dict[str, tuple[str, float]] = {}
        self._passed: datetime | None = None
        self._called: dict[str, Case] = {}

    @property
    def owed(self) -> dict[str, tuple[Window, ...]]:
        """Give the calls that nobody has taken yet, by brand."""
        found: dict[str, tuple[Window, ...]] = {}
        for case in self._called.values():
            if (call := case.callback) is not None and call.taken_by is None:
                found[case.brand_id] = (*found.get(case.brand_id, ()), Window(call.after, call.by))
        return found

    def see_desks(self, desks: Iterable[Desk], now: datetime) -> None:
        """Learn who is there, and who no longer is."""
        at, there = now.timestamp(), {desk.id: desk for desk in desks if not desk.gone(now)}
        gone = self._desks.keys() - there.keys()
        for agent_id in gone:
            self.state.learn(policy.Vanished(agent_id), at)
        changed = {desk.id for desk in there.values() if self._desks.get(desk.id) != desk}
        for agent_id in changed:
            self.state.learn(policy.Seen(there[agent_id].agent), at)
        self._desks = there
        # Whoever comes finds what is theirs; what was at a desk that is gone waits for others.
        for case in list(self.cases.values()):
            if not _agents(case).isdisjoint(changed | gone):
                self._settle(case, now)

    def see(self, case: Case, now: datetime) -> None:
        """Learn how a conversation stands; what was read before later news is passed over."""
        known = self.cases.get(case.id)
        if known is not None and known.version > case.version:
            return
        self.cases[case.id] = case
        if case.callback is None:
            self._called.pop(case.id, None)
        else:
            self._called[case.id] = case
        self._settle(case, now)

    def forget(self, case_id: str, now: datetime) -> None:
        """Learn that a conversation concerns routing no more: resolved, asleep, or quiet."""
        case = self.cases.pop(case_id, None)
        self._called.pop(case_id, None)
        for work_id in (case_id, case.call_id) if case else (case_id,):
            if work_id in self.state.works:
                self.state.learn(policy.Ended(work_id, "served"), now.timestamp())

    def choose_by_hand(self, brand_ids: Iterable[str]) -> None:
        """Learn at which brands the agents choose for themselves."""
        by_hand = frozenset(brand_ids)
        if by_hand != self.state.rules.by_hand:
            self.state.rules = replace(self.state.rules, by_hand=by_hand)

    def remember(self, hour: policy.Remembered, day: policy.Forecast, now: datetime) -> None:
        """Learn how this hour and the days from now on usually go."""
        for fact in (hour, day):
            self.state.learn(fact, now.timestamp())

    def pass_time(self, now: datetime) -> None:
        """Let places go that were not used for a while, and words that were begun and not sent; let calls come up."""
        at, since, self._passed = now.timestamp(), self._passed or now, now
        self.state.learn(policy.Tick(), at)
        for case in list(self.cases.values()):
            if case.quiet(now):
                self.forget(case.id, now)
            elif case.turns(since, now):
                self._settle(case, now)
        for agent_id in [agent_id for agent_id, (typed, _) in self._typed.items() if at - typed > PAUSE]:
            del self._typed[agent_id]
            self.state.learn(policy.Paused(agent_id), at)
        if any(desk.gone(now) for desk in self._desks.values()):
            self.see_desks(self._desks.values(), now)

    def hear_typing(self, agent_id: str, case_id: str, now: datetime) -> None:
        """Learn that an agent writes in a conversation."""
        at = now.timestamp()
        agent = self.state.agents.get(agent_id)
        if agent is None:
            return
        self._typed[agent_id] = at, case_id
        if agent.typing != case_id and (case := self.cases.get(case_id)):
            self._began[agent_id] = case_id, at
            self.state.learn(policy.Began(agent_id, case_id, at + case.predicted), at)

    def hear_sent(self, agent_id: str, case_id: str, sent: datetime, now: datetime) -> None:
        """Learn that an agent's words in a conversation were sent: their hands are free, unless they typed on since."""
        agent, (typed, about) = self.state.agents.get(agent_id), self._typed.get(agent_id, (0.0, ""))
        if agent is None or about != case_id:
            return
        if typed > sent.timestamp():
            self.hear_typing(agent_id, case_id, now)
        else:
            del self._typed[agent_id]
            self.state.learn(policy.Paused(agent_id), now.timestamp())

    def _settle(self, case: Case, now: datetime) -> None:
        """Bring what the state knows of a conversation to how it stands."""
        self._settle_answer(case, now.timestamp(), now)
        self._settle_call(case, now.timestamp(), now)

    def _settle_call(self, case: Case, now: float, at: datetime) -> None:
        """Bring the call: to be made, at whose desk it is, and then the voice that keeps an agent."""
        state, talks = self.state, case.talks(at)
        work = case.call or (_talk(case) if talks else None)
        agent_id = case.talker if talks and case.callback is None else self._caller_of(case, at)
        if work is None or agent_id not in self._desks:
            self._in_line(case.call_id, case.call, now)
            return
        if state.desks.get(work.id) != agent_id:
            if work.id in state.desks or self._differs(work):
                state.learn(policy.Ended(work.id, "moved"), now)
            state.learn(policy.Arrived(work), now)
            accept_by = case.accept_by.timestamp() if case.accept_by else now
            state.learn(policy.Assign(work.id, agent_id, accept_by), now)
        if case.pushed_to is None and state.agents[agent_id].seats[work.id].accept_by is not None:
            state.learn(policy.Accepted(work.id), now)

    def _settle_answer(self, case: Case, now: float, at: datetime) -> None:
        state, work = self.state, None if case.is_call(at) else case.work
        if work is None and (not case.live or case.is_call(at) or case.talks(at) or case.silent(at)):
            # A letter that is answered takes no place, nor does what is a call; a chat goes on.
            state.learn(policy.Ended(case.id, "served"), now)
            return
        agent_id = self._at_desk_of(case)
        if agent_id is None:
            self._in_line(case.id, work, now, left=case.left)
            return
        if state.desks.get(case.id) != agent_id or self._changes_place(work):
            if case.id in state.desks or self._differs(work):
                state.learn(policy.Ended(case.id, "moved" if work else "served"), now)
            state.learn(policy.Arrived(work or _answered(case)), now)
            accept_by = case.accept_by.timestamp() if case.accept_by else now
            state.learn(policy.Assign(case.id, agent_id, accept_by), now)
        if case.pushed_to is not None:
            return
        seat = state.agents[agent_id].seats[case.id]
        if seat.accept_by is not None:
            state.learn(policy.Accepted(case.id), now)
        if seat.due_at is not None and (work is None or work.due_at != seat.due_at):
            state.learn(policy.Answered(agent_id, case.id, self._worked(agent_id, case.id, seat, now)), now)
            seat = replace(seat, due_at=None)
        if work is not None and seat.due_at is None:
            state.learn(policy.Wrote(case.id, work.due_at, case.predicted), now)

    def _worked(self, agent_id: str, case_id: str, seat: policy.Seat, now: float) -> float:
        """Give the seconds that an answer took: since it was begun to be typed, or as predicted."""
        begun, at = self._began.pop(agent_id, ("", 0.0))
        return min(now - at, LONGEST) if begun == case_id else seat.predicted

    def _in_line(self, work_id: str, work: Work | None, now: float, *, left: bool = False) -> None:
        state = self.state
        at = state.desks.get(work_id)
        if work is not None and at is not None and at in work.refused:
            state.learn(policy.TakeBack(work_id, at), now)
        elif work_id in state.works and (at is not None or self._differs(work)):
            how = "served" if work is None else "left" if left and self._changes_place(work) else "moved"
            state.learn(policy.Ended(work_id, how), now)
        if work is not None and work_id not in state.works:
            state.learn(policy.Arrived(work), now)

    def _at_desk_of(self, case: Case) -> str | None:
        if case.pushed_to is not None:
            return case.pushed_to if case.pushed_to in self._desks else None
        return case.assignee if case.assignee in self._desks else None

    def _changes_place(self, work: Work | None) -> bool:
        """Tell whether a chat has become a letter, or a letter a chat again."""
        known = self.state.works.get(work.id) if work else None
        return work is not None and known is not None and known.channel != work.channel

    def _caller_of(self, case: Case, at: datetime) -> str | None:
        """Name the agent who has the call, or before whom it is put; None before it is to be made."""
        if case.callback is None or not case.is_call(at):
            return None
        taken_by = case.callback.taken_by
        return case.pushed_to or (str(taken_by) if taken_by else None)

    def _differs(self, work: Work | None) -> bool:
        """Tell whether work that is known in line is no longer what it was."""
        if work is None:
            return True
        known = self.state.works.get(work.id)
        return known is not None and known != work


def _answered(case: Case) -> Work:
    """Give the work that a conversation was, in which nobody waits any more."""
    at = case.updated_at.timestamp()
    return Work(
        id=case.id,
        kind="next_response",
        line=case.line,
        arrived_at=at,
        due_at=at,
        own=case.own or "",
    )


def _talk(case: Case) -> Work:
    """Give the work that a call is once it has begun."""
    at = case.talked_at.timestamp() if case.talked_at else 0.0
    return Work(id=case.call_id, kind="callback", line=case.line, arrived_at=at, due_at=at)


def _agents(case: Case) -> set[str | None]:
    """Name the agents whose coming and going changes something for a conversation."""
    taken_by = case.callback.taken_by if case.callback else None
    return {case.assignee, case.pushed_to, case.talker, str(taken_by) if taken_by else None}
