"""What a brand has to spare at this moment."""

from datetime import timedelta
from typing import LiteralString
from uuid import UUID

from visavis.inviting.chance import Capacity
from visavis.kit.database import Session

# A conversation in which nothing was said for so long no longer takes a place.
QUIET = timedelta(minutes=4)
# Who waits for so long is found by the time promised to them, and takes no place now.
GIVEN_UP = timedelta(minutes=15)
# Who is to be answered after this is behind who comes now.
BEHIND = timedelta(minutes=3)

CAPACITY: LiteralString = """
with desk as (
    select p.places,
           greatest(0, p.places - (select count(*) from conversation c
               where c.assignee_id = p.agent_id and c.status = 'open' and c.updated_at > %(quiet)s)) as free
    from agent_presence p join agent a on a.id = p.agent_id
    where p.present and p.lease_until > %(now)s and p.status = 'available' and a.disabled_at is null
      and (a.role in ('owner', 'admin')
           or exists (select from agent_brand m where m.agent_id = p.agent_id and m.brand_id = %(brand_id)s))
)
select coalesce(sum(places), 0)::int as places, coalesce(sum(free), 0)::int as free,
       (select count(*) from conversation c where c.brand_id = %(brand_id)s and c.status = 'open'
          and c.assignee_id is null and c.waiting_since > %(given_up)s
          and coalesce(c.answer_by, c.waiting_since) < %(behind)s) as waiting
from desk
"""


async def capacity(session: Session, brand_id: UUID) -> Capacity:
    """Read what a brand has; in a system session, since an agent's places may be taken by another brand."""
    now = session.clock()
    params: dict[str, object] = {
        "brand_id": brand_id,
        "now": now,
        "quiet": now - QUIET,
        "given_up": now - GIVEN_UP,
        "behind": now + BEHIND,
    }
    found = await session.row(Capacity, CAPACITY, params)
    assert found is not None, "to sum gives one row"
    return found
