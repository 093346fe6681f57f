"""The database goes away under a running server, and comes back."""

import asyncio
import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, LiteralString
from uuid import UUID

import psycopg
import pytest

from tests.cast import Cast, Running
from visavis.conversations.editing import FORGET_FILE
from visavis.kit.dispatcher import Dispatcher, Row
from visavis.kit.errors import Unavailable
from visavis.kit.files import FileMissing
from visavis.kit.house import House
from visavis.kit.jobs import enqueue


async def order(database_url: str, statement: LiteralString) -> None:
    """Have the administrator do something."""
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as admin:
        await admin.execute(statement)


async def cut(database_url: str) -> None:
    """End every connection to this database, as its crash would."""
    await order(
        database_url,
        "select pg_terminate_backend(pid) from pg_stat_activity"
        " where datname = current_database() and pid <> pg_backend_pid()",
    )


async def test_who_stays_connected_hears_again_when_the_database_is_back(
    running: Running, database_url: str
) -> None:
    cast = running.cast
    conversation = await cast.starts(cast.claire)
    async with await running.live_visitor("claire") as claire, await running.live_agent("lea") as lea:
        for n in range(3):
            await cut(database_url)
            answer: dict[str, Any] = {"type": "failed"}
            while answer["type"] == "failed":
                answer = await lea.send(conversation.id, f"réponse {n}", client_id=UUID(int=n))
            await claire.hears("message.sent", data={"message": answer["message"]})
    _, messages = await cast.reads(cast.lea, conversation.id)
    assert [m.body for m in messages if m.kind == "message"] == [
        "Bonjour ?",
        *(f"réponse {n}" for n in range(3)),
    ]


async def test_jobs_are_done_again_when_the_database_is_back(running: Running, database_url: str) -> None:
    house = running.app.house
    await house.files.put("forgotten", b"a file that no message carries")
    await cut(database_url)
    await patiently(lambda: forget(house, "forgotten"))
    async with asyncio.timeout(20):
        while await exists(house, "forgotten"):  # noqa: ASYNC110 - a file cannot be waited for
            await asyncio.sleep(0.02)


async def test_jobs_go_on_after_what_their_runner_cannot_survive(
    running: Running, database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    house = running.app.house
    await house.files.put("forgotten", b"a file that no message carries")
    # A table that is away, as while an administrator restores it, ends the runner for good.
    await order(database_url, "alter table procrastinate_jobs rename to away")
    await cut(database_url)
    async with asyncio.timeout(20):
        while "their runner has ended" not in caplog.text:  # noqa: ASYNC110 - a log cannot be waited for
            await asyncio.sleep(0.02)
    await order(database_url, "alter table away rename to procrastinate_jobs")
    await patiently(lambda: forget(house, "forgotten"))
    async with asyncio.timeout(20):
        while await exists(house, "forgotten"):  # noqa: ASYNC110 - a file cannot be waited for
            await asyncio.sleep(0.02)


async def test_the_place_in_the_log_is_moved_before_an_event_is_told(cast: Cast) -> None:
    """A socket that connects while an event is told catches up to it, or would never hear it."""
    told: list[Row] = []
    done = asyncio.Event()

    async def deliver(row: Row) -> None:
        assert dispatcher.cursor == row.cursor
        await asyncio.sleep(0)
        told.append(row)
        if row.type == "message.sent":
            done.set()

    dispatcher = Dispatcher(cast.house.database, deliver, lambda text: None)
    await dispatcher.start()
    await cast.starts(cast.claire)
    await done.wait()
    await dispatcher.stop()
    assert [row.type for row in told] == ["conversation.opened", "message.sent"]


async def test_the_place_where_a_server_begins_is_one_that_a_crash_cannot_take_back(cast: Cast) -> None:
    """Numbers of transactions that wrote nothing are given again after a crash of PostgreSQL."""

    async def deliver(row: Row) -> None:
        return

    await cast.starts(cast.claire)
    async with cast.house.database.system() as session:
        await session.tuple("select pg_current_xact_id()")
    dispatcher = Dispatcher(cast.house.database, deliver, lambda text: None)
    await dispatcher.start()
    begun = dispatcher.cursor
    await dispatcher.stop()
    async with cast.house.database.system() as session:
        told = await session.tuples("select xid::text::bigint, position from event")
    # The very first place is before any event: another test's transactions may hide ours for a moment.
    assert begun in {(0, 0), *told}


async def test_events_of_a_conversation_are_told_in_its_order(cast: Cast) -> None:
    """However many write at once: who waited for another has the later place in the log."""
    numbers: list[int] = []
    done = asyncio.Event()

    async def deliver(row: Row) -> None:
        numbers.append(json.loads(row.payload)["message"]["seq"] if row.type == "message.sent" else 0)
        if len(numbers) == 2 + 200:
            done.set()

    dispatcher = Dispatcher(cast.house.database, deliver, lambda text: None)
    await dispatcher.start()
    conversation = await cast.starts(cast.claire)
    for _ in range(5):
        writers = [cast.claire, cast.lea] * 20
        await asyncio.gather(*(cast.says(who, conversation.id, "moi aussi") for who in writers))
    async with asyncio.timeout(10):
        await done.wait()
    await dispatcher.stop()
    told = [number for number in numbers if number]
    assert told == sorted(told)


async def test_who_leaves_while_being_greeted_is_forgotten(running: Running) -> None:
    token = running.cast.tokens["claire"]
    said = [
        {"type": "websocket.connect"},
        {"type": "websocket.receive", "text": json.dumps({"type": "hello", "token": token, "resume": None})},
    ]

    async def receive() -> dict[str, str]:
        return said.pop(0)

    async def send(frame: MutableMapping[str, Any]) -> None:
        if frame["type"] == "websocket.send":
            raise OSError("the client has left")

    scope: dict[str, Any] = {
        "type": "websocket",
        "path": "/live/visitor",
        "headers": [],
        "client": ("127.0.0.1", 1),
    }
    await running.app.live(scope, receive, send)
    assert len(running.app.live.registry) == 0


async def forget(house: House, key: str) -> None:
    async with house.database.system() as session:
        await enqueue(session, FORGET_FILE, key=key)


async def exists(house: House, key: str) -> bool:
    try:
        await house.files.get(key)
    except FileMissing:
        return False
    return True


async def patiently(act: Callable[[], Awaitable[None]]) -> None:
    """Do something again until the database is there."""
    async with asyncio.timeout(20):
        while True:
            try:
                return await act()
            except Unavailable:
                await asyncio.sleep(0.02)
