"""Every question asked about opening hours."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from visavis.brands.errors import HoursVersionNotFound
from visavis.brands.hours import ALWAYS, Hours, HoursVersion
from visavis.brands.queries import brand
from visavis.kit.database import Session

COLUMNS = "brand_id, version, valid_from, saved_by, hours"


def _build(*, hours: dict[str, Any], **columns: Any) -> HoursVersion:
    return HoursVersion(hours=msgspec.convert(hours, Hours), **columns)


def none_set(brand_id: UUID) -> HoursVersion:
    """Give version 0: nothing is set, so a brand is always open."""
    return HoursVersion(brand_id=brand_id, version=0, valid_from=None, saved_by=None, hours=ALWAYS)


async def hours_now(session: Session, brand_id: UUID) -> HoursVersion:
    """Find the newest opening hours of a brand; raise `BrandNotFound`."""
    found = await session.row(
        _build,
        f"select {COLUMNS} from brand_hours where brand_id = %s order by version desc limit 1",
        (brand_id,),
    )
    return found or none_set((await brand(session, brand_id)).id)


async def time_zones(session: Session) -> dict[UUID, str]:
    """Name the time zone of each brand that this session sees, by the brands' names; UTC where none is set."""
    found = await session.tuples(
        """
        select b.id, coalesce((select h.hours ->> 'time_zone' from brand_hours h where h.brand_id = b.id
                               order by h.version desc limit 1), %s)
        from brand b order by b.name, b.id
        """,
        (ALWAYS.time_zone,),
    )
    return dict(found)


async def hours_at(session: Session, brand_id: UUID, at: datetime) -> HoursVersion:
    """Find the opening hours in force at an instant; raise `BrandNotFound`."""
    found = await session.row(
        _build,
        f"""
        select {COLUMNS} from brand_hours where brand_id = %s and valid_from <= %s
        order by version desc limit 1
        """,
        (brand_id, at),
    )
    return found or none_set((await brand(session, brand_id)).id)


async def hours_version(session: Session, brand_id: UUID, version: int) -> HoursVersion:
    """Find one version, as a promise names it; raise `HoursVersionNotFound` or `BrandNotFound`."""
    known = await brand(session, brand_id)
    if version == 0:
        return none_set(known.id)
    found = await session.row(
        _build,
        f"select {COLUMNS} from brand_hours where brand_id = %s and version = %s",
        (brand_id, version),
    )
    if found is None:
        raise HoursVersionNotFound
    return found


async def hours_history(
    session: Session, brand_id: UUID, *, before: int, limit: int = 20
) -> list[HoursVersion]:
    """List the versions below a number, the newest first; raise `BrandNotFound`."""
    await brand(session, brand_id)
    return await session.rows(
        _build,
        f"select {COLUMNS} from brand_hours where brand_id = %s and version < %s order by version desc limit %s",
        (brand_id, before, limit),
    )
