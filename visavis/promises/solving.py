"""An agent promises a solution by a time; another time is another promise, and the first one says how it ended."""

from datetime import datetime, timedelta
from uuid import UUID

from visavis import brands
from visavis.conversations import Conversation, access_conversation, changing
from visavis.conversations.errors import AlreadyResolved, PastTime
from visavis.conversations.models import AgentBrief, Entry, Resolution
from visavis.kit.database import Session
from visavis.promises import writing
from visavis.promises.errors import ResolutionOver, ResolutionPromised, TooFarAhead
from visavis.promises.events import SolutionPromised
from visavis.staff import AgentActor

FURTHEST = timedelta(days=30)


async def promise_solution(
    session: Session,
    actor: AgentActor,
    *,
    conversation_id: UUID,
    by: datetime,
    words: str = "",
    replaces: UUID | None = None,
) -> Conversation:
    """Promise a solution by a time; promised again in the same words, it is the same.

    `replaces` names the promise that stands: it ends as withdrawn where it was not due yet, and stays broken where
    it was. Raises `AlreadyResolved`, `PastTime`, `TooFarAhead`, `ResolutionPromised` and `ResolutionOver`.
    """
    conversation = await access_conversation(session, actor, conversation_id, lock=True)
    now, words, first = session.clock(), words.strip(), conversation.resolution
    if first is not None and (first.agent.id, first.by, first.words) == (actor.id, by, words):
        return conversation
    if conversation.status == "resolved":
        raise AlreadyResolved
    if by <= now:
        raise PastTime
    if by > now + FURTHEST:
        raise TooFarAhead
    if first is not None and first.id != replaces:
        raise ResolutionPromised
    if first is None and replaces is not None:
        raise ResolutionOver
    agent = AgentBrief(actor.id, actor.name)
    if conversation.assignee_id is None:
        conversation = await changing.give(
            session, actor, conversation, agent=agent, team_id=conversation.team_id
        )
    await writing.end(session, conversation_id, "resolution", "withdrawn", agent_id=actor.id)
    hours = await brands.hours_now(session, conversation.brand_id)
    promise_id = await writing.make(
        session,
        conversation,
        kind="resolution",
        way="later",
        by=by,
        probability=None,
        hours_version=hours.version,
        replaces=replaces,
    )
    late = first is not None and first.by < now
    return await changing.change(
        session,
        actor,
        conversation,
        SolutionPromised,
        Entry(
            what="resolution_promised",
            until=by,
            missed=first.by if first and late else None,
            instead=first.by if first and not late else None,
            words=words,
        ),
        resolution=Resolution(id=promise_id, agent=agent, words=words, made_at=now, by=by),
    )
