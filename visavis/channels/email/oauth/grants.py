"""The leave to use a mailbox, as it is kept: its tokens sealed, and never read out again."""

from datetime import datetime, timedelta
from typing import LiteralString
from uuid import UUID

import msgspec

from visavis.channels.email import mailboxes
from visavis.channels.email.models import Health, Mailbox, Server
from visavis.channels.email.oauth.models import Grant, Received
from visavis.channels.email.oauth.providers import Provider
from visavis.kit.crypto import Keys
from visavis.kit.database import Session

FIND: LiteralString = """
select provider, refresh_token, access_token, expires_at from mail_grant where mailbox_id = %s
"""
KEEP: LiteralString = """
insert into mail_grant (mailbox_id, brand_id, provider, account, refresh_token, access_token, expires_at,
                        received_at, signed_in_at)
values (%(mailbox_id)s, %(brand_id)s, %(provider)s, %(account)s, %(refresh)s, %(access)s, %(expires)s, %(now)s,
        %(now)s)
on conflict (mailbox_id) do update set provider = excluded.provider, account = excluded.account, code = '',
    refresh_token = excluded.refresh_token, access_token = excluded.access_token,
    expires_at = excluded.expires_at, received_at = excluded.received_at, signed_in_at = excluded.signed_in_at
"""
RENEW: LiteralString = """
update mail_grant set access_token = %(access)s, expires_at = %(expires)s, received_at = %(now)s, code = '',
       refresh_token = coalesce(%(refresh)s, refresh_token)
where mailbox_id = %(mailbox_id)s
"""
# What was put off for want of the leave goes out at once.
SEND: LiteralString = """
update mail_out o set send_at = %s, tries = 0 from conversation c
where c.id = o.conversation_id and c.mailbox_id = %s and o.state = 'deferred'
"""


async def find(session: Session, keys: Keys, mailbox_id: UUID, *, lock: bool = False) -> Grant | None:
    """Give the leave to use a mailbox, None where it has a password; with `lock`, nobody else's until the end."""
    found = await session.tuple(f"{FIND} for update" if lock else FIND, (mailbox_id,))
    if found is None:
        return None
    provider, refresh, access, expires_at = found
    return Grant(
        mailbox_id=mailbox_id,
        provider=provider,
        refresh_token=_unseal(keys, mailbox_id, refresh),
        access_token=_unseal(keys, mailbox_id, access),
        expires_at=expires_at,
    )


async def keep(session: Session, keys: Keys, mailbox: Mailbox, provider: Provider, got: Received) -> None:
    """Keep the leave that was given; the mailbox is from now on read and sent from at this provider."""
    await session.execute(
        KEEP,
        {
            **_values(keys, mailbox.id, got, session.clock()),
            "brand_id": mailbox.brand_id,
            "provider": provider.name,
            "account": got.account,
        },
    )
    await session.execute(SEND, (session.clock(), mailbox.id))
    # What was wrong before is not known to be so any more.
    for direction in ("incoming", "outgoing"):
        await mailboxes.note_health(session, mailbox.id, direction, Health())


async def renew(session: Session, keys: Keys, mailbox_id: UUID, got: Received) -> None:
    """Keep what was handed out in place of what it was handed out for."""
    await session.execute(RENEW, _values(keys, mailbox_id, got, session.clock()))


async def end(session: Session, mailbox_id: UUID, code: str) -> None:
    """Note that the leave has ended, and forget what it consisted of."""
    await session.execute(
        """
        update mail_grant set refresh_token = null, access_token = null, expires_at = null, code = %s
        where mailbox_id = %s
        """,
        (code, mailbox_id),
    )


async def forget(session: Session, mailbox_id: UUID) -> None:
    """Forget the leave: the mailbox has its password again."""
    await session.execute("delete from mail_sign_in where mailbox_id = %s", (mailbox_id,))
    await session.execute("delete from mail_grant where mailbox_id = %s", (mailbox_id,))


def servers(provider: Provider, mailbox: Mailbox, account: str) -> tuple[Server, Server]:
    """Give the servers at which a leave of this provider's opens a mailbox, with whom one is there."""
    # Google knows an inbox by whoever it belongs to; Microsoft by its address, so that a shared one can be read.
    user = account or mailbox.address if provider.name == "google" else mailbox.address
    found: list[Server] = []
    for now, usual in ((mailbox.incoming, provider.incoming), (mailbox.outgoing, provider.outgoing)):
        own = now if provider.takes(now) else usual
        chosen = now.user if own is now else ""
        found.append(msgspec.structs.replace(own, user=user if chosen in ("", mailbox.address) else chosen))
    return found[0], found[1]


def _values(keys: Keys, mailbox_id: UUID, got: Received, now: datetime) -> dict[str, object]:
    return {
        "mailbox_id": mailbox_id,
        "refresh": _seal(keys, mailbox_id, got.refresh_token),
        "access": _seal(keys, mailbox_id, got.access_token),
        "expires": now + timedelta(seconds=got.seconds),
        "now": now,
    }


def _seal(keys: Keys, mailbox_id: UUID, token: str) -> bytes | None:
    return keys.seal(token.encode(), place=_place(mailbox_id)) if token else None


def _unseal(keys: Keys, mailbox_id: UUID, sealed: bytes | None) -> str:
    return keys.unseal(bytes(sealed), place=_place(mailbox_id)).decode() if sealed else ""


def _place(mailbox_id: UUID) -> str:
    return f"mail_grant/{mailbox_id}"
