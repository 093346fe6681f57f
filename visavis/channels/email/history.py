"""Mail of before: it is there to be read, and nobody is owed an answer to it by us."""

from datetime import datetime, timedelta
from typing import LiteralString
from uuid import UUID

from visavis.kit.database import Session

# What came in the last days before a mailbox was added may still wait for its answer.
STILL_WAITING = timedelta(days=3)
CAME: LiteralString = """
select i.source, i.arrived_at, i.received_at, b.created_at
from mail_in i join mailbox b on b.id = i.mailbox_id where i.id = %s
"""


async def is_history(session: Session, mail_id: UUID, sent_at: datetime | None) -> bool:
    """Tell whether a mail lay in its inbox long before the mailbox was added, or was written long before its import.

    What came later and was fetched late, after however long an absence of ours, is owed its answer: its age by its
    sender's clock says nothing.
    """
    found = await session.tuple(CAME, (mail_id,))
    assert found is not None, "it is being placed"
    source, arrived_at, received_at, added_at = found
    if source == "imap":
        return arrived_at is not None and arrived_at < added_at - STILL_WAITING
    return source == "upload" and sent_at is not None and sent_at < received_at - STILL_WAITING
