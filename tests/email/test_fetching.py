"""Mail that lies in a house's inbox becomes its conversations, each once, whatever befalls the server or us."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager

import psycopg
import pytest

from tests.cast import Cast
from tests.email.letters import NOWHERE, mail
from tests.email.peers import PASSWORD, Dovecot, dovecot, until
from visavis.channels.email import mailboxes
from visavis.channels.email.fetching import Fetcher
from visavis.channels.email.models import Health, Mailbox, Server, Starts
from visavis.channels.email.placing import place
from visavis.channels.email.reader import Reader
from visavis.channels.email.schemas import MailboxChanges, NewMailbox

__all__ = ["dovecot"]


async def mailbox_at(
    cast: Cast,
    server: Dovecot,
    password: str = PASSWORD,
    *,
    outgoing: Server = NOWHERE,
    acknowledges: bool = True,
    starts: Starts = "everything",
) -> Mailbox:
    """Maison Lumen's mailbox, whose inbox is Dovecot's."""
    incoming = Server(host="127.0.0.1", port=server.imap, security="none", user=server.user)
    async with cast.house.database.session(cast.ana.brand_ids) as session:
        new = NewMailbox(
            starts=starts,
            brand_id=cast.lumen.id,
            address="bonjour@lumen.example",
            incoming=incoming,
            outgoing=outgoing,
            incoming_password=password,
            acknowledges=acknowledges,
        )
        return await mailboxes.add(session, cast.house.keys, new)


@asynccontextmanager
async def fetching(cast: Cast) -> AsyncGenerator[Fetcher]:
    """A server that reads the mailboxes."""
    fetcher = Fetcher(cast.house)
    fetcher.start()
    try:
        yield fetcher
    finally:
        await fetcher.stop()


def letter(number: int) -> bytes:
    return bytes(mail(f"Question {number} ?\n", message_id=f"<{number}@example.fr>", subject=f"N° {number}"))


async def placed(cast: Cast) -> list[tuple[str, str]]:
    """Places what is kept, and tells what became of all: state, and its source's number."""
    reader = Reader()
    async with cast.house.database.system() as session:
        kept = await session.tuples("select id from mail_in where state = 'kept' order by id")
    try:
        for (mail_id,) in kept:
            await place(cast.house, reader, mail_id)
    finally:
        await reader.close()
    async with cast.house.database.system() as session:
        found = await session.tuples("select state, split_part(source_key, ':', 2) from mail_in order by id")
    return [(state, number) for state, number in found]


async def _health(cast: Cast, mailbox: Mailbox) -> Health:
    async with cast.house.database.system() as session:
        return (await mailboxes.find(session, mailbox.id)).receiving


def kept_all(cast: Cast, many: int) -> Callable[[], Awaitable[bool]]:
    async def enough() -> bool:
        async with cast.house.database.system() as session:
            return await session.tuple("select count(*) from mail_in") == (many,)

    return enough


def _told(cast: Cast, mailbox: Mailbox, state: str, code: str = "") -> Callable[[], Awaitable[bool]]:
    async def so() -> bool:
        health = await _health(cast, mailbox)
        return (health.state, health.code) == (state, code)

    return so


def _read_to(cast: Cast, uid: int) -> Callable[[], Awaitable[bool]]:
    async def so() -> bool:
        async with cast.house.database.system() as session:
            return await session.tuple("select last_uid from mailbox") == (uid,)

    return so


async def test_a_mail_in_the_inbox_begins_a_conversation_and_stays_there_unmarked(
    cast: Cast, dovecot: Dovecot
) -> None:
    dovecot.arrives(letter(1))
    before = dovecot.holds()
    mailbox = await mailbox_at(cast, dovecot)
    async with fetching(cast):
        await until(kept_all(cast, 1), "it is kept")
        await until(_told(cast, mailbox, "ok"), "the mailbox is well")
    assert await placed(cast) == [("placed", "1")]
    async with cast.house.database.system() as session:
        [found] = await session.tuples("select title from conversation where channel = 'email'")
    assert found == ("N° 1",)
    assert dovecot.holds() == before


