"""Changing an agent's place: role, brands, teams, password; disabling him."""

from uuid import UUID

import msgspec
import psycopg.errors
from msgspec import UNSET

from visavis.kit.database import Session
from visavis.staff import passwords
from visavis.staff.errors import AboveYourRole, EmailTaken, LastOwner, OwnPassword
from visavis.staff.events import tell
from visavis.staff.models import Agent, AgentActor, outranks
from visavis.staff.placing import place_in_brands, place_in_teams
from visavis.staff.queries import agent
from visavis.staff.revoking import end_sessions
from visavis.staff.schemas import AgentChanges


async def change_agent(session: Session, actor: AgentActor, agent_id: UUID, changes: AgentChanges) -> Agent:
    """Change an agent of at most your own role, into one of at most your own role.

    Raises `AgentNotFound`, `AboveYourRole`, `LastOwner`, `OwnPassword`, `EmailTaken`, `WeakPassword`, and
    `InvalidInput` for an unknown brand or team.
    """
    # Owners first, in one order: two who demote each other meet here, and one of them remains.
    owners = await session.tuples(
        "select id from agent where role = 'owner' and disabled_at is null order by id for update"
    )
    await session.execute("select from agent where id = %s for update", (agent_id,))
    current = await agent(session, agent_id)
    given = {k: v for k, v in msgspec.structs.asdict(changes).items() if v is not UNSET and k != "password"}
    edited = msgspec.structs.replace(current, **given)
    if not outranks(actor.role, current.role) or not outranks(actor.role, edited.role):
        raise AboveYourRole
    if owners == [(agent_id,)] and (edited.role != "owner" or edited.disabled):
        raise LastOwner
    await _write(session, edited)
    if changes.brand_ids is not UNSET:
        await place_in_brands(session, agent_id, changes.brand_ids)
    if changes.team_ids is not UNSET:
        await place_in_teams(session, agent_id, changes.team_ids)
    if changes.password is not UNSET:
        await _reset_password(session, actor, edited, changes.password)
    if edited.disabled:
        await session.execute("delete from api_key where agent_id = %s", (agent_id,))
    if edited.disabled or edited.role != current.role or changes.password is not UNSET:
        await end_sessions(session, agent_id)
    tell(session, None)
    return await agent(session, agent_id)


async def _write(session: Session, edited: Agent) -> None:
    try:
        await session.execute(
            """
            update agent set name = %s, email = lower(%s), role = %s, locale = %s, languages = %s,
                disabled_at = case when %s then coalesce(disabled_at, %s) end
            where id = %s
            """,
            (
                *(edited.name, edited.email, edited.role, edited.locale, edited.languages),
                *(edited.disabled, session.clock(), edited.id),
            ),
        )
    except psycopg.errors.UniqueViolation as taken:
        raise EmailTaken from taken


async def _reset_password(session: Session, actor: AgentActor, person: Agent, password: str) -> None:
    if person.id == actor.id:
        raise OwnPassword
    passwords.refuse_weak(password, email=person.email or "", name=person.name)
    stored = await passwords.hash_password(password)
    await session.execute("update agent set password_hash = %s where id = %s", (stored, person.id))
