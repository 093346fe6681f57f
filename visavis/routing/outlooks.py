"""What each brand can count on at this moment, read from the database: every server sees the same."""

from datetime import timedelta
from typing import LiteralString
from uuid import UUID

from visavis import brands
from visavis.brands import HoursVersion
from visavis.kit.database import Session
from visavis.promises import STEPS, Outlook

# A conversation in which nothing was said for so long no longer takes a place (as LivePerson counts capacity).
QUIET = timedelta(minutes=4)
# Who waits for so long is no longer ahead of who comes now: they are found by the time promised to them.
GIVEN_UP = timedelta(minutes=15)
# Who is to be answered after this is behind who comes now: what is due first is answered first.
BEHIND = timedelta(seconds=max(STEPS))

OUTLOOKS: LiteralString = """
with desk as (
    select p.agent_id, a.role, p.places,
           greatest(0, p.places - (select count(*) from conversation c
               where c.assignee_id = p.agent_id and c.status = 'open' and c.updated_at > %(quiet)s)) as free
    from agent_presence p join agent a on a.id = p.agent_id
    where p.present and p.lease_until > %(now)s and p.status = 'available' and a.disabled_at is null
)
select b.id, count(d.agent_id), coalesce(sum(d.places), 0)::int, coalesce(sum(d.free), 0)::int,
       (select count(*) from conversation c where c.brand_id = b.id and c.status = 'open'
          and c.assignee_id is null and c.waiting_since > %(given_up)s
          and coalesce(c.answer_by, c.waiting_since) < %(behind)s),
       (select coalesce(max(h.version), 0) from brand_hours h where h.brand_id = b.id)
from brand b left join desk d on d.role in ('owner', 'admin')
     or exists (select from agent_brand m where m.agent_id = d.agent_id and m.brand_id = b.id)
group by b.id
"""


async def read(session: Session, hours: dict[UUID, HoursVersion]) -> dict[UUID, Outlook]:
    """Read every brand's outlook; `hours` is what is known of opening hours, and is kept up to date."""
    now = session.clock()
    found: dict[UUID, Outlook] = {}
    params: dict[str, object] = {
        "now": now,
        "quiet": now - QUIET,
        "given_up": now - GIVEN_UP,
        "behind": now + BEHIND,
    }
    rows = await session.tuples(OUTLOOKS, params)
    for brand_id, agents, places, free, waiting, version in rows:
        if brand_id not in hours or hours[brand_id].version != version:
            hours[brand_id] = await brands.hours_version(session, brand_id, version)
        found[brand_id] = Outlook(
            brand_id=brand_id,
            hours=hours[brand_id],
            agents=agents,
            places=places,
            free=free,
            waiting=waiting,
        )
    return found
