"""A mailbox begins where its admin says: what lay there before is left, or is there to be read, and owed by nobody."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from tests.cast import Cast
from tests.email.letters import mail, mailbox_of
from tests.email.peers import Dovecot, dovecot, until
from tests.email.test_fetching import fetching, kept_all, mailbox_at, placed
from visavis.channels.email import mailboxes
from visavis.channels.email.models import Starts
from visavis.channels.email.schemas import MailboxChanges
from visavis.channels.email.uploading import upload

__all__ = ["dovecot"]

NOW = datetime.now(UTC)


def letter(subject: str, at: datetime = NOW, sender: str = "claire@example.fr") -> bytes:
    date = at.strftime("%a, %d %b %Y %H:%M:%S +0000")
    return bytes(mail(subject=subject, sender=sender, message_id=f"<{subject}@example.fr>", Date=date))


async def read(cast: Cast) -> dict[str, tuple[UUID, bool]]:
    """The subjects of what was read, each with its conversation and whether that is promised an answer."""
    assert all(state == "placed" for state, _ in await placed(cast))
    async with cast.house.database.system() as session:
        rows = await session.tuples(
            "select c.title, c.id from conversation c where c.channel = 'email' order by c.id"
        )
    promised = {row[0]: (await cast.reads(cast.lea, row[1]))[0].answer_by is not None for row in rows}
    return {title: (conversation_id, promised[title]) for title, conversation_id in rows}


@pytest.mark.parametrize(
    ("starts", "expected"),
    [("now", ["new"]), ("month", ["week", "day", "new"]), ("everything", ["year", "week", "day", "new"])],
)
async def test_an_inbox_is_read_from_where_its_admin_says(
    cast: Cast, dovecot: Dovecot, starts: Starts, expected: list[str]
) -> None:
    for subject, days in (("year", 365), ("week", 7), ("day", 1)):
        at = NOW - timedelta(days=days)
        dovecot.arrives(letter(subject, at), at=at)
    mailbox = await mailbox_at(cast, dovecot, starts=starts)
    # It came before one looked for the first time, and after the mailbox was added.
    dovecot.arrives(letter("new"))
    async with fetching(cast):
        await until(kept_all(cast, len(expected)), "it was read")
    found = await read(cast)
    assert list(found) == expected
    # What came lately may still wait for its answer; what is older does not.
    assert [subject for subject, (_, promised) in found.items() if promised] == [
        subject for subject in expected if subject in ("day", "new")
    ]
    async with cast.house.database.system() as session:
        told = await session.tuples(
            "select title from mail_ack a join conversation c on c.id = a.conversation_id"
        )
        assert {title for (title,) in told} <= {"day", "new"}
        assert await session.tuple("select last_uid from mailbox where id = %s", (mailbox.id,)) == (4,)


async def test_what_arrives_after_the_beginning_is_read_whatever_its_dates_say(
    cast: Cast, dovecot: Dovecot
) -> None:
    await mailbox_at(cast, dovecot, starts="now")
    async with fetching(cast):
        dovecot.arrives(letter("first"))
        await until(kept_all(cast, 1), "the first was read")
        # Somebody moves an old mail into the inbox: it is read, and is history.
        old = NOW - timedelta(days=90)
        dovecot.arrives(letter("moved", old), at=old)
        # Somebody's clock is wrong: it came now, and is owed an answer.
        dovecot.arrives(letter("wrong clock", old))
        await until(kept_all(cast, 3), "all were read")
    assert {subject: promised for subject, (_, promised) in (await read(cast)).items()} == {
        "first": True,
        "moved": False,
        "wrong clock": True,
    }


async def test_an_inbox_that_is_numbered_anew_is_read_from_the_same_beginning(
    cast: Cast, dovecot: Dovecot
) -> None:
    old = NOW - timedelta(days=60)
    dovecot.arrives(letter("old", old), at=old)
    await mailbox_at(cast, dovecot, starts="now")
    async with fetching(cast):
        dovecot.arrives(letter("first"))
        await until(kept_all(cast, 1), "the first was read")
    dovecot.renumber()
    dovecot.arrives(letter("second"))
    async with fetching(cast):
        await until(kept_all(cast, 3), "it was read again")
    async with cast.house.database.system() as session:
        await session.execute("select 1")
    states = sorted(state for state, _ in await placed(cast))
    assert states == ["duplicate", "placed", "placed"]


async def test_what_waited_while_the_house_was_away_is_owed_its_answer(cast: Cast, dovecot: Dovecot) -> None:
    mailbox = await mailbox_at(cast, dovecot, starts="now")
    async with cast.house.database.system() as session:
        await session.execute(
            "update mailbox set created_at = %s where id = %s", (NOW - timedelta(days=400), mailbox.id)
        )
    at = NOW - timedelta(days=30)
    dovecot.arrives(letter("a month ago", at), at=at)
    async with fetching(cast):
        await until(kept_all(cast, 1), "it was read")
    assert (await read(cast))["a month ago"][1]


async def test_an_archive_is_history_and_a_mail_of_today_is_not(cast: Cast) -> None:
    mailbox = await mailbox_of(cast, acknowledges=True)
    for subject, days in (("old", 10), ("today", 0)):
        await upload(cast.house, mailbox, letter(subject, NOW - timedelta(days=days)))
    assert {subject: promised for subject, (_, promised) in (await read(cast)).items()} == {
        "old": False,
        "today": True,
    }


async def test_history_is_not_acknowledged_and_a_customer_who_writes_again_is_promised(
    cast: Cast, dovecot: Dovecot
) -> None:
    old = NOW - timedelta(days=20)
    # Its sender's clock is ahead: by it alone, the mail would be of today.
    dovecot.arrives(letter("old"), at=old)
    mailbox = await mailbox_at(cast, dovecot, starts="month")
    async with cast.house.database.session(cast.ana.brand_ids) as session:
        await mailboxes.change(session, cast.house.keys, mailbox, MailboxChanges(acknowledges=True))
    async with fetching(cast):
        await until(kept_all(cast, 1), "it was read")
        assert not (await read(cast))["old"][1]
        again = mail(subject="Re: old", message_id="<2@example.fr>", In_Reply_To="<old@example.fr>")
        dovecot.arrives(bytes(again))
        await until(kept_all(cast, 2), "the second was read")
    found = await read(cast)
    assert list(found) == ["old"]
    assert found["old"][1]
    async with cast.house.database.system() as session:
        assert await session.tuples("select 1 from mail_ack") == []
