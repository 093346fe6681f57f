"""Which conversation a mail belongs to: by the address we signed, then by the mails it answers, then by a tag.

Never by who wrote it: a tag alone is looked for among the conversations of its writer, and nowhere else.
"""

from collections.abc import Iterable
from typing import LiteralString
from uuid import UUID

from visavis.channels.email import addressing
from visavis.channels.email.reading import Mail
from visavis.kit.crypto import Keys
from visavis.kit.database import Session

REFERRED: LiteralString = """
select m.conversation_id from mail m join unnest(%s::text[]) with ordinality as r(rfc_id, n) on r.rfc_id = m.rfc_id
join message g on g.id = m.message_id where m.brand_id = %s and g.side_id is null order by r.n limit 1
"""
SIDE_REFERRED: LiteralString = """
select g.side_id from mail m join unnest(%s::text[]) with ordinality as r(rfc_id, n) on r.rfc_id = m.rfc_id
join message g on g.id = m.message_id where m.brand_id = %s and g.side_id is not null order by r.n limit 1
"""
# The identifiers of a conversation's last mails, the latest first; more than these no program needs.
REPLIED: LiteralString = """
select m.rfc_id from mail m join message g on g.id = m.message_id
where m.conversation_id = %s and g.side_id is not distinct from %s::uuid order by g.seq desc limit 10
"""
# The conversations that an address takes part in, the freshest first; more than these nobody answers by tag.
TAKES_PART: LiteralString = """
select p.conversation_id from mail_participant p join conversation c on c.id = p.conversation_id
where p.brand_id = %s and p.email = %s and p.admitted order by c.updated_at desc limit 200
"""
ADMITTED: LiteralString = """
select from mail_participant where conversation_id = %s and email = %s and admitted
"""


async def find_conversation(
    session: Session, keys: Keys, brand_id: UUID, mail: Mail, recipients: Iterable[str]
) -> UUID | None:
    """Find the conversation that a mail says it answers, whoever wrote it."""
    for address in (*recipients, *(a.email for a in (*mail.to, *mail.cc))):
        named = addressing.conversation_of(keys, address)
        if named is not None and await session.tuple(
            "select 1 from conversation where id = %s and brand_id = %s", (named, brand_id)
        ):
            return named
    answered = _answered(mail)
    found = await session.tuple(REFERRED, (answered, brand_id)) if answered else None
    return found[0] if found else await _tagged(session, keys, brand_id, mail)


async def _tagged(session: Session, keys: Keys, brand_id: UUID, mail: Mail) -> UUID | None:
    """Find the conversation whose tag the subject carries, among those that its writer takes part in; never elsewhere."""
    tags = addressing.tags_in(mail.subject)
    if not tags or mail.sender is None:
        return None
    theirs = await session.tuples(TAKES_PART, (brand_id, mail.sender.email.lower()))
    return next((each for (each,) in theirs if addressing.tag_of(keys, each) in tags), None)


async def find_side(
    session: Session, keys: Keys, brand_id: UUID, mail: Mail, recipients: Iterable[str]
) -> UUID | None:
    """Find the side conversation that a mail says it answers, whoever wrote it."""
    for address in (*recipients, *(a.email for a in (*mail.to, *mail.cc))):
        named = addressing.side_of(keys, address)
        if named is not None:
            return named
    answered = _answered(mail)
    found = await session.tuple(SIDE_REFERRED, (answered, brand_id)) if answered else None
    return found[0] if found else None


def _answered(mail: Mail) -> list[str]:
    """List the identifiers that a mail answers, the nearest first."""
    answered = [*mail.in_reply_to, *reversed(mail.references)]
    return [mail.about, *answered] if mail.about else answered


async def may_write(session: Session, conversation_id: UUID, sender: str) -> bool:
    """Tell whether an address takes part in a conversation."""
    return await session.tuple(ADMITTED, (conversation_id, sender.lower())) is not None
