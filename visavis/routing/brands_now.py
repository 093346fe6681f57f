"""What is known of each brand beside who is there: its hours, who chooses who answers, and whose its subjects are."""

from datetime import timedelta
from typing import LiteralString
from uuid import UUID

import msgspec

from visavis import brands
from visavis.brands import HoursVersion, Locale, Routing
from visavis.kit.database import Session

# Who was there in these days is of the usual team.
USUAL = timedelta(days=7)

BRANDS: LiteralString = """
with usual as (
    select a.id, a.role in ('owner', 'admin') as everywhere from agent_presence p join agent a on a.id = p.agent_id
    where a.disabled_at is null and p.lease_until > %s
)
select b.id, b.locale, b.routing, b.live_within, b.later_within, b.callbacks,
       (select count(*) from usual u where u.everywhere
            or exists (select from agent_brand m where m.agent_id = u.id and m.brand_id = b.id)) as usual,
       (select count(*) from usual) as house_usual,
       (select coalesce(max(h.version), 0) from brand_hours h where h.brand_id = b.id) as version,
       (select coalesce(jsonb_object_agg(s.id, s.team_id), '{}') from subject s where s.brand_id = b.id) as teams
from brand b order by b.id
"""


class BrandNow(msgspec.Struct, frozen=True, kw_only=True):
    """A brand as it is now: who chooses who answers there, its hours, and what it would promise at most.

    `live_within` in seconds, `later_within` in minutes of being open; `teams` by subject, None for whoever is there.
    `callbacks`: whether it calls customers; `usual`: how many agents were there in the last 7 days, `house_usual`
    of all brands together.
    """

    id: UUID
    locale: Locale
    routing: Routing
    live_within: int
    later_within: int
    callbacks: bool
    usual: int
    house_usual: int
    hours: HoursVersion
    teams: dict[UUID, UUID | None]


async def read(session: Session, hours: dict[UUID, HoursVersion]) -> dict[UUID, BrandNow]:
    """Read every brand; `hours` is what is known of opening hours, and is kept up to date."""
    found: dict[UUID, BrandNow] = {}
    since = session.clock() - USUAL
    for row in await session.tuples(BRANDS, (since,)):
        brand_id, locale, routing, live_within, later_within, calls, usual, house_usual, version, teams = row
        if brand_id not in hours or hours[brand_id].version != version:
            hours[brand_id] = await brands.hours_version(session, brand_id, version)
        found[brand_id] = BrandNow(
            id=brand_id,
            locale=locale,
            routing=routing,
            live_within=live_within,
            later_within=later_within,
            callbacks=calls,
            usual=usual,
            house_usual=house_usual,
            hours=hours[brand_id],
            teams=msgspec.convert(teams, dict[UUID, UUID | None]),
        )
    return found
