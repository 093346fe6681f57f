"""What customers of the past were promised: what a house that keeps its word would have offered them."""

import random
from datetime import datetime, timedelta

from visavis import promises
from visavis.brands import Hours
from visavis.conversations.models import Answer

LIVE = timedelta(seconds=180)
# Sometimes what looked sure was not.
TAKEN_UNAWARES = 0.015
SURE = 0.985
# Each brand has saved its opening hours once.
VERSION = 1


def promised(
    chance: random.Random, hours: Hours, at: datetime, answered_at: datetime | None, now: datetime
) -> Answer | None:
    """Give the promise to who wrote then; `answered_at` is when the next human word came, None if not yet."""
    in_time = answered_at - at < LIVE if answered_at else now - at < LIVE - timedelta(seconds=30)
    if in_time or (answered_at and chance.random() < TAKEN_UNAWARES):
        return Answer(by=at + LIVE, way="live", probability=SURE, hours_version=VERSION)
    by = promises.later(hours, at)
    return Answer(by=by, way="later", probability=None, hours_version=VERSION) if by else None
