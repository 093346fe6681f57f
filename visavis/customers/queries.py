"""Every question asked about customers."""

from uuid import UUID

import msgspec

from visavis.customers.errors import CustomerNotFound
from visavis.customers.models import Customer, Identity, VisitorView
from visavis.kit.database import Session

CUSTOMER = """
select u.id, u.name, u.email, u.phone, u.locale, u.service_mode, u.attributes, u.signed_attributes, u.created_at,
       (select jsonb_agg(jsonb_build_object('brand_id', i.brand_id, 'kind', i.kind, 'value', i.value,
                                            'verified', i.verified) order by i.created_at, i.id)
        from identity i where i.customer_id = u.id and i.kind <> 'visitor') as identities
from customer u where u.id = %s and exists (select from identity i where i.customer_id = u.id)
"""


def _build(**columns: object) -> Customer:
    columns["identities"] = msgspec.convert(columns["identities"] or [], list[Identity])
    return Customer(**columns)  # pyright: ignore[reportArgumentType] - named by the statement


async def customer(session: Session, customer_id: UUID) -> Customer:
    """Find a customer seen by this session; raise `CustomerNotFound`."""
    found = await session.row(_build, CUSTOMER, (customer_id,))
    if found is None:
        raise CustomerNotFound
    return found


async def visitor_view(session: Session, customer_id: UUID, *, signed: bool) -> VisitorView:
    """Tell a visitor what is known of them; an anonymous visit tells nothing that was signed."""
    found = await session.tuple(
        "select name, email, service_mode from customer where id = %s", (customer_id,)
    )
    if found is None:
        raise CustomerNotFound
    name, email, mode = found
    return VisitorView(id=customer_id, name=name, email=email, identified=signed, service_mode=mode)
