"""A conversation gets an agent, a team, or both."""

from uuid import UUID

from visavis.conversations import changing, pushing
from visavis.conversations.access import access_conversation
from visavis.conversations.errors import AssigneeUnfit, TeamUnknown
from visavis.conversations.events import ConversationHandedOver
from visavis.conversations.models import Actor, AgentBrief, Conversation
from visavis.conversations.sending import send
from visavis.kit.database import Session
from visavis.kit.ids import uuid7
from visavis.staff import AgentActor, load_actor


async def assign(
    session: Session,
    actor: Actor,
    *,
    conversation_id: UUID,
    agent_id: UUID | None,
    team_id: UUID | None,
) -> Conversation:
    """Give a conversation to an agent, a team, both or nobody; already so, nothing changes."""
    conversation = await access_conversation(session, actor, conversation_id, lock=True)
    if (agent_id, team_id) == (conversation.assignee_id, conversation.team_id):
        return conversation
    return await changing.give(
        session,
        actor,
        conversation,
        agent=await _fit(session, conversation, agent_id),
        team_id=team_id,
        team_name=await _team_name(session, team_id),
    )


async def take(session: Session, actor: AgentActor, *, conversation_id: UUID) -> Conversation:
    """Take a conversation for oneself."""
    conversation = await access_conversation(session, actor, conversation_id, lock=True)
    if conversation.assignee_id == actor.id:
        return conversation
    return await pushing.give_to(session, actor, conversation)


async def hand_over(
    session: Session,
    actor: AgentActor,
    *,
    conversation_id: UUID,
    agent_id: UUID | None,
    team_id: UUID | None,
    note: str,
) -> Conversation:
    """Pass a conversation on, with a note that spares the customer from repeating themselves."""
    conversation = await access_conversation(session, actor, conversation_id, lock=True)
    agent = await _fit(session, conversation, agent_id)
    team_name = await _team_name(session, team_id)
    # The note first: whoever hands over may not see the conversation any more afterwards.
    await send(
        session,
        actor,
        conversation_id=conversation_id,
        body=note,
        client_id=uuid7(),
        kind="note",
    )
    conversation = await access_conversation(session, actor, conversation_id, lock=True)
    return await changing.give(
        session,
        actor,
        conversation,
        agent=agent,
        team_id=team_id,
        team_name=team_name,
        event=ConversationHandedOver,
    )


async def _fit(session: Session, conversation: Conversation, agent_id: UUID | None) -> AgentBrief | None:
    if agent_id is None:
        return None
    agent = await load_actor(session, agent_id, None)
    if agent is None or conversation.brand_id not in agent.brand_ids:
        raise AssigneeUnfit
    return AgentBrief(agent.id, agent.name)


async def _team_name(session: Session, team_id: UUID | None) -> str | None:
    if team_id is None:
        return None
    found = await session.tuple("select name from team where id = %s", (team_id,))
    if found is None:
        raise TeamUnknown
    return str(found[0])
