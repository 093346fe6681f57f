"""Signing in to mailboxes at their provider over HTTP, for admins."""

from uuid import UUID

from litestar import delete, get, post, put
from litestar.handlers import BaseRouteHandler
from litestar.params import FromPath, JSONBody

from visavis.channels.email import mailboxes
from visavis.channels.email.models import Mailbox, ProviderName
from visavis.channels.email.oauth import applications, beginning, ending
from visavis.channels.email.oauth.errors import WayNotOffered
from visavis.channels.email.oauth.models import Application
from visavis.channels.email.oauth.schemas import (
    ApplicationChanges,
    Applications,
    ComeBack,
    NewSignIn,
    SignInBegun,
    SignInLooked,
)
from visavis.kit.limits import Bucket
from visavis.staff import CurrentAgent, HouseHere, staff_policy

MANAGERS = staff_policy("admin")
# A sign-in belongs to a browser's session: a key has none.
IN_PERSON = staff_policy("admin", in_person=True)
# Each asks a provider something.
SIGN_IN = staff_policy("admin", bucket=Bucket("email.sign_ins", 30, 60), in_person=True)
TAGS = ["Email"]


@get(
    "/mail-applications",
    policy=MANAGERS,
    summary="List the house's applications at Google and Microsoft",
    tags=TAGS,
)
async def list_applications(house: HouseHere, actor: CurrentAgent) -> Applications:
    async with house.database.session(actor.brand_ids) as session:
        items = await applications.all_of(session)
    return Applications(items=items, redirect_uri=beginning.redirect_uri(house))


@put(
    "/mail-applications/{provider:str}",
    policy=IN_PERSON,
    summary="Enter the house's application at Google or Microsoft",
    tags=TAGS,
)
async def save_application(
    house: HouseHere,
    actor: CurrentAgent,
    provider: FromPath[ProviderName],
    data: JSONBody[ApplicationChanges],
) -> Application:
    async with house.database.session(actor.brand_ids) as session:
        return await applications.save(session, house.keys, provider, data)


@delete(
    "/mail-applications/{provider:str}",
    policy=IN_PERSON,
    summary="Forget the house's application at Google or Microsoft",
    tags=TAGS,
)
async def forget_application(house: HouseHere, actor: CurrentAgent, provider: FromPath[ProviderName]) -> None:
    async with house.database.session(actor.brand_ids) as session:
        await applications.forget(session, provider)


@post(
    "/mailboxes/{mailbox_id:uuid}/sign-in",
    policy=SIGN_IN,
    summary="Begin to sign in to a mailbox at its provider",
    tags=TAGS,
)
async def begin(
    house: HouseHere, actor: CurrentAgent, mailbox_id: FromPath[UUID], data: JSONBody[NewSignIn]
) -> SignInBegun:
    assert actor.session_id, "keys are not let in"
    async with house.database.session(actor.brand_ids) as session:
        mailbox = await mailboxes.find(session, mailbox_id)
        provider, known = await beginning.application(session, house, data.provider)
        if data.way not in provider.ways:
            raise WayNotOffered
        if data.way == "redirect":
            return await beginning.by_redirect(session, house, mailbox, actor.session_id, provider, known)
    typed = await beginning.device_of(provider, known)
    async with house.database.session(actor.brand_ids) as session:
        return await beginning.by_device(session, house, mailbox, actor.session_id, provider, typed)


@post(
    "/mailboxes/{mailbox_id:uuid}/sign-in/{begun_id:uuid}",
    policy=SIGN_IN,
    status_code=200,
    summary="Tell whether the code that signs in to a mailbox was typed",
    tags=TAGS,
)
async def look(
    house: HouseHere, actor: CurrentAgent, mailbox_id: FromPath[UUID], begun_id: FromPath[UUID]
) -> SignInLooked:
    mailbox = await ending.look(house, actor, mailbox_id, begun_id)
    return SignInLooked(state="waiting" if mailbox is None else "done", mailbox=mailbox)


@post(
    "/mail-sign-ins",
    policy=SIGN_IN,
    status_code=200,
    summary="End a sign-in with what the browser brought back from the provider",
    tags=TAGS,
)
async def come_back(house: HouseHere, actor: CurrentAgent, data: JSONBody[ComeBack]) -> Mailbox:
    return await ending.come_back(house, actor, data)


@delete(
    "/mailboxes/{mailbox_id:uuid}/sign-in",
    policy=IN_PERSON,
    status_code=200,
    summary="Sign out of a mailbox at its provider: it has its password again",
    tags=TAGS,
)
async def sign_out(house: HouseHere, actor: CurrentAgent, mailbox_id: FromPath[UUID]) -> Mailbox:
    return await ending.sign_out(house, actor, mailbox_id)


handlers: list[BaseRouteHandler] = [
    *(list_applications, save_application, forget_application),
    *(begin, look, come_back, sign_out),
]
