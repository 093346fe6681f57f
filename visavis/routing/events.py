from typing import ClassVar
from uuid import UUID

from visavis.kit.database import Session
from visavis.kit.events import Audience, Event
from visavis.routing.models import Presence


class PresenceChanged(Event, frozen=True, kw_only=True):
    """An agent came, left, or chose another status."""

    type: ClassVar[str] = "presence.changed"
    presence: Presence


def tell(session: Session, presence: Presence, brand_ids: list[UUID]) -> None:
    """Tell the colleagues, brand by brand: who shares none hears nothing."""
    for brand_id in brand_ids:
        session.emit(PresenceChanged(presence=presence), Audience(brand_id=brand_id))
