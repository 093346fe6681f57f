"""The token that opens a mailbox, got anew before it ends: by one server at a time, and kept with what comes beside it."""

import asyncio
import logging
from datetime import timedelta
from uuid import UUID
from weakref import WeakKeyDictionary

from visavis.channels.email.models import Server
from visavis.channels.email.oauth import applications, calling, grants
from visavis.channels.email.oauth.errors import ApplicationMissing
from visavis.channels.email.oauth.models import Grant, Received, Token
from visavis.channels.email.oauth.providers import provider_of
from visavis.channels.email.reaching import Failed
from visavis.kit.database import Database
from visavis.kit.egress import AddressRefused, RemoteFailed
from visavis.kit.errors import Unavailable
from visavis.kit.house import House

# How long before its end a token is replaced, so that none ends on the way or under a clock that is behind.
AHEAD = timedelta(minutes=5)
# A token that a server does not take is replaced, but not before so long: what is wrong may not be the token.
YOUNG = timedelta(minutes=5)
AT_ONCE = 2  # of the system's few connections, how many may wait for a provider
TRIES = 3  # to keep what was received, if the database goes away meanwhile
# What a provider says when the leave itself has ended: taken back, too old, a new password (RFC 6749; Microsoft's own).
ENDED = {"invalid_grant", "interaction_required", "consent_required", "login_required"}

log = logging.getLogger(__name__)
_turns: WeakKeyDictionary[Database, asyncio.Semaphore] = WeakKeyDictionary()


async def token_of(house: House, mailbox_id: UUID, server: Server) -> Token | None:
    """Give what opens a mailbox at this server, None where it has a password; raise `Failed`."""
    async with house.database.system() as session:
        grant = await grants.find(session, house.keys, mailbox_id)
        if grant is None:
            return None
        try:
            known = await applications.registered(session, house.keys, grant.provider)
        except ApplicationMissing as gone:
            raise Failed("application_refused") from gone
        now = session.clock()
    if not provider_of(grant.provider, known.tenant, house.authorities).takes(server):
        raise Failed("other_server", server.host)
    if grant.access_token and grant.expires_at and grant.expires_at - AHEAD > now:
        return Token(grant.access_token)
    async with _turns.setdefault(house.database, asyncio.Semaphore(AT_ONCE)):
        return Token(await _refreshed(house, mailbox_id))


async def distrust(house: House, mailbox_id: UUID, token: Token) -> None:
    """Have a token that a server did not take be replaced, unless it is young or was replaced meanwhile."""
    async with house.database.system() as session:
        grant = await grants.find(session, house.keys, mailbox_id, lock=True)
        if grant is not None and grant.access_token == token.value:
            await session.execute(
                "update mail_grant set expires_at = received_at where mailbox_id = %s and received_at < %s",
                (mailbox_id, session.clock() - YOUNG),
            )


async def _refreshed(house: House, mailbox_id: UUID) -> str:
    """Get the next token, unless another server has just done so; raise `Failed`."""
    got: Received | None = None
    grant: Grant | None = None
    try:
        async with house.database.system() as session:
            # Whoever else wants one waits here, and then finds what was received.
            grant = await grants.find(session, house.keys, mailbox_id, lock=True)
            if grant is None or not grant.refresh_token:
                raise Failed("sign_in_needed")
            now = session.clock()
            if grant.expires_at is not None and grant.expires_at - AHEAD > now:
                return grant.access_token
            known = await applications.registered(session, house.keys, grant.provider)
            provider = provider_of(grant.provider, known.tenant, house.authorities)
            form = {"grant_type": "refresh_token", "refresh_token": grant.refresh_token}
            try:
                got = await calling.tokens(provider, known, form)
                await grants.renew(session, house.keys, mailbox_id, got)
                return got.access_token
            except (calling.Refused, RemoteFailed, AddressRefused) as why:
                if isinstance(why, calling.Refused) and why.code in ENDED:
                    await grants.end(session, mailbox_id, "sign_in_needed")
                    failed = Failed("sign_in_needed", f"{why.code}: {why.said}")
                elif grant.expires_at is not None and grant.expires_at > now:
                    log.warning("email: the token of mailbox %s is not replaced yet (%s)", mailbox_id, why)
                    return grant.access_token
                else:
                    failed = _named(why)
    except Unavailable:
        if got is None:
            raise
        return await _kept_after_all(house, mailbox_id, grant, got)
    raise failed


async def _kept_after_all(house: House, mailbox_id: UUID, before: Grant | None, got: Received) -> str:
    """Keep what was received although the database went away: what it was handed out for may be good no more."""
    for left in reversed(range(TRIES)):
        try:
            async with house.database.system() as session:
                grant = await grants.find(session, house.keys, mailbox_id, lock=True)
                if grant is not None and before is not None and grant.refresh_token == before.refresh_token:
                    await grants.renew(session, house.keys, mailbox_id, got)
            break
        except Unavailable:
            if not left:
                raise
    return got.access_token


def _named(why: calling.Refused | RemoteFailed | AddressRefused) -> Failed:
    if isinstance(why, calling.Refused):
        return Failed("application_refused", f"{why.code}: {why.said}")
    return Failed("sign_in_unreachable", why)
