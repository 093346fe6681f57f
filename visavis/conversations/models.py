"""What a conversation is, and what it is made of."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from visavis.brands import OfferedSubject
from visavis.conversations.calls import Callback
from visavis.conversations.entries import Entry
from visavis.customers import ServiceMode, Visitor
from visavis.staff import AgentActor

Channel = Literal["chat", "email"]
Status = Literal["open", "snoozed", "resolved"]
AuthorKind = Literal["customer", "agent", "system", "third_party"]
BODY_LENGTH = 20_000
BRIEF_LENGTH = 140
MAX_ATTACHMENTS = 10

Body = Annotated[str, Meta(max_length=BODY_LENGTH)]
PageUrl = Annotated[str, Meta(max_length=2000)]
PageTitle = Annotated[str, Meta(max_length=300)]
MailAddress = Annotated[str, Meta(min_length=3, max_length=254)]
MailAddresses = Annotated[list[MailAddress], Meta(max_length=50)]


class System(msgspec.Struct, frozen=True):
    """The house itself, as an actor: what it does, no person did."""

    id: None = None
    name: None = None
    kind: Literal["system"] = "system"


Actor = AgentActor | Visitor | System


def author_of(actor: Actor) -> "Author":
    """Give the author of what an actor writes."""
    automated = isinstance(actor, AgentActor) and actor.automated
    return Author(actor.kind, actor.id, actor.name, automated or UNSET)


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What a customer who writes is promised: an answer `by` then, from somebody who is there or later.

    `probability` is how sure that was, where it was computed; `hours_version` the opening hours it counts on.
    """

    by: datetime
    way: Literal["live", "later"]
    probability: float | None
    hours_version: int


class Author(msgspec.Struct, frozen=True):
    """Who wrote a message; `automated` where a program did, with an agent's API key."""

    kind: AuthorKind
    id: UUID | None
    name: str | None
    automated: bool | UnsetType = UNSET


class Attachment(msgspec.Struct, frozen=True, kw_only=True):
    """A file in a conversation; `inline` ones are images that may be shown (sizes in pixels)."""

    id: UUID
    name: str
    media_type: str
    size: int
    width: int | None
    height: int | None
    inline: bool


class Meeting(msgspec.Struct, frozen=True, kw_only=True):
    """What a mail's calendar says: `begins` and `ends` are days (`whole_days`, both included) or moments (ISO 8601).

    `organiser` is who invites, or of a `reply` whose `answer` it is; an event with a `rhythm` comes again `every` so many
    days, weeks, months or years, `until` a day or so many `times`.
    """

    method: Literal["request", "cancel", "reply", "publish", "counter"]
    title: str
    place: str
    organiser: str
    answer: Literal["", "accepted", "declined", "tentative"]
    begins: str
    ends: str
    whole_days: bool
    rhythm: Literal["", "daily", "weekly", "monthly", "yearly"]
    every: int
    until: date | None
    times: int


class Mail(msgspec.Struct, frozen=True, kw_only=True):
    """What a message was as a mail; `state` and `why` tell how one of ours fared, `verified` whether theirs was proven.

    `whole` tells whether the mail says more than the message: what it quotes, or its layout. `blind` got it unseen by
    everybody else. A word of a chat has one where it is sent to a customer who has gone, or will be (`planned`) unless
    they come back and read.
    """

    subject: str
    sender: str
    recipients: list[str]
    copies: list[str]
    verified: bool
    whole: bool
    state: Literal["received", "planned", "queued", "sent", "deferred", "bounced"]
    why: str
    send_at: datetime | None
    blind: list[str] = []
    meeting: Meeting | None = None


