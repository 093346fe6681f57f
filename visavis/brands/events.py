from typing import ClassVar, Self
from uuid import UUID

from visavis.brands.opening import Opening
from visavis.brands.subjects import OfferedSubject
from visavis.kit.events import Event


class HoursChanged(Event, frozen=True, kw_only=True):
    """A brand's opening hours were replaced."""

    type: ClassVar[str] = "hours.changed"
    brand_id: UUID
    opening: Opening

    def for_customer(self) -> Self:
        return self


class SubjectsChanged(Event, frozen=True, kw_only=True):
    """What a brand's visitors may say that they write about was changed: all of it, in order."""

    type: ClassVar[str] = "subjects.changed"
    brand_id: UUID
    items: list[OfferedSubject]

    def for_customer(self) -> Self:
        return self
