"""Every question asked about the staff, beside who is knocking."""

from collections.abc import Iterable
from uuid import UUID

import msgspec

from visavis import brands
from visavis.kit.database import Session
from visavis.staff.errors import AgentNotFound
from visavis.staff.models import Agent, AgentActor, AgentSession, ApiKey, Me, Team, outranks
from visavis.staff.recognising import IDLE

# The walls let a session see its own brands only: those of a colleague are those he shares.
AGENT = """
    select a.id, a.name, a.email, a.role, a.locale, a.languages, a.disabled_at is not null as disabled,
           array(select b.id from brand b
                 where a.role in ('owner', 'admin')
                    or exists (select from agent_brand m where m.agent_id = a.id and m.brand_id = b.id)
                 order by b.id) as brand_ids,
           array(select m.team_id from team_agent m where m.agent_id = a.id order by m.team_id) as team_ids
    from agent a
"""


async def me(session: Session, actor: AgentActor) -> Me:
    """Give an agent himself, his brands and whom he works with."""
    agents = await directory(session, actor)
    return Me(
        agent=await agent(session, actor.id),
        brands=await brands.all_brands(session),
        teams=await teams(session, agents),
        agents=agents,
    )


async def directory(session: Session, actor: AgentActor) -> list[Agent]:
    """List the colleagues who share a brand with this agent, himself included; admins see everyone."""
    everyone = await session.rows(Agent, f"{AGENT} order by lower(a.name), a.id")
    if outranks(actor.role, "admin"):
        return everyone
    near = [other for other in everyone if other.brand_ids or other.id == actor.id]
    if actor.sees_all_teams:
        return near
    return [other if other.id == actor.id else _without_email(other) for other in near]


async def agent(session: Session, agent_id: UUID) -> Agent:
    """Find an agent; raise `AgentNotFound`."""
    found = await session.row(Agent, f"{AGENT} where a.id = %s", (agent_id,))
    if found is None:
        raise AgentNotFound
    return found


async def teams(session: Session, agents: Iterable[Agent]) -> list[Team]:
    """List the teams, each with its agents among those given."""
    named = await session.tuples("select id, name from team order by lower(name)")
    seen = list(agents)
    return [
        Team(id=team_id, name=name, agent_ids=[a.id for a in seen if team_id in a.team_ids])
        for team_id, name in named
    ]


async def sessions(session: Session, actor: AgentActor) -> list[AgentSession]:
    """List the browsers in which this agent is signed in, the last used first."""
    now = session.clock()
    return await session.rows(
        AgentSession,
        """
        select id, created_at, seen_at as last_seen_at, expires_at, user_agent, address as ip,
               id is not distinct from %s as current
        from agent_session where agent_id = %s and expires_at > %s and seen_at > %s order by seen_at desc
        """,
        (actor.session_id, actor.id, now, now - IDLE),
    )


async def api_keys(session: Session, actor: AgentActor) -> list[ApiKey]:
    """List this agent's API keys, the newest first."""
    return await session.rows(
        ApiKey,
        """
        select id, name, hint, created_at, used_at as last_used_at, expires_at
        from api_key where agent_id = %s order by created_at desc
        """,
        (actor.id,),
    )


def _without_email(colleague: Agent) -> Agent:
    return msgspec.structs.replace(colleague, email=None)
