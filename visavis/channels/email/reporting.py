"""What agents are told in a conversation that no person said: a mail that failed, an absence, somebody who would join."""

from datetime import datetime
from typing import LiteralString
from uuid import UUID

from visavis.channels.email.reading import Address, Mail
from visavis.channels.email.telling import tell
from visavis.conversations import System, access_conversation, changing
from visavis.conversations.events import MailNoted
from visavis.conversations.models import Entry
from visavis.kit.database import Session

LENGTH = 500  # characters of an automatic mail that are shown
# A report names a mail of ours by its identifier, which nobody can guess; one that names none proves nothing.
FAILED: LiteralString = """
update mail_out o set state = %s, why = %s from mail m
where m.message_id = o.message_id and m.brand_id = %s and m.rfc_id = %s and o.state in ('sent', 'deferred')
returning o.conversation_id, o.message_id
"""


async def report(session: Session, mail: Mail, brand_id: UUID, conversation_id: UUID | None) -> None:
    """Tell of a mail that failed, or was complained about; a delay is told of, and changes nothing."""
    failed = next((failure for failure in mail.failures if failure.permanent), None)
    first = failed or next(iter(mail.failures), None)
    why = (first.diagnostic or first.status)[:LENGTH] if first else ""
    if failed is not None and mail.about:
        found = await session.tuple(FAILED, ("bounced", why, brand_id, mail.about))
        if found:
            conversation_id = found[0]
            await tell(session, found[0], found[1])
    if conversation_id is not None:
        await _note(
            session,
            conversation_id,
            Entry(what="mail_failed", address=first.recipient if first else None, text=why),
        )


async def note_absence(session: Session, mail: Mail, conversation_id: UUID) -> None:
    """Tell of an automatic answer: it reopens nothing, and no promise is made by it."""
    sender = mail.sender.email if mail.sender else None
    await _note(session, conversation_id, Entry(what="mail_absent", address=sender, text=mail.reply[:LENGTH]))


async def note_acknowledged(
    session: Session, conversation_id: UUID, address: str, answer_by: datetime | None
) -> None:
    """Tell that a customer is told that their mail came; it is no word of a person, and ends no promise."""
    await _note(session, conversation_id, Entry(what="acknowledged", address=address, until=answer_by))


async def note_failed(session: Session, conversation_id: UUID, address: str, why: str) -> None:
    """Tell that a mail failed, or was complained about."""
    await _note(session, conversation_id, Entry(what="mail_failed", address=address, text=why[:LENGTH]))


async def suggest(session: Session, sender: Address, brand_id: UUID, conversation_id: UUID) -> None:
    """Tell that somebody who does not take part wrote as if they did; they see nothing of it."""
    known = await session.tuple(
        "select from mail_participant where conversation_id = %s and email = %s",
        (conversation_id, sender.email.lower()),
    )
    if known is None:
        await session.execute(
            """
            insert into mail_participant (conversation_id, brand_id, email, name, admitted, wrote)
            values (%s, %s, %s, %s, false, true)
            """,
            (conversation_id, brand_id, sender.email.lower(), sender.name),
        )
    await _note(session, conversation_id, Entry(what="mail_suggested", address=sender.email))


async def _note(session: Session, conversation_id: UUID, entry: Entry) -> None:
    conversation = await access_conversation(session, System(), conversation_id, lock=True)
    await changing.change(session, System(), conversation, MailNoted, entry)
