"""How far a mailbox has been read: the UID of the last mail that is kept, under the UIDVALIDITY that numbers it."""

from datetime import datetime, timedelta
from typing import LiteralString

from visavis.channels.email.models import Mailbox
from visavis.kit import events
from visavis.kit.database import Session

# Another numbering begins where the first did; a mail that was read under the other one is known by its bytes.
BEGIN: LiteralString = """
update mailbox set uid_validity = %(validity)s,
       last_uid = case when uid_validity = %(validity)s then last_uid else %(after)s end
where id = %(id)s and incoming = %(incoming)s::jsonb
returning last_uid
"""
# A mailbox that has meanwhile moved to another server may number its mails the same.
MOVE: LiteralString = """
update mailbox set last_uid = %(uid)s
where id = %(id)s and incoming = %(incoming)s::jsonb and uid_validity = %(validity)s and last_uid < %(uid)s
"""


# A clock of theirs that is a little behind ours makes nobody miss the first mail.
CLOCKS = timedelta(minutes=2)
BACK = {"now": CLOCKS, "month": timedelta(days=30)}


async def since(session: Session, mailbox: Mailbox, validity: int) -> datetime | None:
    """Tell from when on a numbering that is new is read; None: all of it, or this one is known."""
    found = await session.tuple(
        "select uid_validity, starts, created_at from mailbox where id = %s", (mailbox.id,)
    )
    if found is None or found[0] == validity or found[1] not in BACK:
        return None
    return found[2] - BACK[found[1]]


async def begin(session: Session, mailbox: Mailbox, validity: int, after: int = 0) -> int | None:
    """Tell the UID after which to go on reading, `after` in a new numbering; None when it is read elsewhere by now."""
    incoming = events.encode(mailbox.incoming).decode()
    found = await session.tuple(
        BEGIN, {"id": mailbox.id, "validity": validity, "incoming": incoming, "after": after}
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
