"""What is known of signing in elsewhere: the house's application, the leave to use a mailbox, a sign-in under way."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from visavis.channels.email.models import ProviderName

Way = Literal["redirect", "device"]
# A directory is known by a word, an identifier or a domain; it becomes part of an address.
Tenant = Annotated[str, Meta(max_length=253, pattern=r"^([a-zA-Z0-9][a-zA-Z0-9.-]*)?$(?!\n)")]


class Token(msgspec.Struct, frozen=True):
    """What opens a mailbox for an hour, in place of a password."""

    value: str


class Application(msgspec.Struct, frozen=True, kw_only=True):
    """What the house is known as at a provider; its secret is never shown."""

    provider: ProviderName
    client_id: str
    has_secret: bool
    tenant: str


class Registered(msgspec.Struct, frozen=True, kw_only=True):
    """An application with its secret, as the provider asks for it."""

    client_id: str
    client_secret: str
    tenant: str


class Grant(msgspec.Struct, frozen=True, kw_only=True):
    """The leave to use a mailbox: what gets the next token, and the token there is."""

    mailbox_id: UUID
    provider: ProviderName
    refresh_token: str
    access_token: str
    expires_at: datetime | None


class Received(msgspec.Struct, frozen=True, kw_only=True):
    """What a provider hands out; `refresh_token` is "" where the one that was shown stays good."""

    access_token: str
    refresh_token: str
    seconds: int
    scopes: frozenset[str]
    account: str
