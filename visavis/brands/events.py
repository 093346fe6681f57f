from typing import ClassVar, Self
from uuid import UUID

from visavis.brands.opening import Opening
from visavis.kit.events import Event


class HoursChanged(Event, frozen=True, kw_only=True):
    """A brand's opening hours were replaced."""

    type: ClassVar[str] = "hours.changed"
    brand_id: UUID
    opening: Opening

    def for_customer(self) -> Self:
        return self
