"""Hooks over HTTP: for admins, and for the providers that call them."""

from typing import Any
from uuid import UUID

from litestar import Request, delete, get, post
from litestar.handlers import BaseRouteHandler
from litestar.params import FromPath, JSONBody

from visavis.channels.email import mailboxes
from visavis.channels.email.hooks import registering, taking
from visavis.channels.email.hooks.models import Call, Hooks, MadeHook, NewHook, Told
from visavis.channels.email.reader import LARGEST
from visavis.kit.house import address_of
from visavis.kit.limits import Bucket
from visavis.kit.policy import Anyone
from visavis.staff import CurrentAgent, HouseHere, staff_policy

MANAGERS = staff_policy("admin")
# A provider tells of thousands of mails from few addresses; who knows no hook's address learns nothing.
PROVIDERS = Anyone(bucket=Bucket("email.hooks", 600, 1200))
# A mail in JSON or in a form takes half as much again, and its parts stand beside it.
BODY = 3 * LARGEST
TAGS = ["Email"]

Req = Request[Any, Any, Any]


@get("/mailboxes/{mailbox_id:uuid}/hooks", policy=MANAGERS, summary="List the hooks of a mailbox", tags=TAGS)
async def list_hooks(house: HouseHere, actor: CurrentAgent, mailbox_id: FromPath[UUID]) -> Hooks:
    async with house.database.session(actor.brand_ids) as session:
        mailbox = await mailboxes.find(session, mailbox_id)
        return Hooks(items=await registering.of_mailbox(session, mailbox))


@post(
    "/mailboxes/{mailbox_id:uuid}/hooks",
    policy=MANAGERS,
    summary="Make an address at which a provider brings a mailbox's mail; it is shown this once",
    tags=TAGS,
)
async def make(
    house: HouseHere, actor: CurrentAgent, mailbox_id: FromPath[UUID], data: JSONBody[NewHook]
) -> MadeHook:
    async with house.database.session(actor.brand_ids) as session:
        mailbox = await mailboxes.find(session, mailbox_id)
        return await registering.make(session, house, mailbox, data)


@delete("/mail-hooks/{hook_id:uuid}", policy=MANAGERS, summary="Take a hook away", tags=TAGS)
async def remove(house: HouseHere, actor: CurrentAgent, hook_id: FromPath[UUID]) -> None:
    async with house.database.session(actor.brand_ids) as session:
        await registering.remove(session, await registering.find(session, hook_id))


@post(
    "/incoming-mail/{key:str}/mime",
    policy=PROVIDERS,
    status_code=200,
    request_max_body_size=BODY,
    summary="Bring mail, or news of mail (for Postmark, Mailgun, Amazon SES and Brevo)",
    tags=TAGS,
)
async def bring(house: HouseHere, key: FromPath[str], request: Req) -> Told:
    hook = await taking.known(house, key, address_of(request), request.headers.get("authorization", ""))
    call = Call(body=await request.body(), content_type=request.headers.get("content-type", ""))
    return await taking.take(house, hook, call)


handlers: list[BaseRouteHandler] = [list_hooks, make, remove, bring]
