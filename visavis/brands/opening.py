"""What visitors are told of opening hours: instants, so that a browser needs no rule of any time zone."""

from datetime import UTC, datetime, timedelta
from itertools import islice

import msgspec

from visavis.brands.business_clock import FOREVER, spans
from visavis.brands.hours import Hours, HoursVersion

# How far ahead a visitor's clock may go before it asks again (spans; two a day make a week).
SPANS = 14


class OpenSpan(msgspec.Struct, frozen=True, kw_only=True):
    """Open from an instant until another, None: for good; `closed_for` names the days of closure before it."""

    opens_at: datetime
    closes_at: datetime | None
    closed_for: str | None


class Opening(msgspec.Struct, frozen=True, kw_only=True):
    """When a brand is open from now on; `version` 0: it has said nothing, `more`: there is more after the last span."""

    version: int
    now: datetime
    time_zone: str
    spans: list[OpenSpan]
    more: bool


def opening(version: HoursVersion, now: datetime) -> Opening:
    """Tell visitors when a brand is open, from `now` on."""
    hours = version.hours
    found = list(islice(spans(hours, now), SPANS + 1))
    closed_since = [now, *(closes for _, closes in found)]
    return Opening(
        version=version.version,
        now=now,
        time_zone=hours.time_zone,
        spans=[
            OpenSpan(
                opens_at=opens,
                closes_at=None if closes == FOREVER else closes,
                closed_for=_closed_for(hours, since, opens),
            )
            for since, (opens, closes) in zip(closed_since, found[:SPANS], strict=False)
        ],
        more=len(found) > SPANS,
    )


def _closed_for(hours: Hours, since: datetime, until: datetime) -> str | None:
    """Name the first special day of closure between two instants."""
    last_closed = until.astimezone(UTC) - timedelta(microseconds=1)
    first, last = (at.astimezone(hours.zone).date() for at in (since, last_closed))
    names = [
        (day.day, day.name)
        for day in hours.special_days
        if first <= day.day <= last and day.name and not day.intervals
    ]
    return min(names)[1] if names else None
