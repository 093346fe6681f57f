"""What a customer did not read in a chat, as a letter: the new words first, then what was said before them."""

from datetime import timedelta
from typing import LiteralString
from uuid import UUID

from visavis import brands
from visavis.channels.email.addressing import reply_address
from visavis.channels.email.composing import Letter
from visavis.channels.email.lettering import FILES, Pending
from visavis.channels.email.stopping import stop_url
from visavis.channels.email.transcripts import Line, Transcript
from visavis.kit.database import Session
from visavis.kit.house import House

SUBJECTS = {"fr": "Votre conversation avec {brand}", "en": "Your conversation with {brand}"}
WITHDRAWN = {"fr": "Ce message a été retiré.", "en": "This message was withdrawn."}
# How much of what was said before is told again.
LINES, BEFORE, LENGTH = 30, timedelta(days=1), 2000

CARRIED: LiteralString = """
select k.id, k.mailbox_id, k.conversation_id, k.email, e.rfc_id, e.refs, e.sender, e.subject, m.created_at,
       b.id, b.name, coalesce(u.locale, b.locale), x.sender_name, x.signature
from chat_mail k join message m on m.id = k.message_id join mail e on e.message_id = m.id
join conversation c on c.id = k.conversation_id join brand b on b.id = c.brand_id
join customer u on u.id = c.customer_id join mailbox x on x.id = k.mailbox_id
where k.message_id = %s
"""
WORDS: LiteralString = """
select m.id, m.seq, m.body, m.author_name from chat_mail_word w join message m on m.id = w.message_id
where w.chat_mail_id = %s and m.deleted_at is null order by m.seq
"""
# What was said before the first of these words, since the last mail; what came by email they have.
SAID: LiteralString = """
select * from (
    select m.seq, m.author_name, m.author_kind <> 'customer' as ours, m.created_at, left(m.body, %(length)s),
           array(select f.name from attachment f where f.message_id = m.id order by f.id)
    from message m
    where m.conversation_id = %(id)s and m.kind = 'message' and m.deleted_at is null and m.seq < %(before)s
      and m.created_at > %(since)s and not exists (select from chat_mail_word w where w.message_id = m.id)
      and m.seq > coalesce((
          select max(l.seq) from chat_mail k join message l on l.id = k.message_id
          where k.conversation_id = %(id)s and k.id <> %(mail)s and l.seq < %(before)s), 0)
    order by m.seq desc limit %(many)s
) said order by seq
"""


async def subject_of(session: Session, conversation_id: UUID) -> str:
    """Give the subject under which a chat goes on by email, the same each time."""
    found = await session.tuple(
        """
        select b.name, coalesce(u.locale, b.locale) from conversation c
        join brand b on b.id = c.brand_id join customer u on u.id = c.customer_id where c.id = %s
        """,
        (conversation_id,),
    )
    assert found is not None, "it is there"
    return SUBJECTS.get(found[1], SUBJECTS["en"]).format(brand=found[0])


async def letter_of(session: Session, house: House, message_id: UUID) -> Pending | None:
    """Read the words of a chat as the letter that they become; None where a message is a mail of its own."""
    found = await session.tuple(CARRIED, (message_id,))
    if found is None:
        return None
    mail_id, mailbox_id, conversation_id, email, rfc_id, refs, sender, subject, at, *rest = found
    brand_id, brand, locale, sender_name, signature = rest
    words = await session.tuples(WORDS, (mail_id,))
    if not words:  # each was deleted while the mail was put off
        words = [(message_id, 0, WITHDRAWN.get(locale, WITHDRAWN["en"]), brand)]
    ids = [word_id for word_id, *_ in words]
    files = [file for word_id in ids for file in await session.tuples(FILES, (word_id,))]
    zone = (await brands.hours_now(session, brand_id)).hours.zone
    said = await session.tuples(
        SAID,
        {
            "id": conversation_id,
            "mail": mail_id,
            "before": words[0][1],
            "since": at - BEFORE,
            "many": LINES,
            "length": LENGTH,
        },
    )
    lines = [
        Line(
            author=(author or brand) if ours else "",
            ours=ours,
            at=then.astimezone(zone),
            text=text,
            files=names,
        )
        for _, author, ours, then, text, names in said
    ]
    stop = stop_url(house, mail_id)
    letter = Letter(
        rfc_id=rfc_id,
        refs=refs,
        sender=sender,
        sender_name=f"{words[-1][3]}, {sender_name or brand}",
        reply_to=reply_address(house.keys, sender, conversation_id),
        recipients=[email],
        copies=[],
        subject=subject,
        body=_told(words),
        signature=signature,
        at=at,
        locale=locale,
        before=Transcript(brand=brand, locale=locale, lines=lines, stop_url=stop),
        # Sent by the house itself, since they are not there: no machine answers it.
        headers={
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "OOF, AutoReply",
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
    return Pending(
        mailbox_id, letter, [], [(name, kind) for name, kind, _ in files], [key for *_, key in files]
    )


def _told(words: list[tuple[UUID, int, str, str]]) -> str:
    """Give the new words; where several people wrote them, each under their name."""
    several = len({author for *_, author in words}) > 1
    return "\n\n".join(f"{author} : {body}" if several else body for _, _, body, author in words)
