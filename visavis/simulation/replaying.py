"""A bank's calls under our policy: the same callers, the same agents at the same times."""

from collections import Counter
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from visavis.promises import policy as p
from visavis.promises.prediction import fit_log_normal
from visavis.simulation.calls import Caller, Shift, callers, presence, skills_of, turnaround, waits
from visavis.simulation.loop import Loop
from visavis.simulation.records import Call, read

PROMISE = 20.0  # seconds: the level at which such centres are measured
HEAD_START = 90.0  # seconds that a priority customer is taken to have waited already
BANK, ANY = "bank", "any"


class Replay:
    """The calls of a record, answered as the policy says."""

    def __init__(self, people: list[Caller], shifts: list[Shift], pause: float) -> None:
        self.loop, self.state, self.pause = Loop(), p.State(p.Rules(steer=False)), pause
        self.skills = skills_of(person.call for person in people)
        self.people = {person.call.id: person for person in people}
        self.given: Counter[str] = Counter()
        self.waits: dict[str, float] = {}
        self.left: set[str] = set()
        self.mismatched = 0
        self._wake = float("inf")
        for agent, skills in self.skills.items():
            self._tell(self._seen(agent, skills, "offline"))
        for shift in shifts:
            self.loop.at(shift.begins, partial(self._change, shift.agent, "available"))
            self.loop.at(shift.ends, partial(self._change, shift.agent, "offline"))
        for person in people:
            self.loop.at(person.call.at, partial(self._call, person))

    def run(self) -> None:
        """Answer them all, or see them leave."""
        self.loop.run()

    def _seen(self, agent: str, skills: frozenset[str], status: p.Status) -> p.Seen:
        row = p.Agent(agent, skills, frozenset({ANY}), frozenset({BANK}), status, capacity={"voice": 1})
        return p.Seen(row)

    def _change(self, agent: str, status: p.Status) -> None:
        self._tell(self._seen(agent, self.skills[agent], status))

    def _call(self, person: Caller) -> None:
        call, now = person.call, self.loop.now
        work = p.Work(
            call.id,
            "call",
            (BANK, call.skill, ANY),
            now,
            now + PROMISE,
            head_start=HEAD_START if call.first else 0.0,
            predicted=person.seconds,
        )
        self._tell(p.Arrived(work))
        self.loop.at(now + person.patience, partial(self._leave, call.id))

    def _leave(self, call_id: str) -> None:
        if call_id not in self.waits:
            self.left.add(call_id)
            self._tell(p.Ended(call_id))

    def _tell(self, event: p.Event) -> None:
        now = self.loop.now
        self.state.learn(event, now)
        for action in p.decide(self.state, event, now):
            if isinstance(action, p.Wake):
                continue  # nothing changes by time alone for calls: an empty desk takes the first
            self.state.learn(action, now)
            if isinstance(action, p.Assign):
                self._answer(action)

    def _answer(self, action: p.Assign) -> None:
        person, now = self.people[action.work_id], self.loop.now
        self.state.learn(p.Accepted(action.work_id), now)
        self.given[action.work_id] += 1
        self.mismatched += person.call.skill not in self.skills[action.agent_id]
        self.waits[action.work_id] = now - person.call.at
        # Between two calls an agent takes a breath; until then the desk is not empty.
        self.loop.at(
            now + person.seconds + self.pause,
            partial(self._hang_up, action.agent_id, action.work_id, person.seconds),
        )

    def _hang_up(self, agent_id: str, work_id: str, seconds: float) -> None:
        self.state.learn(p.Answered(agent_id, work_id, seconds), self.loop.now)
        self._tell(p.Ended(work_id))


def replay(path: Path) -> dict[str, object]:
    """Replay a record and give both sides: ours, and the real one under `real_…`."""
    calls = read(path)
    pause = turnaround(calls)
    shifts = presence(calls, pause)
    ours = Replay(callers(calls), shifts, pause)
    ours.run()
    return both_sides(ours, calls, shifts)


def both_sides(ours: Replay, calls: list[Call], shifts: list[Shift]) -> dict[str, object]:
    """Give the figures of both sides; shares are of all calls that reached the line."""
    real = [call.waited for call in calls if call.served]
    return {
        "offered": len(calls),
        **_side("", ours.waits.values(), len(calls), len(ours.left)),
        **_side("real_", real, len(calls), len(calls) - len(real)),
        "lost": len(calls) - len(ours.waits) - len(ours.left),
        "doubled": sum(count > 1 for count in ours.given.values()),
        "skill_mismatch": ours.mismatched,
        "agents": len(ours.skills),
        "agent_hours": round(sum(shift.ends - shift.begins for shift in shifts) / 3600, 1),
        "turnaround_s": ours.pause,
        **_patience(calls),
    }


def _patience(calls: list[Call]) -> dict[str, object]:
    """Give the log-normal patience fitted to the record, which `--patience fitted` took from it."""
    try:
        median, sigma = fit_log_normal(waits(calls))
    except ValueError:
        return {}
    return {"patience_median_s": round(median, 1), "patience_sigma": round(sigma, 3)}


def _side(name: str, waits: Iterable[float], offered: int, abandoned: int) -> dict[str, object]:
    answered = list(waits)
    return {
        f"{name}served": len(answered),
        f"{name}within_20s": round(sum(wait <= PROMISE for wait in answered) / offered, 4),
        f"{name}mean_wait_s": round(sum(answered) / max(1, len(answered)), 2),
        f"{name}abandoned": abandoned,
    }
