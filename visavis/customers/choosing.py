"""A visitor chooses how to be served: in a hurry, with advice, or left to browse."""

from visavis.customers.events import ServiceModeChosen
from visavis.customers.models import ServiceMode, Visitor, VisitorView
from visavis.customers.queries import visitor_view
from visavis.kit.database import Session
from visavis.kit.events import Audience


async def choose(session: Session, visitor: Visitor, mode: ServiceMode | None) -> VisitorView:
    """Remember how a visitor wants to be served; None takes it back. Said again, it changes nothing."""
    # Before anything is written: of two choices at once, the log tells last the one that stays.
    await session.execute(
        "select pg_advisory_xact_lock(hashtextextended('service_mode ' || %s::text, 0))", (visitor.id,)
    )
    changed = await session.execute(
        "update customer set service_mode = %s where id = %s and service_mode is distinct from %s",
        (mode, visitor.id, mode),
    )
    if changed:
        _tell(session, visitor, mode)
    return await visitor_view(session, visitor.id, signed=visitor.signed)


async def bring_along(session: Session, before: Visitor, now: Visitor) -> None:
    """Keep what an anonymous visitor chose a moment ago, when they turn out to be a known customer."""
    chosen = await session.tuple(
        """
        update customer u set service_mode = v.service_mode from customer v
        where v.id = %s and u.id = %s and v.service_mode is distinct from u.service_mode
          and v.service_mode is not null returning u.service_mode
        """,
        (before.id, now.id),
    )
    if chosen is not None:
        _tell(session, now, chosen[0])


def _tell(session: Session, visitor: Visitor, mode: ServiceMode | None) -> None:
    # The agents of the brand that is visited, and the customer's other tabs.
    session.emit(
        ServiceModeChosen(customer_id=visitor.id, service_mode=mode),
        Audience(brand_id=visitor.brand_id, customer_id=visitor.id),
    )
