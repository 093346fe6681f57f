"""A visitor becomes a known customer, when the brand's own site signs who it is."""

from base64 import urlsafe_b64decode
from typing import Literal
from uuid import UUID

import msgspec
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from visavis.brands import Brand
from visavis.customers.choosing import bring_along
from visavis.customers.errors import ClaimRefused, ClaimUsed
from visavis.customers.models import Claims, Visitor
from visavis.customers.welcoming import Welcome, add_identity, begin_visit, end_visit, newcomer
from visavis.kit.database import Session

# A signature lives five minutes at most; clocks may differ by one.
LIFETIME = 300
SKEW = 60


class Header(msgspec.Struct, forbid_unknown_fields=True):
    """All that may stand in a claim's header: a key or an extension named there is not looked at, but refused."""

    alg: Literal["HS256"]
    typ: str = ""
    kid: str = ""


class Identified(msgspec.Struct, frozen=True):
    """The new visit, and the anonymous customer whose conversations come along, if any."""

    welcome: Welcome
    absorbed_id: UUID | None


async def identify(
    session: Session, visitor: Visitor, *, brand: Brand, secret: bytes, jwt: str
) -> Identified:
    """Recognise a customer by a signed claim; raise `ClaimRefused`, `ClaimUsed` or `VisitorUnknown`.

    The visit's old token dies with it. What an anonymous visitor wrote follows them; what
    another signed customer wrote in this browser does not.
    """
    claims = read(jwt, secret, brand.slug, int(session.clock().timestamp()))
    await _use_once(session, brand.id, claims)
    # First of all: of two who come with one visit at once, the second finds it ended.
    await end_visit(session, visitor)
    customer_id = await _known(session, brand.id, claims.sub)
    if customer_id is None:
        newcomer_id = await newcomer(session, brand.id, brand.locale) if visitor.signed else visitor.id
        await add_identity(session, brand.id, newcomer_id, "signed", claims.sub, verified=True)
        # Another browser may have been quicker: then it is the same person.
        customer_id = await _known(session, brand.id, claims.sub) or newcomer_id
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
    name = claims.name or (visitor.name if customer_id == visitor.id else None)
    welcome = await begin_visit(session, brand.id, customer_id, signed=True, name=name)
    absorbed = None if visitor.signed or customer_id == visitor.id else visitor.id
    if absorbed is not None:
        await bring_along(session, visitor, welcome.visitor)
    return Identified(welcome, absorbed)


def read(jwt: str, secret: bytes, slug: str, now: int) -> Claims:
    """Check a signed claim (HS256 only, our audience, short-lived); raise `ClaimRefused`."""
    if len(jwt) > 8000:
        raise ClaimRefused("it is too long")
    try:
        msgspec.json.decode(urlsafe_b64decode(jwt.partition(".")[0] + "=="), type=Header)
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


async def _known(session: Session, brand_id: UUID, sub: str) -> UUID | None:
    found = await session.tuple(
        "select customer_id from identity where brand_id = %s and kind = 'signed' and value = %s",
        (brand_id, sub),
    )
    return None if found is None else found[0]


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
