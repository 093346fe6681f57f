"""A server that hangs, lies or speaks another language costs nothing but its own mail, and is told apart by a name."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager

import anyio.to_thread
import pytest

from tests.cast import Cast
from tests.email.letters import NOWHERE
from tests.email.peers import until
from tests.email.test_fetching import fetching
from visavis.channels.email import mailboxes
from visavis.channels.email.inbox import Inbox
from visavis.channels.email.models import Server
from visavis.channels.email.reaching import Failed
from visavis.channels.email.schemas import NewMailbox

HELLO = "* OK [CAPABILITY IMAP4rev1] here"
INBOX = "* 1 EXISTS\n* OK [UIDVALIDITY 7] ok\n{tag} OK [READ-ONLY] done"
READY: tuple[tuple[str, str], ...] = (
    ("CAPABILITY", "* CAPABILITY IMAP4rev1 IDLE\n{tag} OK done"),
    ("LOGIN", "{tag} OK welcome"),
    ("EXAMINE", INBOX),
)


@asynccontextmanager
async def _serving(hello: str, *script: tuple[str, str]) -> AsyncGenerator[Server]:
    """A server that answers each command as the script says, the first of its name first; BYE hangs up."""
    left, serving = list(script), set[asyncio.Task[None]]()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async def say(text: str) -> None:
            writer.write(text.replace("\n", "\r\n").encode() + b"\r\n")
            await writer.drain()

        tag, ours = "", asyncio.current_task()
        assert ours
        serving.add(ours)
        try:
            await say(hello)
            while line := (await reader.readline()).decode().strip():
                if line != "DONE":
                    tag, _, line = line.partition(" ")
                name = line
                found = next((one for one in left if name.upper().startswith(one[0])), None)
                if found is None:
                    await asyncio.Event().wait()
                else:
                    if found not in READY:  # whatever else is said, is said once
                        left.remove(found)
                    await say(found[1].format(tag=tag))
                    if "* BYE" in found[1]:
                        return
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield Server(host="127.0.0.1", port=server.sockets[0].getsockname()[1], security="none", user="u")
    for task in serving:
        task.cancel()
    await asyncio.gather(*serving, return_exceptions=True)


async def _open(server: Server) -> Inbox:
    return await anyio.to_thread.run_sync(Inbox, server, "127.0.0.1", "secret")


@pytest.mark.parametrize(
    ("hello", "script", "code"),
    [
        ("220 smtp.example ESMTP", (), "not_understood"),
        ("* BYE busy", (), "closed"),
        (HELLO, (READY[0], ("LOGIN", "{tag} NO [UNAVAILABLE] later")), "busy"),
        (HELLO, (READY[0], ("LOGIN", "{tag} NO [AUTHENTICATIONFAILED] no")), "signing_in_failed"),
        (HELLO, (READY[0], ("LOGIN", "* BYE gone")), "closed"),
        (HELLO, (*READY[:2], ("EXAMINE", "{tag} NO no such mailbox")), "no_inbox"),
        (HELLO, (*READY[:2], ("EXAMINE", "* 1 EXISTS\n{tag} OK done")), "not_understood"),
    ],
)
async def test_what_is_wrong_has_a_name(hello: str, script: Sequence[tuple[str, str]], code: str) -> None:
    async with _serving(hello, *script) as server:
        with pytest.raises(Failed) as why:
            await _open(server)
    assert why.value.code == code


async def _does(server: Server, *acts: str, uid: int = 0) -> object:
    """What the last of these acts gives."""
    found: object = None
    inbox = await _open(server)
    try:
        for name in acts:
            found = await anyio.to_thread.run_sync(getattr(inbox, name), 600 if name == "wait" else uid)
    finally:
        inbox.close()
    return found


@pytest.mark.parametrize("script", [(), READY[:1], READY[:2], READY])
async def test_who_hangs_is_given_up(
    monkeypatch: pytest.MonkeyPatch, script: Sequence[tuple[str, str]]
) -> None:
    monkeypatch.setattr("visavis.channels.email.inbox.ANSWERS", 0.1)
    async with _serving(HELLO, *script) as server:
        with pytest.raises(Failed) as why:
            await _does(server, "uids_after")
    assert why.value.code == "hung"


async def test_a_mail_that_was_deleted_meanwhile_is_passed_over() -> None:
    async with _serving(HELLO, *READY, ("UID FETCH", "{tag} OK nothing")) as server:
        assert await _does(server, "fetch", uid=5) is None


async def test_the_last_mail_that_is_named_for_want_of_another_is_not_new() -> None:
    async with _serving(HELLO, *READY, ("UID SEARCH", "* SEARCH 4\n{tag} OK done")) as server:
        assert await _does(server, "uids_after", uid=4) == []


async def test_a_server_that_will_not_give_a_mail_says_so() -> None:
    async with _serving(HELLO, *READY, ("UID FETCH", "{tag} NO [SERVERBUG] broken")) as server:
        with pytest.raises(Failed) as why:
            await _does(server, "fetch", uid=5)
    assert why.value.code == "not_given"


@pytest.mark.parametrize(
    "idle",
    [
        (("IDLE", "* 2 EXISTS\n+ idling"), ("DONE", "{tag} OK done")),
        (("IDLE", "+ idling\n* 2 EXISTS"), ("DONE", "{tag} OK done")),
        (("IDLE", "{tag} NO not today"),),
        (),  # it came while one searched
    ],
)
async def test_news_are_not_waited_for_twice(idle: Sequence[tuple[str, str]]) -> None:
    came = "* SEARCH\n{tag} OK done" if idle else "* SEARCH\n* 2 EXISTS\n{tag} OK done"
    async with _serving(HELLO, *READY, ("UID SEARCH", came), *idle) as server:
        await _does(server, "uids_after", "wait")


async def test_a_server_that_ends_the_session_while_one_waits_is_left() -> None:
    bye = ("IDLE", "+ idling\n* BYE going down")
    async with _serving(HELLO, *READY, ("UID SEARCH", "* SEARCH\n{tag} OK done"), bye) as server:
        with pytest.raises(Failed) as why:
            await _does(server, "uids_after", "wait")
    assert why.value.code in {"closed", "no_connection"}


async def test_a_mail_that_its_server_will_not_give_is_seen_aside_and_those_after_it_go_on(
    cast: Cast,
) -> None:
    both, none = ("UID SEARCH", "* SEARCH 1 2\n{tag} OK done"), ("UID SEARCH", "* SEARCH\n{tag} OK done")
    given = "* 2 FETCH (UID 2 RFC822.SIZE 14 BODY[]<0> {{14}}\nSubject: x\n\n)\n{tag} OK done"
    script = (*[both, ("UID FETCH 1 ", "{tag} NO [SERVERBUG] broken")] * 3, ("UID FETCH 2 ", given), none)
    async with _serving(HELLO, *READY, *script) as server:
        async with cast.house.database.session(cast.ana.brand_ids) as session:
            new = NewMailbox(
                starts="everything",
                brand_id=cast.lumen.id,
                address="a@lumen.example",
                incoming=server,
                outgoing=NOWHERE,
            )
            await mailboxes.add(session, cast.house.keys, new)
        async with fetching(cast):
            await until(_both_known(cast), "both are accounted for")


def _both_known(cast: Cast) -> Callable[[], Awaitable[bool]]:
    async def so() -> bool:
        async with cast.house.database.system() as session:
            found = await session.tuples("select state, why from mail_in order by id")
        return found == [("quarantined", "not_given"), ("kept", "")]

    return so
