"""An agent calls: the customer is on the line, or was not reached."""

from datetime import datetime
from typing import LiteralString
from uuid import UUID

from msgspec.structs import replace

from visavis import promises
from visavis.callbacks.booking import close
from visavis.callbacks.errors import CallbackOver, CallTooEarly
from visavis.callbacks.events import CallbackChanged
from visavis.conversations import Conversation, access_conversation, changing
from visavis.conversations.models import Actor, AgentBrief, Callback, Entry
from visavis.kit.database import Session
from visavis.kit.ids import uuid7
from visavis.staff import AgentActor

# A program's word is nobody's.
LAST_WORD: LiteralString = """
select author_kind from message where conversation_id = %s and kind = 'message' and not automated
order by seq desc limit 1
"""
# So many tries within the window, then we have done what we said.
TRIES = 2


async def on_the_line(
    session: Session, actor: AgentActor, *, conversation_id: UUID, callback_id: UUID
) -> Conversation:
    """Say that the customer is on the line: the promise of the call is kept, if it is in time; raise `CallbackOver`.

    Whoever hears a human voice has been answered: so ends the answer that may be owed as well.
    """
    conversation, callback = await the_callback(session, actor, conversation_id, callback_id)
    if conversation.assignee_id is None:
        conversation = await changing.give(
            session,
            actor,
            conversation,
            agent=AgentBrief(actor.id, actor.name),
            team_id=conversation.team_id,
        )
    await close(session, conversation, callback_id, "called", actor.id)
    await promises.end(session, conversation_id, "callback", "kept", agent_id=actor.id)
    await promises.end(session, conversation_id, "answer", "kept", agent_id=actor.id)
    late = callback.by < session.clock()
    return await changing.change(
        session,
        actor,
        conversation,
        CallbackChanged,
        Entry(what="called", missed=callback.by if late else None),
        callback=None,
        answer_by=None,
        waiting_since=None,
    )


async def not_reached(
    session: Session, actor: AgentActor, *, conversation_id: UUID, callback_id: UUID
) -> Conversation:
    """Note that the customer did not answer: once, they are tried again within the window; twice, it ends.

    Raises `CallbackOver`, and `CallTooEarly` before the window. The second try in time gives the promise back.
    """
    conversation, callback = await the_callback(session, actor, conversation_id, callback_id)
    now = session.clock()
    if now < callback.after:
        raise CallTooEarly
    await session.execute(
        "insert into callback_try (id, callback_id, brand_id, at, agent_id) values (%s, %s, %s, %s, %s)",
        (uuid7(), callback_id, conversation.brand_id, now, actor.id),
    )
    tried = replace(callback, tries=callback.tries + 1, tried_at=now, taken_by=None)
    if tried.tries < TRIES:
        entry = Entry(what="callback_tried", until=callback.by if now < callback.by else None)
        return await changing.change(session, actor, conversation, CallbackChanged, entry, callback=tried)
    await close(session, conversation, callback_id, "not_reached", actor.id)
    await promises.end(session, conversation_id, "callback", "withdrawn", agent_id=actor.id)
    return await changing.change(
        session,
        actor,
        conversation,
        CallbackChanged,
        Entry(what="callback_unreached"),
        callback=None,
        waiting_since=await waiting_still(session, conversation),
    )


async def the_callback(
    session: Session, actor: Actor, conversation_id: UUID, callback_id: UUID
) -> tuple[Conversation, Callback]:
    """Give a conversation, locked, and the call owed in it; raise `CallbackOver` where it is another or none."""
    conversation = await access_conversation(session, actor, conversation_id, lock=True)
    callback = conversation.callback
    if callback is None or callback.id != callback_id:
        raise CallbackOver
    return conversation, callback


async def waiting_still(session: Session, conversation: Conversation) -> datetime | None:
    """Give since when a customer waits for an answer in writing, the call being over."""
    last = await session.tuple(LAST_WORD, (conversation.id,))
    return conversation.waiting_since if last == ("customer",) else None
