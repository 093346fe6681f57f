"""Whoever is written to at an address that was given in a chat says no to more: nobody has to sign in for it."""

import base64
from typing import LiteralString
from uuid import UUID

import msgspec

from visavis.channels.email.errors import MailNotFound
from visavis.kit.crypto import Keys
from visavis.kit.database import Session
from visavis.kit.house import House

PURPOSE = "email.stop"
SIGNED = 16  # bytes of the signature: 128 bits
ABOUT: LiteralString = """
select k.brand_id, k.email, b.name, coalesce(u.locale, b.locale),
       exists (select from mail_refusal r where r.brand_id = k.brand_id and r.email = k.email)
from chat_mail k join brand b on b.id = k.brand_id join conversation c on c.id = k.conversation_id
join customer u on u.id = c.customer_id where k.id = %s
"""


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """Of whom and where somebody says that they want no more, or some again."""

    brand_id: UUID
    email: str
    brand: str
    locale: str
    refused: bool


def stop_url(house: House, chat_mail_id: UUID) -> str:
    """Give the address at which whoever was sent this mail says no to more."""
    return f"{house.base_url}/mail/stop/{token_of(house.keys, chat_mail_id)}"


async def chosen(session: Session, keys: Keys, token: str) -> Choice:
    """Tell what a token is about, and what was chosen; raise `MailNotFound`."""
    return await _about(session, mail_of(keys, token))


async def choose(session: Session, keys: Keys, token: str, *, refused: bool) -> Choice:
    """Send nothing more of a brand's chats to an address, or take that back; raise `MailNotFound`."""
    mail_id = mail_of(keys, token)
    choice = await _about(session, mail_id)
    if refused:
        await session.execute(
            "insert into mail_refusal (brand_id, email, refused_at) values (%s, %s, %s) on conflict do nothing",
            (choice.brand_id, choice.email, session.clock()),
        )
    else:
        await session.execute(
            "delete from mail_refusal where brand_id = %s and email = %s", (choice.brand_id, choice.email)
        )
    return msgspec.structs.replace(choice, refused=refused)


def mail_of(keys: Keys, token: str) -> UUID:
    """Give the mail that a token was made for; raise `MailNotFound`."""
    try:
        raw = base64.b64decode(f"{token}=", altchars=b"-_", validate=True)
    except ValueError as bad:
        raise MailNotFound from bad
    # One spelling only: the spare bits of the last character may not vary.
    if len(raw) != 16 + SIGNED or token_of(keys, UUID(bytes=raw[:16])) != token:
        raise MailNotFound
    return UUID(bytes=raw[:16])


def token_of(keys: Keys, chat_mail_id: UUID) -> str:
    """Give what stands for a mail in the address at which one says no to more."""
    signature = keys.sign(PURPOSE, chat_mail_id.bytes)[:SIGNED]
    return base64.urlsafe_b64encode(chat_mail_id.bytes + signature).decode().rstrip("=")


async def _about(session: Session, mail_id: UUID) -> Choice:
    found = await session.tuple(ABOUT, (mail_id,))
    if found is None:
        raise MailNotFound
    brand_id, email, brand, locale, refused = found
    return Choice(brand_id=brand_id, email=email, brand=brand, locale=locale, refused=refused)
