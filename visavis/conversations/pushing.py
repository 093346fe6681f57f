"""A conversation is put before an agent, who takes it in time or not."""

from datetime import datetime
from uuid import UUID

import msgspec

from visavis.conversations import changing
from visavis.conversations.access import access_conversation
from visavis.conversations.errors import NotPushed
from visavis.conversations.events import (
    ConversationAssigned,
    ConversationHandedOver,
    ConversationPushed,
    audience,
)
from visavis.conversations.models import AgentBrief, Conversation, System
from visavis.kit import events
from visavis.kit.database import Session
from visavis.staff import AgentActor


async def push(
    session: Session, *, conversation_id: UUID, version: int, agent_id: UUID, accept_by: datetime
) -> Conversation | None:
    """Put a conversation that waits, or in which a call is to be made, before an agent.

    None where it is no longer the one that was decided about, and before the call's window. `version` is that of the
    conversation as it was seen: another team's, or answered, it is somebody else's.
    """
    conversation = await access_conversation(session, System(), conversation_id, lock=True)
    waits = conversation.status == "open" and conversation.waiting_since is not None
    call = conversation.callback
    waits |= call is not None and call.ready <= session.clock()
    if conversation.version != version or not waits or conversation.pushed_to is not None:
        return None
    return await put(session, conversation, agent_id, accept_by)


async def take_back(session: Session, *, conversation_id: UUID, agent_id: UUID) -> Conversation | None:
    """Take a conversation back from an agent who did not take it in time; None where it is not before them."""
    conversation = await access_conversation(session, System(), conversation_id, lock=True)
    if conversation.pushed_to != agent_id:
        return None
    return await withdraw(session, conversation, refused_by=agent_id)


async def accept(session: Session, actor: AgentActor, *, conversation_id: UUID) -> Conversation:
    """Take what was put before one; raise `NotPushed` when it no longer is."""
    conversation = await access_conversation(session, actor, conversation_id, lock=True)
    if conversation.assignee_id == actor.id and conversation.pushed_to is None:
        return conversation
    if conversation.pushed_to != actor.id:
        raise NotPushed
    return await give_to(session, actor, conversation)


async def decline(session: Session, actor: AgentActor, *, conversation_id: UUID) -> Conversation:
    """Leave to somebody else what was put before one; raise `NotPushed` when it no longer is."""
    conversation = await access_conversation(session, actor, conversation_id, lock=True)
    if conversation.pushed_to != actor.id:
        raise NotPushed
    return await withdraw(session, conversation, refused_by=actor.id)


async def give_to(session: Session, actor: AgentActor, conversation: Conversation) -> Conversation:
    """Give a locked conversation to the agent who takes it; from another agent, it is handed over."""
    if conversation.assignee_id == actor.id:
        call = changing.taken(conversation, actor.id, session.clock())
        return await withdraw(session, msgspec.structs.replace(conversation, callback=call))
    return await changing.give(
        session,
        actor,
        conversation,
        agent=AgentBrief(actor.id, actor.name),
        team_id=conversation.team_id,
        event=ConversationHandedOver if conversation.assignee_id else ConversationAssigned,
    )


async def withdraw(
    session: Session, conversation: Conversation, *, refused_by: UUID | None = None
) -> Conversation:
    """Put a locked conversation before nobody; who refused it is not asked again at once."""
    return await put(session, conversation, None, None, refused_by)


async def put(
    session: Session,
    conversation: Conversation,
    agent_id: UUID | None,
    accept_by: datetime | None,
    refused_by: UUID | None = None,
) -> Conversation:
    """Put a locked conversation before an agent, or before nobody."""
    after = msgspec.structs.replace(
        conversation, version=conversation.version + 1, pushed_to=agent_id, accept_by=accept_by
    )
    await session.execute(
        """
        update conversation set version = %s, pushed_to = %s, accept_by = %s, callback = %s,
               refused = case when %s::uuid is null then refused else array_append(refused, %s) end
        where id = %s
        """,
        (
            *(after.version, agent_id, accept_by),
            after.callback and events.encode(after.callback).decode(),
            *(refused_by, refused_by, after.id),
        ),
    )
    session.emit(ConversationPushed(conversation=after), audience(after))
    return after
