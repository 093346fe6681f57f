from typing import LiteralString

import psycopg.errors

from visavis.brands.errors import SlugTaken
from visavis.brands.models import Brand, NewBrand
from visavis.brands.queries import place
from visavis.kit import crypto
from visavis.kit.crypto import Keys
from visavis.kit.database import Session
from visavis.kit.ids import uuid7

# What other floors give to every new brand, in its transaction: statements with %(brand_id)s and %(now)s.
# Registered in `app.py`, and nowhere else.
CREATED: list[LiteralString] = []


def when_created(statement: LiteralString) -> None:
    """Have this statement belong to every creation of a brand."""
    if statement not in CREATED:
        CREATED.append(statement)


async def create(session: Session, keys: Keys, new: NewBrand) -> Brand:
    """Create a brand with a secret of its own; raise `SlugTaken`.

    The session is the system's: a brand that does not exist yet is in nobody's scope.
    """
    brand_id = uuid7()
    secret = keys.seal(crypto.token("vbs").encode(), place=place(brand_id))
    try:
        await session.execute(
            """
            insert into brand (id, slug, name, locale, accent, greeting, allowed_origins, routing, live_within,
                               later_within, callbacks, chats_by_email, secret, created_at)
            values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
            """,
            (
                *(brand_id, new.slug, new.name, new.locale, new.accent, new.greeting),
                *(new.allowed_origins, new.routing, new.live_within, new.later_within, new.callbacks),
                *(new.chats_by_email, secret, session.clock()),
            ),
        )
    except psycopg.errors.UniqueViolation as taken:
        raise SlugTaken from taken
    for statement in CREATED:
        await session.execute(statement, {"brand_id": brand_id, "now": session.clock()})
    return Brand(
        id=brand_id,
        slug=new.slug,
        name=new.name,
        locale=new.locale,
        accent=new.accent,
        greeting=new.greeting,
        allowed_origins=new.allowed_origins,
        routing=new.routing,
        live_within=new.live_within,
        later_within=new.later_within,
        callbacks=new.callbacks,
        chats_by_email=new.chats_by_email,
    )
