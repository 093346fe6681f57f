"""A mail is accepted: its bytes are on disk before anybody looks into them, and its row before it is let go elsewhere."""

import hashlib
from datetime import datetime
from typing import LiteralString
from uuid import UUID

from visavis.channels.email.models import Envelope, Mailbox, Source
from visavis.kit import events, jobs
from visavis.kit.database import Database
from visavis.kit.files import Files
from visavis.kit.ids import uuid7

PLACE = "email.place"
KEEP: LiteralString = """
insert into mail_in (id, brand_id, mailbox_id, source, source_key, sha256, size, raw_key, envelope, received_at, state,
                     why, arrived_at)
values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
on conflict (mailbox_id, source, source_key) do nothing
"""


async def keep(
    database: Database,
    files: Files,
    mailbox: Mailbox,
    raw: bytes,
    *,
    source: Source,
    source_key: str,
    envelope: Envelope | None = None,
    whole_size: int | None = None,
    arrived_at: datetime | None = None,
) -> UUID | None:
    """Keep a mail's bytes and have it placed soon; None when it was kept before under this name of its source.

    When it returns, the source may forget the mail, which says when it `arrived_at` its own place. Where `whole_size` (bytes) is given, `raw` is only the beginning
    of a mail that its source would not give whole, or that is too large: it is quarantined at once.
    """
    mail_id = uuid7()
    raw_key = f"{mailbox.brand_id}/mail/{mail_id}"
    await files.put(raw_key, raw)
    size = len(raw) if whole_size is None else whole_size
    async with database.system() as session:
        kept = await session.execute(
            KEEP,
            (
                *(mail_id, mailbox.brand_id, mailbox.id, source, source_key),
                *(hashlib.sha256(raw).digest(), size, raw_key),
                *(events.encode(envelope or Envelope()).decode(), session.clock()),
                *(("kept", "") if whole_size is None else ("quarantined", why_not_whole(raw))),
                arrived_at,
            ),
        )
        if kept and whole_size is None:
            await jobs.enqueue(session, PLACE, mail_id=str(mail_id))
    if kept:
        return mail_id
    await files.delete(raw_key)
    return None


def why_not_whole(raw: bytes) -> str:
    """Tell why only the beginning of a mail is here: too large, or not even a beginning was given."""
    return "too_large" if raw else "not_given"
