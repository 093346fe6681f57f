"""The shapes in which call-backs travel over HTTP."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from visavis.conversations.models import Body, PageTitle, PageUrl, VisitorConversation


class NewCallback(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A call to ask for: in the slot that begins at `after`, or at once; in a conversation, or in a new one.

    `words` is the sentence that the customer agreed to, kept as the proof of it.
    """

    client_id: UUID
    phone: Annotated[str, Meta(min_length=1, max_length=40)]
    words: Annotated[str, Meta(min_length=1, max_length=500)]
    after: Annotated[datetime, Meta(tz=True)] | None = None
    about: Annotated[str, Meta(max_length=200)] = ""
    conversation_id: UUID | None = None
    page_url: PageUrl | None = None
    page_title: PageTitle | None = None


class BookedCallback(msgspec.Struct, kw_only=True):
    """The conversation in which a call is owed now."""

    conversation: VisitorConversation


class WhichCallback(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """The call-back that one means: another may have been booked meanwhile."""

    callback_id: UUID


class CalledOff(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """The call-back that will not be made, and the word that tells the customer so."""

    callback_id: UUID
    client_id: UUID
    body: Annotated[Body, Meta(min_length=1)]


class ChosenTime(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """The later time by which an answer will do."""

    by: Annotated[datetime, Meta(tz=True)]
