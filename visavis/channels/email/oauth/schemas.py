"""The shapes in which signing in elsewhere travels over HTTP."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from visavis.channels.email.models import Mailbox, ProviderName
from visavis.channels.email.oauth.models import Application, Tenant, Way

ClientId = Annotated[str, Meta(min_length=1, max_length=300, pattern=r"^[\x21-\x7e]+$(?!\n)")]
ClientSecret = Annotated[str, Meta(max_length=500, pattern=r"^[\x21-\x7e]*$(?!\n)")]
State = Annotated[str, Meta(min_length=1, max_length=200)]
Code = Annotated[str, Meta(max_length=4000)]


class ApplicationChanges(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """The application that the house is known as at a provider; without a secret, the one there is stays."""

    client_id: ClientId
    client_secret: ClientSecret = ""
    tenant: Tenant = ""


class Applications(msgspec.Struct, kw_only=True):
    """The house's applications, and the address that each provider is to send browsers back to."""

    items: list[Application]
    redirect_uri: str


class NewSignIn(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Where and how to sign in to a mailbox: by a redirect there and back, or by a code that is typed there."""

    provider: ProviderName
    way: Way = "redirect"


class SignInBegun(msgspec.Struct, kw_only=True):
    """Where to go; `user_code` is to be typed there, "" where the browser comes back by itself.

    `wait` is after how many seconds to ask whether it was typed.
    """

    id: UUID
    url: str
    user_code: str = ""
    wait: int = 0
    expires_at: datetime


class ComeBack(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What the browser brought back; `error` where the provider sent it back without a code."""

    state: State
    code: Code = ""
    error: Annotated[str, Meta(max_length=200)] = ""


class SignInLooked(msgspec.Struct, kw_only=True):
    """Whether a code was typed; the mailbox as it is then."""

    state: Literal["waiting", "done"]
    mailbox: Mailbox | None = None