class Addressed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """To whom a mail goes, in place of all who take part: `copies` in sight of everybody, `blind` of the agents alone."""

    to: MailAddresses
    copies: MailAddresses = []
    blind: MailAddresses = []


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the timeline: a word to the other side, a note among agents, an entry, or a word to a third party.

    `seq` counts 1, 2, 3… within the conversation. It comes first: sending relies on it.
    """

    seq: int
    id: UUID
    conversation_id: UUID
    client_id: UUID | None
    kind: Literal["message", "note", "entry", "side"]
    channel: Channel
    author: Author
    body: str
    entry: Entry | None
    attachments: list[Attachment]
    created_at: datetime
    edited_at: datetime | None = None
    deleted_at: datetime | None = None
    mail: Mail | None = None
    side_id: UUID | None = None

    def for_customer(self) -> "Message":
        """Give what its customer may see: an entry as it concerns them, and no mail (who else got it, how it fared)."""
        entry = self.entry and self.entry.for_customer()
        if entry is self.entry and self.mail is None:
            return self
        return msgspec.structs.replace(self, entry=entry, mail=None)


class LastMessage(msgspec.Struct, frozen=True, kw_only=True):
    """The last word of a conversation, cut to 140 characters."""

    seq: int
    author_kind: AuthorKind
    body: str
    at: datetime


class CustomerBrief(msgspec.Struct, frozen=True):
    """The customer of a conversation; verified when the brand's site signed who it is."""

    id: UUID
    name: str | None
    verified: bool
    service_mode: ServiceMode | None


class AgentBrief(msgspec.Struct, frozen=True):
    """The agent of a conversation, as its customer knows them."""

    id: UUID
    name: str


class Resolution(msgspec.Struct, frozen=True, kw_only=True):
    """A solution that an agent promised `by` then, and in a few words what will be done; `id` is the promise's."""

    id: UUID
    agent: AgentBrief
    words: str
    made_at: datetime
    by: datetime


class VisitorConversation(msgspec.Struct, frozen=True, kw_only=True):
    """A conversation as its customer sees it."""

    id: UUID
    version: int
    status: Literal["open", "resolved"]
    agent: AgentBrief | None
    last_seq: int
    last_message: LastMessage | None
    answer_by: datetime | None
    callback: Callback | None
    resolution: Resolution | None
    customer_read_seq: int
    agents_read_seq: int
    created_at: datetime
    updated_at: datetime


class Conversation(msgspec.Struct, frozen=True, kw_only=True):
    """A conversation as agents see it; `version` counts every change to it.

    `answer_by` is when a customer who waits was promised an answer, `callback` the call and `resolution` the
    solution that are owed; `pushed_to` the agent before whom it is put, to be taken until `accept_by`; `subject` what
    it was said to be about, in the words of that moment. `customer_left_at`: when the customer of a live
    conversation was last seen, who has left since. `side_seq` numbers the last word of a third party, beside it.
    """

    id: UUID
    version: int
    brand_id: UUID
    customer: CustomerBrief
    channel: Channel
    status: Status
    snoozed_until: datetime | None
    assignee_id: UUID | None
    assignee_name: str | None
    team_id: UUID | None
    subject: OfferedSubject | None
    last_seq: int
    last_message: LastMessage | None
    waiting_since: datetime | None
    answer_by: datetime | None
    pushed_to: UUID | None
    accept_by: datetime | None
    customer_left_at: datetime | None
    callback: Callback | None
    resolution: Resolution | None
    customer_read_seq: int
    agents_read_seq: int
    side_seq: int | None
    page_url: str | None
    page_title: str | None
    title: str | None
    mailbox_id: UUID | None
    created_at: datetime
    updated_at: datetime

    @property
    def due(self) -> datetime | None:
        """Give when something is due to the customer, an answer or a call, else since when they wait; or a solution."""
        promised = [by for by in (self.answer_by, self.callback and self.callback.by) if by]
        first = min(promised, default=self.waiting_since)
        return min([by for by in (first, self.resolution and self.resolution.by) if by], default=None)

    @property
    def agent(self) -> AgentBrief | None:
        """Give the agent who has it."""
        return AgentBrief(self.assignee_id, self.assignee_name or "") if self.assignee_id else None

    def for_customer(self) -> VisitorConversation:
        """Give what its customer may see of it."""
        return VisitorConversation(
            id=self.id,
            version=self.version,
            status="resolved" if self.status == "resolved" else "open",
            agent=self.agent,
            last_seq=self.last_seq,
            last_message=self.last_message,
            answer_by=self.answer_by,
            callback=self.callback,
            resolution=self.resolution,
            customer_read_seq=self.customer_read_seq,
            agents_read_seq=self.agents_read_seq,
            created_at=self.created_at,
            updated_at=self.updated_at,
        )


class Revision(msgspec.Struct, frozen=True):
    """What a message said before it was edited."""

    body: str
    written_at: datetime
    replaced_at: datetime
