"""What is said of a customer, by themselves or by an agent."""

from uuid import UUID

import msgspec
from msgspec import UNSET

from visavis.customers.access import access_customer
from visavis.customers.errors import IdentitySigned
from visavis.customers.events import CustomerChanged
from visavis.customers.models import Customer, CustomerChanges, Visitor, VisitorChanges, VisitorView
from visavis.customers.queries import customer, visitor_view
from visavis.kit.database import Session
from visavis.kit.errors import InvalidInput
from visavis.kit.events import Audience
from visavis.staff import AgentActor

MAX_ATTRIBUTES = 50


async def describe(session: Session, visitor: Visitor, changes: VisitorChanges) -> VisitorView:
    """Note what a visitor says of themselves; it proves nothing and opens nothing.

    Raises `IdentitySigned` when a signed customer's name or email would change.
    """
    if visitor.signed and (changes.name is not UNSET or changes.email is not UNSET):
        raise IdentitySigned
    given = {} if changes.attributes is UNSET else changes.attributes
    stored = await session.tuple(
        """
        update customer set name = coalesce(%s, name), email = coalesce(%s, email),
               attributes = attributes || %s::jsonb
        where id = %s returning (select count(*) from jsonb_object_keys(attributes))
        """,
        (
            None if changes.name is UNSET else changes.name,
            None if changes.email is UNSET else changes.email,
            msgspec.json.encode(given).decode(),
            visitor.id,
        ),
    )
    if stored is not None and stored[0] > MAX_ATTRIBUTES:
        raise InvalidInput(f"a customer has at most {MAX_ATTRIBUTES} attributes")
    await _tell(session, visitor.id, visitor.brand_id)
    return await visitor_view(session, visitor.id, signed=visitor.signed)


async def edit(session: Session, actor: AgentActor, customer_id: UUID, changes: CustomerChanges) -> Customer:
    """Correct what is known of a customer; raise `CustomerNotFound`."""
    current = await access_customer(session, actor, customer_id)
    given = {k: v for k, v in msgspec.structs.asdict(changes).items() if v is not UNSET}
    edited = msgspec.structs.replace(current, **given)
    await session.execute(
        "update customer set name = %s, email = %s, phone = %s where id = %s",
        (edited.name, edited.email, edited.phone, customer_id),
    )
    for brand_id in {identity.brand_id for identity in current.identities} or set(actor.brand_ids):
        await _tell(session, customer_id, brand_id)
    return edited


async def _tell(session: Session, customer_id: UUID, brand_id: UUID) -> None:
    told = await customer(session, customer_id)
    told.identities = [i for i in told.identities if i.brand_id == brand_id]
    session.emit(CustomerChanged(customer=told), Audience(brand_id=brand_id, customer_id=customer_id))
