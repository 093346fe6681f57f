"""What an agent changes of himself."""

import msgspec

from visavis.kit.database import Database, Session
from visavis.kit.limits import Bucket, Limits
from visavis.staff import passwords
from visavis.staff.errors import WrongPassword
from visavis.staff.events import tell
from visavis.staff.models import Agent, AgentActor
from visavis.staff.queries import agent
from visavis.staff.revoking import end_sessions
from visavis.staff.schemas import PasswordChange, ProfileChanges
from visavis.staff.signing_in import Browser, SignedIn, open_session

GUESSES = Bucket("staff.password", 8, 4)


async def change_password(
    database: Database, limits: Limits, actor: AgentActor, browser: Browser, *, change: PasswordChange
) -> SignedIn:
    """Replace your password and end all your sessions but a fresh one; raise `WrongPassword`, `WeakPassword`."""
    limits.take(GUESSES, str(actor.id))
    async with database.system() as session:
        found = await session.tuple("select email, password_hash from agent where id = %s", (actor.id,))
    email, stored = found or ("", None)
    right = await passwords.verify(stored, change.current)
    if not right:
        raise WrongPassword
    passwords.refuse_weak(change.new, email=email, name=actor.name)
    fresh = await passwords.hash_password(change.new)
    async with database.system() as session:
        changed = await session.execute(
            "update agent set password_hash = %s where id = %s and password_hash = %s",
            (fresh, actor.id, stored),
        )
        if not changed:
            raise WrongPassword
        await end_sessions(session, actor.id)
        tell(session, actor.id)
        signed_in = await open_session(session, browser, actor.id, fresh)
    limits.refund(GUESSES, str(actor.id))
    return signed_in


async def change_profile(session: Session, actor: AgentActor, changes: ProfileChanges) -> Agent:
    """Change your own name or language."""
    current = await agent(session, actor.id)
    given = {k: v for k, v in msgspec.structs.asdict(changes).items() if v is not msgspec.UNSET}
    edited = msgspec.structs.replace(current, **given)
    await session.execute(
        "update agent set name = %s, locale = %s where id = %s", (edited.name, edited.locale, actor.id)
    )
    tell(session, None)
    return edited
