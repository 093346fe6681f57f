"""A visit begins: an old token is recognised, anything else makes an anonymous visitor."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from visavis.customers.access import load_visitor
from visavis.customers.errors import VisitorUnknown
from visavis.customers.events import VisitorLeft
from visavis.customers.models import Visitor
from visavis.kit import crypto
from visavis.kit.database import Session
from visavis.kit.events import Audience
from visavis.kit.ids import uuid7

LASTS = timedelta(days=365)
SIGNED_LASTS = timedelta(days=30)
RENEWED_AFTER = timedelta(days=1)


class Welcome(msgspec.Struct, frozen=True):
    """A visit: who the visitor is, and the token that proves it."""

    visitor: Visitor
    token: str


async def welcome(session: Session, brand_id: UUID, locale: str, token: str | None) -> Welcome:
    """Recognise a visitor of this brand by token, or begin an anonymous visit.

    The token is always ours: one that we did not make opens nothing and is never kept.
    """
    now = session.clock()
    if token is not None:
        try:
            visitor = await load_visitor(session, token)
        except VisitorUnknown:
            pass
        else:
            if visitor.brand_id == brand_id:
                return Welcome(visitor, await _renew(session, visitor, token, now))
    customer_id = await newcomer(session, brand_id, locale)
    return await begin_visit(session, brand_id, customer_id, signed=False, name=None)


async def newcomer(session: Session, brand_id: UUID, locale: str) -> UUID:
    """Make a customer of whom nothing is known but the brand where they came in."""
    customer_id = uuid7()
    await session.execute(
        "insert into customer (id, locale, created_at) values (%s, %s, %s)",
        (customer_id, locale, session.clock()),
    )
    await add_identity(session, brand_id, customer_id, "visitor", str(customer_id), verified=False)
    return customer_id


async def begin_visit(
    session: Session, brand_id: UUID, customer_id: UUID, *, signed: bool, name: str | None
) -> Welcome:
    """Open a visit for this customer with a fresh token."""
    now, token, session_id = session.clock(), crypto.token("vvt"), uuid7()
    await session.execute(
        """
        insert into visitor_session (id, brand_id, customer_id, token_hash, signed, created_at, seen_at, expires_at)
        values (%s, %s, %s, %s, %s, %s, %s, %s)
        """,
        (
            *(session_id, brand_id, customer_id, crypto.fingerprint(token), signed, now, now),
            now + (SIGNED_LASTS if signed else LASTS),
        ),
    )
    visitor = Visitor(id=customer_id, brand_id=brand_id, session_id=session_id, signed=signed, name=name)
    return Welcome(visitor, token)


async def end_visit(session: Session, visitor: Visitor) -> None:
    """End a visit: its token dies, and its sockets are closed; raise `VisitorUnknown` when it has ended."""
    if not await session.execute("delete from visitor_session where id = %s", (visitor.session_id,)):
        raise VisitorUnknown
    session.emit(
        VisitorLeft(session_id=visitor.session_id),
        Audience(brand_id=visitor.brand_id, customer_id=visitor.id),
    )


async def add_identity(
    session: Session, brand_id: UUID, customer_id: UUID, kind: str, value: str, *, verified: bool
) -> None:
    """Note a way of knowing a customer; one that is already somebody's stays theirs."""
    await session.execute(
        """
        insert into identity (id, brand_id, customer_id, kind, value, verified, created_at)
        values (%s, %s, %s, %s, %s, %s, %s) on conflict (brand_id, kind, value) do nothing
        """,
        (uuid7(), brand_id, customer_id, kind, value, verified, session.clock()),
    )


async def _renew(session: Session, visitor: Visitor, token: str, now: datetime) -> str:
    fresh = crypto.token("vvt")
    renewed = await session.execute(
        """
        update visitor_session set token_hash = %s, created_at = %s, seen_at = %s, expires_at = %s
        where id = %s and created_at < %s
        """,
        (
            *(crypto.fingerprint(fresh), now, now),
            *(now + (SIGNED_LASTS if visitor.signed else LASTS), visitor.session_id),
            now - RENEWED_AFTER,
        ),
    )
    return fresh if renewed else token
