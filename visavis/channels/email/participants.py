"""Who takes part in a conversation by email: an agent lets somebody in, or out again; nobody lets themselves in."""

from typing import LiteralString
from uuid import UUID

from visavis.channels.email.addressing import without_token
from visavis.channels.email.errors import (
    AddressInvalid,
    CustomerTakesPart,
    NoRecipient,
    OwnAddress,
    TooManyRecipients,
)
from visavis.channels.email.models import Participant
from visavis.channels.email.reading.headers import addresses_of
from visavis.conversations import Actor, Conversation, access_conversation, changing
from visavis.conversations.errors import NotByEmail
from visavis.conversations.events import ParticipantsChanged
from visavis.conversations.models import Addressed, Entry
from visavis.kit.database import Session

MOST = 20  # recipients of one mail, and who takes part in one conversation
SUGGESTED = 50
OF: LiteralString = """
select email, name, admitted, is_customer, wrote from mail_participant where conversation_id = %s
order by is_customer desc, admitted desc, wrote, email limit %s
"""
OWN: LiteralString = "select from mailbox where lower(address) = any(%s) and removed_at is null"
ADMIT: LiteralString = """
insert into mail_participant (conversation_id, brand_id, email, admitted) values (%s, %s, %s, true)
on conflict (conversation_id, email) do update set admitted = true where not mail_participant.admitted
"""


async def of(session: Session, conversation_id: UUID) -> list[Participant]:
    """List who takes part in a conversation that may be seen, the customer first, and then who might."""
    return await session.rows(Participant, OF, (conversation_id, MOST + SUGGESTED))


async def of_conversation(session: Session, actor: Actor, conversation_id: UUID) -> list[Participant]:
    """List who takes part in a conversation of the actor's, the customer first, and then who might."""
    return await of(session, (await _by_email(session, actor, conversation_id)).id)


async def admit(session: Session, actor: Actor, conversation_id: UUID, email: str) -> list[Participant]:
    """Let an address take part; raise `AddressInvalid`, `OwnAddress` or `TooManyRecipients`."""
    conversation = await _by_email(session, actor, conversation_id, lock=True)
    [address] = await checked(session, [email])
    await let_in(session, actor, conversation, [address])
    return await of(session, conversation.id)


async def remove(session: Session, actor: Actor, conversation_id: UUID, email: str) -> list[Participant]:
    """Have an address take part no longer, and be suggested again; raise `CustomerTakesPart`."""
    conversation = await _by_email(session, actor, conversation_id, lock=True)
    known = {one.email: one for one in await of(session, conversation.id)}
    one = known.get(email.strip().lower())
    if one is not None and one.is_customer:
        raise CustomerTakesPart
    if one is not None and one.admitted:
        await session.execute(
            "update mail_participant set admitted = false where conversation_id = %s and email = %s",
            (conversation.id, one.email),
        )
        left = Entry(what="participant_removed", address=one.email)
        await changing.change(session, actor, conversation, ParticipantsChanged, left)
    return await of(session, conversation.id)


async def let_in(session: Session, actor: Actor, conversation: Conversation, emails: list[str]) -> None:
    """Let addresses that were checked take part in a locked conversation; raise `TooManyRecipients`."""
    for email in emails:
        if await session.execute(ADMIT, (conversation.id, conversation.brand_id, email)):
            joined = Entry(what="participant_admitted", address=email)
            conversation = await changing.change(session, actor, conversation, ParticipantsChanged, joined)
    found = await session.tuple(
        "select count(*) from mail_participant where conversation_id = %s and admitted", (conversation.id,)
    )
    if found is None or found[0] > MOST:
        raise TooManyRecipients


async def check(session: Session, addressed: Addressed) -> Addressed:
    """Give whom a mail is addressed to, each once; raise what is wrong with an address, or with their number."""
    if not addressed.to:
        raise NoRecipient
    seen = await people(session, [*addressed.to, *addressed.copies, *addressed.blind])
    # Who is named twice gets it where everybody sees it, once.
    to, copies = {_plain(a) for a in addressed.to}, {_plain(a) for a in addressed.copies}
    return Addressed(
        to=[a for a in seen if a in to],
        copies=[a for a in seen if a in copies - to],
        blind=[a for a in seen if a not in to | copies],
    )


async def people(session: Session, emails: list[str]) -> list[str]:
    """Give to whom a mail goes, each once; raise what is wrong with an address, or with their number."""
    found = list(dict.fromkeys(await checked(session, emails)))
    if not found:
        raise NoRecipient
    if len(found) > MOST:
        raise TooManyRecipients
    return found


async def checked(session: Session, emails: list[str]) -> list[str]:
    """Give addresses as they are kept; raise `AddressInvalid` or `OwnAddress`, which name the first that is wrong."""
    for email in emails:
        found = addresses_of([email])
        if len(found) != 1 or found[0].email.lower() != _plain(email) or email.count("@") != 1:
            raise AddressInvalid(email)
    plain = [_plain(email) for email in emails]
    for email in plain:
        if await session.tuple(OWN, ([email, without_token(email)],)) is not None:
            raise OwnAddress(email)
    return plain


def _plain(email: str) -> str:
    return email.strip().lower()


async def _by_email(
    session: Session, actor: Actor, conversation_id: UUID, *, lock: bool = False
) -> Conversation:
    conversation = await access_conversation(session, actor, conversation_id, lock=lock)
    if conversation.mailbox_id is None:
        raise NotByEmail
    return conversation
