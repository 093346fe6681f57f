"""Acts asked for at the same moment are done together, and still each for itself."""

import asyncio
from collections.abc import Iterable
from typing import Any, LiteralString
from uuid import UUID

import psycopg
import pytest

from tests.cast import Cast
from visavis.kit.database import Database, OutcomeUnknown
from visavis.kit.errors import InvalidInput

RENAME: LiteralString = (
    "update brand set greeting = %(text)s || greeting where id = %(id)s returning greeting"
)
MINE: LiteralString = "select string_agg(slug, ' ') from brand"


async def ask(
    database: Database, brands: Iterable[UUID], turn: int, query: LiteralString, **params: object
) -> Any:
    """Do an act of one statement, and give what it says."""
    async with database.session(brands, lean=True) as session:
        answer = await session.at_once(turn, query, params)
    return answer and answer[0]


async def test_each_gets_its_own_answer_and_sees_its_own_brands(cast: Cast) -> None:
    database = cast.house.database
    brands = [cast.lumen, cast.brume] * 100
    asked = [
        ask(database, [b.id], n, "select %(n)s::int || (" + MINE + ")", n=n) for n, b in enumerate(brands)
    ]
    assert await asyncio.gather(*asked) == [f"{n}{b.slug}" for n, b in enumerate(brands)]


async def test_one_after_the_other_in_the_same_turn(cast: Cast) -> None:
    id = cast.lumen.id
    asked = [ask(cast.house.database, [id], 1, RENAME, id=id, text=str(n)) for n in range(10)]
    answers = await asyncio.gather(*asked)
    assert sorted(map(len, answers)) == list(range(1, 11))


@pytest.mark.parametrize("bad", ["a\0b", "x" * 2**20])
async def test_one_that_fails_takes_no_other_with_it(cast: Cast, bad: str) -> None:
    database, id = cast.house.database, cast.lumen.id
    query: LiteralString = "select 1 / (length(%(text)s) - 1048576), length(%(text)s)"
    texts = ["a", bad, "b", "c"]
    answers = await asyncio.gather(
        *(ask(database, [id], n, query, text=text) for n, text in enumerate(texts)), return_exceptions=True
    )
    assert [isinstance(answer, InvalidInput) for answer in answers] == [False, True, False, False]


async def test_one_that_has_to_wait_keeps_nobody_waiting(cast: Cast, database_url: str) -> None:
    database, id = cast.house.database, cast.lumen.id
    async with await psycopg.AsyncConnection.connect(database_url) as other:
        await other.execute("select pg_advisory_xact_lock(7)")
        waiting = asyncio.create_task(ask(database, [id], 7, MINE))
        others = await asyncio.gather(*(ask(database, [id], n, MINE) for n in range(6)))
        assert others == [cast.lumen.slug] * 6
        assert not waiting.done()
        await other.rollback()
        assert await waiting == cast.lumen.slug


async def test_when_the_database_is_lost_nobody_is_told_that_it_is_done(
    cast: Cast, database_url: str
) -> None:
    slow: LiteralString = "select 'done' from pg_sleep(30)"
    asked = [asyncio.create_task(ask(cast.house.database, [cast.lumen.id], n, slow)) for n in range(3)]
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as admin:
        ended = 0
        while not ended:
            found = await admin.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                " where datname = current_database() and query like '%%pg_sleep%%' and pid <> pg_backend_pid()"
            )
            ended = found.rowcount
    lost = await asyncio.gather(*asked, return_exceptions=True)
    assert {type(answer) for answer in lost} == {OutcomeUnknown}
    assert await ask(cast.house.database, [cast.lumen.id], 1, MINE) == cast.lumen.slug
