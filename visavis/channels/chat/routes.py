"""The widget over HTTP."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, delete, get, patch, post, put
from litestar.handlers import BaseRouteHandler
from litestar.params import FromPath, JSONBody, QueryParameter

from visavis import brands, conversations, customers, inviting
from visavis.brands import Brand, Opening
from visavis.channels.chat.schemas import BrandView, Claim, NewVisit, ServiceModeChoice, Visit
from visavis.conversations import editing, queries, resolving, sending, starting, timeline
from visavis.conversations.models import Attachment, Message, VisitorConversation
from visavis.conversations.schemas import (
    Edit,
    NewConversation,
    NewVisitorMessage,
    OwnConversation,
    OwnConversations,
    ReadMark,
    StartedConversation,
    Timeline,
)
from visavis.conversations.serving import file_response
from visavis.customers import CurrentVisitor, VisitorChanges, VisitorView, visitor_policy
from visavis.kit.database import Session
from visavis.kit.limits import Bucket
from visavis.kit.policy import Anyone
from visavis.promises import Offer
from visavis.routing import CurrentWatch, Watch
from visavis.staff import HouseHere

VISITS = Anyone(bucket=Bucket("widget.visits", 60, 120))
READ = visitor_policy()
WRITE = visitor_policy("widget.writing", burst=40, per_minute=120)
UPLOAD = visitor_policy("widget.uploads", burst=12, per_minute=20)
CLAIM = visitor_policy("widget.claims", burst=20, per_minute=20)


@post("/session", policy=VISITS, status_code=200, summary="Begin or take up a visit")
async def begin(house: HouseHere, watch: CurrentWatch, data: JSONBody[NewVisit]) -> Visit:
    async with house.database.system() as session:
        brand = await brands.brand_by_slug(session, data.brand)
        welcome = await customers.welcome(session, brand.id, data.locale, data.token)
        visitor = welcome.visitor
        view = await customers.visitor_view(session, visitor.id, signed=visitor.signed)
        face = await _face(session, watch, brand)
    return Visit(token=welcome.token, visitor=view, brand=face)


@post("/identify", policy=CLAIM, status_code=200, summary="Say who one is, signed by the site")
async def identify(
    house: HouseHere, watch: CurrentWatch, visitor: CurrentVisitor, data: JSONBody[Claim]
) -> Visit:
    async with house.database.session(visitor.brand_ids) as session:
        brand = await brands.brand(session, visitor.brand_id)
        secret = await brands.identity_secret(session, house.keys, brand.id)
        known = await customers.identify(session, visitor, brand=brand, secret=secret, jwt=data.jwt)
        now = known.welcome.visitor
        view = await customers.visitor_view(session, now.id, signed=True)
        if known.absorbed_id is not None:
            await conversations.move_to(
                session,
                from_customer_id=known.absorbed_id,
                to_customer_id=now.id,
                name=view.name,
            )
            await inviting.move_to(session, from_customer_id=known.absorbed_id, to_customer_id=now.id)
        face = await _face(session, watch, brand)
    return Visit(token=known.welcome.token, visitor=view, brand=face)


@patch("/visitor", policy=WRITE, summary="Say who one is, unproven")
async def describe(house: HouseHere, visitor: CurrentVisitor, data: JSONBody[VisitorChanges]) -> VisitorView:
    async with house.database.session(visitor.brand_ids) as session:
        return await customers.describe(session, visitor, data)


@put("/service-mode", policy=WRITE, summary="Choose how to be served")
async def choose(house: HouseHere, visitor: CurrentVisitor, data: JSONBody[ServiceModeChoice]) -> VisitorView:
    async with house.database.session(visitor.brand_ids) as session:
        return await customers.choose(session, visitor, data.service_mode)


@get("/hours", policy=READ, summary="When the brand is open")
async def hours(house: HouseHere, visitor: CurrentVisitor) -> Opening:
    async with house.database.session(visitor.brand_ids) as session:
        return await _opening(session, visitor.brand_id)


@get("/offers", policy=READ, summary="Ask how one who writes now would be answered")
async def list_offers(
    house: HouseHere,
    watch: CurrentWatch,
    visitor: CurrentVisitor,
    subject: Annotated[UUID | None, QueryParameter(description="what one would write about")] = None,
) -> list[Offer]:
    if subject is None:
        return watch.offers(visitor.brand_id, visitor.locale)
    async with house.database.session(visitor.brand_ids) as session:
        about = await brands.subject(session, visitor.brand_id, subject)
    return watch.offers(visitor.brand_id, visitor.locale, about.team_id)


@get("/conversations", policy=READ, summary="List one's conversations")
async def list_own(house: HouseHere, visitor: CurrentVisitor) -> OwnConversations:
    async with house.database.session(visitor.brand_ids) as session:
        return OwnConversations(items=await queries.own(session, visitor))


@post("/conversations", policy=WRITE, summary="Begin a conversation")
async def start(
    house: HouseHere, watch: CurrentWatch, visitor: CurrentVisitor, data: JSONBody[NewConversation]
) -> StartedConversation:
    async with house.database.session(visitor.brand_ids) as session:
        about = data.subject_id and await brands.subject(session, visitor.brand_id, data.subject_id)
        conversation, message = await starting.start(
            session,
            visitor,
            body=data.body,
            client_id=data.client_id,
            attachment_ids=data.attachment_ids,
            page_url=data.page_url,
            page_title=data.page_title,
            # The click is the offer: what can be kept is looked at again now.
            answer=watch.answer(
                visitor.brand_id, visitor.locale, session.clock(), team_id=about.team_id if about else None
            ),
            occasion=await inviting.occasion(session, visitor),
            subject=about or None,
        )
    return StartedConversation(conversation=conversation.for_customer(), message=message)


@get("/conversations/{conversation_id:uuid}", policy=READ, summary="Open one's conversation")
async def open_own(
    house: HouseHere, visitor: CurrentVisitor, conversation_id: FromPath[UUID]
) -> OwnConversation:
    async with house.database.session(visitor.brand_ids) as session:
        conversation = await conversations.access_conversation(session, visitor, conversation_id)
        messages, more = await timeline.page(session, visitor, conversation)
    return OwnConversation(conversation=conversation.for_customer(), messages=messages, more=more)


@get("/conversations/{conversation_id:uuid}/messages", policy=READ, summary="Read further back")
async def list_own_messages(
    house: HouseHere,
    visitor: CurrentVisitor,
    conversation_id: FromPath[UUID],
    before: Annotated[int | None, QueryParameter(ge=1, le=2**53)] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 50,
) -> Timeline:
    async with house.database.session(visitor.brand_ids) as session:
        conversation = await conversations.access_conversation(session, visitor, conversation_id)
        items, more = await timeline.page(session, visitor, conversation, before=before, limit=limit)
    return Timeline(items=items, more=more)


@post("/conversations/{conversation_id:uuid}/messages", policy=WRITE, summary="Write")
async def send(
    house: HouseHere,
    watch: CurrentWatch,
    visitor: CurrentVisitor,
    conversation_id: FromPath[UUID],
    data: JSONBody[NewVisitorMessage],
) -> Message:
    answer = await watch.answer_in(conversation_id, visitor.brand_id, visitor.locale, house.database.clock())
    async with house.database.session(visitor.brand_ids, lean=True) as session:
        return await sending.send(
            session,
            visitor,
            conversation_id=conversation_id,
            body=data.body,
            client_id=data.client_id,
            attachment_ids=data.attachment_ids,
            answer=answer,
        )


@post(
    "/conversations/{conversation_id:uuid}/read",
    policy=WRITE,
    status_code=200,
    summary="Note what was read",
)
async def read(
    house: HouseHere, visitor: CurrentVisitor, conversation_id: FromPath[UUID], data: JSONBody[ReadMark]
) -> VisitorConversation:
    async with house.database.session(visitor.brand_ids) as session:
        conversation = await conversations.mark_read(
            session, visitor, conversation_id=conversation_id, seq=data.seq
        )
    return conversation.for_customer()


@post(
    "/conversations/{conversation_id:uuid}/resolve",
    policy=WRITE,
    status_code=200,
    summary="Say that one needs nothing more",
)
async def resolve(
    house: HouseHere, visitor: CurrentVisitor, conversation_id: FromPath[UUID]
) -> VisitorConversation:
    async with house.database.session(visitor.brand_ids) as session:
        conversation = await resolving.resolve(session, visitor, conversation_id=conversation_id)
    return conversation.for_customer()


@patch("/messages/{message_id:uuid}", policy=WRITE, summary="Change what one wrote")
async def edit_own(
    house: HouseHere, visitor: CurrentVisitor, message_id: FromPath[UUID], data: JSONBody[Edit]
) -> Message:
    async with house.database.session(visitor.brand_ids) as session:
        return await editing.edit(session, visitor, message_id=message_id, body=data.body)


@delete("/messages/{message_id:uuid}", policy=WRITE, status_code=200, summary="Delete what one wrote")
async def delete_own(house: HouseHere, visitor: CurrentVisitor, message_id: FromPath[UUID]) -> Message:
    async with house.database.session(visitor.brand_ids) as session:
        return await editing.delete(session, visitor, message_id=message_id)


@post("/attachments", policy=UPLOAD, summary="Store a file for a message to come")
async def attach(
    house: HouseHere,
    visitor: CurrentVisitor,
    request: Request[Any, Any, Any],
    name: Annotated[str, QueryParameter(max_length=1000)] = "file",
) -> Attachment:
    content = await request.body()
    async with house.database.session(visitor.brand_ids) as session:
        return await conversations.attach(
            session,
            house.files,
            visitor,
            conversation_id=None,
            name=name,
            content=content,
            limit=house.max_upload,
        )


@get(
    "/attachments/{attachment_id:uuid}",
    policy=READ,
    summary="Download a file",
    media_type="application/octet-stream",
)
async def get_own_attachment(
    house: HouseHere, visitor: CurrentVisitor, attachment_id: FromPath[UUID]
) -> Response[bytes]:
    async with house.database.session(visitor.brand_ids) as session:
        attachment, key = await conversations.open_file(session, visitor, attachment_id)
    return file_response(attachment, await house.files.get(key))


async def _face(session: Session, watch: Watch, brand: Brand) -> BrandView:
    return BrandView.of(
        brand,
        await _opening(session, brand.id),
        watch.figure(brand.id),
        await brands.offered_subjects(session, brand.id),
    )


async def _opening(session: Session, brand_id: UUID) -> Opening:
    return brands.opening(await brands.hours_now(session, brand_id), session.clock())


handlers: list[BaseRouteHandler] = [
    begin,
    identify,
    describe,
    choose,
    hours,
    list_offers,
    list_own,
    start,
    open_own,
    list_own_messages,
    send,
    read,
    resolve,
    edit_own,
    delete_own,
    attach,
    get_own_attachment,
]
