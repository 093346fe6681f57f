"""A bank's calls, read from its record: who called, how long they would wait, who was there to answer.

The columns are those of the data set (docs/reference/simulation.md). Times run in seconds from the first
day's midnight, so that a call may cross midnight.
"""

import csv
import gzip
import io
import random
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from pathlib import Path

import msgspec

from visavis import config

COLUMNS = (
    *("date", "arrive_s", "vru_exit_s", "queue_start_s", "queue_wait_s", "outcome"),
    *("service_start_s", "service_s", "agent", "priority", "skill"),
)
DAY = 86_400.0
NOBODY = "NO_SERVER"
LONGEST = 1800.0  # seconds: who outlasts everybody in the record waits so much longer
Wait = tuple[float, float, str]  # since when somebody waited in vain, until when, for what
BREAK = 900.0  # seconds without a call after which an agent was away
CROSSED = 43_200.0  # seconds: a moment that lies so far before the arrival belongs to the next day


class Call(msgspec.Struct, frozen=True):
    """A call that reached the line, as it really went."""

    id: str
    at: float  # when it joined the line
    skill: str
    first: bool  # priority 2
    waited: float
    served: bool
    agent: str  # "" if nobody is named
    began: float | None
    seconds: float  # of service


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


def read(path: Path) -> list[Call]:
    """Read a record, plain or gzip; rows that never reached the line, and phantoms, are left out.

    Raises CannotStart when the file is missing, is not such a record, or holds no call.
    """
    try:
        raw = path.read_bytes()
        text = (gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw).decode()
    except OSError as error:
        raise config.CannotStart(f"{path} cannot be read: {error.strerror or error}.") from None
    except (EOFError, UnicodeDecodeError):
        raise config.CannotStart(f"{path} is damaged, or not a text.") from None
    rows = csv.DictReader(io.StringIO(text))
    if missing := [name for name in COLUMNS if name not in (rows.fieldnames or ())]:
        raise config.CannotStart(f"{path} is no record of calls: it has no {', '.join(missing)}.")
    found = [(line, row) for line, row in enumerate(rows, 2) if row["outcome"] in ("AGENT", "HANG")]
    days = [day for _, row in found if (day := _day(row["date"])) is not None]
    calls = [call for line, row in found if (call := _call(row, line, min(days, default=0))) is not None]
    if not calls:
        raise config.CannotStart(f"{path} holds no call that reached the line.")
    return sorted(calls, key=lambda call: (call.at, call.id))


def _call(row: dict[str, str], line: int, first_day: int) -> Call | None:
    day, arrived = _day(row["date"]), _number(row["arrive_s"])
    joined = _number(row["queue_start_s"])
    served = row["outcome"] == "AGENT"
    if day is None or arrived is None or (joined is None and not served):
        return None
    if joined is None:
        joined = _number(row["vru_exit_s"])
    midnight = (day - first_day) * DAY
    at = _after(midnight + (arrived if joined is None else joined), midnight + arrived)
    began = _number(row["service_start_s"]) if served else None
    agent = (row["agent"] or "").strip()
    return Call(
        id=f"{line:07}",
        at=at,
        skill=row["skill"].strip(),
        first=row["priority"].strip() == "2",
        waited=max(0.0, _number(row["queue_wait_s"]) or 0.0),
        served=served,
        agent=agent if served and agent != NOBODY else "",
        began=None if began is None else _after(midnight + began, at),
        seconds=max(0.0, _number(row["service_s"]) or 0.0),
    )


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
    curve = survival(calls)
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


def survival(calls: Iterable[Call]) -> list[tuple[float, float]]:
    """Give the Kaplan-Meier curve of patience: (seconds, share that would still wait)."""
    waits = sorted((call.waited, call.served) for call in calls)
    left, share, curve = len(waits), 1.0, list[tuple[float, float]]()
    for waited, served in waits:
        if not served:
            share *= 1 - 1 / left
            curve.append((waited, share))
        left -= 1
    return curve


def _patience(curve: list[tuple[float, float]], waited: float, chance: float) -> float:
    after = [share for seconds, share in curve if seconds <= waited]
    goal = (after[-1] if after else 1.0) * chance
    return next((seconds for seconds, share in curve if seconds > waited and share <= goal), LONGEST + waited)


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


def _after(moment: float, arrived: float) -> float:
    return moment + DAY if moment < arrived - CROSSED else moment


def _number(text: str | None) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        return None


def _day(text: str) -> int | None:
    try:
        return date.fromisoformat(text).toordinal()
    except ValueError:
        return None
