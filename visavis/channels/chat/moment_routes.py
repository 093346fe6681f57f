"""Critical moments over HTTP: the page reports, the house invites or does not."""

from uuid import UUID

from litestar import post
from litestar.handlers import BaseRouteHandler
from litestar.params import FromPath, JSONBody

from visavis import inviting
from visavis.customers import CurrentVisitor, visitor_policy
from visavis.inviting import InvitationAnswer, MomentAnswer, ReportedMoment
from visavis.routing import CurrentWatch
from visavis.staff import HouseHere

MOMENTS = visitor_policy("widget.moments", burst=20, per_minute=30)


@post("/moments", policy=MOMENTS, status_code=200, summary="Report a moment, and be invited or not")
async def report(
    house: HouseHere, watch: CurrentWatch, visitor: CurrentVisitor, data: JSONBody[ReportedMoment]
) -> MomentAnswer:
    live = next(
        (offer for offer in watch.offers(visitor.brand_id, visitor.locale) if offer.way == "live"), None
    )
    if live is None:
        return MomentAnswer(invitation=None)
    capacity = watch.capacity(visitor.brand_id, visitor.locale)
    async with house.database.session(visitor.brand_ids) as session:
        return MomentAnswer(
            invitation=await inviting.decide(
                session, visitor, data, capacity=capacity, within_s=live.within_s
            )
        )


@post(
    "/invitations/{invitation_id:uuid}/answer",
    policy=MOMENTS,
    status_code=204,
    summary="Say what became of an invitation",
)
async def answer(
    house: HouseHere,
    visitor: CurrentVisitor,
    invitation_id: FromPath[UUID],
    data: JSONBody[InvitationAnswer],
) -> None:
    async with house.database.session(visitor.brand_ids) as session:
        await inviting.end(session, visitor, invitation_id=invitation_id, how=data.how)


handlers: list[BaseRouteHandler] = [report, answer]
