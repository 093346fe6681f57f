"""Every question asked about brands."""

from uuid import UUID

from visavis.brands.errors import BrandNotFound
from visavis.brands.models import Brand
from visavis.kit.crypto import Keys
from visavis.kit.database import Session

COLUMNS = """
    id, slug, name, locale, accent, greeting, allowed_origins, routing, live_within, later_within, callbacks,
    chats_by_email
"""


async def all_brands(session: Session) -> list[Brand]:
    """List the brands that this session may see, by name."""
    return await session.rows(Brand, f"select {COLUMNS} from brand order by name")


async def brand(session: Session, brand_id: UUID) -> Brand:
    """Find a brand; raise `BrandNotFound`."""
    found = await session.row(Brand, f"select {COLUMNS} from brand where id = %s", (brand_id,))
    if found is None:
        raise BrandNotFound
    return found


async def brand_by_slug(session: Session, slug: str) -> Brand:
    """Find a brand by its short name; raise `BrandNotFound`."""
    found = await session.row(Brand, f"select {COLUMNS} from brand where slug = %s", (slug,))
    if found is None:
        raise BrandNotFound
    return found


def place(brand_id: UUID) -> str:
    """Name the place where a brand's secret is sealed."""
    return f"brand.secret:{brand_id}"


async def identity_secret(session: Session, keys: Keys, brand_id: UUID) -> bytes:
    """Unseal the secret with which a brand's site signs who its customers are."""
    found = await session.tuple("select secret from brand where id = %s", (brand_id,))
    if found is None:
        raise BrandNotFound
    return keys.unseal(bytes(found[0]), place=place(brand_id))
