"""Policies side by side on the same days, each figure with its 95 % interval."""

import math
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import TypeVar

from visavis.promises.prediction import Interval, of_days, paired
from visavis.simulation.counting import Day
from visavis.simulation.floor import Floor
from visavis.simulation.policies import BASELINES, POLICIES
from visavis.simulation.scenario import Scenario

Row = dict[str, object]
T = TypeVar("T")
PAIRED = ("human_within_180", "human_within_60", "broken", "mean_first_word_s", "reply_mean_s")


def live(policy: str, scenario: Scenario, seed: str, day: int) -> Day:
    """Live one day under a policy; the seed and the day choose the customers, the policy does not."""
    return Floor(POLICIES[policy], scenario, seed, day).run()


def days_of(policy: str, scenario: Scenario, seed: str, days: int, jobs: int = 1) -> list[Day]:
    """Live so many days, in so many processes."""
    return each_day(partial(live, policy, scenario, seed), days, jobs)


def each_day(act: Callable[[int], T], days: int, jobs: int = 1) -> list[T]:
    """Do something for each day, in so many processes."""
    if jobs < 2:
        return [act(day) for day in range(days)]
    with ProcessPoolExecutor(jobs) as pool:
        return list(pool.map(act, range(days)))


def row_of(policy: str, scenario: Scenario, days: Sequence[Day]) -> Row:
    """Sum up the days of one policy: each figure, then its interval under `…_ci`."""
    row: Row = {"policy": policy, "load": scenario.load, "days": len(days), **assumed(scenario)}
    row["offered"] = sum(day.offered for day in days)
    for name, found in figures(days).items():
        row[name] = round(found.value, 5)
        row[f"{name}_ci"] = [_finite(found.low), _finite(found.high)]
    return row


def assumed(scenario: Scenario) -> Row:
    """Name the cell: what differs between scenarios, beside the load."""
    names = ("agents", "trouble", "turn", "think", "continuity", "other_channels")
    return {**{name: getattr(scenario, name) for name in names}, "patience": scenario.patience_law}


def figures(days: Sequence[Day]) -> dict[str, Interval]:
    """Give the figures of these days; shares from 0 to 1, times in seconds."""

    def share(part: str, whole: str) -> Interval:
        found = of_days([getattr(day, part) for day in days], [getattr(day, whole) for day in days])
        return Interval(found.value, max(0.0, found.low), min(1.0, found.high))

    return {
        "human_within_180": share("within_180", "counted"),
        "human_within_60": share("within_60", "counted"),
        "broken": share("broken", "offered"),
        "mean_first_word_s": of_days([math.fsum(d.first_words) for d in days], [d.answered for d in days]),
        "reply_mean_s": of_days([math.fsum(d.replies) for d in days], [len(d.replies) for d in days]),
        "reply_p90_s": paired([quantile(d.replies, 0.9) for d in days]),
        "same_agent": share("same", "returning"),
        "workload_cv": paired([day.workload_cv for day in days]),
        "steered": share("steered", "asked"),
        "occupancy": paired([day.occupancy for day in days]),
        "left": of_days([d.offered - d.answered for d in days], [d.offered for d in days]),
        "other_promises_kept": share("others_kept", "others_due"),
        "changed_hands": share("moved", "answered"),
        "paged": paired([day.paged for day in days]),
    }


def best_baseline(lived: dict[str, list[Day]]) -> str | None:
    """Name the baseline that answers the largest share within 180 s, which is the best tuned."""
    there = [name for name in BASELINES if name in lived]
    return max(there, key=lambda name: figures(lived[name])["human_within_180"].value, default=None)


def against(days: Sequence[Day], others: Sequence[Day]) -> Row:
    """Give the differences to another policy on the same days, with paired intervals."""
    row: Row = {}
    for name in PAIRED:
        mine, theirs = ([figures([day])[name].value for day in side] for side in (days, others))
        found = paired(mine, theirs)
        row[name] = round(found.value, 5)
        row[f"{name}_ci"] = [_finite(found.low), _finite(found.high)]
    return row


def compare(lived: dict[str, list[Day]], scenario: Scenario) -> list[Row]:
    """Make the rows of several policies on the same days, each beside the best of the others."""
    best = best_baseline(lived)
    rows: list[Row] = []
    for name, days in lived.items():
        row = row_of(name, scenario, days)
        if best is not None and name != best:
            row["against"] = {"policy": best, **against(days, lived[best])}
        rows.append(row)
    return rows


def quantile(values: Iterable[float], share: float) -> float:
    """Give the value below which this share lies; 0 of nothing."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def _finite(value: float) -> float | None:
    return round(value, 5) if math.isfinite(value) else None
