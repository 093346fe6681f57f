"""Hooks are made, listed and taken away; what opens them is shown once, and kept only as its hash or sealed."""

import ipaddress
import re
from typing import LiteralString
from uuid import UUID

from visavis.channels.email.hooks.errors import MailHookIncomplete, MailHookNotFound
from visavis.channels.email.hooks.models import Hook, MadeHook, NewHook
from visavis.channels.email.models import Mailbox
from visavis.kit.crypto import Keys, fingerprint, token
from visavis.kit.database import Session
from visavis.kit.errors import InvalidInput
from visavis.kit.house import House
from visavis.kit.ids import uuid7

PATH = "/api/v1/incoming-mail/{key}/mime"  # Mailgun gives mails as they came where an address ends so
# Of those that sign nothing: who calls says this.
WITH_PASSWORD = ("postmark", "brevo")
WITH_SECRET = ("mailgun", "brevo")
TOPIC = re.compile(r"arn:aws(?:-cn|-us-gov)?:sns:[a-z]{2}(?:-[a-z]+)+-\d:\d{12}:[A-Za-z0-9_.-]{1,256}")
COLUMNS: LiteralString = "id, brand_id, mailbox_id, provider, topic, peers, created_at, called_at"
ADD: LiteralString = """
insert into mail_hook (id, brand_id, mailbox_id, provider, key_hash, password_hash, secret, topic, peers, created_at)
values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""


async def make(session: Session, house: House, mailbox: Mailbox, new: NewHook) -> MadeHook:
    """Make a hook of a mailbox; raise `MailHookIncomplete`, or `InvalidInput` for what is no network."""
    if new.provider in WITH_SECRET and not new.secret:
        raise MailHookIncomplete(fields={"secret": "is needed"})
    if new.provider == "ses" and not TOPIC.fullmatch(new.topic):
        raise MailHookIncomplete(fields={"topic": "is needed, as arn:aws:sns:…"})
    peers = [_network(peer) for peer in new.peers]
    hook_id, key, password = uuid7(), token("vvh"), token("vvp")
    kept = fingerprint(password) if new.provider in WITH_PASSWORD else None
    secret = house.keys.seal(new.secret.encode(), place=_place(hook_id)) if new.secret else None
    await session.execute(
        ADD,
        (
            *(hook_id, mailbox.brand_id, mailbox.id, new.provider, fingerprint(key), kept, secret),
            *(new.topic if new.provider == "ses" else "", peers, session.clock()),
        ),
    )
    scheme, _, host = house.base_url.partition("://")
    user = f"visavis:{password}@" if kept else ""
    return MadeHook(hook=await find(session, hook_id), url=f"{scheme}://{user}{host}{PATH.format(key=key)}")


async def of_mailbox(session: Session, mailbox: Mailbox) -> list[Hook]:
    """List the hooks of a mailbox."""
    return await session.rows(
        Hook,
        f"select {COLUMNS} from mail_hook where mailbox_id = %s and removed_at is null order by created_at",
        (mailbox.id,),
    )


async def find(session: Session, hook_id: UUID) -> Hook:
    """Give a hook; raise `MailHookNotFound`."""
    found = await session.row(
        Hook, f"select {COLUMNS} from mail_hook where id = %s and removed_at is null", (hook_id,)
    )
    if found is None:
        raise MailHookNotFound
    return found


async def remove(session: Session, hook: Hook) -> None:
    """Take a hook away: what is brought by it is refused from now on."""
    await session.execute(
        "update mail_hook set removed_at = %s, secret = null where id = %s", (session.clock(), hook.id)
    )


async def by_key(session: Session, key: str) -> tuple[Hook, bytes | None]:
    """Find the hook of an address, and the hash of its password; raise `MailHookNotFound`.

    One whose mailbox was taken away or is not enabled is not found either.
    """
    found = await session.tuple(
        """
        select h.id, h.password_hash from mail_hook h join mailbox b on b.id = h.mailbox_id
        where h.key_hash = %s and h.removed_at is null and b.removed_at is null and b.enabled
        """,
        (fingerprint(key),),
    )
    if found is None:
        raise MailHookNotFound
    return await find(session, found[0]), found[1] and bytes(found[1])


async def secret_of(session: Session, keys: Keys, hook: Hook) -> str:
    """Give what the provider signs with, or lets its files be fetched with; "" where there is none."""
    found = await session.tuple("select secret from mail_hook where id = %s", (hook.id,))
    if found is None or found[0] is None:
        return ""
    return keys.unseal(bytes(found[0]), place=_place(hook.id)).decode()


def _network(text: str) -> str:
    try:
        return str(ipaddress.ip_network(text.strip(), strict=False))
    except ValueError as odd:
        raise InvalidInput(fields={"peers": "is no address and no network"}) from odd


def _place(hook_id: UUID) -> str:
    return f"mail_hook/{hook_id}"
