"""API keys: with which programs act as the agent who made them."""

from uuid import UUID

from visavis.kit import crypto
from visavis.kit.database import Session
from visavis.kit.errors import InvalidInput
from visavis.kit.ids import uuid7
from visavis.staff.errors import ApiKeyNotFound
from visavis.staff.events import tell
from visavis.staff.models import AgentActor
from visavis.staff.schemas import FreshApiKey, NewApiKey


async def issue_key(session: Session, actor: AgentActor, new: NewApiKey) -> FreshApiKey:
    """Make a key that acts as you, and give its secret, this once."""
    now = session.clock()
    if new.expires_at is not None and new.expires_at <= now:
        raise InvalidInput("The key would already be expired.", fields={"expires_at": "in the past"})
    key = crypto.token("vav")
    fresh = FreshApiKey(
        id=uuid7(),
        name=new.name,
        hint=key[-4:],
        created_at=now,
        last_used_at=None,
        expires_at=new.expires_at,
        key=key,
    )
    await session.execute(
        """
        insert into api_key (id, agent_id, name, hint, key_hash, created_at, expires_at)
        values (%s, %s, %s, %s, %s, %s, %s)
        """,
        (fresh.id, actor.id, fresh.name, fresh.hint, crypto.fingerprint(key), now, fresh.expires_at),
    )
    return fresh


async def revoke_key(session: Session, actor: AgentActor, *, key_id: UUID) -> None:
    """Delete one of your own keys; raise `ApiKeyNotFound`."""
    gone = await session.execute("delete from api_key where id = %s and agent_id = %s", (key_id, actor.id))
    if not gone:
        raise ApiKeyNotFound
    tell(session, actor.id)
