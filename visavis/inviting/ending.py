"""An invitation ends: accepted, declined, taken back, or passed over in silence."""

from datetime import timedelta
from uuid import UUID

from visavis.conversations.entries import Occasion
from visavis.customers import Visitor
from visavis.inviting.errors import InvitationNotFound
from visavis.inviting.models import How
from visavis.kit.database import Session

# What nobody answered for so long was ignored; what was accepted longer ago is not why somebody writes now.
GOOD_FOR = timedelta(minutes=30)


async def end(session: Session, visitor: Visitor, *, invitation_id: UUID, how: How) -> None:
    """Write down what became of an invitation, once; what comes later changes nothing.

    Raise `InvitationNotFound` unless it is this visitor's.
    """
    found = await session.tuple(
        "select from invitation where id = %s and customer_id = %s and arm = 'invited'",
        (invitation_id, visitor.id),
    )
    if found is None:
        raise InvitationNotFound
    await session.execute(
        """
        insert into invitation_end (invitation_id, brand_id, state, at) values (%s, %s, %s, %s)
        on conflict (invitation_id) do nothing
        """,
        (invitation_id, visitor.brand_id, how, session.clock()),
    )


async def end_ignored(session: Session) -> int:
    """Write down those that nobody answered; tell how many."""
    now = session.clock()
    return await session.execute(
        """
        insert into invitation_end (invitation_id, brand_id, state, at)
        select i.id, i.brand_id, 'ignored', i.at + %(good_for)s from invitation i
        where i.arm = 'invited' and i.at < %(now)s - %(good_for)s
          and not exists (select from invitation_end e where e.invitation_id = i.id)
        on conflict (invitation_id) do nothing
        """,
        {"now": now, "good_for": GOOD_FOR},
    )


async def occasion(session: Session, visitor: Visitor) -> Occasion | None:
    """Give why a visitor who begins a conversation now was invited to, if they were and have not written since."""
    return await session.row(
        Occasion,
        """
        select i.moment, i.amount, i.page
        from invitation i join invitation_end e on e.invitation_id = i.id
        where i.customer_id = %(customer_id)s and e.state = 'accepted' and e.at > %(since)s
          and not exists (select from conversation c where c.customer_id = i.customer_id and c.created_at >= e.at)
        order by e.at desc limit 1
        """,
        {"customer_id": visitor.id, "since": session.clock() - GOOD_FOR},
    )


async def move_to(session: Session, *, from_customer_id: UUID, to_customer_id: UUID) -> None:
    """Count an anonymous visitor's invitations as those of the customer they turned out to be."""
    await session.execute(
        "update invitation set customer_id = %s where customer_id = %s", (to_customer_id, from_customer_id)
    )
