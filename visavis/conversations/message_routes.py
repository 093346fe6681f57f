"""Messages once written, and their files, over HTTP, for the staff."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, delete, get, patch, post
from litestar.handlers import BaseRouteHandler
from litestar.params import FromPath, JSONBody, QueryParameter

from visavis.conversations import attaching, editing
from visavis.conversations.models import Attachment, Message
from visavis.conversations.schemas import Edit, Revisions
from visavis.conversations.serving import file_response
from visavis.kit.limits import Bucket
from visavis.staff import CurrentAgent, HouseHere, staff_policy

WRITING = Bucket("staff.writing", 120, 1200)
UPLOADS = Bucket("staff.uploads", 40, 240)
POLICY = staff_policy()
WRITE = staff_policy(bucket=WRITING)

Req = Request[Any, Any, Any]


@post(
    "/conversations/{conversation_id:uuid}/attachments",
    policy=staff_policy(bucket=UPLOADS),
    summary="Store a file for a message to come (the body is the file)",
)
async def attach_file(
    house: HouseHere,
    actor: CurrentAgent,
    conversation_id: FromPath[UUID],
    request: Req,
    name: Annotated[str, QueryParameter(max_length=1000)] = "file",
) -> Attachment:
    content = await request.body()
    async with house.database.session(actor.brand_ids) as session:
        return await attaching.attach(
            session,
            house.files,
            actor,
            conversation_id=conversation_id,
            name=name,
            content=content,
            limit=house.max_upload,
        )


@get(
    "/attachments/{attachment_id:uuid}",
    policy=POLICY,
    summary="Download a file",
    media_type="application/octet-stream",
)
async def get_attachment(
    house: HouseHere, actor: CurrentAgent, attachment_id: FromPath[UUID]
) -> Response[bytes]:
    async with house.database.session(actor.brand_ids) as session:
        attachment, key = await attaching.open_file(session, actor, attachment_id)
    return file_response(attachment, await house.files.get(key))


@patch("/messages/{message_id:uuid}", policy=WRITE, summary="Change what one wrote")
async def edit_message(
    house: HouseHere, actor: CurrentAgent, message_id: FromPath[UUID], data: JSONBody[Edit]
) -> Message:
    async with house.database.session(actor.brand_ids) as session:
        return await editing.edit(session, actor, message_id=message_id, body=data.body)


@delete("/messages/{message_id:uuid}", policy=WRITE, status_code=200, summary="Delete what one wrote")
async def delete_message(house: HouseHere, actor: CurrentAgent, message_id: FromPath[UUID]) -> Message:
    async with house.database.session(actor.brand_ids) as session:
        return await editing.delete(session, actor, message_id=message_id)


@get(
    "/messages/{message_id:uuid}/revisions",
    policy=POLICY,
    summary="Read what a message said before",
)
async def list_revisions(house: HouseHere, actor: CurrentAgent, message_id: FromPath[UUID]) -> Revisions:
    async with house.database.session(actor.brand_ids) as session:
        return Revisions(items=await editing.revisions(session, actor, message_id=message_id))


handlers: list[BaseRouteHandler] = [
    attach_file,
    get_attachment,
    edit_message,
    delete_message,
    list_revisions,
]
