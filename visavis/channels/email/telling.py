"""How a mail fares, told to every open screen."""

import contextlib
from uuid import UUID

from visavis.conversations import access_conversation, timeline
from visavis.conversations.events import MailChanged, audience
from visavis.conversations.models import System
from visavis.kit.database import Session
from visavis.kit.errors import VisavisError


async def tell(session: Session, conversation_id: UUID, message_id: UUID) -> None:
    """Tell how a mail of a conversation fares now."""
    with contextlib.suppress(VisavisError):
        conversation = await access_conversation(session, System(), conversation_id)
        message = await timeline.by_id(session, message_id)
        session.emit(MailChanged(message=message), audience(conversation))
