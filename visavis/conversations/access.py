"""Permission and row arrive together: the only ways to a conversation, a message or a file."""

from collections.abc import Iterable
from typing import LiteralString, assert_never
from uuid import UUID

from visavis.conversations.errors import ConversationNotFound
from visavis.conversations.models import Actor, Conversation, System
from visavis.conversations.rows import FROM, build_conversation
from visavis.customers import Visitor
from visavis.kit.database import Session
from visavis.staff import AgentActor

# An agent sees, within her brands, what is hers, her teams' or nobody's; a supervisor sees all.
AGENT: LiteralString = """
    c.brand_id = any(%(brand_ids)s)
    and (%(sees_all)s or c.team_id is null or c.team_id = any(%(team_ids)s) or c.assignee_id = %(actor_id)s)
"""
VISITOR: LiteralString = "c.brand_id = %(brand_id)s and c.customer_id = %(actor_id)s"
SYSTEM: LiteralString = "true"


def visible(actor: Actor) -> tuple[LiteralString, dict[str, object]]:
    """Give the condition under which an actor sees conversation `c`, and its parameters."""
    match actor:
        case AgentActor():
            return AGENT, {
                "brand_ids": list(actor.brand_ids),
                "team_ids": list(actor.team_ids),
                "actor_id": actor.id,
                "sees_all": actor.sees_all_teams,
            }
        case Visitor():
            return VISITOR, {"brand_id": actor.brand_id, "actor_id": actor.id}
        case System():
            return SYSTEM, {}
        case _:
            assert_never(actor)


async def access_conversation(
    session: Session, actor: Actor, conversation_id: UUID, *, lock: bool = False
) -> Conversation:
    """Give a conversation that the actor may see; raise `ConversationNotFound`.

    With `lock`, nobody else changes it until this transaction ends.
    """
    if lock:
        await take_turns(session, [conversation_id])
    condition, params = visible(actor)
    statement = f"{FROM} where c.id = %(id)s and {condition}"
    found = await session.row(
        build_conversation,
        f"{statement} for no key update of c" if lock else statement,
        params | {"id": conversation_id},
    )
    if found is None:
        raise ConversationNotFound
    return found


async def take_turns(session: Session, conversation_ids: Iterable[UUID]) -> None:
    """Wait until nobody else changes these conversations; nobody does until this transaction ends.

    To be asked before the transaction writes anything: it then gets its number after those that it
    waited for. A row's lock alone does not see to that, and the event log is told by these numbers.
    """
    turns = sorted(map(turn_of, conversation_ids))
    await session.execute("select pg_advisory_xact_lock(turn) from unnest(%s::bigint[]) as turn", (turns,))


def turn_of(conversation_id: UUID) -> int:
    """Give the number under which writers of a conversation queue."""
    return conversation_id.int & (2**63 - 1)
