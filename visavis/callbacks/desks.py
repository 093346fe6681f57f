"""What each brand can count on for calls at this moment, read from the database: every server sees the same."""

from collections.abc import Mapping
from datetime import timedelta
from typing import LiteralString
from uuid import UUID

from visavis import brands
from visavis.brands import HoursVersion
from visavis.callbacks.offering import CALL, Desk, Window
from visavis.kit.database import Session

# A conversation in which nothing was said for so long takes no place.
QUIET = timedelta(minutes=4)
# Who waits for so long is no longer ahead of who comes now.
GIVEN_UP = timedelta(minutes=15)
NOTHING_KNOWN: Mapping[float, float] = {}
# Who was there in these days is of the usual team.
USUAL = timedelta(days=7)

DESKS: LiteralString = """
with desk as (
    select p.agent_id, a.role, p.places,
           p.present and p.lease_until > %(now)s and p.status = 'available' as here,
           greatest(0, p.places - (select count(*) from conversation c
               where c.assignee_id = p.agent_id and c.status = 'open' and c.updated_at > %(quiet)s
                 and (c.waiting_since is not null or c.customer_left_at is null))) as free,
           exists (select from callback_end e where e.agent_id = p.agent_id and e.state = 'called'
                   and e.at > %(calling)s) as calling
    from agent_presence p join agent a on a.id = p.agent_id
    where a.disabled_at is null and p.lease_until > %(usual)s
)
select b.id, b.callbacks, count(*) filter (where d.here), count(*) filter (where d.here and d.free > 0 and not d.calling),
       coalesce(sum(d.free) filter (where d.here and not d.calling), 0)::int,
       coalesce(sum(d.places) filter (where d.here), 0)::int, count(d.agent_id),
       (select count(*) filter (where here) from desk), (select count(*) from desk),
       (select count(*) from conversation c where c.brand_id = b.id and c.status = 'open'
          and c.assignee_id is null and c.waiting_since > %(given_up)s and c.call_by is null
          and c.customer_left_at is null),
       (select coalesce(max(h.version), 0) from brand_hours h where h.brand_id = b.id)
from brand b left join desk d on d.role in ('owner', 'admin')
     or exists (select from agent_brand m where m.agent_id = d.agent_id and m.brand_id = b.id)
group by b.id
"""
OWED: LiteralString = """
select c.brand_id, (c.callback ->> 'after')::timestamptz, c.call_by from conversation c where c.call_by is not null
"""


async def read(
    session: Session, hours: dict[UUID, HoursVersion], busy: Mapping[float, float] = NOTHING_KNOWN
) -> dict[UUID, Desk]:
    """Read every brand's desk; `hours` is what is known of opening hours, and is kept up to date.

    `busy` is how many agents usually are, by the beginning of a slot (seconds since 1970).
    """
    now = session.clock()
    found: dict[UUID, Desk] = {}
    params: dict[str, object] = {
        "now": now,
        "quiet": now - QUIET,
        "calling": now - timedelta(seconds=CALL),
        "usual": now - USUAL,
        "given_up": now - GIVEN_UP,
    }
    calls = await owed(session)
    for (
        brand_id,
        offered,
        agents,
        hands,
        free,
        places,
        usual,
        house,
        all_usual,
        waiting,
        version,
    ) in await session.tuples(DESKS, params):
        if brand_id not in hours or hours[brand_id].version != version:
            hours[brand_id] = await brands.hours_version(session, brand_id, version)
        found[brand_id] = Desk(
            brand_id=brand_id,
            hours=hours[brand_id],
            offered=offered,
            agents=agents,
            hands=hands,
            free=free,
            places=places,
            waiting=waiting,
            usual=usual,
            house=house,
            house_usual=all_usual,
            busy=busy,
            owed=calls.get(brand_id, ()),
        )
    return found


async def owed(session: Session) -> dict[UUID, tuple[Window, ...]]:
    """List the calls that are still to be made, by brand."""
    found: dict[UUID, tuple[Window, ...]] = {}
    for brand_id, after, by in await session.tuples(OWED):
        found[brand_id] = (*found.get(brand_id, ()), Window(after, by))
    return found
