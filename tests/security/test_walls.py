"""The second wall: PostgreSQL itself keeps brands apart, whatever a statement forgets to ask."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any, LiteralString
from uuid import UUID, uuid4

import msgspec
import psycopg
import pytest
from psycopg import AsyncConnection, sql

from tests.security.filling import fill
from tests.security.stage import Stage
from visavis import conversations, customers
from visavis.conversations import access, attaching, queries, timeline
from visavis.conversations import sending as sending_act
from visavis.conversations.errors import AttachmentNotFound, ConversationNotFound
from visavis.customers.errors import CustomerNotFound
from visavis.kit.database import Database, Session
from visavis.kit.errors import VisavisError
from visavis.live import resuming
from visavis.staff import AgentActor

# What belongs to the whole house; a table that is neither here nor behind a wall fails.
COMMON = {
    *("agent", "agent_presence", "agent_session", "alembic_version", "api_key", "installation", "team"),
    *("mail_application", "team_agent"),
}
# Behind a wall without a brand_id of their own.
OTHERWISE = {"brand": "id", "customer": None}


@pytest.fixture(scope="module")
async def filled(stage: Stage) -> Stage:
    """Both brands with at least one row in each table."""
    await fill(stage)
    return stage


@pytest.fixture
async def application(filled: Stage) -> AsyncIterator[AsyncConnection[Any]]:
    """A connection of the application's own role, with no scope yet."""
    url = filled.running.app.house.database.url
    async with await AsyncConnection[Any].connect(url, options="-c role=visavis_app") as connection:
        yield connection


async def column(
    connection: AsyncConnection[Any], statement: LiteralString | sql.Composed, *params: object
) -> list[Any]:
    """Run a statement and give its first column."""
    return [row[0] for row in await (await connection.execute(statement, params or None)).fetchall()]


async def walled(connection: AsyncConnection[Any]) -> dict[str, str | None]:
    """Name every table behind a wall, with the column that tells the brand."""
    found = await column(
        connection,
        """
        select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
          and a.attname = 'brand_id' and not a.attisdropped
        """,
    )
    return {**dict.fromkeys(found, "brand_id"), **OTHERWISE}


async def scope(connection: AsyncConnection[Any], *brand_ids: UUID) -> None:
    await connection.execute("select set_config('app.brands', %s, true)", (",".join(map(str, brand_ids)),))


async def test_the_application_has_no_right_above_the_walls(application: AsyncConnection[Any]) -> None:
    rights = "select current_user, rolsuper, rolbypassrls from pg_roles where rolname = current_user"
    assert await (await application.execute(rights)).fetchone() == ("visavis_app", False, False)
    owned = "select count(*) from pg_class where relowner = (select oid from pg_roles where rolname = current_user)"
    assert await column(application, owned) == [0]


async def test_every_table_stands_behind_a_wall_or_is_the_whole_houses(
    application: AsyncConnection[Any],
) -> None:
    known = await walled(application)
    tables = await column(
        application,
        """
        select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
          and left(relname, 13) <> 'procrastinate'
        """,
    )
    assert set(tables) == set(known) | COMMON
    forced = await column(
        application, "select relname from pg_class where relrowsecurity and relforcerowsecurity"
    )
    assert set(forced) == set(known)
    policies = await column(application, "select tablename from pg_policies where 'visavis_app' = any(roles)")
    assert set(policies) == set(known)


async def test_without_a_scope_there_is_nothing(application: AsyncConnection[Any]) -> None:
    for unset in (None, "", "00000000-0000-0000-0000-000000000000"):
        if unset is not None:
            await application.execute("select set_config('app.brands', %s, true)", (unset,))
        for table, brand in (await walled(application)).items():
            # An event without a brand is the whole house's: someone's rights changed.
            seen = await column(
                application,
                sql.SQL("select count(*) from {} where {} is not null").format(
                    sql.Identifier(table), sql.Identifier(brand or "id")
                ),
            )
            assert seen == [0], f"{table} with {unset!r}"


async def test_with_one_brand_there_is_nothing_of_the_other(
    application: AsyncConnection[Any], filled: Stage
) -> None:
    both = {filled.cast.lumen.id, filled.cast.brume.id}
    for here in both:
        await scope(application, here)
        for table, brand in (await walled(application)).items():
            name = sql.Identifier(brand or "id")
            seen = await column(
                application, sql.SQL("select distinct {} from {}").format(name, sql.Identifier(table))
            )
            if table == "customer":
                seen = await column(
                    application,
                    "select distinct brand_id from identity i join customer c on c.id = i.customer_id",
                )
            assert {found for found in seen if found is not None} == {here}, table


async def test_nothing_is_written_for_another_brand(application: AsyncConnection[Any], filled: Stage) -> None:
    here, there = filled.cast.lumen.id, filled.cast.brume.id
    for table, brand in (await walled(application)).items():
        if table == "customer":
            continue  # seen through an identity: that one cannot be written
        columns = await column(
            application,
            "select attname from pg_attribute where attrelid = %s::regclass and attnum > 0 and attidentity = ''",
            table,
        )
        changed = {brand: str(there)} | ({"id": str(uuid4())} if "id" in columns and brand != "id" else {})
        listed = sql.SQL(", ").join(map(sql.Identifier, columns))
        copied = sql.SQL(
            """
            insert into {table} ({columns}) select {columns}
            from jsonb_populate_record(null::{table}, (select to_jsonb(x) from {table} x limit 1) || %s::jsonb)
            """
        ).format(table=sql.Identifier(table), columns=listed)
        moved = sql.SQL("update {} set {} = %s").format(sql.Identifier(table), sql.Identifier(brand or "id"))
        await refused(application, here, copied, msgspec.json.encode(changed).decode())
        await refused(application, here, moved, there)


