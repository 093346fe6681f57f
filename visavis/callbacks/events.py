from typing import ClassVar

from visavis.conversations.events import ConversationChanged


class CallbackChanged(ConversationChanged, frozen=True, kw_only=True):
    """A call-back was asked for, tried, made, or called off."""

    type: ClassVar[str] = "conversation.callback"
