"""The customer of a conversation has left, or is back: who answers is told, the customer is not."""

from datetime import datetime

import msgspec

from visavis.conversations.events import CustomerLeft, CustomerReturned, audience
from visavis.conversations.models import Conversation
from visavis.kit.database import Session


async def mark_left(session: Session, conversation: Conversation, left_at: datetime | None) -> Conversation:
    """Note since when the customer of a locked conversation is gone, or with None that they are back."""
    after = msgspec.structs.replace(conversation, version=conversation.version + 1, customer_left_at=left_at)
    await session.execute(
        "update conversation set version = %s, customer_left_at = %s where id = %s",
        (after.version, left_at, after.id),
    )
    event = CustomerReturned if left_at is None else CustomerLeft
    session.emit(event(conversation=after), audience(after))
    return after
