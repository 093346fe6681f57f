"""A house in which Claire visits Maison Lumen while Léa is there, or is not."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from tests.cast import Cast
from visavis import customers, inviting
from visavis.brands import Brand
from visavis.customers import Visitor
from visavis.inviting import ReportedMoment
from visavis.inviting.models import How, Invitation, InvitationRule, NewInvitationRule
from visavis.inviting.rules import add_rule, rules_of
from visavis.routing import Capacity

PLENTY = Capacity(places=400, free=400, waiting=0)
PAYMENT = "https://www.lumen.example/checkout?card=1"


def payment_failed(visit: UUID | None = None, times: int = 2) -> ReportedMoment:
    """The second payment of a visit was refused."""
    return ReportedMoment(moment="payment_error", page_url=PAYMENT, times=times, visit_id=visit or uuid4())


async def reports(
    cast: Cast,
    visitor: Visitor,
    reported: ReportedMoment,
    *,
    capacity: Capacity = PLENTY,
    at: datetime | None = None,
) -> Invitation | None:
    """A visitor's page reports a moment."""
    clock = (lambda: at) if at else None
    async with cast.house.database.session(visitor.brand_ids, clock=clock) as session:
        return await inviting.decide(session, visitor, reported, capacity=capacity, within_s=60)


async def answers(
    cast: Cast, visitor: Visitor, invitation: Invitation, how: How, *, at: datetime | None = None
) -> None:
    """A visitor answers an invitation."""
    clock = (lambda: at) if at else None
    async with cast.house.database.session(visitor.brand_ids, clock=clock) as session:
        await inviting.end(session, visitor, invitation_id=invitation.id, how=how)


async def somebody(cast: Cast, brand: Brand | None = None) -> Visitor:
    """Somebody who never came before."""
    async with cast.house.database.system() as session:
        return (await customers.welcome(session, (brand or cast.lumen).id, "fr", None)).visitor


async def invited(cast: Cast, *, at: datetime | None = None) -> tuple[Visitor, Invitation]:
    """Somebody who is invited: one in twenty is held out, and then somebody else comes."""
    while True:
        visitor = await somebody(cast)
        if invitation := await reports(cast, visitor, payment_failed(), at=at):
            return visitor, invitation


async def rule(cast: Cast, **given: Any) -> InvitationRule:
    """Add a rule to Maison Lumen's."""
    async with cast.house.database.session([cast.lumen.id]) as session:
        return await add_rule(session, cast.lumen.id, NewInvitationRule(**given))


async def rules(cast: Cast, brand: Brand) -> list[InvitationRule]:
    """List a brand's rules."""
    async with cast.house.database.session([brand.id]) as session:
        return await rules_of(session, brand.id)


def later(cast: Cast, **time: float) -> datetime:
    """Give a time to come."""
    return cast.house.database.clock() + timedelta(**time)
