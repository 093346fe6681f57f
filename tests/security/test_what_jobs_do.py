"""Jobs run with the system's rights: each touches what it was made for, and no other row."""

import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, LiteralString
from uuid import UUID, uuid4

import psycopg
import pytest
from procrastinate.jobs import Status

from tests.email.letters import NOWHERE, mail
from tests.security.stage import Row, Stage
from visavis import conversations
from visavis.channels.email import mailboxes
from visavis.channels.email.keeping import keep
from visavis.channels.email.schemas import NewMailbox
from visavis.conversations import resolving
from visavis.kit.ids import uuid7

TABLES: list[LiteralString] = [
    *("brand", "agent", "team", "agent_session", "api_key", "agent_brand", "team_agent", "customer"),
    *("identity", "visitor_session", "used_claim", "conversation", "message", "message_revision"),
    *("attachment", "event", "installation", "brand_hours", "customer_presence"),
    *("promise", "promise_end", "promise_open", "callback", "callback_try", "callback_end"),
    *("invitation_rule", "invitation", "invitation_end", "subject", "scheduled_message"),
    *("mailbox", "mail_in", "mail", "mail_out", "mail_ack", "mail_participant", "mail_hook_token"),
]
Picture = dict[str, set[str]]
# What a job is asked, given both brands' rows, and the rows that may change: table → how many go or come.
Prepare = Callable[[Stage, Row, Row], Awaitable[tuple[dict[str, Any], dict[str, tuple[int, int]]]]]


async def picture(stage: Stage) -> Picture:
    """Take down every row of every table."""
    found: Picture = {}
    async with stage.running.app.house.database.system() as session:
        for table in TABLES:
            rows = await session.tuples(f"select to_jsonb(x) from {table} x")
            found[table] = {json.dumps(row[0], sort_keys=True) for row in rows}
    return found


async def age(stage: Stage, table: LiteralString, column: LiteralString, of: object) -> None:
    """Make a row old."""
    async with stage.running.app.house.database.system() as session:
        await session.execute(f"update {table} set {column} = now() - interval '5 days' where id = %s", (of,))


async def wake(stage: Stage, mine: Row, other: Row) -> tuple[dict[str, Any], dict[str, tuple[int, int]]]:
    ana = stage.agents["ana"]
    for row in (mine, other):
        async with stage.running.app.house.database.session(ana.brand_ids) as session:
            until = session.clock() + timedelta(hours=1)
            await resolving.snooze(session, ana, conversation_id=row.conversation.id, until=until)
        async with stage.running.app.house.database.system() as session:
            await session.execute(
                "update conversation set snoozed_until = now() - interval '1 s' where id = %s",
                (row.conversation.id,),
            )
    changed = {"conversation": (1, 1), "message": (0, 1), "event": (0, 1)}
    return {"conversation_id": str(mine.conversation.id)}, changed


async def forget_file(
    stage: Stage, mine: Row, other: Row
) -> tuple[dict[str, Any], dict[str, tuple[int, int]]]:
    async with stage.running.app.house.database.system() as session:
        found = await session.tuple("select file_key from attachment where id = %s", (mine.file_id,))
    assert found is not None
    return {"key": found[0]}, {}


async def sweep(stage: Stage, mine: Row, other: Row) -> tuple[dict[str, Any], dict[str, tuple[int, int]]]:
    house = stage.running.app.house
    for visitor in (mine.visitor, other.visitor):
        for old in (True, False):
            async with house.database.session(visitor.brand_ids) as session:
                loose = await conversations.attach(
                    session, house.files, visitor, conversation_id=None, name="x", content=b"x", limit=9
                )
            if old:
                await age(stage, "attachment", "created_at", loose.id)
    await age(stage, "attachment", "created_at", mine.file_id)  # sent long ago: it stays
    return {"timestamp": 0}, {"attachment": (2, 0)}


async def forget_passers_by(
    stage: Stage, mine: Row, other: Row
) -> tuple[dict[str, Any], dict[str, tuple[int, int]]]:
    for _ in range(2):
        passer_by, _ = await stage.visit()
        await age(stage, "visitor_session", "expires_at", passer_by.session_id)
    await stage.visit()  # still there, though silent
    signed, _ = await stage.visit("a customer who never wrote")
    await age(stage, "visitor_session", "expires_at", signed.session_id)
    await age(stage, "visitor_session", "expires_at", mine.visitor.session_id)  # has written
    async with stage.running.app.house.database.system() as session:
        await session.execute(
            "insert into used_claim (brand_id, jti, expires_at) values (%s, %s, now() - interval '1 hour')",
            (stage.cast.brume.id, uuid4().hex),
        )
    return {"timestamp": 0}, {
        "visitor_session": (4, 0),
        "identity": (2, 0),
        "customer": (2, 0),
        "used_claim": (1, 0),
    }


async def forget_sessions(
    stage: Stage, mine: Row, other: Row
) -> tuple[dict[str, Any], dict[str, tuple[int, int]]]:
    for who in ("lea", "oliver"):
        await stage.cookie(who)
        _, opened = await stage.cookie(who)
        await age(stage, "agent_session", "expires_at", opened)
    return {"timestamp": 0}, {"agent_session": (2, 0)}


async def forget_events(
    stage: Stage, mine: Row, other: Row
) -> tuple[dict[str, Any], dict[str, tuple[int, int]]]:
    async with stage.running.app.house.database.system() as session:
        old = await session.execute(
            "update event set at = now() - interval '4 days' where conversation_id = %s",
            (mine.conversation.id,),
        )
    return {"timestamp": 0}, {"event": (old, 0), "installation": (1, 1)}


