"""A brand's subjects are added, changed, put in order and removed; its visitors hear of it at once."""

from uuid import UUID

import psycopg.errors
from msgspec import UNSET

from visavis.brands.errors import SubjectNotFound, SubjectTeamUnknown, TooManySubjects
from visavis.brands.events import SubjectsChanged
from visavis.brands.queries import brand
from visavis.brands.subjects import (
    MOST,
    NewSubject,
    Subject,
    SubjectChanges,
    SubjectNames,
    offered_subjects,
    subject,
    subjects,
)
from visavis.kit.database import Session
from visavis.kit.events import Audience
from visavis.kit.ids import uuid7


async def add_subject(session: Session, brand_id: UUID, new: NewSubject) -> Subject:
    """Add a subject after the others; raise `BrandNotFound`, `TooManySubjects` or `SubjectTeamUnknown`."""
    known = await _locked(session, brand_id)
    if len(known) >= MOST:
        raise TooManySubjects
    names = SubjectNames(fr=new.names.fr, en=new.names.en)
    added = Subject(id=uuid7(), names=names, team_id=new.team_id)
    try:
        await session.execute(
            """
            insert into subject (id, brand_id, place, name_fr, name_en, team_id, created_at)
            values (%s, %s, (select coalesce(max(place) + 1, 0) from subject where brand_id = %s), %s, %s, %s, %s)
            """,
            (
                *(added.id, brand_id, brand_id, new.names.fr, new.names.en),
                *(new.team_id, session.clock()),
            ),
        )
    except psycopg.errors.ForeignKeyViolation as unknown:
        raise SubjectTeamUnknown(fields={"team_id": "unknown"}) from unknown
    await _tell(session, brand_id)
    return added


async def change_subject(session: Session, subject_id: UUID, changes: SubjectChanges) -> Subject:
    """Change what is given of a subject; raise `SubjectNotFound` or `SubjectTeamUnknown`.

    Conversations that began with it keep its words and their team.
    """
    brand_id = await _brand_of(session, subject_id)
    known = await _locked(session, brand_id)
    current = next((one for one in known if one.id == subject_id), None)
    if current is None:
        raise SubjectNotFound
    names = current.names if changes.names is UNSET else changes.names
    team_id = current.team_id if changes.team_id is UNSET else changes.team_id
    try:
        await session.execute(
            "update subject set name_fr = %s, name_en = %s, team_id = %s where id = %s",
            (names.fr, names.en, team_id, subject_id),
        )
    except psycopg.errors.ForeignKeyViolation as unknown:
        raise SubjectTeamUnknown(fields={"team_id": "unknown"}) from unknown
    if changes.place is not UNSET:
        order = [one.id for one in known if one.id != subject_id]
        order.insert(changes.place, subject_id)
        await session.execute(
            """
            update subject s set place = o.place
            from unnest(%s::uuid[]) with ordinality as o (id, place) where s.id = o.id
            """,
            (order,),
        )
    await _tell(session, brand_id)
    return await subject(session, brand_id, subject_id)


async def remove_subject(session: Session, subject_id: UUID) -> None:
    """Offer a subject no more; raise `SubjectNotFound`. Conversations that began with it keep it."""
    brand_id = await _brand_of(session, subject_id)
    if not await session.execute(
        "update subject set removed_at = %s where id = %s and removed_at is null",
        (session.clock(), subject_id),
    ):
        raise SubjectNotFound
    await _tell(session, brand_id)


async def _locked(session: Session, brand_id: UUID) -> list[Subject]:
    """List a brand's subjects; nobody else changes them until this transaction ends."""
    await brand(session, brand_id)
    await session.execute(
        "select pg_advisory_xact_lock(hashtextextended('subjects ' || %s::text, 0))", (brand_id,)
    )
    return await subjects(session, brand_id)


async def _brand_of(session: Session, subject_id: UUID) -> UUID:
    found = await session.tuple("select brand_id from subject where id = %s", (subject_id,))
    if found is None:
        raise SubjectNotFound
    return found[0]


async def _tell(session: Session, brand_id: UUID) -> None:
    items = await offered_subjects(session, brand_id)
    session.emit(SubjectsChanged(brand_id=brand_id, items=items), Audience(brand_id=brand_id))
