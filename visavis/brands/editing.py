from uuid import UUID

import msgspec

from visavis.brands.models import Brand, BrandChanges
from visavis.brands.queries import brand, place
from visavis.kit import crypto
from visavis.kit.crypto import Keys
from visavis.kit.database import Session


async def edit(session: Session, brand_id: UUID, changes: BrandChanges) -> Brand:
    """Change what is given of a brand; raise `BrandNotFound`."""
    current = await brand(session, brand_id)
    given = {k: v for k, v in msgspec.structs.asdict(changes).items() if v is not msgspec.UNSET}
    edited = msgspec.structs.replace(current, **given)
    await session.execute(
        """
        update brand set name=%s, locale=%s, accent=%s, greeting=%s, allowed_origins=%s, routing=%s,
               live_within=%s, later_within=%s, callbacks=%s, chats_by_email=%s
        where id=%s
        """,
        (
            *(edited.name, edited.locale, edited.accent, edited.greeting),
            *(edited.allowed_origins, edited.routing, edited.live_within, edited.later_within),
            *(edited.callbacks, edited.chats_by_email, brand_id),
        ),
    )
    return edited


async def rotate_secret(session: Session, keys: Keys, brand_id: UUID) -> str:
    """Replace the identity secret, and give the new one, this once; the old one dies at once."""
    await brand(session, brand_id)
    secret = crypto.token("vbs")
    sealed = keys.seal(secret.encode(), place=place(brand_id))
    await session.execute("update brand set secret = %s where id = %s", (sealed, brand_id))
    return secret
