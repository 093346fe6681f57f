"""The shapes in which mailboxes and mails travel over HTTP."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from visavis.channels.email.models import (
    DnsRecord,
    KeptMail,
    Mailbox,
    Participant,
    Server,
    Side,
    Starts,
    Trusted,
)
from visavis.conversations.models import Body, MailAddress, MailAddresses, Message
from visavis.conversations.schemas import AttachmentIds

SenderName = Annotated[str, Meta(max_length=120, pattern=r"^[^\x00-\x1f]*$(?!\n)")]
Signature = Annotated[str, Meta(max_length=2000)]
Password = Annotated[str, Meta(max_length=1000)]


class NewMailbox(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A mailbox to add."""

    brand_id: UUID
    address: MailAddress
    sender_name: SenderName = ""
    signature: Signature = ""
    incoming: Server
    outgoing: Server
    trusts: Trusted = ""
    acknowledges: bool = True
    tags: bool = False
    incoming_password: Password = ""
    outgoing_password: Password = ""
    starts: Starts = "now"


class MailboxChanges(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What changes of a mailbox; a password that is not given stays."""

    sender_name: SenderName | UnsetType = UNSET
    signature: Signature | UnsetType = UNSET
    incoming: Server | UnsetType = UNSET
    outgoing: Server | UnsetType = UNSET
    enabled: bool | UnsetType = UNSET
    trusts: Trusted | UnsetType = UNSET
    acknowledges: bool | UnsetType = UNSET
    tags: bool | UnsetType = UNSET
    incoming_password: Password | UnsetType = UNSET
    outgoing_password: Password | UnsetType = UNSET


class Mailboxes(msgspec.Struct, kw_only=True):
    """The mailboxes of one's brands."""

    items: list[Mailbox]


class DnsRecords(msgspec.Struct, kw_only=True):
    """What a mailbox's domain should publish in the DNS, each checked now."""

    items: list[DnsRecord]
    checked_at: datetime


class KeptMails(msgspec.Struct, kw_only=True):
    """Mails that found no place in a conversation: quarantined, or set aside; newest first."""

    items: list[KeptMail]


class Participants(msgspec.Struct, kw_only=True):
    """Who takes part in a conversation by email, the customer first, and then who might."""

    items: list[Participant]


class Taking(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """An address that shall take part in a conversation by email, or no longer."""

    email: MailAddress
    admitted: bool


class NewSide(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What is written to a third party, with what of the conversation: these messages or everything, and these files.

    `carries` names files of the conversation, `attachment_ids` files that were stored for this mail.
    """

    client_id: UUID
    to: MailAddresses
    subject: Annotated[str, Meta(min_length=1, max_length=300, pattern=r"^[^\x00-\x1f\x7f]*$(?!\n)")]
    body: Body
    message_ids: Annotated[list[UUID], Meta(max_length=200)] = []
    everything: bool = False
    carries: AttachmentIds = []
    attachment_ids: AttachmentIds = []


class NewSideMessage(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A further word to a third party, under a name that the client chose."""

    client_id: UUID
    body: Body
    attachment_ids: AttachmentIds = []


class OpenedSide(msgspec.Struct, kw_only=True):
    """A side conversation with its last 200 words, oldest first."""

    side: Side
    messages: list[Message]


class Accepted(msgspec.Struct, kw_only=True):
    """How many mails of an upload were taken, and how many were there before."""

    accepted: int
    known: int


class Step(msgspec.Struct, kw_only=True):
    """How it went with one server: `code` names what was wrong, `said` are the server's or the system's own words."""

    ok: bool
    code: str = ""
    said: str = ""


class Tried(msgspec.Struct, kw_only=True):
    """How it went when a mailbox was tried out; `mails` are in its inbox, and `sent` is on its way there."""

    incoming: Step
    outgoing: Step
    mails: int | None
    sent: UUID | None


class SelfSent(msgspec.Struct, kw_only=True):
    """Whether the mail that a mailbox sent to itself has come back, and when."""

    came_at: datetime | None
