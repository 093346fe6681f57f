"""What travels on a live socket, in both directions."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from visavis.conversations.models import Addressed, Author, Body, Message, PageTitle, PageUrl
from visavis.conversations.schemas import AttachmentIds
from visavis.kit.errors import Problem
from visavis.promises import Offer


class ClientFrame(msgspec.Struct, tag_field="type", kw_only=True, forbid_unknown_fields=True):
    """The base of what a client says."""


class Hello(ClientFrame, tag="hello"):
    """The first frame: who one is, and the last place one has heard."""

    token: Annotated[str, Meta(max_length=200)]
    resume: Annotated[str, Meta(max_length=100)] | None = None


class Send(ClientFrame, tag="send"):
    """Write; a visitor without a conversation begins one. An agent may say to whom a mail is `addressed`."""

    client_id: UUID
    body: Body
    conversation_id: UUID | None = None
    kind: Literal["message", "note"] = "message"
    attachment_ids: AttachmentIds = []
    page_url: PageUrl | None = None
    page_title: PageTitle | None = None
    subject_id: UUID | None = None
    addressed: Addressed | None = None


class About(ClientFrame, tag="about"):
    """What a visitor would write about, or nothing in particular: told from then on is what can be offered for it."""

    subject_id: UUID | None


class Typing(ClientFrame, tag="typing"):
    """Someone is writing; said again every three seconds while it lasts."""

    conversation_id: UUID


class Read(ClientFrame, tag="read"):
    """One has read up to a message."""

    conversation_id: UUID
    seq: Annotated[int, Meta(ge=0, le=2**53)]


class Ping(ClientFrame, tag="ping"):
    """Are you there?"""


Said = Hello | Send | About | Typing | Read | Ping


class ServerFrame(msgspec.Struct, tag_field="type", kw_only=True):
    """The base of what the server says, besides events."""


class Who(msgspec.Struct, kw_only=True):
    """Who the server takes the client for."""

    kind: Literal["agent", "customer"]
    id: UUID
    name: str | None


class Ready(ServerFrame, tag="ready"):
    """The socket hears everything after `at`; fetch a snapshot now."""

    at: str
    me: Who


class Resumed(ServerFrame, tag="resumed"):
    """Everything that was missed has been told."""

    at: str


class Reset(ServerFrame, tag="reset"):
    """Too much was missed to be told; fetch a fresh snapshot."""

    at: str


class Offers(ServerFrame, tag="offers"):
    """How one who writes now, about this, would be answered, then called, the soonest first: what can be kept, alone."""

    subject_id: UUID | None
    items: list[Offer]


class Sent(ServerFrame, tag="sent"):
    """A message was committed."""

    client_id: UUID
    conversation_id: UUID
    message: Message


class Failed(ServerFrame, tag="failed"):
    """A message was refused."""

    client_id: UUID
    error: Problem


class Pong(ServerFrame, tag="pong"):
    """Here I am."""


class Problematic(ServerFrame, tag="error"):
    """A frame was not understood or not granted; the socket stays open."""

    error: Problem


class Draining(ServerFrame, tag="draining"):
    """The server is about to restart; come back in so many seconds."""

    reconnect_in: float


class Nothing(msgspec.Struct, frozen=True):
    """Nothing more to say."""


class ConversationRemoved(ServerFrame, tag="conversation.removed", kw_only=True):
    """A conversation is no longer one's to see."""

    at: str
    conversation_id: UUID
    version: int
    data: Nothing = Nothing()


class TypingData(msgspec.Struct, kw_only=True):
    """Who is writing."""

    author: Author


class SomeoneTyping(ServerFrame, tag="typing"):
    """Someone is writing; shown for five seconds."""

    conversation_id: UUID
    data: TypingData


decode = msgspec.json.Decoder(Said).decode
encode = msgspec.json.Encoder().encode
PONG = encode(Pong()).decode()
