"""Waiting times as a quiet drawing: hairlines, one accent, labels on the data."""

import math
from collections.abc import Sequence
from html import escape

from visavis.promises.prediction import Interval
from visavis.simulation.comparing import quantile

INK, INK_2, LINE, ACCENT, GREY = "#1d1f21", "#54585c", "#e6e4df", "#0e6b75", "#b2b0ab"
WIDTH, HEIGHT, TOP, BOTTOM, LEFT = 1080, 420, 56, 44, 56
SPLIT = 640  # where the right-hand drawing begins
LONGEST = 180.0
FLOOR = 0.001  # the smallest share drawn: one in a thousand


class Curve:
    """One policy: how long people waited, and its main figure."""

    def __init__(self, name: str, waits: Sequence[float], of: int, within: Interval, mean: float) -> None:
        self.name, self.waits, self.of, self.within, self.mean = name, sorted(waits), of, within, mean
        self.mine = name.startswith("kept_promise")

    def still_waiting(self, seconds: float) -> float:
        """Give the share that has no human word after so many seconds, those who left counted."""
        low, high = 0, len(self.waits)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if self.waits[middle] <= seconds else (low, middle)
        return 1 - low / max(1, self.of)


def drawing(title: str, note: str, curves: Sequence[Curve]) -> str:
    """Draw waiting times on the left, policies side by side on the right, as SVG."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'font-family="Inter, system-ui, sans-serif" font-size="12" fill="{INK_2}">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        _text(LEFT, 24, title, fill=INK, size=15, weight=600),
        _text(LEFT, 42, note),
        *_waiting(curves),
        *_side_by_side(curves),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _waiting(curves: Sequence[Curve]) -> list[str]:
    parts: list[str] = []
    for share in (1.0, 0.1, 0.01, 0.001):
        y = _y(share)
        parts.append(_rule(LEFT, y, SPLIT - 60, y))
        parts.append(_text(LEFT - 8, y + 4, f"{share * 100:g} %", anchor="end"))
    for seconds in range(0, 181, 30):
        parts.append(_text(_x(seconds), HEIGHT - BOTTOM + 18, f"{seconds} s", anchor="middle"))
    parts.append(_text(LEFT, HEIGHT - 8, "still without a human word after so long (logarithmic)"))
    for curve in sorted(curves, key=lambda curve: curve.mine):
        points = [(_x(t), _y(max(curve.still_waiting(t), FLOOR))) for t in range(0, int(LONGEST) + 1, 2)]
        path = " ".join(f"{'L' if n else 'M'}{x:.1f} {y:.1f}" for n, (x, y) in enumerate(points))
        colour, width = (ACCENT, 2) if curve.mine else (GREY, 1)
        parts.append(f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width}"/>')
    below = -math.inf
    for curve in sorted(curves, key=lambda curve: -curve.still_waiting(LONGEST)):
        below = max(_y(max(curve.still_waiting(LONGEST), FLOOR)), below + 14)
        parts.append(_text(_x(LONGEST) + 6, below + 4, _short(curve.name), fill=_colour(curve)))
    return parts


def _side_by_side(curves: Sequence[Curve]) -> list[str]:
    left, right = SPLIT + 230, WIDTH - 70
    lowest = min(c.within.low if math.isfinite(c.within.low) else c.within.value for c in curves)
    start = math.floor(lowest * 20) / 20
    parts = [_text(SPLIT + 60, TOP + 8, "human within 180 s · mean first word", fill=INK)]

    def at(share: float) -> float:
        return left + (min(1.0, max(start, share)) - start) / max(1e-9, 1 - start) * (right - left)

    for step in range(3):
        share = start + (1 - start) * step / 2
        parts.append(_rule(at(share), TOP + 22, at(share), HEIGHT - BOTTOM))
        parts.append(_text(at(share), HEIGHT - BOTTOM + 18, f"{share * 100:.3g} %", anchor="middle"))
    pitch = min(32.0, (HEIGHT - BOTTOM - TOP - 30) / max(1, len(curves)))
    for n, curve in enumerate(sorted(curves, key=lambda c: (-c.within.value, c.name))):
        y, colour = TOP + 40 + n * pitch, _colour(curve)
        low, high = (
            v if math.isfinite(v) else curve.within.value for v in (curve.within.low, curve.within.high)
        )
        parts.append(_text(left - 12, y + 4, _short(curve.name), fill=colour, anchor="end"))
        parts.append(
            f'<line x1="{at(low):.1f}" y1="{y:.1f}" x2="{at(high):.1f}" y2="{y:.1f}" stroke="{colour}"/>'
        )
        parts.append(f'<circle cx="{at(curve.within.value):.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>')
        parts.append(_text(right + 10, y + 4, f"{curve.mean:.1f} s", fill=colour))
    return parts


def curve_of(name: str, waits: Sequence[float], of: int, within: Interval) -> Curve:
    """Make a curve from the first words, in seconds, of so many who were offered a chat."""
    mean = math.fsum(waits) / len(waits) if waits else 0.0
    return Curve(name, waits, of, within, mean if quantile(waits, 1.0) else 0.0)


def _x(seconds: float) -> float:
    return LEFT + seconds / LONGEST * (SPLIT - 160 - LEFT)


def _y(share: float) -> float:
    return TOP + 10 + math.log(share) / math.log(FLOOR) * (HEIGHT - BOTTOM - TOP - 10)


def _short(name: str) -> str:
    return name.replace("_", " ")


def _colour(curve: Curve) -> str:
    return ACCENT if curve.mine else INK_2


def _rule(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{LINE}"/>'


def _text(
    x: float,
    y: float,
    said: str,
    *,
    fill: str = INK_2,
    anchor: str = "start",
    size: int = 12,
    weight: int = 400,
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" fill="{fill}" text-anchor="{anchor}" font-size="{size}" '
        f'font-weight="{weight}">{escape(said)}</text>'
    )
