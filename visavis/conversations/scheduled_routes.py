"""Answers that are sent later, over HTTP, for the staff."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import delete, get, patch, post
from litestar.handlers import BaseRouteHandler
from litestar.params import FromPath, JSONBody
from msgspec import Meta

from visavis import brands
from visavis.conversations import message_routes, scheduled, scheduling
from visavis.conversations.access import access_conversation
from visavis.conversations.models import Addressed, Body
from visavis.conversations.scheduled import Scheduled
from visavis.conversations.schemas import AttachmentIds
from visavis.conversations.sending_times import SendingTime, sending_times
from visavis.staff import CurrentAgent, HouseHere, staff_policy

POLICY = staff_policy()
WRITE = staff_policy(bucket=message_routes.WRITING)
Later = Annotated[datetime, Meta(tz=True)]


class NewScheduled(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """An answer to send later; without a time, in some seconds, until which it can be taken back."""

    client_id: UUID
    body: Body
    attachment_ids: AttachmentIds = []
    addressed: Addressed | None = None
    send_at: Later | None = None


class ScheduledChanges(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Other words, or another time, for what is to be sent later."""

    body: Body | None = None
    send_at: Later | None = None


class ScheduledList(msgspec.Struct, kw_only=True):
    """What is still to be sent in a conversation, and when an answer may be sent later, on the brand's clock."""

    items: list[Scheduled]
    times: list[SendingTime]
    time_zone: str


@get(
    "/conversations/{conversation_id:uuid}/scheduled",
    policy=POLICY,
    summary="List what is sent later, and when it may be",
)
async def list_scheduled(
    house: HouseHere, actor: CurrentAgent, conversation_id: FromPath[UUID]
) -> ScheduledList:
    async with house.database.session(actor.brand_ids) as session:
        conversation = await access_conversation(session, actor, conversation_id)
        hours = (await brands.hours_now(session, conversation.brand_id)).hours
        return ScheduledList(
            items=await scheduled.of_conversation(session, conversation_id),
            times=sending_times(hours, session.clock()),
            time_zone=hours.time_zone,
        )


@post(
    "/conversations/{conversation_id:uuid}/scheduled",
    policy=WRITE,
    summary="Send an answer later, or so that it can be taken back",
)
async def schedule(
    house: HouseHere, actor: CurrentAgent, conversation_id: FromPath[UUID], data: JSONBody[NewScheduled]
) -> Scheduled:
    async with house.database.session(actor.brand_ids) as session:
        return await scheduling.schedule(
            session,
            actor,
            conversation_id=conversation_id,
            body=data.body,
            client_id=data.client_id,
            attachment_ids=data.attachment_ids,
            addressed=data.addressed,
            send_at=data.send_at,
        )


@patch("/scheduled-messages/{scheduled_id:uuid}", policy=WRITE, summary="Change what is sent later, or when")
async def reschedule(
    house: HouseHere, actor: CurrentAgent, scheduled_id: FromPath[UUID], data: JSONBody[ScheduledChanges]
) -> Scheduled:
    async with house.database.session(actor.brand_ids) as session:
        return await scheduling.reschedule(
            session, actor, scheduled_id=scheduled_id, body=data.body, send_at=data.send_at
        )


@delete(
    "/scheduled-messages/{scheduled_id:uuid}",
    policy=WRITE,
    status_code=200,
    summary="Take back what is not sent yet",
)
async def cancel(house: HouseHere, actor: CurrentAgent, scheduled_id: FromPath[UUID]) -> Scheduled:
    async with house.database.session(actor.brand_ids) as session:
        return await scheduling.cancel(session, actor, scheduled_id=scheduled_id)


@post(
    "/scheduled-messages/{scheduled_id:uuid}/send",
    policy=WRITE,
    status_code=200,
    summary="Send it at once",
)
async def send_now(house: HouseHere, actor: CurrentAgent, scheduled_id: FromPath[UUID]) -> Scheduled:
    async with house.database.session(actor.brand_ids) as session:
        return await scheduling.send_now(session, actor, scheduled_id=scheduled_id)


handlers: list[BaseRouteHandler] = [list_scheduled, schedule, reschedule, cancel, send_now]
