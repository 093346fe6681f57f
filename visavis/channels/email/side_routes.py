"""What agents write to third parties beside a conversation, over HTTP."""

from uuid import UUID

from litestar import get, post
from litestar.handlers import BaseRouteHandler
from litestar.params import FromPath, JSONBody

from visavis.channels.email import forwarding, siding
from visavis.channels.email.forwarding import Forward
from visavis.channels.email.schemas import NewSide, NewSideMessage, OpenedSide
from visavis.conversations import Message, access_conversation, attaching, beside
from visavis.conversations.message_routes import WRITING
from visavis.staff import CurrentAgent, HouseHere, staff_policy

TAGS = ["Email"]
WRITE = staff_policy(bucket=WRITING)


@post(
    "/conversations/{conversation_id:uuid}/sides",
    policy=WRITE,
    summary="Write to a third party by email, and forward what is chosen of the conversation",
    tags=TAGS,
)
async def forward(
    house: HouseHere, actor: CurrentAgent, conversation_id: FromPath[UUID], data: JSONBody[NewSide]
) -> OpenedSide:
    async with house.database.session(actor.brand_ids) as session:
        conversation = await access_conversation(session, actor, conversation_id)
        files = await forwarding.files_of(session, actor, conversation_id, data.carries)
    copies = [
        await attaching.store(house.files, conversation.brand_id, name, await house.files.get(key))
        for name, key in files
    ]
    it = Forward(
        client_id=data.client_id,
        to=data.to,
        subject=data.subject,
        body=data.body,
        message_ids=data.message_ids,
        everything=data.everything,
        attachment_ids=data.attachment_ids,
    )
    async with house.database.session(actor.brand_ids) as session:
        side, _ = await forwarding.forward(
            session, actor, it, conversation_id=conversation_id, carried=copies
        )
        return OpenedSide(side=side, messages=await beside.said(session, side.id))


@get("/sides/{side_id:uuid}", policy=staff_policy(), summary="Open a side conversation", tags=TAGS)
async def open_side(house: HouseHere, actor: CurrentAgent, side_id: FromPath[UUID]) -> OpenedSide:
    async with house.database.session(actor.brand_ids) as session:
        side = await siding.access_side(session, actor, side_id)
        return OpenedSide(side=side, messages=await beside.said(session, side.id))


@post("/sides/{side_id:uuid}/messages", policy=WRITE, summary="Go on writing to a third party", tags=TAGS)
async def write(
    house: HouseHere, actor: CurrentAgent, side_id: FromPath[UUID], data: JSONBody[NewSideMessage]
) -> Message:
    async with house.database.session(actor.brand_ids) as session:
        return await forwarding.write(
            session,
            actor,
            side_id=side_id,
            client_id=data.client_id,
            body=data.body,
            attachment_ids=data.attachment_ids,
        )


handlers: list[BaseRouteHandler] = [forward, open_side, write]
