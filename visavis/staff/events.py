from typing import ClassVar
from uuid import UUID

from visavis.kit.database import Session
from visavis.kit.events import Audience, Event


class StaffChanged(Event, frozen=True, kw_only=True):
    """What an agent may see, or the directory, changed; without `agent_id` it concerns every agent."""

    type: ClassVar[str] = "staff.changed"
    agent_id: UUID | None = None


def tell(session: Session, agent_id: UUID | None) -> None:
    """Have the sockets of this agent, or of everyone, look again at what they may show."""
    session.emit(StaffChanged(agent_id=agent_id), Audience(agent_id=agent_id))
