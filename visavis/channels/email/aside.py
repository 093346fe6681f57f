"""Mails that found no place: seen by those who look after the house, and tried again."""

from typing import LiteralString
from uuid import UUID

from visavis.channels.email.errors import MailNotFound
from visavis.channels.email.keeping import PLACE
from visavis.channels.email.models import KeptMail
from visavis.kit import jobs
from visavis.kit.database import Session
from visavis.staff import AgentActor

COLUMNS: LiteralString = """
id, brand_id, mailbox_id, source, size, received_at, state, why, tries, subject, sender, conversation_id
"""
MANY = 200


async def list_aside(session: Session, actor: AgentActor) -> list[KeptMail]:
    """List the newest mails that were quarantined or set aside, at the actor's brands."""
    return await session.rows(
        KeptMail,
        f"""
        select {COLUMNS} from mail_in where brand_id = any(%s) and state in ('quarantined', 'set_aside')
        order by received_at desc limit %s
        """,
        (list(actor.brand_ids), MANY),
    )


async def retry(session: Session, actor: AgentActor, mail_id: UUID) -> KeptMail:
    """Have a mail that was quarantined or set aside be placed again; raise `MailNotFound`."""
    again = await session.row(
        KeptMail,
        f"""
        update mail_in set state = 'kept', why = ''
        where id = %s and brand_id = any(%s) and state in ('quarantined', 'set_aside') returning {COLUMNS}
        """,
        (mail_id, list(actor.brand_ids)),
    )
    if again is None:
        raise MailNotFound
    await jobs.enqueue(session, PLACE, mail_id=str(mail_id))
    return again


async def raw_key(session: Session, actor: AgentActor, mail_id: UUID) -> str:
    """Give the key of a mail's bytes in the store; raise `MailNotFound`."""
    found = await session.tuple(
        "select raw_key from mail_in where id = %s and brand_id = any(%s)", (mail_id, list(actor.brand_ids))
    )
    if found is None:
        raise MailNotFound
    return found[0]
