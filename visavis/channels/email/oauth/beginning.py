"""A sign-in begins: in the session of the admin who asks, for one mailbox, for some minutes, to be ended once."""

import base64
import hashlib
import secrets
from datetime import datetime, timedelta
from typing import LiteralString
from urllib.parse import urlencode
from uuid import UUID

from visavis.channels.email.models import Mailbox, ProviderName
from visavis.channels.email.oauth import applications, calling
from visavis.channels.email.oauth.errors import ApplicationRefused
from visavis.channels.email.oauth.models import Registered
from visavis.channels.email.oauth.providers import Provider, provider_of
from visavis.channels.email.oauth.schemas import SignInBegun
from visavis.kit.crypto import Keys, fingerprint, token
from visavis.kit.database import Session
from visavis.kit.house import House
from visavis.kit.ids import uuid7

LONGEST = timedelta(minutes=15)  # to sign in; Microsoft's typed codes are good for as long
BACK = "/console/mail-signed-in"  # where a provider sends browsers back to
ADD: LiteralString = """
insert into mail_sign_in (id, brand_id, mailbox_id, provider, session_id, state, secret, wait, next_at, expires_at)
values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""


def redirect_uri(house: House) -> str:
    """Give the address that a provider is to send browsers back to, as it is registered there."""
    return f"{house.base_url}{BACK}"


async def application(session: Session, house: House, name: ProviderName) -> tuple[Provider, Registered]:
    """Give a provider and the house's application there; raise `ApplicationMissing`."""
    known = await applications.registered(session, house.keys, name)
    return provider_of(name, known.tenant, house.authorities), known


async def by_redirect(
    session: Session, house: House, mailbox: Mailbox, session_id: UUID, provider: Provider, known: Registered
) -> SignInBegun:
    """Begin a sign-in to which the browser goes, and from which it comes back with what only this session can use."""
    state, verifier = token("vvs"), secrets.token_urlsafe(64)
    begun_id, until = uuid7(), session.clock() + LONGEST
    await _add(session, house.keys, begun_id, mailbox, provider, session_id, state, verifier, 0, until)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {
        "response_type": "code",
        "client_id": known.client_id,
        "redirect_uri": redirect_uri(house),
        "scope": " ".join(provider.scopes),
        "state": state,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
        "login_hint": mailbox.address,
        **provider.asks,
    }
    return SignInBegun(id=begun_id, url=f"{provider.authorize}?{urlencode(asked)}", expires_at=until)


async def device_of(provider: Provider, known: Registered) -> calling.Device:
    """Ask for a code to type; raise `ApplicationRefused` or `RemoteFailed`."""
    try:
        return await calling.device(provider, known)
    except calling.Refused as why:
        raise ApplicationRefused(f"{why.code}: {why.said}") from why


async def by_device(
    session: Session,
    house: House,
    mailbox: Mailbox,
    session_id: UUID,
    provider: Provider,
    got: calling.Device,
) -> SignInBegun:
    """Begin a sign-in by a code that is typed elsewhere."""
    begun_id, wait = uuid7(), min(max(got.interval, 1), 60)
    until = session.clock() + min(LONGEST, timedelta(seconds=max(got.expires_in, 0)))
    secret = got.device_code
    await _add(session, house.keys, begun_id, mailbox, provider, session_id, None, secret, wait, until)
    return SignInBegun(
        id=begun_id, url=got.verification_uri, user_code=got.user_code, wait=wait, expires_at=until
    )


async def _add(
    session: Session,
    keys: Keys,
    begun_id: UUID,
    mailbox: Mailbox,
    provider: Provider,
    session_id: UUID,
    state: str | None,
    secret: str,
    wait: int,
    until: datetime,
) -> None:
    now = session.clock()
    await session.execute("delete from mail_sign_in where expires_at < %s", (now,))
    await session.execute(
        ADD,
        (
            *(begun_id, mailbox.brand_id, mailbox.id, provider.name, session_id),
            *(state and fingerprint(state), keys.seal(secret.encode(), place=place(begun_id))),
            *(timedelta(seconds=wait), now + timedelta(seconds=wait), until),
        ),
    )


def place(begun_id: UUID) -> str:
    """Name the place where what proves a sign-in is sealed."""
    return f"mail_sign_in/{begun_id}"
