"""A sign-in ends: once, in the session in which it began, with the leave to use the mailbox or the reason why not."""

from typing import LiteralString
from uuid import UUID

import msgspec

from visavis.channels.email import mailboxes
from visavis.channels.email.models import Mailbox, ProviderName
from visavis.channels.email.oauth import beginning, calling, grants
from visavis.channels.email.oauth.errors import (
    ApplicationRefused,
    MailNotAllowed,
    NothingLasting,
    SignInDeclined,
    SignInUnknown,
)
from visavis.channels.email.oauth.models import Received
from visavis.channels.email.oauth.providers import Provider
from visavis.channels.email.oauth.schemas import ComeBack
from visavis.channels.email.schemas import MailboxChanges
from visavis.kit.crypto import fingerprint
from visavis.kit.house import House
from visavis.staff import AgentActor

# Taken away as it is found: what is shown a second time is not there.
TAKE: LiteralString = """
delete from mail_sign_in where state = %s and session_id = %s
returning id, mailbox_id, provider, secret, expires_at
"""
# Locked, so that two tabs that ask do not both ask the provider.
LOOK: LiteralString = """
select id, mailbox_id, provider, secret, expires_at, next_at from mail_sign_in
where id = %s and mailbox_id = %s and session_id = %s and state is null for update
"""
NO = {"access_denied", "authorization_declined", "consent_required", "invalid_grant"}
SLOWER = "slow_down"  # RFC 8628, 3.5: five seconds more from now on


class _Begun(msgspec.Struct, frozen=True):
    mailbox_id: UUID
    provider: ProviderName
    secret: str


async def come_back(house: House, actor: AgentActor, said: ComeBack) -> Mailbox:
    """End a sign-in with what the browser brought back; raise `SignInUnknown`, or why it gives no leave."""
    async with house.database.session(actor.brand_ids) as session:
        found = await session.tuple(TAKE, (fingerprint(said.state), actor.session_id))
        now = session.clock()
    if found is None or found[4] < now:
        raise SignInUnknown
    secret = house.keys.unseal(bytes(found[3]), place=beginning.place(found[0])).decode()
    begun = _Begun(found[1], found[2], secret)
    if said.error or not said.code:
        raise SignInDeclined(said.error)
    form = {
        "grant_type": "authorization_code",
        "code": said.code,
        "redirect_uri": beginning.redirect_uri(house),
        "code_verifier": begun.secret,
    }
    try:
        return await _end(house, actor, begun, form)
    except _Waiting as odd:
        raise SignInDeclined from odd


async def look(house: House, actor: AgentActor, mailbox_id: UUID, begun_id: UUID) -> Mailbox | None:
    """End a sign-in if its code was typed, None where it is not yet; raise `SignInUnknown`, or why it gives no leave."""
    async with house.database.session(actor.brand_ids) as session:
        found = await session.tuple(LOOK, (begun_id, mailbox_id, actor.session_id))
        if found is None or found[4] < session.clock():
            raise SignInUnknown
        if found[5] > session.clock():
            return None  # a provider that is asked too often asks for patience
        await session.execute(
            "update mail_sign_in set next_at = %s + wait where id = %s", (session.clock(), begun_id)
        )
    secret = house.keys.unseal(bytes(found[3]), place=beginning.place(begun_id)).decode()
    form = {"grant_type": "urn:ietf:params:oauth:grant-type:device_code", "device_code": secret}
    try:
        return await _end(house, actor, _Begun(mailbox_id, found[2], secret), form)
    except _Waiting as yet:
        if yet.slower:
            async with house.database.session(actor.brand_ids) as session:
                await session.execute(
                    """
                    update mail_sign_in set wait = wait + interval '5 s', next_at = next_at + interval '5 s'
                    where id = %s
                    """,
                    (begun_id,),
                )
        return None


async def sign_out(house: House, actor: AgentActor, mailbox_id: UUID) -> Mailbox:
    """Forget the leave to use a mailbox; it has its password again, if it ever had one."""
    async with house.database.session(actor.brand_ids) as session:
        mailbox = await mailboxes.find(session, mailbox_id)
        await grants.forget(session, mailbox.id)
        return await mailboxes.find(session, mailbox_id)


class _Waiting(Exception):
    def __init__(self, *, slower: bool) -> None:
        super().__init__()
        self.slower = slower


async def _end(house: House, actor: AgentActor, begun: _Begun, form: dict[str, str]) -> Mailbox:
    async with house.database.session(actor.brand_ids) as session:
        await mailboxes.find(session, begun.mailbox_id)
        provider, known = await beginning.application(session, house, begun.provider)
    try:
        got = await calling.tokens(provider, known, form)
    except calling.Refused as why:
        raise _named(why) from why
    _look_at(provider, got)
    async with house.database.session(actor.brand_ids) as session:
        mailbox = await mailboxes.find(session, begun.mailbox_id)
        incoming, outgoing = grants.servers(provider, mailbox, got.account)
        await mailboxes.change(
            session, house.keys, mailbox, MailboxChanges(incoming=incoming, outgoing=outgoing)
        )
        await grants.keep(session, house.keys, mailbox, provider, got)
        await session.execute("delete from mail_sign_in where mailbox_id = %s", (mailbox.id,))
        return await mailboxes.find(session, mailbox.id)


def _look_at(provider: Provider, got: Received) -> None:
    """Raise where what was given would not do: people may untick what they allow."""
    given = got.scopes
    if given and not all(any(scope.endswith(end) for scope in given) for end in provider.needed):
        raise MailNotAllowed
    if not got.refresh_token:
        raise NothingLasting


def _named(why: calling.Refused) -> Exception:
    if why.code in ("authorization_pending", SLOWER):
        return _Waiting(slower=why.code == SLOWER)
    if why.code == "expired_token":
        return SignInUnknown()
    if why.code in NO:
        return SignInDeclined(f"{why.code}: {why.said}")
    return ApplicationRefused(f"{why.code}: {why.said}")
