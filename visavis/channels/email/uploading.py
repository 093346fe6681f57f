"""Mails from a file: one `.eml`, or an mbox of many; uploaded again, each is there once."""

import hashlib
import re

from visavis.channels.email.errors import MailTooLarge
from visavis.channels.email.keeping import keep
from visavis.channels.email.models import Mailbox
from visavis.channels.email.reader import LARGEST
from visavis.channels.email.schemas import Accepted
from visavis.kit.house import House

# What begins each mail of an mbox; within a mail, such a line is written with a `>` before it.
_BEGINS = re.compile(rb"(?m)^From [^\r\n]*\r?\n")
_ESCAPED = re.compile(rb"(?m)^>(>*From )")


async def upload(house: House, mailbox: Mailbox, content: bytes) -> Accepted:
    """Keep the mails of a file; raise `MailTooLarge` when one of them is, and keep none then."""
    mails = split_mbox(content)
    if any(len(raw) > LARGEST for raw in mails):
        raise MailTooLarge
    accepted = 0
    for raw in mails:
        key = hashlib.sha256(raw).hexdigest()
        kept = await keep(house.database, house.files, mailbox, raw, source="upload", source_key=key)
        accepted += kept is not None
    return Accepted(accepted=accepted, known=len(mails) - accepted)


def split_mbox(content: bytes) -> list[bytes]:
    """Give the mails of an mbox, or the one mail that a file is."""
    if not _BEGINS.match(content):
        return [content] if content.strip() else []
    parts = _BEGINS.split(content)[1:]
    return [_ESCAPED.sub(rb"\1", part) for part in parts if part.strip()]
