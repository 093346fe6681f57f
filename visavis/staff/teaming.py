"""Forming, changing and dissolving teams."""

from collections.abc import Collection
from uuid import UUID

import psycopg.errors
from msgspec import UNSET

from visavis.kit.database import Session
from visavis.kit.errors import InvalidInput
from visavis.kit.ids import uuid7
from visavis.staff.errors import TeamNameTaken, TeamNotFound
from visavis.staff.events import tell
from visavis.staff.models import Team
from visavis.staff.schemas import NewTeam, TeamChanges


async def create_team(session: Session, new: NewTeam) -> Team:
    """Form a team; raise `TeamNameTaken`, or `InvalidInput` for an unknown agent."""
    team_id = uuid7()
    try:
        await session.execute(
            "insert into team (id, name, created_at) values (%s, %s, %s)",
            (team_id, new.name, session.clock()),
        )
    except psycopg.errors.UniqueViolation as taken:
        raise TeamNameTaken from taken
    await _fill(session, team_id, new.agent_ids)
    tell(session, None)
    return await _team(session, team_id)


async def change_team(session: Session, team_id: UUID, changes: TeamChanges) -> Team:
    """Rename a team or change who is in it; raise as `create_team`, or `TeamNotFound`."""
    await _team(session, team_id)
    if changes.name is not UNSET:
        try:
            await session.execute("update team set name = %s where id = %s", (changes.name, team_id))
        except psycopg.errors.UniqueViolation as taken:
            raise TeamNameTaken from taken
    if changes.agent_ids is not UNSET:
        await _fill(session, team_id, changes.agent_ids)
    tell(session, None)
    return await _team(session, team_id)


async def remove_team(session: Session, team_id: UUID) -> None:
    """Dissolve a team, its conversations being nobody's; raise `TeamNotFound`."""
    if not await session.execute("delete from team where id = %s", (team_id,)):
        raise TeamNotFound
    tell(session, None)


async def _fill(session: Session, team_id: UUID, agent_ids: Collection[UUID]) -> None:
    await session.execute("delete from team_agent where team_id = %s", (team_id,))
    placed = await session.execute(
        "insert into team_agent (team_id, agent_id) select %s, id from agent where id = any(%s)",
        (team_id, list(agent_ids)),
    )
    if placed != len(set(agent_ids)):
        raise InvalidInput("One of these agents does not exist.", fields={"agent_ids": "unknown"})


async def _team(session: Session, team_id: UUID) -> Team:
    found = await session.row(
        Team,
        """
        select id, name, array(select agent_id from team_agent where team_id = team.id order by agent_id) as agent_ids
        from team where id = %s for update
        """,
        (team_id,),
    )
    if found is None:
        raise TeamNotFound
    return found
