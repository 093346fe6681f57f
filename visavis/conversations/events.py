from datetime import datetime
from typing import ClassVar, Literal

import msgspec

from visavis.conversations.models import Conversation, Message, VisitorConversation
from visavis.conversations.scheduled import Scheduled
from visavis.kit.events import Audience, Event


class MessageSent(Event, frozen=True, kw_only=True):
    """A message, a note or an entry was added; `answer_by` is the promise to a customer who did not wait yet."""

    type: ClassVar[str] = "message.sent"
    message: Message
    answer_by: datetime | None = None

    def for_customer(self) -> msgspec.Struct | None:
        return _message_for_customer(self)


class MessageEdited(Event, frozen=True, kw_only=True):
    """The author changed a message."""

    type: ClassVar[str] = "message.edited"
    message: Message

    def for_customer(self) -> msgspec.Struct | None:
        return _message_for_customer(self)


class MailChanged(Event, frozen=True, kw_only=True):
    """How a message that goes out by email fares now: sent, put off, or failed."""

    type: ClassVar[str] = "message.mailed"
    message: Message


class MessageDeleted(Event, frozen=True, kw_only=True):
    """The author deleted a message; its text is gone, its place remains."""

    type: ClassVar[str] = "message.deleted"
    message: Message

    def for_customer(self) -> msgspec.Struct | None:
        return _message_for_customer(self)


class VisitorConversationChanged(msgspec.Struct, frozen=True):
    """A change of a conversation, as its customer is told; the entry only if it concerns them."""

    conversation: VisitorConversation
    message: Message | None = None


class ConversationOpened(Event, frozen=True, kw_only=True):
    """A customer began a conversation; its first message follows."""

    type: ClassVar[str] = "conversation.opened"
    conversation: Conversation

    def for_customer(self) -> msgspec.Struct:
        return VisitorConversationChanged(self.conversation.for_customer())


class ConversationChanged(Event, frozen=True, kw_only=True):
    """The base of the changes that leave an entry in the timeline."""

    conversation: Conversation
    message: Message

    def for_customer(self) -> msgspec.Struct | None:
        told = self.message.for_customer()
        return VisitorConversationChanged(self.conversation.for_customer(), told if told.entry else None)


class ConversationAssigned(ConversationChanged, frozen=True, kw_only=True):
    """A conversation was given to an agent or a team, or to nobody."""

    type: ClassVar[str] = "conversation.assigned"


class ConversationPushed(Event, frozen=True, kw_only=True):
    """A conversation was put before an agent, to be taken in time, or is no longer."""

    type: ClassVar[str] = "conversation.pushed"
    conversation: Conversation


class CustomerLeft(Event, frozen=True, kw_only=True):
    """The customer of a live conversation has left: no page of theirs has been open for a minute."""

    type: ClassVar[str] = "conversation.customer_left"
    conversation: Conversation


class CustomerReturned(Event, frozen=True, kw_only=True):
    """A customer who had left is back, or has written."""

    type: ClassVar[str] = "conversation.customer_returned"
    conversation: Conversation


class ConversationHandedOver(ConversationChanged, frozen=True, kw_only=True):
    """A conversation was passed on with a note."""

    type: ClassVar[str] = "conversation.handed_over"


class ConversationSnoozed(ConversationChanged, frozen=True, kw_only=True):
    """A conversation sleeps until a given time."""

    type: ClassVar[str] = "conversation.snoozed"

    def for_customer(self) -> None:
        """A customer is not told who sleeps; to them it stays open."""


class ConversationResolved(ConversationChanged, frozen=True, kw_only=True):
    """A conversation was resolved."""

    type: ClassVar[str] = "conversation.resolved"


class ConversationReopened(ConversationChanged, frozen=True, kw_only=True):
    """A conversation was opened again."""

    type: ClassVar[str] = "conversation.reopened"


class ConversationIdentified(ConversationChanged, frozen=True, kw_only=True):
    """The customer of a conversation turned out to be one already known."""

    type: ClassVar[str] = "conversation.identified"


class ConversationInvited(ConversationChanged, frozen=True, kw_only=True):
    """A conversation begins since its customer accepted an invitation."""

    type: ClassVar[str] = "conversation.invited"


class SubjectChosen(ConversationChanged, frozen=True, kw_only=True):
    """A conversation begins with what its customer said that it is about."""

    type: ClassVar[str] = "conversation.subject_chosen"


class MailNoted(ConversationChanged, frozen=True, kw_only=True):
    """A mail that no person wrote, or somebody who is not admitted, concerns a conversation."""

    type: ClassVar[str] = "conversation.mail_noted"


class ParticipantsChanged(ConversationChanged, frozen=True, kw_only=True):
    """Somebody takes part in a conversation by email from now on, or no longer."""

    type: ClassVar[str] = "conversation.participants_changed"

    def for_customer(self) -> None:
        """A customer is told by the mails that they get."""


class MessageScheduled(Event, frozen=True, kw_only=True):
    """What an agent wrote is to be sent later, or no longer is: sent, held, taken back, or changed."""

    type: ClassVar[str] = "conversation.scheduled"
    scheduled: Scheduled


class SideSaid(ConversationChanged, frozen=True, kw_only=True):
    """Something was said beside a conversation, to a third party or by them."""

    type: ClassVar[str] = "conversation.side_said"

    def for_customer(self) -> None:
        """A customer is told nothing of it."""


class ConversationRead(Event, frozen=True, kw_only=True):
    """One side has read up to a message."""

    type: ClassVar[str] = "conversation.read"
    reader: Literal["customer", "agents"]
    seq: int

    def for_customer(self) -> msgspec.Struct:
        return self


def audience(conversation: Conversation, *, before: Conversation | None = None) -> Audience:
    """Name whom an event about this conversation concerns; `before` when it changed hands."""
    return Audience(
        brand_id=conversation.brand_id,
        conversation_id=conversation.id,
        version=conversation.version,
        customer_id=conversation.customer.id,
        team_id=conversation.team_id,
        agent_id=conversation.assignee_id,
        moved=before is not None,
        left_team_id=before.team_id if before else None,
        left_agent_id=before.assignee_id if before else None,
    )


def _message_for_customer(
    event: MessageSent | MessageEdited | MessageDeleted,
) -> msgspec.Struct | None:
    if event.message.kind != "message":
        return None
    told = event.message.for_customer()
    return event if told is event.message else msgspec.structs.replace(event, message=told)
