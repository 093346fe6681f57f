"""How far a figure can be trusted."""

import math
from collections.abc import Sequence

import msgspec

Z95 = 1.959964  # standard normal quantile: two-sided 95 %
# Student's t, two-sided 95 %, by degrees of freedom; the normal quantile beyond.
T95 = (
    *(12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228),
    *(2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086),
    *(2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042),
)

RARE = 10  # counted events below which a normal interval would be too short


class Interval(msgspec.Struct, frozen=True):
    """A figure and its 95 % confidence interval."""

    value: float
    low: float
    high: float


def wilson(good: int, of: int) -> Interval:
    """Give a share with its Wilson 95 % interval (Wilson, JASA 22, 1927); [0, 1] when nothing was seen."""
    if not 0 <= good <= of:
        raise ValueError("a share is of what was seen")
    if of == 0:
        return Interval(0.0, 0.0, 1.0)
    share, z2 = good / of, Z95 * Z95
    centre = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = Z95 * math.sqrt(share * (1 - share) / of + z2 / (4 * of * of)) / (1 + z2 / of)
    return Interval(
        share,
        0.0 if good == 0 else max(0.0, centre - half),
        1.0 if good == of else min(1.0, centre + half),
    )


def newcombe(good: int, of: int, other_good: int, other_of: int) -> Interval:
    """Give the difference of two shares, the first less the other, with its 95 % interval.

    The hybrid of two Wilson intervals (Newcombe, Statistics in Medicine 17, 1998, method 10).
    """
    one, other = wilson(good, of), wilson(other_good, other_of)
    difference = one.value - other.value
    return Interval(
        difference,
        difference - math.hypot(one.value - one.low, other.high - other.value),
        difference + math.hypot(one.high - one.value, other.value - other.low),
    )


def net_promoter(promoters: int, detractors: int, of: int) -> Interval:
    """Give NPS in points, -100 to 100, with 95 % interval; SE = sqrt((p + d - (p - d)^2) / n)."""
    p, d = promoters / of, detractors / of
    half = 100 * Z95 * math.sqrt((p + d - (p - d) ** 2) / of)
    return Interval(100 * (p - d), 100 * (p - d) - half, 100 * (p - d) + half)


def of_days(parts: Sequence[float], wholes: Sequence[float]) -> Interval:
    """Give a share, or a mean, over days with its 95 % interval: parts of each day over wholes of it.

    The ratio estimator with Student's quantile, since customers of one day share its luck; Wilson's interval
    when fewer than ten were counted, or on a single day (Cochran, "Sampling Techniques", ch. 6).
    """
    days, whole, part = len(wholes), math.fsum(wholes), math.fsum(parts)
    if whole == 0:
        return Interval(0.0, 0.0, 1.0)
    ratio = part / whole
    if part <= whole and (part < RARE or whole - part < RARE or days < 2):
        return wilson(round(part), round(whole))
    if days < 2:
        return Interval(ratio, -math.inf, math.inf)
    rest = math.fsum((p - ratio * w) ** 2 for p, w in zip(parts, wholes, strict=True))
    half = _t95(days - 1) * math.sqrt(rest * days / (days - 1)) / whole
    return Interval(ratio, ratio - half, ratio + half)


def paired(values: Sequence[float], others: Sequence[float] | None = None) -> Interval:
    """Give the mean of days, or of the days' differences, with Student's 95 % interval.

    With the same random numbers on both sides a difference is far surer than two separate means (Law,
    "Simulation Modeling and Analysis", common random numbers).
    """
    if others is not None:
        values = [a - b for a, b in zip(values, others, strict=True)]
    count = len(values)
    mean = math.fsum(values) / count
    if count < 2:
        return Interval(mean, -math.inf, math.inf)
    spread = math.sqrt(math.fsum((value - mean) ** 2 for value in values) / (count - 1) / count)
    half = _t95(count - 1) * spread
    return Interval(mean, mean - half, mean + half)


def _t95(freedom: int) -> float:
    return T95[freedom - 1] if freedom <= len(T95) else Z95
