"""Mailboxes and mails over HTTP, for the house's staff."""

import asyncio
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, delete, get, patch, post
from litestar.handlers import BaseRouteHandler
from litestar.params import FromPath, JSONBody, QueryParameter

from visavis.channels.email import (
    aside,
    following,
    hosting,
    mailboxes,
    participant_routes,
    publishing,
    showing,
    side_routes,
    signing,
    trying,
    uploading,
)
from visavis.channels.email.models import KeptMail, Mailbox
from visavis.channels.email.oauth import routes as oauth_routes
from visavis.channels.email.schemas import (
    Accepted,
    DnsRecords,
    KeptMails,
    MailboxChanges,
    Mailboxes,
    NewMailbox,
    SelfSent,
    Tried,
)
from visavis.conversations import Message
from visavis.kit.limits import Bucket
from visavis.staff import CurrentAgent, HouseHere, staff_policy

ANYONE_HERE = staff_policy()
MANAGERS = staff_policy("admin")
# A test speaks to two servers that are named by whoever asks.
TEST = staff_policy("admin", bucket=Bucket("email.tests", 5, 5))
UPLOAD = staff_policy("admin", bucket=Bucket("email.uploads", 20, 60))
SEND = staff_policy(bucket=Bucket("email.sending", 30, 60))
LOOK_UP = staff_policy("admin", bucket=Bucket("email.dns", 20, 60))
TAGS = ["Email"]

Req = Request[Any, Any, Any]


@get("/mailboxes", policy=MANAGERS, summary="List the mailboxes of one's brands", tags=TAGS)
async def list_mailboxes(house: HouseHere, actor: CurrentAgent) -> Mailboxes:
    async with house.database.session(actor.brand_ids) as session:
        return Mailboxes(items=await mailboxes.of_brands(session, actor))


@post("/mailboxes", policy=MANAGERS, summary="Add a mailbox", tags=TAGS)
async def add(house: HouseHere, actor: CurrentAgent, data: JSONBody[NewMailbox]) -> Mailbox:
    async with house.database.session(actor.brand_ids) as session:
        return await mailboxes.add(session, house.keys, data)


@patch("/mailboxes/{mailbox_id:uuid}", policy=MANAGERS, summary="Change a mailbox", tags=TAGS)
async def change(
    house: HouseHere, actor: CurrentAgent, mailbox_id: FromPath[UUID], data: JSONBody[MailboxChanges]
) -> Mailbox:
    async with house.database.session(actor.brand_ids) as session:
        mailbox = await mailboxes.find(session, mailbox_id)
        return await mailboxes.change(session, house.keys, mailbox, data)


@delete("/mailboxes/{mailbox_id:uuid}", policy=MANAGERS, summary="Take a mailbox away", tags=TAGS)
async def remove(house: HouseHere, actor: CurrentAgent, mailbox_id: FromPath[UUID]) -> None:
    async with house.database.session(actor.brand_ids) as session:
        await mailboxes.remove(session, await mailboxes.find(session, mailbox_id))


@get(
    "/mailboxes/{mailbox_id:uuid}/dns",
    policy=LOOK_UP,
    summary="List what a mailbox's domain should publish, and what it does",
    tags=TAGS,
)
async def dns(house: HouseHere, actor: CurrentAgent, mailbox_id: FromPath[UUID]) -> DnsRecords:
    async with house.database.session(actor.brand_ids) as session:
        mailbox = await mailboxes.find(session, mailbox_id)
        key = await signing.find_or_make(session, house.keys, mailbox)
        now = session.clock()
    return DnsRecords(items=await publishing.records(mailbox, key), checked_at=now)


@get("/mail-hosts", policy=LOOK_UP, summary="Tell whose servers keep an address's mail", tags=TAGS)
async def host(address: Annotated[str, QueryParameter(max_length=254)]) -> hosting.Hosted:
    return await asyncio.to_thread(hosting.host_of, address)


@post(
    "/mailboxes/{mailbox_id:uuid}/test",
    policy=TEST,
    status_code=200,
    summary="Try a mailbox out: sign in to both of its servers, read its inbox, send a mail to itself",
    tags=TAGS,
)
async def test(house: HouseHere, actor: CurrentAgent, mailbox_id: FromPath[UUID]) -> Tried:
    return await trying.try_out(house, actor, mailbox_id)


