"""Brands: their walls and their secrets."""

from collections.abc import AsyncIterator

import pytest

from visavis import brands
from visavis.brands import Brand, BrandChanges, BrandNotFound, NewBrand, SlugTaken
from visavis.kit.crypto import Keys
from visavis.kit.database import Database

KEYS = Keys(b"k" * 32)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url)
    await database.open()
    yield database
    await database.close()


async def create(database: Database, slug: str) -> Brand:
    async with database.system() as session:
        return await brands.create(session, KEYS, NewBrand(slug=slug, name=slug.title(), locale="fr"))


async def test_whoever_works_for_one_brand_can_neither_see_nor_change_the_other(database: Database) -> None:
    atelier, jardin = await create(database, "atelier"), await create(database, "jardin")
    async with database.session([atelier.id]) as session:
        assert await brands.all_brands(session) == [atelier]
        with pytest.raises(BrandNotFound):
            await brands.brand(session, jardin.id)
        with pytest.raises(BrandNotFound):
            await brands.brand_by_slug(session, "jardin")
        with pytest.raises(BrandNotFound):
            await brands.edit(session, jardin.id, BrandChanges(name="Mine"))
        with pytest.raises(BrandNotFound):
            await brands.rotate_secret(session, KEYS, jardin.id)
        with pytest.raises(BrandNotFound):
            await brands.identity_secret(session, KEYS, jardin.id)
    async with database.session([]) as session:
        assert await brands.all_brands(session) == []
    async with database.system() as session:
        assert await brands.brand(session, jardin.id) == jardin


async def test_two_brands_cannot_share_a_short_name(database: Database) -> None:
    await create(database, "atelier")
    with pytest.raises(SlugTaken):
        await create(database, "atelier")


async def test_a_secret_is_sealed_for_its_own_brand_and_opens_nowhere_else(database: Database) -> None:
    atelier, jardin = await create(database, "atelier"), await create(database, "jardin")
    async with database.system() as session:
        secret = await brands.identity_secret(session, KEYS, atelier.id)
        assert secret.startswith(b"vbs_")
        assert secret != await brands.identity_secret(session, KEYS, jardin.id)
        row = await session.tuple("select secret from brand where id = %s", (atelier.id,))
        assert row
        assert secret not in bytes(row[0])
        await session.execute("update brand set secret = %s where id = %s", (row[0], jardin.id))
        with pytest.raises(ValueError, match="does not open"):
            await brands.identity_secret(session, KEYS, jardin.id)
