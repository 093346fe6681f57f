"""The public figure: how well a brand has kept its promises, with what it counts and how many there were."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from visavis.kit.database import Session
from visavis.promises.models import Kind
from visavis.promises.queries import balance, median_first_response

DAYS = 30
# Fewer would say more about chance than about the brand.
LEAST = 30
# What the house says of its answers is not made better by solutions whose time its agents choose themselves.
PUBLISHED: tuple[Kind, ...] = ("first_response", "next_response", "callback")


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """Promises whose time came in the last `days` days: the share kept, its 95 % interval, and the sample.

    kept / (kept + broken), of answers and calls: promised solutions are not among them. A promise is kept by a
    human word in time; one that the customer gave back or left early, and one whose time has not come, count on
    neither side. `first_response_s`: the median time from a first message to the first human word, in seconds,
    of all who got one.
    """

    days: int
    kept_rate: float
    low: float
    high: float
    sample: int
    first_response_s: int | None


async def figure(session: Session, brand_id: UUID, now: datetime) -> Figure | None:
    """Give a brand's figure; None where fewer than 30 promises have ended."""
    since = now - timedelta(days=DAYS)
    found = await balance(session, brand_id, since, now, kinds=PUBLISHED)
    sample = found.kept + found.broken
    if sample < LEAST or found.rate is None:
        return None
    median = await median_first_response(session, brand_id, since, now)
    return Figure(
        days=DAYS,
        kept_rate=round(found.rate.value, 4),
        low=round(found.rate.low, 4),
        high=round(found.rate.high, 4),
        sample=sample,
        first_response_s=round(median.total_seconds()) if median is not None else None,
    )
