"""Agents and teams."""

from uuid import UUID

from litestar import get, patch, post
from litestar.params import FromPath, JSONBody

from visavis.staff import hiring, managing, queries, teaming
from visavis.staff.access import CurrentAgent, HouseHere, staff_policy
from visavis.staff.models import Agent, Team
from visavis.staff.schemas import AgentChanges, NewAgent, NewTeam, TeamChanges

ANYONE_HERE = staff_policy("agent")
MANAGERS = staff_policy("admin")
AGENTS = ["Agents"]
TEAMS = ["Teams"]


@get("/agents", policy=ANYONE_HERE, summary="Whom I work with; for an admin, everyone", tags=AGENTS)
async def agents(house: HouseHere, actor: CurrentAgent) -> list[Agent]:
    async with house.database.session(actor.brand_ids) as session:
        return await queries.directory(session, actor)


@post("/agents", policy=MANAGERS, summary="Welcome an agent", tags=AGENTS)
async def create_agent(house: HouseHere, actor: CurrentAgent, data: JSONBody[NewAgent]) -> Agent:
    async with house.database.session(actor.brand_ids) as session:
        return await hiring.create_agent(session, actor, data)


@patch("/agents/{agent_id:uuid}", policy=MANAGERS, summary="Change or disable an agent", tags=AGENTS)
async def change_agent(
    house: HouseHere, actor: CurrentAgent, agent_id: FromPath[UUID], data: JSONBody[AgentChanges]
) -> Agent:
    async with house.database.session(actor.brand_ids) as session:
        return await managing.change_agent(session, actor, agent_id, data)


@get("/teams", policy=ANYONE_HERE, summary="The teams", tags=TEAMS)
async def teams(house: HouseHere, actor: CurrentAgent) -> list[Team]:
    async with house.database.session(actor.brand_ids) as session:
        return await queries.teams(session, await queries.directory(session, actor))


@post("/teams", policy=MANAGERS, summary="Form a team", tags=TEAMS)
async def create_team(house: HouseHere, actor: CurrentAgent, data: JSONBody[NewTeam]) -> Team:
    async with house.database.session(actor.brand_ids) as session:
        return await teaming.create_team(session, data)


@patch("/teams/{team_id:uuid}", policy=MANAGERS, summary="Rename a team, or change who is in it", tags=TEAMS)
async def change_team(
    house: HouseHere, actor: CurrentAgent, team_id: FromPath[UUID], data: JSONBody[TeamChanges]
) -> Team:
    async with house.database.session(actor.brand_ids) as session:
        return await teaming.change_team(session, team_id, data)


handlers = [agents, create_agent, change_agent, teams, create_team, change_team]
