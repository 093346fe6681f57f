"""Who is there, and what can therefore be promised."""

from visavis.routing.events import PresenceChanged
from visavis.routing.models import Capacity, Presence, PresenceChanges
from visavis.routing.presence import change, expire, of_colleagues, renew
from visavis.routing.watching import CurrentWatch, Watch, here

__all__ = [
    "Capacity",
    "CurrentWatch",
    "Presence",
    "PresenceChanged",
    "PresenceChanges",
    "Watch",
    "change",
    "expire",
    "here",
    "of_colleagues",
    "renew",
]