@get(
    "/mailboxes/{mailbox_id:uuid}/test/{sent:uuid}",
    policy=MANAGERS,
    summary="Tell whether the mail that a mailbox sent to itself has come back",
    tags=TAGS,
)
async def came_back(
    house: HouseHere, actor: CurrentAgent, mailbox_id: FromPath[UUID], sent: FromPath[UUID]
) -> SelfSent:
    async with house.database.session(actor.brand_ids) as session:
        mailbox = await mailboxes.find(session, mailbox_id)
        return SelfSent(came_at=await trying.came(session, mailbox, sent))


@post(
    "/mailboxes/{mailbox_id:uuid}/mails",
    policy=UPLOAD,
    summary="Take in mails from a file, .eml or mbox (the body is the file)",
    tags=TAGS,
)
async def upload(house: HouseHere, actor: CurrentAgent, mailbox_id: FromPath[UUID], request: Req) -> Accepted:
    content = await request.body()
    async with house.database.session(actor.brand_ids) as session:
        mailbox = await mailboxes.find(session, mailbox_id)
    return await uploading.upload(house, mailbox, content)


@get("/mails/aside", policy=MANAGERS, summary="List the mails that found no place", tags=TAGS)
async def list_aside(house: HouseHere, actor: CurrentAgent) -> KeptMails:
    async with house.database.session(actor.brand_ids) as session:
        return KeptMails(items=await aside.list_aside(session, actor))


@post(
    "/mails/{mail_id:uuid}/retry",
    policy=MANAGERS,
    status_code=200,
    summary="Try again to place a mail that was quarantined",
    tags=TAGS,
)
async def retry(house: HouseHere, actor: CurrentAgent, mail_id: FromPath[UUID]) -> KeptMail:
    async with house.database.session(actor.brand_ids) as session:
        return await aside.retry(session, actor, mail_id)


@get(
    "/mails/{mail_id:uuid}/original",
    policy=MANAGERS,
    summary="Download a mail that found no place, as it came",
    media_type="application/octet-stream",
    tags=TAGS,
)
async def original(house: HouseHere, actor: CurrentAgent, mail_id: FromPath[UUID]) -> Response[bytes]:
    async with house.database.session(actor.brand_ids) as session:
        key = await aside.raw_key(session, actor, mail_id)
    return showing.download(await house.files.get(key))


@get(
    "/messages/{message_id:uuid}/mail",
    policy=ANYONE_HERE,
    summary="Show a mail as it was laid out, harmless (images of others only where asked for)",
    media_type="text/html",
    tags=TAGS,
)
async def show(
    house: HouseHere,
    actor: CurrentAgent,
    message_id: FromPath[UUID],
    images: Annotated[bool, QueryParameter()] = False,
) -> Response[str]:
    async with house.database.session(actor.brand_ids) as session:
        layout, text, _ = await showing.whole(session, actor, message_id)
        inline = await showing.enclosed(session, message_id)
    return await showing.page(layout, text, images=images, inline=inline)


@get(
    "/messages/{message_id:uuid}/mail/original",
    policy=ANYONE_HERE,
    summary="Download a mail as it came",
    media_type="application/octet-stream",
    tags=TAGS,
)
async def show_original(house: HouseHere, actor: CurrentAgent, message_id: FromPath[UUID]) -> Response[bytes]:
    async with house.database.session(actor.brand_ids) as session:
        *_, key = await showing.whole(session, actor, message_id)
    return showing.download(await house.files.get(key or ""))


@post(
    "/conversations/{conversation_id:uuid}/mail",
    policy=SEND,
    status_code=200,
    summary="Send what its customer has not read by email, at once",
    tags=TAGS,
)
async def send_now(house: HouseHere, actor: CurrentAgent, conversation_id: FromPath[UUID]) -> Message:
    async with house.database.session(actor.brand_ids) as session:
        return await following.send_now(session, actor, conversation_id=conversation_id)


handlers: list[BaseRouteHandler] = [
    *oauth_routes.handlers,
    *(list_mailboxes, add, change, remove, dns, host, test, came_back, upload),
    *(list_aside, retry, original, show, show_original, send_now),
    *participant_routes.handlers,
    *side_routes.handlers,
]