async def end_ignored(
    stage: Stage, mine: Row, other: Row
) -> tuple[dict[str, Any], dict[str, tuple[int, int]]]:
    for visitor in (mine.visitor, other.visitor):
        for days_ago in (5, 0):
            await stage.invitation(visitor, days_ago=days_ago)
    return {"timestamp": 0}, {"invitation_end": (0, 2)}


async def place(stage: Stage, mine: Row, other: Row) -> tuple[dict[str, Any], dict[str, tuple[int, int]]]:
    kept = [await _kept(stage, row.conversation.brand_id) for row in (mine, other)]
    with psycopg.connect(stage.running.app.house.database.url, autocommit=True) as owner:
        owner.execute("delete from procrastinate_jobs where task_name = 'email.place' and status = 'todo'")
    assert all(kept)
    one = (0, 1)
    return {"mail_id": str(kept[0])}, {
        **{"mail_in": (1, 1), "mail": one, "mail_participant": one, "message": one, "conversation": one},
        **{"customer": one, "identity": (0, 2), "event": (0, 2), "promise": one, "promise_open": one},
    }


async def _kept(stage: Stage, brand_id: UUID) -> UUID | None:
    house, ana = stage.running.app.house, stage.agents["ana"]
    async with house.database.session(ana.brand_ids) as session:
        address = f"{uuid4().hex}@house.example"
        new = NewMailbox(brand_id=brand_id, address=address, incoming=NOWHERE, outgoing=NOWHERE)
        mailbox = await mailboxes.add(session, house.keys, new)
    raw = bytes(mail(to=address))
    return await keep(house.database, house.files, mailbox, raw, source="upload", source_key="1")


async def forget_tokens(
    stage: Stage, mine: Row, other: Row
) -> tuple[dict[str, Any], dict[str, tuple[int, int]]]:
    async with stage.running.app.house.database.system() as session:
        for row in (mine, other):
            mailbox_id, hook_id = uuid7(), uuid7()
            await session.execute(
                "insert into mailbox (id, brand_id, address, incoming, outgoing, created_at) "
                "values (%s, %s, %s, '{}', '{}', now())",
                (mailbox_id, row.conversation.brand_id, f"{mailbox_id}@house.example"),
            )
            await session.execute(
                "insert into mail_hook (id, brand_id, mailbox_id, provider, key_hash, created_at) "
                "values (%s, %s, %s, 'mailgun', %s, now())",
                (hook_id, row.conversation.brand_id, mailbox_id, hook_id.bytes),
            )
            for days in (5, 0):
                await session.execute(
                    "insert into mail_hook_token (hook_id, brand_id, token, digest, seen_at) "
                    "values (%s, %s, %s, '', now() - make_interval(days => %s))",
                    (hook_id, row.conversation.brand_id, str(days), days),
                )
    return {"timestamp": 0}, {"mail_hook_token": (2, 0)}


JOBS: dict[str, Prepare] = {
    "email.forget_tokens": forget_tokens,
    "email.place": place,
    "conversations.wake": wake,
    "conversations.forget_file": forget_file,
    "conversations.sweep_files": sweep,
    "customers.forget_passers_by": forget_passers_by,
    "inviting.end_ignored": end_ignored,
    "staff.forget_sessions": forget_sessions,
    "live.forget_events": forget_events,
}
ABOUT_ONE = {"conversations.wake", "conversations.forget_file", "email.place"}


async def run(stage: Stage, name: str, **arguments: Any) -> None:
    """Have the worker do one job, as it does in `serve`."""
    jobs = stage.running.app.jobs
    async with jobs.open_async():
        job_id = await jobs.configure_task(name).defer_async(**arguments)
        await jobs.run_worker_async(wait=False, install_signal_handlers=False, listen_notify=False)
        assert await jobs.job_manager.get_job_status_async(job_id) == Status.SUCCEEDED


async def test_every_job_has_its_case(stage: Stage) -> None:
    jobs: Any = stage.running.app.jobs
    registered = {name for name in jobs.tasks if "builtin" not in name}
    assert registered == set(JOBS)


@pytest.mark.parametrize("name", JOBS)
async def test_a_job_touches_its_own_rows_only(stage: Stage, name: str) -> None:
    if name not in ABOUT_ONE:
        await run(stage, name, timestamp=0)  # what is left of earlier tests
    mine, other = await stage.row("own"), await stage.row("other brand")
    arguments, expected = await JOBS[name](stage, mine, other)
    before = await picture(stage)
    await run(stage, name, **arguments)
    after = await picture(stage)
    changed = {
        table: (len(before[table] - after[table]), len(after[table] - before[table]))
        for table in TABLES
        if before[table] != after[table]
    }
    assert changed == expected
    if name == "conversations.wake":
        gone = [json.loads(row)["id"] for row in before["conversation"] - after["conversation"]]
        assert gone == [str(mine.conversation.id)]


async def test_a_file_that_is_forgotten_is_that_one(stage: Stage) -> None:
    mine, other = await stage.row("own"), await stage.row("other team")
    arguments, _ = await forget_file(stage, mine, other)
    await run(stage, "conversations.forget_file", **arguments)
    assert (await stage.ask("ana", "GET", f"/api/v1/attachments/{mine.file_id}")).status_code == 404
    assert (await stage.ask("ana", "GET", f"/api/v1/attachments/{other.file_id}")).content == b"a"


@pytest.mark.parametrize(
    "key",
    ["../../secret_key", "/etc/passwd", "018f0000-0000-7000-8000-000000000000/../../secret_key", "a\0b"],
)
async def test_no_job_reaches_out_of_the_folder_of_files(stage: Stage, key: str) -> None:
    folder = stage.running.app.house.files
    with pytest.raises(Exception, match=r".+"):
        await folder.get(key)
