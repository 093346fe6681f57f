"""A promise that is nearly due is called out: to the agents, then to their supervisors, once each."""

from datetime import timedelta
from typing import Literal, LiteralString

from visavis.conversations import visible
from visavis.kit.database import Session
from visavis.kit.events import Audience
from visavis.promises.events import PromiseAtRisk
from visavis.staff import AgentActor

Called = Literal["agents", "supervisors"]

# How long before it is due: what was promised live or as a call, and what was promised for later.
NEARLY: dict[Called, tuple[timedelta, timedelta]] = {
    "agents": (timedelta(seconds=30), timedelta(minutes=15)),
    "supervisors": (timedelta(seconds=15), timedelta(minutes=5)),
}
STAGE: dict[Called, int] = {"agents": 1, "supervisors": 2}

CALL: LiteralString = """
update promise_open o set called = %(stage)s
from promise p, conversation c
where p.id = o.promise_id and c.id = o.conversation_id and o.called < %(stage)s and o.due_at < %(later)s
  and o.due_at < case when p.way = 'later' then %(later)s else %(live)s end
returning o.conversation_id, o.brand_id, o.due_at, c.team_id, c.assignee_id
"""

CALLED: LiteralString = """
select o.conversation_id, o.due_at, case o.called when 1 then 'agents' else 'supervisors' end as called
from promise_open o join conversation c on c.id = o.conversation_id
where o.called > 0 and {visible} order by o.due_at, o.conversation_id limit %(most)s
"""
MOST = 50


async def escalate(session: Session) -> int:
    """Call out the promises that are nearly due; tell how many calls were made."""
    now, calls = session.clock(), 0
    for called, (live, later) in NEARLY.items():
        found = await session.tuples(CALL, {"stage": STAGE[called], "live": now + live, "later": now + later})
        for conversation_id, brand_id, due_at, team_id, agent_id in found:
            session.emit(
                PromiseAtRisk(conversation_id=conversation_id, due_at=due_at, called=called),
                Audience(brand_id=brand_id, team_id=team_id, agent_id=agent_id),
            )
        calls += len(found)
    return calls


async def called_out(session: Session, actor: AgentActor) -> list[PromiseAtRisk]:
    """List what was called out and is not answered yet, of what this agent sees: at most 50, soonest due first.

    Whoever connects now has not heard it.
    """
    condition, params = visible(actor)
    return await session.rows(PromiseAtRisk, CALLED.format(visible=condition), params | {"most": MOST})
