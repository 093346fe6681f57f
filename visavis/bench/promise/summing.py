"""The figures: the trace as it went at real speed, beside the same customers in virtual time."""

import math
import statistics
from collections.abc import Iterable
from dataclasses import asdict

from visavis.bench import machine
from visavis.bench.load import quantile
from visavis.bench.promise.rehearsing import Waits
from visavis.bench.promise.seen import Seen, Visit
from visavis.bench.promise.trace import Options, draw, scenario_of

AGREE = 0.15  # by how much the two may differ


def sum_up(
    options: Options, seen: Seen, rehearsed: list[Waits], decided: dict[str, object]
) -> dict[str, object]:
    """Sum up a run; of those who came after the warm-up, and were not waiting while the server was down."""
    warm = scenario_of(options).warm_up
    counted = {c.number: seen.visits[c.number] for c in draw(options) if c.at >= warm}
    touched = {number for number, visit in counted.items() if seen.outage and seen.outage.touches(visit)}
    compared = counted.keys() - touched - {number for number, visit in counted.items() if visit.steered}
    lived = _mean(_word(counted[number]) for number in compared)
    simulated = sorted(_mean(waits[number] for number in compared) for waits in rehearsed)
    expected = _mean(simulated)
    before_kill = {
        n for n in compared if seen.outage and (counted[n].first_word or math.inf) < seen.outage.begins
    }
    words = sorted(word for number in compared if (word := _word(counted[number])) is not None)
    screens, before = sorted(seen.to_screen), sorted(seen.before_agent)
    return {
        "mean_first_word_s": _round(lived, 2),
        "simulated_first_word_s": _round(expected, 2),
        "ratio": _round(lived / expected if expected else math.nan, 3),
        "within_15_percent": abs(lived / expected - 1) <= AGREE if expected else None,
        # What a few hundredths of a second do to the trace.
        "simulated_range_s": [_round(simulated[0], 2), _round(simulated[-1], 2)],
        "first_word_before_kill_s": _round(_mean(_word(counted[n]) for n in before_kill), 2),
        "simulated_before_kill_s": _round(
            _mean(_mean(waits[n] for n in before_kill) for waits in rehearsed), 2
        ),
        "p90_first_word_s": _round(quantile(words, 0.9), 2),
        "first_words": len(words),
        "first_words_in_outage": len(touched),
        "mean_first_word_with_outage_s": _round(_mean(map(_word, counted.values())), 2),
        "agents_back_s": _round(seen.outage.ends - seen.outage.begins, 2) if seen.outage else None,
        "all_back_s": _round(seen.outage.over - seen.outage.begins, 2) if seen.outage else None,
        "ready_again_s": _round(seen.ready_again, 2) if seen.ready_again is not None else None,
        "left": sum(visit.left is not None for visit in counted.values()),
        "simulated_left": _round(_mean(_left(waits, compared) for waits in rehearsed), 1),
        "steered": sum(visit.steered for visit in counted.values()),
        "decide_p99_ms": decided["decide_p99_ms"],
        "decide_cpu_p99_ms": decided["decide_cpu_p99_ms"],
        "event_to_screen_p50_ms": _round(1000 * quantile(screens, 0.5), 1),
        "event_to_screen_p99_ms": _round(1000 * quantile(screens, 0.99), 1),
        "before_agent_p50_ms": _round(1000 * quantile(before, 0.5), 1),
        "before_agent_p99_ms": _round(1000 * quantile(before, 0.99), 1),
        "conversations": sum(visit.wrote is not None for visit in seen.visits.values()),
        "kills": int(seen.outage is not None),
        "resets": seen.resets,
        "refused": len(seen.refused),
        "machine": machine.described(),
        "options": asdict(options),
    }


def _word(visit: Visit) -> float | None:
    if visit.first_word is None or visit.wrote is None:
        return None
    return visit.first_word - visit.wrote


def _mean(values: Iterable[float | None]) -> float:
    known = [value for value in values if value is not None and not math.isnan(value)]
    return statistics.fmean(known) if known else math.nan


def _left(waits: Waits, compared: Iterable[int]) -> float:
    return float(sum(waits[number] is None for number in compared))


def _round(value: float | None, digits: int) -> float | None:
    return round(value, digits) if value is not None and math.isfinite(value) else None
