"""Mail that a mail server hands over: for whom we take it, and that it is kept before anybody is told so."""

import hashlib
import logging
from typing import LiteralString

from visavis.channels.email import mailboxes
from visavis.channels.email.addressing import conversation_of, without_token
from visavis.channels.email.errors import MailboxNotFound, MailboxPaused
from visavis.channels.email.keeping import keep
from visavis.channels.email.models import Envelope, Mailbox
from visavis.kit.house import House

KNOWN: LiteralString = "select id from mailbox where lower(address) = %s and removed_at is null"

log = logging.getLogger(__name__)


async def recipient(house: House, address: str) -> Mailbox:
    """Find whose an address is: a mailbox's own, or one that we signed for its answers.

    Raises `MailboxNotFound`, so that it is refused at the door, and `MailboxPaused`, so that it is brought again.
    """
    address = address.lower()
    own = without_token(address) if conversation_of(house.keys, address) else address
    async with house.database.system() as session:
        found = await session.tuple(KNOWN, (own,))
        if found is None:
            raise MailboxNotFound
        mailbox = await mailboxes.find(session, found[0])
    if not mailbox.enabled:
        raise MailboxPaused
    return mailbox


async def receive(house: House, mailbox: Mailbox, raw: bytes, envelope: Envelope) -> bool:
    """Keep a mail for a mailbox; True says that it is kept, now or before, and may be forgotten elsewhere."""
    # Who delivers last writes from whom it came, above whatever else says so (RFC 5321, 4.4).
    whole = f"Return-Path: <{envelope.sender}>\r\n".encode() + raw
    try:
        await keep(
            *(house.database, house.files, mailbox, whole),
            source="handed_over",
            # Brought again because our answer was lost, it is the same.
            source_key=hashlib.sha256(whole).hexdigest(),
            envelope=envelope,
        )
    except Exception:
        log.exception(
            "email: a mail for mailbox %s could not be kept; it stays with who brings it", mailbox.id
        )
        return False
    return True
