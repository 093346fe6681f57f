"""Ending sessions, so that what they opened closes at once."""

from uuid import UUID

from visavis.kit.database import Session
from visavis.staff.errors import SessionNotFound
from visavis.staff.events import tell
from visavis.staff.models import AgentActor


async def revoke(session: Session, actor: AgentActor, *, session_id: UUID) -> None:
    """End one of your own sessions; raise `SessionNotFound`."""
    ended = await session.execute(
        "delete from agent_session where id = %s and agent_id = %s", (session_id, actor.id)
    )
    if not ended:
        raise SessionNotFound
    tell(session, actor.id)


async def end_sessions(session: Session, agent_id: UUID) -> None:
    """End every session of an agent; who asks for it tells it."""
    await session.execute("delete from agent_session where agent_id = %s", (agent_id,))