async def refused(
    application: AsyncConnection[Any], here: UUID, statement: sql.Composed, value: object
) -> None:
    """Run a statement in the scope of a brand, and expect it to be forbidden."""

    async def attempt() -> None:
        async with application.transaction(force_rollback=True):
            await scope(application, here)
            await application.execute(statement, (value,))

    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        await attempt()


@pytest.mark.parametrize(
    "statement",
    [
        "update event set payload = ''",
        "delete from event",
        "truncate event",
        "update installation set epoch = 'x'",
        "delete from installation",
        "update brand_hours set version = 9",
        "delete from brand_hours",
        "alter table message disable row level security",
        "drop policy own_brands on message",
        "create table mine ()",
    ],
)
async def test_the_application_cannot_rewrite_what_happened(
    application: AsyncConnection[Any], statement: LiteralString
) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        async with application.transaction():
            await application.execute(statement)


async def test_a_statement_that_forgets_the_brand_finds_nothing_of_the_other(
    filled: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every question about conversations is asked with its condition of visibility replaced by `true`."""

    def everything(actor: AgentActor) -> tuple[LiteralString, dict[str, object]]:
        return "true", {"actor_id": actor.id}

    for module in (access, queries, attaching, sending_act, resuming):
        monkeypatch.setattr(module, "visible", everything)
    lea, other = filled.agents["lea"], await filled.row("other brand", fresh=False)
    here = filled.cast.lumen.id
    async with filled.running.app.house.database.session(lea.brand_ids) as session:
        found = await queries.inbox(session, lea, status="any", limit=100)
        assert {conversation.brand_id for conversation in found} == {here}
        assert len(found) >= 2, "with no condition at all, another team's are found: the wall is the brand's"
        assert set((await queries.counts(session, lea)).brands) == {here}
        assert await queries.of_customer(session, lea, other.visitor.id) == []
        assert await timeline.page(session, lea, other.conversation) == ([], False)
        for question in (
            lambda: conversations.access_conversation(session, lea, other.conversation.id),
            lambda: conversations.open_file(session, lea, other.file_id),
            lambda: conversations.send(
                session, lea, conversation_id=other.conversation.id, body="?", client_id=uuid4()
            ),
            lambda: customers.customer(session, other.visitor.id),
        ):
            with pytest.raises((ConversationNotFound, AttachmentNotFound, CustomerNotFound)):
                await question()
    until = filled.running.app.live.dispatcher.cursor
    told = await resuming.missed(
        filled.running.app.house.database,
        lea,
        since=until._replace(xid=0, position=0),
        until=until,
        epoch=filled.running.app.live.registry.epoch,
    )
    assert told
    assert not any(str(other.conversation.id) in frame for frame in told)


async def fails(session: Session) -> None:
    await session.execute("select 1 / 0")


async def conflicts(session: Session) -> None:
    await session.execute("insert into team (id, name, created_at) select id, name, now() from team")


async def is_refused(session: Session) -> None:
    await session.tuples("select id from brand")
    raise ConversationNotFound


async def breaks(session: Session) -> None:
    await session.tuples("select id from brand")
    raise RuntimeError("a mistake of ours")


async def takes_too_long(session: Session) -> None:
    async with asyncio.timeout(0.05):
        await session.tuples("select pg_sleep(5)")


async def goes_well(session: Session) -> None:
    assert len(await session.tuples("select id from brand")) == 1


async def loses_its_connection(session: Session) -> None:
    await session.execute("select pg_terminate_backend(pg_backend_pid())")


@pytest.mark.parametrize("lean", [False, True], ids=["ordinary", "lean"])
@pytest.mark.parametrize(
    "act", [goes_well, fails, conflicts, is_refused, breaks, takes_too_long, loses_its_connection]
)
async def test_a_scope_ends_with_its_session(
    filled: Stage, act: Callable[[Session], Any], lean: bool
) -> None:
    """One connection only, so that whoever comes next gets that very one."""
    database = Database(filled.running.app.house.database.url, size=1)
    await database.open()
    expected = (VisavisError, psycopg.Error, RuntimeError, TimeoutError)
    for _ in range(3):  # the third time, statements are prepared
        try:
            async with database.session([filled.cast.lumen.id], lean=lean) as session:
                await act(session)
        except expected:
            assert act is not goes_well
        for next_lean in (True, False):
            async with database.session([], lean=next_lean) as session:
                for table in ("brand", "conversation", "message", "customer"):
                    assert await session.tuple(f"select count(*) from {table}") == (0,)
        async with database.session([filled.cast.brume.id]) as session:
            assert await session.tuples("select id from brand") == [(filled.cast.brume.id,)]
    await database.close()
