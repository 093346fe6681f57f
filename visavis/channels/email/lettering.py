"""A queued message with all that its mail is made of, read from the house."""

from typing import LiteralString
from uuid import UUID

import msgspec

from visavis import brands
from visavis.channels.email.addressing import reply_address, side_address, tag_of
from visavis.channels.email.composing import Enclosed, Letter, Quoted
from visavis.kit.database import Session
from visavis.kit.house import House

LETTER: LiteralString = """
select x.id, c.id, e.rfc_id, e.refs, e.sender, e.recipients, e.copies, e.blind, e.subject, m.body, m.author_name,
       m.created_at, m.seq, b.name, b.locale, x.sender_name, x.signature, u.locale, m.side_id, e.whole, x.tags,
       b.id
from mail_out o join message m on m.id = o.message_id join mail e on e.message_id = m.id
join conversation c on c.id = o.conversation_id join brand b on b.id = c.brand_id
left join mail_side s on s.id = m.side_id join mailbox x on x.id = coalesce(s.mailbox_id, c.mailbox_id)
join customer u on u.id = c.customer_id
where o.message_id = %s
"""
# What is answered: the last word of the customer before this message; beside, the last of the third party there.
ANSWERED: LiteralString = """
select m.author_name, m.created_at, coalesce(e.whole, m.body) from message m left join mail e on e.message_id = m.id
where m.conversation_id = %s and m.seq < %s and m.side_id is not distinct from %s::uuid and m.deleted_at is null
  and (m.kind, m.author_kind) in (('message', 'customer'), ('side', 'third_party'))
order by m.seq desc limit 1
"""
FILES: LiteralString = "select name, media_type, file_key from attachment where message_id = %s order by id"
QUOTED = 20_000  # characters of what is answered


class Sealed(msgspec.Struct, frozen=True):
    """A letter ready to go, and to whom."""

    letter: Letter
    recipients: list[str]


class Pending(msgspec.Struct, frozen=True):
    """A letter whose files are still in the store."""

    mailbox_id: UUID
    letter: Letter
    blind: list[str]
    files: list[tuple[str, str]]
    file_keys: list[str]

    def enclosing(self, contents: list[bytes]) -> Sealed:
        """Put the files into it."""
        files = [
            Enclosed(name, media_type, content)
            for (name, media_type), content in zip(self.files, contents, strict=True)
        ]
        letter = msgspec.structs.replace(self.letter, files=files)
        # Who gets it unseen stands on the envelope alone: what is composed knows nothing of them.
        return Sealed(letter, [*letter.recipients, *letter.copies, *self.blind])


async def letter_of(session: Session, house: House, message_id: UUID) -> Pending:
    """Read a queued message as the letter that it becomes."""
    found = await session.tuple(LETTER, (message_id,))
    assert found is not None, "it was queued with its message"
    mailbox_id, conversation_id, rfc_id, refs, sender, recipients, copies, blind, subject, *rest = found
    body, author, at, seq, brand, brand_locale, sender_name, signature, locale, *others = rest
    side_id, whole, tags, brand_id = others
    zone = (await brands.hours_now(session, brand_id)).hours.zone
    answered = await session.tuple(ANSWERED, (conversation_id, seq, side_id))
    files = await session.tuples(FILES, (message_id,))
    letter = Letter(
        rfc_id=rfc_id,
        refs=refs,
        sender=sender,
        sender_name=f"{author}, {sender_name or brand}",
        reply_to=side_address(house.keys, sender, side_id)
        if side_id
        else reply_address(house.keys, sender, conversation_id),
        recipients=recipients,
        copies=copies,
        # What goes aside carries no tag: only its own address leads there.
        subject=f"{subject} {tag_of(house.keys, conversation_id)}".strip()
        if tags and not side_id
        else subject,
        body=body,
        signature=signature,
        at=at,
        locale=brand_locale if side_id else locale or brand_locale,
        forwarded=(whole or "").removeprefix(body.strip()).strip() if side_id else "",
        quoted=Quoted(answered[0] or "", answered[1].astimezone(zone), answered[2][:QUOTED])
        if answered
        else None,
    )
    return Pending(
        mailbox_id, letter, blind, [(name, kind) for name, kind, _ in files], [key for *_, key in files]
    )
