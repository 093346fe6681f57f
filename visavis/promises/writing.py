"""The ledger as other acts than messages write in it: a call is promised and made, a solution, an answer given back."""

from datetime import datetime
from typing import Literal, LiteralString
from uuid import UUID

from visavis.conversations import Conversation
from visavis.kit.database import Session
from visavis.kit.ids import uuid7
from visavis.promises.models import Kind, State, Way

What = Literal["answer", "callback", "resolution"]

# What is owed by a promise: one of each in a conversation.
OWED: dict[Kind, What] = {
    "first_response": "answer",
    "next_response": "answer",
    "callback": "callback",
    "resolution": "resolution",
}

MADE: LiteralString = """
with promised as (
    insert into promise (id, brand_id, conversation_id, kind, way, made_at, due_at, probability, hours_version, replaces)
    values (%(id)s, %(brand_id)s, %(conversation_id)s, %(kind)s, %(way)s, %(now)s, %(by)s, %(probability)s,
            %(hours_version)s, %(replaces)s)
)
insert into promise_open (conversation_id, what, promise_id, brand_id, due_at)
values (%(conversation_id)s, %(what)s, %(id)s, %(brand_id)s, %(by)s)
"""
# What comes too late does not wait for the clock to say so.
ENDED: LiteralString = """
with struck as (
    delete from promise_open where conversation_id = %(conversation_id)s and what = %(what)s
    returning promise_id, brand_id, due_at
)
insert into promise_end (promise_id, brand_id, state, at, agent_id)
select promise_id, brand_id, case when %(now)s <= due_at then %(in_time)s else 'broken' end, %(now)s, %(agent_id)s::uuid
from struck
"""


async def make(
    session: Session,
    conversation: Conversation,
    *,
    kind: Kind,
    way: Way,
    by: datetime,
    probability: float | None,
    hours_version: int,
    replaces: UUID | None = None,
) -> UUID:
    """Write down a promise made in a locked conversation that owes nothing of its kind, and give its id."""
    promise_id = uuid7()
    await session.execute(
        MADE,
        {
            "id": promise_id,
            "brand_id": conversation.brand_id,
            "conversation_id": conversation.id,
            "kind": kind,
            "what": OWED[kind],
            "way": way,
            "now": session.clock(),
            "by": by,
            "probability": probability,
            "hours_version": hours_version,
            "replaces": replaces,
        },
    )
    return promise_id


async def end(
    session: Session,
    conversation_id: UUID,
    what: What,
    in_time: State,
    *,
    agent_id: UUID | None = None,
    at: datetime | None = None,
) -> None:
    """End what is owed in a locked conversation, if anything is: so where that is still in time, broken otherwise.

    It ends now, or `at` a moment before that was noticed only now.
    """
    await session.execute(
        ENDED,
        {
            "conversation_id": conversation_id,
            "what": what,
            "in_time": in_time,
            "now": at or session.clock(),
            "agent_id": agent_id,
        },
    )
