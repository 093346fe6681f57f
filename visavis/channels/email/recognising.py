"""Whose mail it is: an address that was proven belongs to a customer; one that was not proves nothing."""

from typing import LiteralString
from uuid import UUID

from visavis.channels.email.reading import Address
from visavis.channels.email.verifying import Verdict
from visavis.customers import add_identity, newcomer
from visavis.kit.database import Session

KNOWN: LiteralString = """
select customer_id from identity where brand_id = %s and kind = %s and value = %s and verified
"""
# What a visitor only claimed gives way to who proved it.
PROVEN: LiteralString = """
insert into identity (id, brand_id, customer_id, kind, value, verified, created_at)
values (gen_random_uuid(), %s, %s, 'email', %s, true, %s)
on conflict (brand_id, kind, value) do update set customer_id = excluded.customer_id, verified = true
    where not identity.verified
"""


async def recognise(
    session: Session, brand_id: UUID, sender: Address, *, verdict: Verdict, locale: str
) -> UUID:
    """Give the customer whose mail this is, a new one where nobody is known.

    Mail that proves nothing is kept apart from whoever has proven this address: it is a customer of its own,
    known by what it writes under the address, and by nothing else. Mail that its domain disowns is nobody's.
    """
    email = sender.email.lower()
    kind, value = ("email", email) if verdict == "proven" else ("handle", f"mailto:{email}")
    known = None if verdict == "failed" else await session.tuple(KNOWN, (brand_id, kind, value))
    if known is not None:
        return known[0]
    customer_id = await newcomer(session, brand_id, locale)
    await session.execute(
        "update customer set name = %s, email = %s where id = %s",
        (sender.name[:120] or None, email[:254], customer_id),
    )
    if verdict == "proven":
        await session.execute(PROVEN, (brand_id, customer_id, email, session.clock()))
    elif verdict == "unknown":
        await add_identity(session, brand_id, customer_id, kind, value, verified=True)
    return customer_id
