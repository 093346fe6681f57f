"""One session is one transaction, seen through the brands that it may see."""

import pytest

from tests.cast import Cast
from visavis.kit.database import Database
from visavis.kit.errors import InvalidInput


async def test_a_connection_that_saw_one_brand_sees_only_the_next(cast: Cast, database_url: str) -> None:
    """The brands are told to a connection once, and told again when others are to be seen."""
    conversation = await cast.starts(cast.claire)
    database = Database(database_url, size=1)
    await database.open()
    count = "select count(*) from conversation where id = %s"
    for _ in range(2):
        for brand, there in ((cast.lumen, 1), (cast.brume, 0)):
            async with database.session([brand.id]) as session:
                assert await session.tuple(count, (conversation.id,)) == (there,)
            async with database.session([brand.id], lean=True) as session:
                assert await session.tuple(count, (conversation.id,)) == (there,)
        with pytest.raises(InvalidInput):
            async with database.session([cast.lumen.id]) as session:
                await session.tuple("select 1 / 0")
    await database.close()
