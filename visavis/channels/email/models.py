"""What a mailbox is, and what is known of a mail that came in."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

Security = Literal["tls", "starttls", "none"]
Host = Annotated[str, Meta(min_length=1, max_length=253, pattern=r"^[a-zA-Z0-9.:_-]+$(?!\n)")]
Port = Annotated[int, Meta(ge=1, le=65535)]
User = Annotated[str, Meta(max_length=254, pattern=r"^[^\x00-\x1f]*$(?!\n)")]
# RFC 8601, 2.2: the name that a server gives itself in what it found out; it takes away what others wrote under it.
Trusted = Annotated[str, Meta(max_length=253, pattern=r"^[a-zA-Z0-9._-]*$(?!\n)")]
Source = Literal["imap", "upload", "handed_over", "postmark", "mailgun", "ses", "brevo"]
# From where an inbox is read: what comes from now on, what came in the last 30 days, or all that lies there.
Starts = Literal["now", "month", "everything"]
# What there is to say of a record beside its state; the guide has a sentence for each.
DnsNote = Literal[
    "several", "too_many", "open", "no_leave", "other_key", "unreadable", "inherited", "watched", "refuses"
]
DnsState = Literal["present", "missing", "wrong", "unanswered"]
ProviderName = Literal["google", "microsoft"]  # where mailboxes are signed in to, in place of a password
State = Literal["kept", "placed", "duplicate", "set_aside", "quarantined"]


class Server(msgspec.Struct, frozen=True, kw_only=True):
    """A mail server, and as whom one speaks to it."""

    host: Host
    port: Port
    security: Security
    user: User = ""


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """How it went when a server was last spoken to; `code` names what was wrong."""

    state: Literal["new", "ok", "failed"] = "new"
    code: str = ""
    at: datetime | None = None


class SignIn(msgspec.Struct, frozen=True, kw_only=True):
    """That a mailbox is signed in to: where, as whom, since when; `code` names what ended it, "" while it holds."""

    provider: ProviderName
    account: str
    at: datetime
    code: str


class Mailbox(msgspec.Struct, frozen=True, kw_only=True):
    """An address at which a brand is written to, and from which it answers; its passwords are never shown.

    `tags`: its subjects carry a tag, for programs that keep nothing else of what they answer. `trusts` is how the server
    that takes its mail signs its Authentication-Results, "" where none is believed. `sign_in` is null where it is opened
    with a password.
    """

    id: UUID
    brand_id: UUID
    address: str
    sender_name: str
    signature: str
    incoming: Server
    outgoing: Server
    enabled: bool
    trusts: str
    acknowledges: bool
    tags: bool
    receiving: Health
    sending: Health
    sign_in: SignIn | None = None


class DnsRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A text to publish in the DNS: under which name, what, and whether it is there.

    `wrong` is what stands under the name and does not do: several, another key, a policy that names other servers.
    `found` is what stands there now; `value` is that where nothing has to change.
    """

    kind: Literal["spf", "dkim", "dmarc"]
    name: str
    value: str
    state: DnsState
    found: list[str]
    notes: list[DnsNote] = []


class Participant(msgspec.Struct, frozen=True, kw_only=True):
    """An address in a conversation by email: `admitted`, it is answered to and may write; otherwise it is suggested.

    Suggested is whom somebody copied in, and who `wrote` without taking part.
    """

    email: str
    name: str
    admitted: bool
    is_customer: bool
    wrote: bool


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """A side conversation: what agents and `people` write to each other by email beside a customer's conversation."""

    id: UUID
    conversation_id: UUID
    mailbox_id: UUID
    subject: str
    people: list[str]
    created_at: datetime


class Envelope(msgspec.Struct, frozen=True, kw_only=True):
    """What the peer that handed a mail over said of it; empty where there was none."""

    sender: str = ""
    recipients: list[str] = []
    peer: str = ""


class KeptMail(msgspec.Struct, frozen=True, kw_only=True):
    """A mail that was accepted: its bytes are kept, whatever becomes of it; `why` says what stopped it."""

    id: UUID
    brand_id: UUID
    mailbox_id: UUID
    source: Source
    size: int
    received_at: datetime
    state: State
    why: str
    tries: int
    subject: str
    sender: str
    conversation_id: UUID | None
