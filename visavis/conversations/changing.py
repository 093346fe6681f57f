"""How a conversation changes: one update, one entry in the timeline, one event, together."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from visavis.conversations import timeline
from visavis.conversations.events import (
    ConversationAssigned,
    ConversationChanged,
    ConversationReopened,
    ConversationSnoozed,
    audience,
)
from visavis.conversations.models import Actor, AgentBrief, Callback, Conversation, Entry
from visavis.kit import events
from visavis.kit.database import Session


async def change(
    session: Session,
    actor: Actor,
    before: Conversation,
    event: type[ConversationChanged],
    entry: Entry,
    **columns: Any,
) -> Conversation:
    """Change a locked conversation, write the entry, tell everyone whom it concerns.

    Before whomever it was put, it no longer is.
    """
    now = session.clock()
    after = msgspec.structs.replace(
        before,
        version=before.version + 1,
        last_seq=before.last_seq + 1,
        updated_at=now,
        pushed_to=None,
        accept_by=None,
        **columns,
    )
    await session.execute(
        """
        update conversation set version = %s, last_seq = %s, updated_at = %s, status = %s, snoozed_until = %s,
               assignee_id = %s, team_id = %s, waiting_since = %s, answer_by = %s, call_by = %s,
               callback = %s, resolve_by = %s, resolution = %s, customer_id = %s, customer_left_at = %s,
               pushed_to = null, accept_by = null, refused = '{}'
        where id = %s
        """,
        (
            *(after.version, after.last_seq, now, after.status, after.snoozed_until),
            *(after.assignee_id, after.team_id, after.waiting_since, after.answer_by),
            after.callback and after.callback.by,
            after.callback and events.encode(after.callback).decode(),
            after.resolution and after.resolution.by,
            after.resolution and events.encode(after.resolution).decode(),
            *(after.customer.id, after.customer_left_at, after.id),
        ),
    )
    message = await timeline.append_entry(session, actor, after, entry, now)
    moved = (before.team_id, before.assignee_id) != (after.team_id, after.assignee_id)
    session.emit(
        event(conversation=after, message=message),
        audience(after, before=before if moved else None),
    )
    return after


async def reopen(session: Session, actor: Actor, conversation: Conversation) -> Conversation:
    """Open a locked conversation again."""
    return await change(
        session,
        actor,
        conversation,
        ConversationReopened,
        Entry(what="reopened"),
        status="open",
        snoozed_until=None,
    )


async def give(
    session: Session,
    actor: Actor,
    conversation: Conversation,
    *,
    agent: AgentBrief | None,
    team_id: UUID | None,
    team_name: str | None = None,
    event: type[ConversationChanged] = ConversationAssigned,
) -> Conversation:
    """Give a locked conversation to an agent and a team, either of which may be nobody; with it, a call to be made now."""
    return await change(
        session,
        actor,
        conversation,
        event,
        Entry(
            what="handed_over" if event is not ConversationAssigned else "assigned",
            agent_id=agent.id if agent else None,
            agent_name=agent.name if agent else None,
            team_id=team_id,
            team_name=team_name,
        ),
        assignee_id=agent.id if agent else None,
        assignee_name=agent.name if agent else None,
        team_id=team_id,
        callback=taken(conversation, agent.id if agent else None, session.clock()),
    )


def taken(conversation: Conversation, agent_id: UUID | None, now: datetime) -> Callback | None:
    """Give the call owed in a conversation as it is once an agent has taken it; before its window nobody does."""
    call = conversation.callback
    if call is None or call.ready > now:
        return call
    return msgspec.structs.replace(call, taken_by=agent_id)


async def sleep(session: Session, actor: Actor, conversation: Conversation, until: datetime) -> Conversation:
    """Put a locked conversation to sleep until a time."""
    return await change(
        session,
        actor,
        conversation,
        ConversationSnoozed,
        Entry(what="snoozed", until=until),
        status="snoozed",
        snoozed_until=until,
    )
