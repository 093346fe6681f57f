"""A mailbox that Ana has signed in to at a provider of the tests' own."""

from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import msgspec

from tests.cast import Cast
from tests.email.provider import CLIENT, SECRET, Provider
from visavis.channels.email import mailboxes
from visavis.channels.email.models import Mailbox, ProviderName
from visavis.channels.email.oauth import applications, beginning, ending
from visavis.channels.email.oauth.schemas import ApplicationChanges, ComeBack, SignInBegun
from visavis.kit.ids import uuid7
from visavis.staff import AgentActor


def in_person(cast: Cast) -> AgentActor:
    """Ana, in a browser's session of hers."""
    return msgspec.structs.replace(cast.ana, session_id=uuid7())


async def registers(cast: Cast, provider: Provider, name: ProviderName = "google") -> None:
    """The house has an application at the provider."""
    cast.house.authorities[name] = provider.url
    said = ApplicationChanges(client_id=CLIENT, client_secret=SECRET)
    async with cast.house.database.session(cast.ana.brand_ids) as session:
        await applications.save(session, cast.house.keys, name, said)


async def begins(cast: Cast, ana: AgentActor, mailbox: Mailbox, name: ProviderName = "google") -> SignInBegun:
    """Ana begins to sign in, by a redirect."""
    assert ana.session_id
    async with cast.house.database.session(ana.brand_ids) as session:
        provider, known = await beginning.application(session, cast.house, name)
        return await beginning.by_redirect(session, cast.house, mailbox, ana.session_id, provider, known)


def brings_back(address: str) -> ComeBack:
    """What the browser brings back."""
    said = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    return ComeBack(state=said["state"], code=said["code"])


async def signs_in(
    cast: Cast, mailbox: Mailbox, provider: Provider, name: ProviderName = "google"
) -> Mailbox:
    """Ana signs in to a mailbox."""
    await registers(cast, provider, name)
    ana = in_person(cast)
    begun = await begins(cast, ana, mailbox, name)
    return await ending.come_back(cast.house, ana, brings_back(provider.allows(begun.url)))


async def grows_old(cast: Cast, mailbox_id: UUID) -> None:
    """The mailbox's token was received an hour ago, and has ended."""
    async with cast.house.database.system() as session:
        await session.execute(
            """
            update mail_grant set expires_at = expires_at - interval '1 h', received_at = received_at - interval '1 h'
            where mailbox_id = %s
            """,
            (mailbox_id,),
        )


async def as_it_is(cast: Cast, mailbox_id: UUID) -> Mailbox:
    """The mailbox as it is now."""
    async with cast.house.database.system() as session:
        return await mailboxes.find(session, mailbox_id)
