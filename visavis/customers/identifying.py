"""A visitor becomes a known customer, when the brand's own site signs who it is."""

from uuid import UUID

import msgspec
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from visavis.brands import Brand
from visavis.customers.errors import ClaimRefused, ClaimUsed
from visavis.customers.models import Claims, Visitor
from visavis.customers.welcoming import Welcome, add_identity, begin_visit, end_visit, newcomer
from visavis.kit.database import Session

# A signature lives five minutes at most; clocks may differ by one.
LIFETIME = 300
SKEW = 60


class Identified(msgspec.Struct, frozen=True):
    """The new visit, and the anonymous customer whose conversations come along, if any."""

    welcome: Welcome
    absorbed_id: UUID | None


async def identify(
    session: Session, visitor: Visitor, *, brand: Brand, secret: bytes, jwt: str
) -> Identified:
    """Recognise a customer by a signed claim; raise `ClaimRefused` or `ClaimUsed`.

    The visit's old token dies with it. What an anonymous visitor wrote follows them; what
    another signed customer wrote in this browser does not.
    """
    claims = read(jwt, secret, brand.slug, int(session.clock().timestamp()))
    await _use_once(session, brand.id, claims)
    known = await session.tuple(
        "select customer_id from identity where brand_id = %s and kind = 'signed' and value = %s",
        (brand.id, claims.sub),
    )
    if known is not None:
        customer_id: UUID = known[0]
    elif not visitor.signed:
        customer_id = visitor.id
    else:
        customer_id = await newcomer(session, brand.id, brand.locale)
    await add_identity(session, brand.id, customer_id, "signed", claims.sub, verified=True)
    if claims.email:
        await add_identity(session, brand.id, customer_id, "email", claims.email.lower(), verified=True)
    await session.execute(
        """
        update customer set name = coalesce(%s, name), email = coalesce(%s, email),
               phone = coalesce(%s, phone), signed_attributes = signed_attributes || %s::jsonb
        where id = %s
        """,
        (
            *(claims.name, claims.email, claims.phone),
            *(msgspec.json.encode(claims.attributes).decode(), customer_id),
        ),
    )
    await end_visit(session, visitor)
    name = claims.name or (visitor.name if customer_id == visitor.id else None)
    welcome = await begin_visit(session, brand.id, customer_id, signed=True, name=name)
    absorbed = None if visitor.signed or customer_id == visitor.id else visitor.id
    return Identified(welcome, absorbed)


def read(jwt: str, secret: bytes, slug: str, now: int) -> Claims:
    """Check a signed claim (HS256 only, our audience, short-lived); raise `ClaimRefused`."""
    if len(jwt) > 8000:
        raise ClaimRefused("it is too long")
    try:
        token = jws.deserialize_compact(jwt.encode(), OctKey.import_key(secret), algorithms=["HS256"])
        claims = msgspec.json.decode(token.payload, type=Claims)
    except (JoseError, ValueError, UnicodeError) as bad:
        raise ClaimRefused("it is not signed by this brand, or a claim is missing") from bad
    if claims.aud != slug:
        raise ClaimRefused("it is meant for another brand")
    if not claims.iat - SKEW <= now < claims.exp:
        raise ClaimRefused("it has expired")
    if not 0 < claims.exp - claims.iat <= LIFETIME:
        raise ClaimRefused("it lives longer than five minutes")
    return claims


async def _use_once(session: Session, brand_id: UUID, claims: Claims) -> None:
    used = await session.execute(
        """
        insert into used_claim (brand_id, jti, expires_at) values (%s, %s, to_timestamp(%s))
        on conflict do nothing
        """,
        (brand_id, claims.jti, claims.exp + SKEW),
    )
    if not used:
        raise ClaimUsed
