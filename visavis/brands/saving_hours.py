from uuid import UUID

import msgspec
import psycopg.errors

from visavis.brands.errors import HoursOutdated
from visavis.brands.events import HoursChanged
from visavis.brands.hours import Hours, HoursVersion, refuse_impossible
from visavis.brands.hours_queries import hours_now
from visavis.brands.opening import opening
from visavis.kit.database import Session
from visavis.kit.events import Audience


async def save_hours(
    session: Session, brand_id: UUID, hours: Hours, *, replaces: int, by: UUID | None
) -> HoursVersion:
    """Replace a brand's opening hours by a new version, in force from now on.

    `replaces` is the version that was looked at; raise `HoursOutdated` when it is no longer the newest, and as
    `refuse_impossible`. What changes nothing makes no version.
    """
    refuse_impossible(hours)
    known = await hours_now(session, brand_id)
    if known.version and known.hours == hours:
        return known
    if known.version != replaces:
        raise HoursOutdated
    saved = HoursVersion(
        brand_id=brand_id,
        version=known.version + 1,
        valid_from=session.clock(),
        saved_by=by,
        hours=hours,
    )
    try:
        await session.execute(
            "insert into brand_hours (brand_id, version, valid_from, saved_by, hours) values (%s, %s, %s, %s, %s)",
            (brand_id, saved.version, saved.valid_from, by, msgspec.json.encode(hours).decode()),
        )
    except psycopg.errors.UniqueViolation as meanwhile:
        raise HoursOutdated from meanwhile
    session.emit(
        HoursChanged(brand_id=brand_id, opening=opening(saved, session.clock())),
        Audience(brand_id=brand_id),
    )
    return saved
