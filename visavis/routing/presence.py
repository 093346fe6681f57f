"""Presence is a lease: an open console renews it, and it ends by itself."""

from collections.abc import Iterable
from datetime import timedelta
from typing import LiteralString
from uuid import UUID

from msgspec import UNSET

from visavis.kit.database import Session
from visavis.routing.events import tell
from visavis.routing.models import Presence, PresenceChanges
from visavis.staff import AgentActor
from visavis.staff.queries import directory

# A server that is killed renews nothing any more.
LEASE = timedelta(seconds=10)
# Who closes the console has left; a page that is loaded again comes back sooner.
LEAVING = timedelta(seconds=4)
# Whose server ended a moment ago comes back to this one: so long they are waited for (after an end so long ago).
RETURNING, ENDED = timedelta(seconds=20), timedelta(seconds=60)

COLUMNS: LiteralString = """
    p.agent_id, case when p.present then p.status else 'offline' end as status,
    case when p.present then p.reason else '' end as reason, p.since, p.places
"""
BRANDS: LiteralString = """
    select b.id from brand b join agent a on a.id = %s
    where a.role in ('owner', 'admin')
       or exists (select from agent_brand m where m.agent_id = a.id and m.brand_id = b.id)
    order by b.id
"""


async def change(session: Session, actor: AgentActor, changes: PresenceChanges) -> Presence:
    """Choose one's status, the reason for it, or how many conversations one takes at a time."""
    chosen = changes.status is not UNSET
    await session.execute(
        """
        insert into agent_presence (agent_id, since, lease_until) values (%(agent_id)s, %(now)s, %(now)s)
        on conflict (agent_id) do nothing
        """,
        {"agent_id": actor.id, "now": session.clock()},
    )
    changed = await session.row(
        Presence,
        f"""
        update agent_presence p set
            status = coalesce(%(status)s, status), places = coalesce(%(places)s, places),
            reason = case when %(chosen)s then coalesce(%(reason)s, '') else coalesce(%(reason)s, reason) end,
            since = case when %(status)s is distinct from status and %(chosen)s then %(now)s else since end
        where agent_id = %(agent_id)s returning {COLUMNS}
        """,
        {
            "agent_id": actor.id,
            "chosen": chosen,
            "status": changes.status if chosen else None,
            "reason": None if changes.reason is UNSET else changes.reason.strip(),
            "places": None if changes.places is UNSET else changes.places,
            "now": session.clock(),
        },
    )
    assert changed is not None, "the row is there"
    tell(session, changed, list(actor.brand_ids))
    return changed


async def of_colleagues(session: Session, actor: AgentActor) -> list[Presence]:
    """List who is there among the colleagues whom this agent may know of, one's own self included."""
    known = [colleague.id for colleague in await directory(session, actor)]
    return await session.rows(
        Presence,
        f"select {COLUMNS} from agent_presence p where p.agent_id = any(%s) order by p.agent_id",
        (known,),
    )


async def renew(session: Session, agent_ids: Iterable[UUID]) -> None:
    """Keep these agents present for the time of a lease, and tell of those who have come."""
    now = session.clock()
    params: dict[str, object] = {"agent_ids": list(agent_ids), "now": now, "until": now + LEASE}
    await session.execute(
        """
        insert into agent_presence (agent_id, since, lease_until)
        select a.id, %(now)s, %(until)s from agent a where a.id = any(%(agent_ids)s) order by a.id
        on conflict (agent_id) do update set lease_until = excluded.lease_until
        """,
        params,
    )
    came = await session.rows(
        Presence,
        f"""
        update agent_presence p set present = true, since = %(now)s
        where p.agent_id = any(%(agent_ids)s) and not p.present returning {COLUMNS}
        """,
        params,
    )
    await _tell(session, came)


async def step_away(session: Session, agent_id: UUID) -> None:
    """Take an agent who lets what is put before them go by for one who is away, and tell of it."""
    away = await session.rows(
        Presence,
        f"""
        update agent_presence p set status = 'away', reason = '', since = %s
        where agent_id = %s and status = 'available' and present returning {COLUMNS}
        """,
        (session.clock(), agent_id),
    )
    await _tell(session, away)


async def await_return(session: Session) -> int:
    """Wait a little, as a server begins, for those who were there when one ended a moment ago; tell for how many."""
    now = session.clock()
    return await session.execute(
        "update agent_presence set lease_until = greatest(lease_until, %s) where present and lease_until > %s",
        (now + RETURNING, now - ENDED),
    )


async def leave(session: Session, agent_ids: Iterable[UUID]) -> None:
    """Let the lease of these agents, whose consoles were closed here, end soon, unless one is open elsewhere."""
    until = session.clock() + LEAVING
    await session.execute(
        "update agent_presence set lease_until = least(lease_until, %s) where agent_id = any(%s)",
        (until, list(agent_ids)),
    )


async def expire(session: Session) -> int:
    """Notice who has left without a word, tell of them, and tell how many."""
    now = session.clock()
    left = await session.rows(
        Presence,
        f"""
        update agent_presence p set present = false, since = %(now)s
        where p.present and p.lease_until < %(now)s returning {COLUMNS}
        """,
        {"now": now},
    )
    await _tell(session, left)
    return len(left)


async def _tell(session: Session, changed: list[Presence]) -> None:
    for presence in changed:
        brands = await session.tuples(BRANDS, (presence.agent_id,))
        tell(session, presence, [brand_id for (brand_id,) in brands])
