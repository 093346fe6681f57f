"""A call-back is called off: the customer gives it back, or an agent breaks it, with a word."""

from typing import LiteralString
from uuid import UUID

from visavis import conversations, promises
from visavis.callbacks.booking import close
from visavis.callbacks.calling import the_callback, waiting_still
from visavis.callbacks.events import CallbackChanged
from visavis.conversations import Conversation, changing
from visavis.conversations.models import Entry
from visavis.customers import Visitor
from visavis.kit.database import Session
from visavis.staff import AgentActor

# A customer who needs nothing more needs no call either; the promise ends with the others.
RESOLVED: LiteralString = """
insert into callback_end (callback_id, brand_id, state, at)
select (c.callback ->> 'id')::uuid, c.brand_id, 'cancelled', %(now)s
from conversation c where c.id = %(conversation_id)s and c.callback is not null
"""


async def cancel(
    session: Session, actor: Visitor, *, conversation_id: UUID, callback_id: UUID
) -> Conversation:
    """Give a call-back back; raise `CallbackOver`. A conversation that held nothing else is over with it."""
    conversation, _ = await the_callback(session, actor, conversation_id, callback_id)
    await close(session, conversation, callback_id, "cancelled")
    await promises.end(session, conversation_id, "callback", "withdrawn")
    empty = conversation.last_message is None and conversation.resolution is None
    return await changing.change(
        session,
        actor,
        conversation,
        CallbackChanged,
        Entry(what="callback_cancelled"),
        callback=None,
        waiting_since=await waiting_still(session, conversation),
        status="resolved" if empty else conversation.status,
        snoozed_until=None if empty else conversation.snoozed_until,
    )


async def call_off(
    session: Session,
    actor: AgentActor,
    *,
    conversation_id: UUID,
    callback_id: UUID,
    body: str,
    client_id: UUID,
) -> Conversation:
    """Tell a customer that they will not be called, which breaks the promise; raise `CallbackOver`."""
    await the_callback(session, actor, conversation_id, callback_id)
    await conversations.send(session, actor, conversation_id=conversation_id, body=body, client_id=client_id)
    conversation, _ = await the_callback(session, actor, conversation_id, callback_id)
    await close(session, conversation, callback_id, "cancelled", actor.id)
    await promises.end(session, conversation_id, "callback", "broken", agent_id=actor.id)
    return await changing.change(
        session,
        actor,
        conversation,
        CallbackChanged,
        Entry(what="callback_cancelled"),
        callback=None,
    )
