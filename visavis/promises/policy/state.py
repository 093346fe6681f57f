"""The house as the policy sees it, kept up to date one fact at a time."""

from bisect import bisect_left, insort

import msgspec
from msgspec.structs import replace

from visavis.promises.policy import actions, events
from visavis.promises.policy.habits import Habits
from visavis.promises.policy.lines import How, Line
from visavis.promises.policy.openings import Openings, openings
from visavis.promises.policy.rows import Agent, Rules, Seat, Work
from visavis.promises.policy.rows import Line as Key
from visavis.promises.policy.seating import seated, unseated, with_seats

Fact = events.Event | actions.Action


class Snapshot(msgspec.Struct, frozen=True):
    """All that a state knows, to be compared or kept: two equal ones decide alike."""

    agents: tuple[Agent, ...]
    waiting: tuple[Work, ...]
    paged: tuple[str, ...]
    steered: tuple[Key, ...]


class State:
    """Agents and waiting work, with the indexes that make a decision fast.

    `learn` folds in one fact; nothing else changes it, and `decide` only reads. Facts are events and the
    actions that were carried out. Rows are frozen: what was read stays as it was.
    """

    def __init__(self, rules: Rules | None = None) -> None:
        self.rules = rules or Rules()
        self.agents: dict[str, Agent] = {}
        self.works: dict[str, Work] = {}  # all that is not ended
        self.waiting: dict[str, float] = {}  # the rank of each work in line
        self.desks: dict[str, str] = {}  # at whose desk each other work is
        self.lines: dict[Key, Line] = {}
        self.habits = Habits(self.rules)
        self.forecast: dict[float, float] = {}  # how many agents are usually busy, by the beginning of a slot
        self.present: set[str] = set()  # agents who are available
        self.booked: list[tuple[float, str]] = []  # (not before, id) of slots to come
        self.pushed: list[tuple[float, str]] = []  # (accept by, id)
        self.unpaged: list[tuple[float, str]] = []  # (when to page, id)
        self.paged: set[str] = set()
        self.reserved: dict[str, str] = {}  # the agent whose desk is emptied for a call-back
        self._overlaps: dict[tuple[Key, Key], tuple[tuple[tuple[str, ...], tuple[str, ...]], float]] = {}
        self._openings: dict[str, Openings] = {}
        self._agents_lines: dict[str, list[Line]] = {}

    def line(self, key: Key) -> Line:
        """Give a line; an unknown one is opened with whoever qualifies."""
        if (found := self.lines.get(key)) is None:
            found = self.lines[key] = Line(key, self.habits.leaving)
            for agent in self.agents.values():
                if agent.can(key):
                    self._agents_lines[agent.id].append(found)
                    found.place(agent.id, self._openings[agent.id])
        return found

    def overlap(self, line: Line, other: Line) -> float:
        """Give the share of another line's agents that this line needs too."""
        staff = (line.key, other.key, line.roster, other.roster)
        if (known := self._overlaps.get(staff[:2])) is not None and known[0] == staff[2:]:
            return known[1]
        share = len(line.agents & other.agents) / max(1, len(other.agents))
        self._overlaps[staff[:2]] = (staff[2:], share)
        return share

    def snapshot(self) -> Snapshot:
        """Copy what is known, in an order that does not depend on how it was learnt."""
        return Snapshot(
            tuple(self.agents[key] for key in sorted(self.agents)),
            tuple(self.works[key] for key in sorted(self.works) if key not in self.desks),
            tuple(sorted(self.paged)),
            tuple(sorted(key for key, line in self.lines.items() if line.steered)),
        )

    def learn(self, fact: Fact, now: float) -> None:
        """Take in what has happened, or what has been done; what is no longer so is passed over."""
        while self.booked and self.booked[0][0] <= now:
            work_id = self.booked.pop(0)[1]
            self._queue(self.works[work_id], now)
        match fact:
            case events.Seen(agent):
                self._see(agent, now)
            case events.Vanished(agent_id):
                self._vanish(agent_id, now)
            case events.Forecast(occupancy, agents):
                self.forecast = {slot: busy * agents for slot, busy in occupancy}
            case events.Remembered():
                self.habits.remember(fact)
                for line in self.lines.values():
                    line.leaving = replace(line.leaving, prior=self.habits.leaving)
            case events.Arrived(work):
                self._arrive(work, now)
            case actions.Assign(work_id, agent_id, accept_by):
                if work_id in self.waiting and agent_id in self.agents:
                    self._dequeue(work_id, now, "served")
                    self.desks[work_id] = agent_id
                    insort(self.pushed, (accept_by, work_id))
                    self._put(seated(self.agents[agent_id], self.works[work_id], now, accept_by))
            case events.Accepted(work_id):
                if agent := self._agent_of(work_id):
                    self._settle(agent.seats[work_id])
                    self._seat(agent, replace(agent.seats[work_id], accept_by=None), now)
            case events.Declined(work_id) | actions.TakeBack(work_id):
                if agent := self._agent_of(work_id):
                    self._return(agent, agent.seats[work_id], now, refused=True)
            case events.Began(agent_id, work_id, until):
                if self.desks.get(work_id) == agent_id and self.works[work_id].channel != "email":
                    self._put(replace(self.agents[agent_id], typing=work_id, typing_until=until))
            case events.Paused(agent_id):
                if (agent := self.agents.get(agent_id)) and agent.typing:
                    self._put(replace(agent, typing="", typing_until=0.0))
            case events.Answered(agent_id, work_id, seconds):
                self._answered(agent_id, work_id, seconds, now)
            case events.Worked(agent_id, seconds):
                if agent := self.agents.get(agent_id):
                    self._put(replace(agent, work_today=agent.work_today + seconds))
            case events.Wrote(work_id, due_at, predicted):
                self._wrote(work_id, due_at, predicted, now)
            case events.Ended(work_id, how):
                self._end(work_id, now, how)
            case actions.Reserve(work_id, agent_id):
                if work_id in self.works and work_id not in self.desks and agent_id in self.agents:
                    self._unreserve(work_id)
                    self.reserved[work_id] = agent_id
                    self._put(replace(self.agents[agent_id], reserved_for=work_id))
            case actions.Page(work_id):
                self.paged.add(work_id)
                self._unpage(work_id)
            case actions.Steer(key, on):
                line = self.line(key)
                line.steered, line.steered_at = on, now
            case events.Asked() | events.Tick() | actions.Offer() | actions.Wake():
                pass

    def _see(self, seen: Agent, now: float) -> None:
        known = self.agents.get(seen.id)
        if known is not None:
            seen = replace(
                known,
                skills=seen.skills,
                languages=seen.languages,
                brands=seen.brands,
                status=seen.status,
                capacity=seen.capacity,
                idle_since=now if known.status != seen.status else known.idle_since,
            )
            for line in self._agents_lines[seen.id]:
                line.drop(seen.id)
            del self._openings[seen.id]
        self._agents_lines[seen.id] = [line for line in self.lines.values() if seen.can(line.key)]
        self._put(seen)

    def _vanish(self, agent_id: str, now: float) -> None:
        agent = self.agents.get(agent_id)
        if agent is None:
            return
        for seat in agent.seats.values():
            self._return(self.agents[agent_id], seat, now, refused=False)
        for line in self._agents_lines.pop(agent_id):
            line.drop(agent_id)
        del self.agents[agent_id], self._openings[agent_id]
        self.present.discard(agent_id)

    def _return(self, agent: Agent, seat: Seat, now: float, *, refused: bool) -> None:
        work = seat.work
        if seat.greeted and not refused:
            # Whoever was in the middle of it goes on, if they are back in time.
            work = self.works[work.id] = replace(work, own=agent.id)
        self._settle(seat)
        del self.desks[work.id]
        self._put(unseated(agent, work.id, now))
        if seat.due_at is None and work.channel == "chat":
            return  # nothing waits in it: it goes back into line when the customer writes
        self._arrive(
            replace(
                work,
                kind="next_response" if seat.greeted and work.channel == "chat" else work.kind,
                due_at=work.due_at if seat.due_at is None else seat.due_at,
                refused=work.refused | {agent.id} if refused else work.refused,
            ),
            now,
        )

    def _arrive(self, work: Work, now: float) -> None:
        if work.id in self.waiting or work.id in self.desks:
            return
        new = work.id not in self.works
        self.works[work.id] = work
        if new and work.not_before:
            self.line(work.line).book(work.not_before, 1)
        if work.not_before > now:
            insort(self.booked, (work.not_before, work.id))
        else:
            self._queue(work, now)

    def _queue(self, work: Work, now: float) -> None:
        rank = self.waiting[work.id] = self.rules.rank(work)
        self.line(work.line).add(rank, work)
        if work.id not in self.paged:
            insort(self.unpaged, (self.rules.page_at(work), work.id))

    def _dequeue(self, work_id: str, now: float, how: How) -> None:
        work = self.works[work_id]
        self.line(work.line).remove(self.waiting.pop(work_id), work, now, how)
        self._unpage(work_id)
        self._unreserve(work_id)

    def _unreserve(self, work_id: str) -> None:
        agent = self.agents.get(self.reserved.pop(work_id, ""))
        if agent is not None and agent.reserved_for == work_id:
            self._put(replace(agent, reserved_for=""))

    def _unpage(self, work_id: str) -> None:
        work = self.works[work_id]
        _discard(self.unpaged, (self.rules.page_at(work), work_id))

    def _answered(self, agent_id: str, work_id: str, seconds: float, now: float) -> None:
        agent = self.agents.get(agent_id)
        if agent is None:
            return
        agent = replace(agent, work_today=agent.work_today + seconds)
        if agent.typing == work_id:
            agent = replace(agent, typing="", typing_until=0.0)
        seat = agent.seats.get(work_id)
        if seat is None:
            self._put(agent)
            return
        self._settle(seat)
        if seat.greeted and seat.work.channel == "chat":
            self.habits.answered(now, seconds)
        silent = replace(seat, due_at=None, predicted=0.0, greeted=True, answered_at=now, accept_by=None)
        self._seat(agent, silent, now)

    def _wrote(self, work_id: str, due_at: float, predicted: float, now: float) -> None:
        if agent := self._agent_of(work_id):
            seat = agent.seats[work_id]
            if seat.due_at is None:
                self._seat(agent, replace(seat, due_at=due_at, predicted=predicted), now)
        elif work_id in self.works and work_id not in self.waiting:
            self._arrive(replace(self.works[work_id], kind="next_response", due_at=due_at), now)

    def _end(self, work_id: str, now: float, how: How) -> None:
        if work_id not in self.works:
            return
        if slot := self.works[work_id].not_before:
            self.line(self.works[work_id].line).book(slot, -1)
        if agent := self._agent_of(work_id):
            seat = agent.seats[work_id]
            self._settle(seat)
            if seat.greeted and seat.work.channel == "chat":
                self.habits.ended(now)
            del self.desks[work_id]
            self._put(unseated(agent, work_id, now))
        elif work_id in self.waiting:
            self._dequeue(work_id, now, how)
        else:
            _discard(self.booked, (self.works[work_id].not_before, work_id))
            self._unreserve(work_id)
        del self.works[work_id]
        self.paged.discard(work_id)

    def _settle(self, seat: Seat) -> None:
        if seat.accept_by is not None:
            _discard(self.pushed, (seat.accept_by, seat.work.id))

    def _seat(self, agent: Agent, seat: Seat, now: float) -> None:
        self._put(with_seats(agent, {**agent.seats, seat.work.id: seat}, now))

    def _agent_of(self, work_id: str) -> Agent | None:
        return self.agents.get(self.desks.get(work_id, ""))

    def _put(self, agent: Agent) -> None:
        self.agents[agent.id] = agent
        now_open = openings(agent)
        if now_open == self._openings.get(agent.id):
            return
        self._openings[agent.id] = now_open
        (self.present.add if now_open.available else self.present.discard)(agent.id)
        for line in self._agents_lines[agent.id]:
            line.place(agent.id, now_open)


def _discard(ordered: list[tuple[float, str]], entry: tuple[float, str]) -> None:
    at = bisect_left(ordered, entry)
    if at < len(ordered) and ordered[at] == entry:
        del ordered[at]
