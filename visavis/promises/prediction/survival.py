"""How long people wait when not all are seen to the end: some are answered first, some leave first.

Pairs are (seconds, seen): whether what is counted happened then, or something else ended the wait before it.
"""

import math
from collections import Counter
from collections.abc import Iterable
from itertools import takewhile

Pairs = Iterable[tuple[float, bool]]
CLOSE = 1e-7  # how closely the log-normal law is looked for
MOST = 20_000  # steps of that search


def survival(pairs: Pairs) -> list[tuple[float, float]]:
    """Give the curve (seconds, share to whom it has not happened by then): Kaplan and Meier, JASA 53, 1958."""
    ordered = sorted((seconds, not seen) for seconds, seen in pairs)
    left, share, curve = len(ordered), 1.0, list[tuple[float, float]]()
    for seconds, censored in ordered:
        if not censored:
            share *= 1 - 1 / left
            curve.append((seconds, share))
        left -= 1
    return curve


def happened_by(pairs: Pairs, within: float) -> float:
    """Give the share to whom it happens within so many seconds, had nothing else ended the wait before."""
    reached = list(takewhile(lambda point: point[0] <= within, survival(pairs)))
    return 1 - reached[-1][1] if reached else 0.0


def fit_log_normal(pairs: Pairs) -> tuple[float, float]:
    """Give (median in seconds, sigma of the logarithm) of the log-normal law under which the pairs are likeliest.

    The EM algorithm for censored normal data (Dempster, Laird and Rubin, JRSS B 39, 1977). Raises ValueError
    when fewer than two different waits were seen to the end.
    """
    counts = Counter((math.log(seconds), seen) for seconds, seen in pairs if seconds > 0)
    ended = {log: count for (log, seen), count in counts.items() if seen}
    if len(ended) < 2:
        raise ValueError("two different waits are needed")
    cut = [(log, count) for (log, seen), count in counts.items() if not seen]
    of = sum(counts.values())
    sums = math.fsum(log * count for log, count in ended.items())
    squares = math.fsum(log * log * count for log, count in ended.items())
    seen = sum(ended.values())
    mean = sums / seen
    sigma = math.sqrt(squares / seen - mean * mean)
    for _ in range(MOST):
        beyond = [(log, count, _hazard((log - mean) / sigma)) for log, count in cut]
        first = sums + math.fsum(count * (mean + sigma * h) for _, count, h in beyond)
        second = squares + math.fsum(
            count * (mean * mean + sigma * sigma + sigma * (log + mean) * h) for log, count, h in beyond
        )
        before, mean = mean, first / of
        was, sigma = sigma, math.sqrt(second / of - mean * mean)
        if abs(mean - before) + abs(sigma - was) < CLOSE:
            break
    return math.exp(mean), sigma


def _hazard(z: float) -> float:
    """Give the standard normal law's density over its upper tail."""
    if z > 30:  # far beyond what a float can divide
        return z + 1 / z
    return math.exp(-z * z / 2) / math.sqrt(2 * math.pi) / (0.5 * math.erfc(z / math.sqrt(2)))
