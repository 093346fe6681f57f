"""Welcoming agents."""

import msgspec
import psycopg.errors

from visavis.kit.database import Session
from visavis.kit.errors import InvalidInput
from visavis.kit.ids import uuid7
from visavis.staff import passwords
from visavis.staff.errors import AboveYourRole, EmailTaken, OwnerExists
from visavis.staff.events import tell
from visavis.staff.models import Agent, AgentActor, outranks
from visavis.staff.placing import place_in_brands, place_in_teams
from visavis.staff.queries import agent
from visavis.staff.schemas import NewAgent


async def create_agent(session: Session, actor: AgentActor | None, new: NewAgent) -> Agent:
    """Welcome an agent, of at most your own role; without actor, it is the operator's command that asks.

    Raises `AboveYourRole`, `EmailTaken`, `WeakPassword`, and `InvalidInput` for an unknown brand or team.
    """
    if actor is not None and not outranks(actor.role, new.role):
        raise AboveYourRole
    email = new.email.lower()
    passwords.refuse_weak(new.password, email=email, name=new.name)
    stored = await passwords.hash_password(new.password)
    agent_id = uuid7()
    try:
        await session.execute(
            """
            insert into agent (id, email, name, role, locale, languages, password_hash, created_at)
            values (%s, %s, %s, %s, %s, %s, %s, %s)
            """,
            (
                *(agent_id, email, new.name, new.role, new.locale, new.languages),
                *(stored, session.clock()),
            ),
        )
    except psycopg.errors.UniqueViolation as taken:
        raise EmailTaken from taken
    await place_in_brands(session, agent_id, new.brand_ids)
    await place_in_teams(session, agent_id, new.team_ids)
    tell(session, None)
    return await agent(session, agent_id)


async def create_first_owner(session: Session, email: str, name: str, password: str) -> Agent:
    """Make the installation's first owner; raise `OwnerExists`, `WeakPassword` or `InvalidInput`. The session is the system's."""
    await session.execute("lock table agent in share row exclusive mode")
    if await session.tuple("select from agent where role = 'owner'") is not None:
        raise OwnerExists
    asked = {"email": email.strip(), "name": name.strip(), "role": "owner", "password": password}
    try:
        new = msgspec.convert(asked, NewAgent)
    except msgspec.ValidationError as wrong:
        raise InvalidInput(str(wrong)) from wrong
    return await create_agent(session, None, new)
