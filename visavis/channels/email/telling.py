"""How a mail fares, told to every open screen."""

import contextlib
from collections.abc import Iterable
from typing import LiteralString
from uuid import UUID

from visavis.conversations import access_conversation, timeline
from visavis.conversations.events import MailChanged, audience
from visavis.conversations.models import System
from visavis.kit.database import Session
from visavis.kit.errors import VisavisError

# The words of a chat that go with a message, itself among them.
CARRIED: LiteralString = """
select w.message_id from chat_mail k join chat_mail_word w on w.chat_mail_id = k.id
join message m on m.id = w.message_id where k.message_id = %s order by m.seq
"""


async def tell(session: Session, conversation_id: UUID, message_id: UUID) -> None:
    """Tell how a mail of a conversation fares now: on its message, or on each word of a chat that it carries."""
    carried = await session.tuples(CARRIED, (message_id,))
    await tell_all(session, conversation_id, [word for (word,) in carried] or [message_id])


async def tell_all(session: Session, conversation_id: UUID, message_ids: Iterable[UUID]) -> None:
    """Tell how these messages of a conversation fare as mails now."""
    with contextlib.suppress(VisavisError):
        conversation = await access_conversation(session, System(), conversation_id)
        for message_id in message_ids:
            message = await timeline.by_id(session, message_id)
            session.emit(MailChanged(message=message), audience(conversation))
