"""The calls that are still to be made, as the rows have them: counted again under the lock of who books."""

from typing import LiteralString
from uuid import UUID

from visavis.callbacks.offering import Window
from visavis.kit.database import Session

# Whoever has taken one has no hands for another: it is counted at their desk.
OWED: LiteralString = """
select c.brand_id, (c.callback ->> 'after')::timestamptz, c.call_by
from conversation c where c.call_by is not null and c.callback ->> 'taken_by' is null
"""


async def owed(session: Session) -> dict[UUID, tuple[Window, ...]]:
    """List the calls that nobody has taken yet, by brand."""
    found: dict[UUID, tuple[Window, ...]] = {}
    for brand_id, after, by in await session.tuples(OWED):
        found[brand_id] = (*found.get(brand_id, ()), Window(after, by))
    return found
