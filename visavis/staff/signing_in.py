"""Signing in and out. No connection is held while a password is hashed."""

from typing import NamedTuple
from uuid import UUID

from visavis.kit import crypto
from visavis.kit.database import Database, Session
from visavis.kit.ids import uuid7
from visavis.kit.limits import Bucket, Limits
from visavis.staff import passwords
from visavis.staff.errors import WrongCredentials
from visavis.staff.events import tell
from visavis.staff.models import AgentActor
from visavis.staff.recognising import IDLE, LIFE, load_actor

PER_ADDRESS = Bucket("staff.sign_in", 20, 10)
PER_EMAIL = Bucket("staff.sign_in.email", 8, 4)


class Browser(NamedTuple):
    """Where someone signs in from; `token` is what its cookie held before."""

    address: str
    user_agent: str
    token: str | None


class SignedIn(NamedTuple):
    """A fresh session: its token, told to nobody but its browser, and whose it is."""

    token: str
    actor: AgentActor


async def sign_in(
    database: Database, limits: Limits, browser: Browser, *, email: str, password: str
) -> SignedIn:
    """Open a session for who knows the password; raise `WrongCredentials`, alike whatever is wrong."""
    email = email.strip().lower()
    limits.take(PER_EMAIL, email)
    async with database.system() as session:
        account = await session.tuple(
            "select id, password_hash from agent where lower(email) = %s and disabled_at is null", (email,)
        )
    agent_id, stored = account or (None, None)
    right = await passwords.verify(stored, password)
    if not right or agent_id is None or stored is None:
        raise WrongCredentials
    fresh = await passwords.hash_password(password) if passwords.outdated(stored) else stored
    async with database.system() as session:
        if browser.token is not None:
            await sign_out(session, browser.token)
        signed_in = await open_session(session, browser, agent_id, stored)
        if fresh != stored:
            await session.execute("update agent set password_hash = %s where id = %s", (fresh, agent_id))
    limits.refund(PER_EMAIL, email)
    return signed_in


async def open_session(session: Session, browser: Browser, agent_id: UUID, stored: str) -> SignedIn:
    """Open a session with a token of our own making, if the password is still the one that was verified."""
    now, session_id, token = session.clock(), uuid7(), crypto.token("vas")
    await session.execute(
        "delete from agent_session where agent_id = %s and (expires_at <= %s or seen_at <= %s)",
        (agent_id, now, now - IDLE),
    )
    # The lock makes a simultaneous disabling or change of password come before or after, never between.
    opened = await session.execute(
        """
        insert into agent_session (id, agent_id, token_hash, address, user_agent, created_at, seen_at, expires_at)
        select %s, id, %s, %s, %s, %s, %s, %s from agent
        where id = %s and password_hash = %s and disabled_at is null for share
        """,
        (
            *(session_id, crypto.fingerprint(token), browser.address, browser.user_agent[:400]),
            *(now, now, now + LIFE, agent_id, stored),
        ),
    )
    actor = await load_actor(session, agent_id, session_id)
    if not opened or actor is None:
        raise WrongCredentials
    return SignedIn(token, actor)


async def sign_out(session: Session, token: str) -> None:
    """End the session of this token, if there is one."""
    ended = await session.tuple(
        "delete from agent_session where token_hash = %s returning agent_id", (crypto.fingerprint(token),)
    )
    if ended is not None:
        tell(session, ended[0])
