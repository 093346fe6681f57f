from datetime import datetime
from typing import ClassVar, Literal
from uuid import UUID

from visavis.conversations.events import ConversationChanged
from visavis.kit.events import Event


class PromiseAtRisk(Event, frozen=True, kw_only=True):
    """A promise is nearly due and nobody has answered: the agents are called, then their supervisors too."""

    type: ClassVar[str] = "promise.at_risk"
    conversation_id: UUID
    due_at: datetime
    called: Literal["agents", "supervisors"]


class SolutionPromised(ConversationChanged, frozen=True, kw_only=True):
    """An agent promised a solution by a time, perhaps in place of an earlier one."""

    type: ClassVar[str] = "conversation.resolution_promised"


class PromisedAgain(ConversationChanged, frozen=True, kw_only=True):
    """An answer is promised by another time: the customer chose it, left the live line, or is back in it."""

    type: ClassVar[str] = "conversation.promised"
