"""What is known of each brand beside who is there: its hours, who chooses who answers, and whose its subjects are."""

from typing import LiteralString
from uuid import UUID

import msgspec

from visavis import brands
from visavis.brands import HoursVersion, Locale, Routing
from visavis.kit.database import Session

BRANDS: LiteralString = """
select b.id, b.locale, b.routing, b.live_within, b.later_within,
       (select coalesce(max(h.version), 0) from brand_hours h where h.brand_id = b.id) as version,
       (select coalesce(jsonb_object_agg(s.id, s.team_id), '{}') from subject s where s.brand_id = b.id) as teams
from brand b order by b.id
"""


class BrandNow(msgspec.Struct, frozen=True, kw_only=True):
    """A brand as it is now: who chooses who answers there, its hours, and what it would promise at most.

    `live_within` in seconds, `later_within` in minutes of being open; `teams` by subject, None for whoever is there.
    """

    id: UUID
    locale: Locale
    routing: Routing
    live_within: int
    later_within: int
    hours: HoursVersion
    teams: dict[UUID, UUID | None]


async def read(session: Session, hours: dict[UUID, HoursVersion]) -> dict[UUID, BrandNow]:
    """Read every brand; `hours` is what is known of opening hours, and is kept up to date."""
    found: dict[UUID, BrandNow] = {}
    for brand_id, locale, routing, live_within, later_within, version, teams in await session.tuples(BRANDS):
        if brand_id not in hours or hours[brand_id].version != version:
            hours[brand_id] = await brands.hours_version(session, brand_id, version)
        found[brand_id] = BrandNow(
            id=brand_id,
            locale=locale,
            routing=routing,
            live_within=live_within,
            later_within=later_within,
            hours=hours[brand_id],
            teams=msgspec.convert(teams, dict[UUID, UUID | None]),
        )
    return found