async def test_a_push_of_the_server_is_enough(
    cast: Cast, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("visavis.channels.email.fetching.LOOK", 1000.0)
    mailbox = await mailbox_at(cast, dovecot)
    async with fetching(cast):
        await until(_told(cast, mailbox, "ok"), "the inbox is open")
        await until(lambda: "IDLE" in dovecot.commands(), "it idles")
        dovecot.arrives(letter(1))
        await until(kept_all(cast, 1), "it is kept")


async def test_a_server_that_never_pushes_is_looked_at_anyway(
    cast: Cast, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("visavis.channels.email.fetching.LOOK", 1.0)
    dovecot.stop()
    dovecot.capability = "IMAP4rev1 UIDPLUS"
    dovecot.start()
    mailbox = await mailbox_at(cast, dovecot)
    async with fetching(cast):
        await until(_told(cast, mailbox, "ok"), "the inbox is open")
        dovecot.arrives(letter(1))
        await until(kept_all(cast, 1), "it is kept")


async def test_who_is_thrown_out_comes_back_and_misses_nothing(cast: Cast, dovecot: Dovecot) -> None:
    mailbox = await mailbox_at(cast, dovecot)
    async with fetching(cast):
        await until(_told(cast, mailbox, "ok"), "the inbox is open")
        await until(lambda: dovecot.sessions() == 1, "the session is listed")
        dovecot.kick()
        dovecot.arrives(letter(1), letter(2))
        await until(kept_all(cast, 2), "both are kept")
        # Servers end sessions as they please: nobody is alarmed by one.
        assert (await _health(cast, mailbox)).state == "ok"
    assert [state for state, _ in await placed(cast)] == ["placed", "placed"]


async def test_a_server_that_was_restored_renumbers_and_doubles_nothing(cast: Cast, dovecot: Dovecot) -> None:
    dovecot.arrives(letter(1), letter(2))
    await mailbox_at(cast, dovecot)
    async with fetching(cast):
        await until(kept_all(cast, 2), "both are kept")
    await placed(cast)
    dovecot.renumber()
    dovecot.arrives(letter(3))
    async with fetching(cast):
        await until(kept_all(cast, 5), "all were read again")
    assert [state for state, _ in await placed(cast)] == [*["placed"] * 2, *["duplicate"] * 2, "placed"]


async def test_after_thirty_days_of_absence_all_is_fetched_in_its_order(cast: Cast, dovecot: Dovecot) -> None:
    dovecot.arrives(letter(0))
    await mailbox_at(cast, dovecot)
    async with fetching(cast):
        await until(kept_all(cast, 1), "the first is kept")
    async with cast.house.database.system() as session:
        await session.execute("update mail_in set received_at = received_at - interval '30 days'")
    dovecot.arrives(*map(letter, range(1, 40)))
    async with fetching(cast):
        await until(kept_all(cast, 40), "all are kept")
    assert await placed(cast) == [("placed", str(n)) for n in range(1, 41)]


async def test_a_wrong_password_is_told_and_the_right_one_is_used_at_once(
    cast: Cast, dovecot: Dovecot
) -> None:
    dovecot.arrives(letter(1))
    mailbox = await mailbox_at(cast, dovecot, password="other")
    async with fetching(cast):
        await until(_told(cast, mailbox, "failed", "signing_in_failed"), "it is told")
        async with cast.house.database.session(cast.ana.brand_ids) as session:
            await mailboxes.change(
                session, cast.house.keys, mailbox, MailboxChanges(incoming_password=PASSWORD)
            )
        await until(kept_all(cast, 1), "it is kept")
        await until(_told(cast, mailbox, "ok"), "all is well")


async def test_a_server_that_was_away_is_read_when_it_is_back(cast: Cast, dovecot: Dovecot) -> None:
    dovecot.arrives(letter(1))
    dovecot.stop()
    mailbox = await mailbox_at(cast, dovecot)
    async with fetching(cast):
        await until(_told(cast, mailbox, "failed", "no_connection"), "it is told")
        dovecot.start()
        await until(kept_all(cast, 1), "it is kept")
        await until(_told(cast, mailbox, "ok"), "all is well")


async def test_of_two_servers_one_reads_and_the_other_takes_over(cast: Cast, dovecot: Dovecot) -> None:
    mailbox = await mailbox_at(cast, dovecot)
    async with fetching(cast) as second, fetching(cast) as first:
        await until(lambda: first.reads or second.reads, "one reads")
        dovecot.arrives(*map(letter, range(5)))
        await until(kept_all(cast, 5), "all are kept")
        assert sorted([first.reads, second.reads], key=len) == [set(), {mailbox.id}]
        assert dovecot.sessions() == 1
        [reading] = [one for one in (first, second) if one.reads]
        await reading.stop()
        dovecot.arrives(letter(5))
        await until(kept_all(cast, 6), "the other took over")
    assert [state for state, _ in await placed(cast)] == ["placed"] * 6


async def test_who_was_killed_before_the_cursor_moved_doubles_nothing(cast: Cast, dovecot: Dovecot) -> None:
    dovecot.arrives(letter(1), letter(2))
    await mailbox_at(cast, dovecot)
    async with fetching(cast):
        await until(_read_to(cast, 2), "both are kept")
    async with cast.house.database.system() as session:
        await session.execute("update mailbox set last_uid = 1")  # as it is when one dies in between
    async with fetching(cast):
        await until(_read_to(cast, 2), "it was looked at again")
    assert await placed(cast) == [("placed", "1"), ("placed", "2")]


async def test_a_mail_that_could_not_be_kept_is_fetched_again(cast: Cast, dovecot: Dovecot) -> None:
    dovecot.arrives(letter(1))
    mailbox = await mailbox_at(cast, dovecot)
    owner = await psycopg.AsyncConnection.connect(cast.house.database.url, autocommit=True)
    await owner.execute("alter table mail_in add constraint full_disk check (size < 0)")
    async with owner, fetching(cast):
        await until(lambda: dovecot.said().count("Login:") > 2, "it was tried twice")
        await owner.execute("alter table mail_in drop constraint full_disk")
        await until(kept_all(cast, 1), "it is kept")
        await until(_told(cast, mailbox, "ok"), "all is well")


async def test_a_mailbox_that_is_switched_off_or_taken_away_is_left_alone(
    cast: Cast, dovecot: Dovecot
) -> None:
    mailbox = await mailbox_at(cast, dovecot)
    async with fetching(cast) as fetcher:
        await until(lambda: fetcher.reads == {mailbox.id}, "it is read")
        async with cast.house.database.session(cast.ana.brand_ids) as session:
            await mailboxes.change(session, cast.house.keys, mailbox, MailboxChanges(enabled=False))
        await until(lambda: not fetcher.reads, "it is read no more")
        async with cast.house.database.session(cast.ana.brand_ids) as session:
            await mailboxes.change(session, cast.house.keys, mailbox, MailboxChanges(enabled=True))
        await until(lambda: fetcher.reads == {mailbox.id}, "it is read again")
        async with cast.house.database.session(cast.ana.brand_ids) as session:
            await mailboxes.remove(session, mailbox)
        await until(lambda: not fetcher.reads, "it is gone")


async def test_another_server_that_numbers_its_mails_the_same_is_read_from_its_beginning(
    cast: Cast, dovecot: Dovecot
) -> None:
    dovecot.arrives(letter(1))
    mailbox = await mailbox_at(cast, dovecot)
    async with fetching(cast):
        await until(_read_to(cast, 1), "the first is kept")
    # The house was read from elsewhere until now, and its mails had the same numbers there.
    async with cast.house.database.system() as session:
        await session.execute(
            "update mail_in set source_key = replace(source_key, '127.0.0.1', 'old.example')"
        )
        await session.execute(
            "update mailbox set incoming = jsonb_set(incoming, '{host}', '\"old.example\"')"
        )
    async with cast.house.database.session(cast.ana.brand_ids) as session:
        before = await mailboxes.find(session, mailbox.id)
        await mailboxes.change(session, cast.house.keys, before, MailboxChanges(incoming=mailbox.incoming))
    async with fetching(cast):
        await until(kept_all(cast, 2), "the mail of the same number is kept too")
