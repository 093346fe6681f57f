"""Telling which agent is knocking, from a cookie or an API key."""

from datetime import timedelta
from uuid import UUID

import msgspec

from visavis.kit import crypto
from visavis.kit.database import Session
from visavis.staff.models import AgentActor

IDLE = timedelta(hours=12)
LIFE = timedelta(days=14)
# How late the time of last use may be written.
SEEN = timedelta(minutes=1)

KEY_PREFIX = "vav_"

RIGHTS = """
    a.id, a.name, a.role, a.locale,
    array(select b.id from brand b
          where a.role in ('owner', 'admin')
             or exists (select from agent_brand m where m.agent_id = a.id and m.brand_id = b.id)
          order by b.id) as brand_ids,
    array(select m.team_id from team_agent m where m.agent_id = a.id order by m.team_id) as team_ids
"""


async def load_actor(
    session: Session, agent_id: UUID, session_id: UUID | None, *, automated: bool = False
) -> AgentActor | None:
    """Read what an agent may see now, among the brands that the session sees; None when disabled."""
    return await session.row(
        _actor,
        f"""
        select {RIGHTS}, %s::uuid as session_id, %s::boolean as automated
        from agent a where a.id = %s and a.disabled_at is null
        """,
        (session_id, automated, agent_id),
    )


async def session_alive(session: Session, session_id: UUID) -> bool:
    """Tell whether an agent's session is neither revoked nor expired."""
    now = session.clock()
    found = await session.tuple(
        "select from agent_session where id = %s and expires_at > %s and seen_at > %s",
        (session_id, now, now - IDLE),
    )
    return found is not None


async def by_cookie(session: Session, token: str) -> AgentActor | None:
    """Recognise the holder of a session's token; None when it is not, or no longer, one of ours."""
    now = session.clock()
    actor = await session.row(
        _actor,
        f"""
        select {RIGHTS}, s.id as session_id
        from agent_session s join agent a on a.id = s.agent_id
        where s.token_hash = %s and s.expires_at > %s and s.seen_at > %s and a.disabled_at is null
        """,
        (crypto.fingerprint(token), now, now - IDLE),
    )
    if actor is not None:
        await session.execute(
            "update agent_session set seen_at = %s where id = %s and seen_at < %s",
            (now, actor.session_id, now - SEEN),
        )
    return actor


async def by_key(session: Session, key: str) -> AgentActor | None:
    """Recognise the agent as whom an API key acts; None when it is not, or no longer, one of ours."""
    now, stored = session.clock(), crypto.fingerprint(key)
    actor = await session.row(
        _actor,
        f"""
        select {RIGHTS}, null::uuid as session_id, true as automated
        from api_key k join agent a on a.id = k.agent_id
        where k.key_hash = %s and (k.expires_at is null or k.expires_at > %s) and a.disabled_at is null
        """,
        (stored, now),
    )
    if actor is not None:
        await session.execute(
            "update api_key set used_at = %s where key_hash = %s and (used_at is null or used_at < %s)",
            (now, stored, now - SEEN),
        )
    return actor


def _actor(**columns: object) -> AgentActor:
    return msgspec.convert(columns, AgentActor)
