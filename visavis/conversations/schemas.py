"""The shapes in which conversations travel over HTTP."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from visavis.conversations.models import (
    MAX_ATTACHMENTS,
    Addressed,
    Body,
    Conversation,
    Message,
    PageTitle,
    PageUrl,
    Revision,
    VisitorConversation,
)
from visavis.customers import Customer

AttachmentIds = Annotated[list[UUID], Meta(max_length=MAX_ATTACHMENTS)]


class Inbox(msgspec.Struct, kw_only=True):
    """A page of the inbox; `next` is where the following page begins."""

    items: list[Conversation]
    next: str | None


class OpenedConversation(msgspec.Struct, kw_only=True):
    """A conversation with the end of its timeline and its customer."""

    conversation: Conversation
    messages: list[Message]
    more: bool
    customer: Customer


class Timeline(msgspec.Struct, kw_only=True):
    """A page of a timeline, oldest first; `more` tells whether there is something before it."""

    items: list[Message]
    more: bool


class NewMessage(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A message or a note to send, under a name that the client chose; by email, to whom it is `addressed`."""

    client_id: UUID
    body: Body
    kind: Literal["message", "note"] = "message"
    attachment_ids: AttachmentIds = []
    addressed: Addressed | None = None


class NewVisitorMessage(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A customer's message to send, under a name that the client chose."""

    client_id: UUID
    body: Body
    attachment_ids: AttachmentIds = []


class NewConversation(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """The first message of a conversation, what it is said to be about, and the page where it was written."""

    client_id: UUID
    body: Body
    attachment_ids: AttachmentIds = []
    subject_id: UUID | None = None
    page_url: PageUrl | None = None
    page_title: PageTitle | None = None


class StartedConversation(msgspec.Struct, kw_only=True):
    """A conversation that has just begun, and its first message."""

    conversation: VisitorConversation
    message: Message


class OwnConversations(msgspec.Struct, kw_only=True):
    """A visitor's conversations."""

    items: list[VisitorConversation]


class OwnConversation(msgspec.Struct, kw_only=True):
    """A visitor's conversation with the end of its timeline."""

    conversation: VisitorConversation
    messages: list[Message]
    more: bool


class Edit(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What a message shall say from now on."""

    body: Body


class Assignment(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Whom a conversation is given to."""

    agent_id: UUID | None = None
    team_id: UUID | None = None


class HandOver(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Whom a conversation is passed to, and what they need to know."""

    note: Annotated[str, Meta(min_length=1, max_length=20_000)]
    agent_id: UUID | None = None
    team_id: UUID | None = None


class Snooze(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Until when a conversation sleeps."""

    until: Annotated[datetime, Meta(tz=True)]


class ReadMark(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Up to which message one has read."""

    seq: Annotated[int, Meta(ge=0, le=2**53)]


class Revisions(msgspec.Struct, kw_only=True):
    """What a message said before, oldest first."""

    items: list[Revision]
