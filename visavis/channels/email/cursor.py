"""How far a mailbox has been read: the UID of the last mail that is kept, under the UIDVALIDITY that numbers it."""

from typing import LiteralString

from visavis.channels.email.models import Mailbox
from visavis.kit import events
from visavis.kit.database import Session

# Another numbering begins at its beginning; a mail that was read under the other one is known by its bytes.
BEGIN: LiteralString = """
update mailbox set uid_validity = %(validity)s,
       last_uid = case when uid_validity = %(validity)s then last_uid else 0 end
where id = %(id)s and incoming = %(incoming)s::jsonb
returning last_uid
"""
# A mailbox that has meanwhile moved to another server may number its mails the same.
MOVE: LiteralString = """
update mailbox set last_uid = %(uid)s
where id = %(id)s and incoming = %(incoming)s::jsonb and uid_validity = %(validity)s and last_uid < %(uid)s
"""


async def begin(session: Session, mailbox: Mailbox, validity: int) -> int | None:
    """Tell the UID after which to go on reading; None when the mailbox is read elsewhere by now."""
    found = await session.tuple(
        BEGIN, {"id": mailbox.id, "validity": validity, "incoming": events.encode(mailbox.incoming).decode()}
    )
    return None if found is None else found[0]


async def move(session: Session, mailbox: Mailbox, validity: int, uid: int) -> None:
    """Note that all up to this mail is kept."""
    await session.execute(
        MOVE,
        {
            "id": mailbox.id,
            "validity": validity,
            "uid": uid,
            "incoming": events.encode(mailbox.incoming).decode(),
        },
    )
