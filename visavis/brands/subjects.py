"""What a brand's customers may say that they write about, and every question asked about it."""

from typing import Annotated, Any, LiteralString
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from visavis.brands.errors import SubjectNotFound
from visavis.brands.queries import brand
from visavis.kit.database import Session

MOST = 8
# Python's `$` also matches before a last newline; `(?!\n)` refuses that, in every regex dialect.
SubjectName = Annotated[str, Meta(pattern=r"^\S(.*\S)?$(?!\n)", max_length=40)]
Place = Annotated[int, Meta(ge=0, lt=MOST, description="its place in the list, from 0")]


class SubjectNames(msgspec.Struct, frozen=True, kw_only=True):
    """What a subject is called in each language."""

    fr: str
    en: str


class NewSubjectNames(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a subject is to be called in each language."""

    fr: SubjectName
    en: SubjectName


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """A subject, and the team to which it goes; without one, it goes to whoever is there."""

    id: UUID
    names: SubjectNames
    team_id: UUID | None

    @property
    def offered(self) -> "OfferedSubject":
        """Give what visitors may know of it: how teams are made is nobody's outside the house."""
        return OfferedSubject(id=self.id, names=self.names)


class OfferedSubject(msgspec.Struct, frozen=True, kw_only=True):
    """A subject as visitors may choose it."""

    id: UUID
    names: SubjectNames


class NewSubject(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A subject to add, after the others."""

    names: NewSubjectNames
    team_id: UUID | None = None


class SubjectChanges(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What to change of a subject."""

    names: NewSubjectNames | UnsetType = UNSET
    team_id: UUID | UnsetType | None = UNSET
    place: Place | UnsetType = UNSET


COLUMNS: LiteralString = "id, name_fr, name_en, team_id"


def _build(*, name_fr: str, name_en: str, **columns: Any) -> Subject:
    return Subject(names=SubjectNames(fr=name_fr, en=name_en), **columns)


async def subjects(session: Session, brand_id: UUID) -> list[Subject]:
    """List a brand's subjects in their order; raise `BrandNotFound`."""
    await brand(session, brand_id)
    return await session.rows(
        _build,
        f"select {COLUMNS} from subject where brand_id = %s and removed_at is null order by place, id",
        (brand_id,),
    )


async def offered_subjects(session: Session, brand_id: UUID) -> list[OfferedSubject]:
    """List what a brand's visitors may choose, in order; raise `BrandNotFound`."""
    return [subject.offered for subject in await subjects(session, brand_id)]


async def subject(session: Session, brand_id: UUID, subject_id: UUID) -> Subject:
    """Find a subject of a brand; raise `SubjectNotFound`.

    One that was removed is found: who has it before their eyes has not heard of it yet, and their word arrives.
    """
    found = await session.row(
        _build, f"select {COLUMNS} from subject where brand_id = %s and id = %s", (brand_id, subject_id)
    )
    if found is None:
        raise SubjectNotFound
    return found
