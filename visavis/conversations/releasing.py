"""A team is dissolved: its conversations go back to everyone."""

from uuid import UUID

from visavis.conversations import changing
from visavis.conversations.access import access_conversation, take_turns
from visavis.conversations.models import System
from visavis.kit.database import Session


async def release_team(session: Session, *, team_id: UUID) -> None:
    """Take a team off its conversations; those still under way say so in their timeline."""
    under_way = await session.tuples(
        "select id from conversation where team_id = %s and status <> 'resolved' order by id",
        (team_id,),
    )
    await take_turns(session, [conversation_id for (conversation_id,) in under_way])
    for (conversation_id,) in under_way:
        conversation = await access_conversation(session, System(), conversation_id, lock=True)
        await changing.give(
            session,
            System(),
            conversation,
            agent=conversation.agent,
            team_id=None,
        )
    await session.execute(
        "update conversation set team_id = null, version = version + 1 where team_id = %s", (team_id,)
    )
