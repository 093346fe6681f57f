"""Which brands an agent works for, and in which teams."""

from collections.abc import Collection
from uuid import UUID

from visavis.kit.database import Session
from visavis.kit.errors import InvalidInput


async def place_in_brands(session: Session, agent_id: UUID, brand_ids: Collection[UUID]) -> None:
    """Have an agent work for exactly these brands; raise `InvalidInput` for one that is not there to be seen."""
    await session.execute("delete from agent_brand where agent_id = %s", (agent_id,))
    placed = await session.execute(
        "insert into agent_brand (agent_id, brand_id) select %s, id from brand where id = any(%s)",
        (agent_id, list(brand_ids)),
    )
    if placed != len(set(brand_ids)):
        raise InvalidInput("One of these brands does not exist.", fields={"brand_ids": "unknown"})


async def place_in_teams(session: Session, agent_id: UUID, team_ids: Collection[UUID]) -> None:
    """Have an agent belong to exactly these teams; raise `InvalidInput` for an unknown one."""
    await session.execute("delete from team_agent where agent_id = %s", (agent_id,))
    placed = await session.execute(
        "insert into team_agent (team_id, agent_id) select id, %s from team where id = any(%s)",
        (agent_id, list(team_ids)),
    )
    if placed != len(set(team_ids)):
        raise InvalidInput("One of these teams does not exist.", fields={"team_ids": "unknown"})
