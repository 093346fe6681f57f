"""A provider calls: it is known, its mails are kept, its news noted; only then is it told that all went well."""

import base64
import binascii
import hashlib
import hmac
import ipaddress

from visavis.channels.email import mailboxes
from visavis.channels.email.hooks import brevo, mailgun, postmark, registering, ses, sns, telling
from visavis.channels.email.hooks.errors import MailHookForbidden
from visavis.channels.email.hooks.models import Brought, Call, Fate, Hook, Told
from visavis.channels.email.keeping import keep
from visavis.channels.email.reader import LARGEST
from visavis.kit.crypto import fingerprint
from visavis.kit.house import House

HEAD = 1 << 18  # bytes that are kept of a mail that is too large


async def known(house: House, key: str, address: str, authorization: str) -> Hook:
    """Find the hook that is called; raise `MailHookNotFound` or `MailHookForbidden`, before a word was read."""
    async with house.database.system() as session:
        hook, password = await registering.by_key(session, key)
    if hook.peers and not _within(address, hook.peers):
        raise MailHookForbidden
    if password is not None and not hmac.compare_digest(fingerprint(_password(authorization)), password):
        raise MailHookForbidden
    return hook


async def take(house: House, hook: Hook, call: Call) -> Told:
    """Take what a provider brings; raise `MailHookForbidden`, `MailHookMalformed` or `MailHookLate`."""
    told = Told()
    brought = await _verified(house, hook, call)
    mails = [one for one in brought if isinstance(one, Brought)]
    fates = [one for one in brought if isinstance(one, Fate)]
    async with house.database.system() as session:
        mailbox = await mailboxes.find(session, hook.mailbox_id)
    for mail in mails:
        size = len(mail.raw) if mail.whole else 1
        kept = await keep(
            *(house.database, house.files, mailbox, mail.raw if size <= LARGEST else mail.raw[:HEAD]),
            source=hook.provider,
            source_key=mail.key[:500],
            envelope=mail.envelope,
            whole_size=None if mail.whole and size <= LARGEST else size,
        )
        told.kept += kept is not None
        told.known += kept is None
    async with house.database.system() as session:
        for fate in fates:
            told.news += await telling.note(session, hook, fate)
        await session.execute("update mail_hook set called_at = %s where id = %s", (session.clock(), hook.id))
    return told


async def _verified(house: House, hook: Hook, call: Call) -> list[Brought | Fate]:
    """Read a call of whom the hook was made for, and of nobody else."""
    now = house.database.clock()
    async with house.database.system() as session:
        secret = await registering.secret_of(session, house.keys, hook)
    match hook.provider:
        case "postmark":
            return postmark.read(call)
        case "brevo":
            return await brevo.read(call, secret)
        case "mailgun":
            signed, brought = mailgun.read(call)
            mailgun.verify(signed, secret, now)
            await _once(house, hook, signed.token, brought)
            return brought
        case "ses":
            message = sns.read(call.body)
            await sns.verify(message, hook.topic, now)
            if message.type == "SubscriptionConfirmation":
                await sns.confirm(message, hook.topic)
            return ses.read(message) if message.type == "Notification" else []


async def _once(house: House, hook: Hook, token: str, brought: list[Brought | Fate]) -> None:
    """Raise `MailHookForbidden` where a token that was signed once comes with other words."""
    digest = hashlib.sha256(repr(brought).encode()).digest()
    async with house.database.system() as session:
        await session.execute(
            """
            insert into mail_hook_token (hook_id, brand_id, token, digest, seen_at) values (%s, %s, %s, %s, %s)
            on conflict (hook_id, token) do nothing
            """,
            (hook.id, hook.brand_id, token, digest, session.clock()),
        )
        seen = await session.tuple(
            "select digest from mail_hook_token where hook_id = %s and token = %s", (hook.id, token)
        )
    if seen is None or not hmac.compare_digest(bytes(seen[0]), digest):
        raise MailHookForbidden("its token was used for something else")


def _password(authorization: str) -> str:
    how, _, said = authorization.partition(" ")
    if how.lower() == "bearer":
        return said.strip()
    try:
        return (
            base64.b64decode(said, validate=True).decode().partition(":")[2] if how.lower() == "basic" else ""
        )
    except (binascii.Error, ValueError):
        return ""


def _within(address: str, networks: list[str]) -> bool:
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return any(ip in ipaddress.ip_network(network) for network in networks)
