"""How the house enters a mail server: with a mailbox's password, or with the token of whoever signed in to it."""

from uuid import UUID

import aiosmtplib

from visavis.channels.email import mailboxes
from visavis.channels.email.models import Mailbox, Server
from visavis.channels.email.oauth import refreshing
from visavis.channels.email.oauth.models import Token
from visavis.kit.house import House

Secret = str | Token


async def secret_of(house: House, mailbox: Mailbox, direction: str) -> Secret:
    """Give what opens a mailbox in one direction; raise `Failed` where its sign-in has ended.

    It may have to ask a provider, and so is never called within a session.
    """
    server = mailbox.incoming if direction == "incoming" else mailbox.outgoing
    token = await refreshing.token_of(house, mailbox.id, server)
    if token is not None:
        return token
    async with house.database.system() as session:
        return await mailboxes.password(session, house.keys, mailbox.id, direction)


async def enter(client: aiosmtplib.SMTP, server: Server, secret: Secret) -> None:
    """Sign in to an outgoing server, where it wants that; raise what the library does."""
    if isinstance(secret, Token):
        await client.auth_xoauth2(server.user, secret.value)
    elif server.user:
        await client.login(server.user, secret)


async def not_taken(house: House, mailbox_id: UUID, secret: Secret) -> None:
    """Note that a server did not take this: the next token may do better."""
    if isinstance(secret, Token):
        await refreshing.distrust(house, mailbox_id, secret)
