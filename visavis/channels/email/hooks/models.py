"""What a hook is, and what a provider brings by it."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from visavis.channels.email.models import Envelope

Provider = Literal["postmark", "mailgun", "ses", "brevo"]
Secret = Annotated[str, Meta(max_length=1000, pattern=r"^[\x21-\x7e]*$(?!\n)")]
Topic = Annotated[str, Meta(max_length=400, pattern=r"^[\x21-\x7e]*$(?!\n)")]
Peer = Annotated[str, Meta(min_length=2, max_length=60)]


class Hook(msgspec.Struct, frozen=True, kw_only=True):
    """An address at which a provider brings a mailbox's mail; `called_at` is when it last did, and was believed.

    `topic` is the one of SNS that is listened to; from `peers`, where there are any, come all calls.
    """

    id: UUID
    brand_id: UUID
    mailbox_id: UUID
    provider: Provider
    topic: str
    peers: list[str]
    created_at: datetime
    called_at: datetime | None


class NewHook(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A hook to make; `secret` is Mailgun's signing key, or a key to Brevo's API; `topic` the ARN of SNS's."""

    provider: Provider
    secret: Secret = ""
    topic: Topic = ""
    peers: Annotated[list[Peer], Meta(max_length=50)] = []


class MadeHook(msgspec.Struct, kw_only=True):
    """A hook that was made, and its address, which is shown this once."""

    hook: Hook
    url: str


class Hooks(msgspec.Struct, kw_only=True):
    """The hooks of a mailbox."""

    items: list[Hook]


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """What a provider sent."""

    body: bytes
    content_type: str


class Brought(msgspec.Struct, frozen=True, kw_only=True):
    """A mail that was brought; where `whole` is false, its provider did not give it, and `raw` is empty."""

    raw: bytes
    key: str
    envelope: Envelope = Envelope()
    whole: bool = True


class Fate(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a mail of ours, named by its Message-ID, for one of those it was written to."""

    what: Literal["delivered", "failed", "complained"]
    rfc_id: str
    recipient: str
    why: str = ""


class Told(msgspec.Struct, kw_only=True):
    """What a call brought: mails that were new, mails that were there before, and news of mails of ours."""

    kept: int = 0
    known: int = 0
    news: int = 0
