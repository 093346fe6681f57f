"""A mail of any size is fetched whole, or its beginning is seen aside."""

from tests.cast import Cast
from tests.email.letters import mail
from tests.email.peers import Dovecot, dovecot, until
from tests.email.test_fetching import fetching, kept_all, letter, mailbox_at, placed
from visavis.channels.email.inbox import HEAD
from visavis.channels.email.reader import LARGEST

__all__ = ["dovecot"]


async def test_a_mail_that_is_too_large_is_seen_aside_and_those_after_it_go_on(
    cast: Cast, dovecot: Dovecot
) -> None:
    huge = bytes(mail("x", message_id="<huge@example.fr>")) + b"y" * 76 * 1000 + b"\r\n"
    dovecot.arrives(huge + (b"z" * 76 + b"\r\n") * (LARGEST // 78), letter(2))
    await mailbox_at(cast, dovecot)
    async with fetching(cast):
        await until(kept_all(cast, 2), "both are accounted for")
    assert [state for state, _ in await placed(cast)] == ["quarantined", "placed"]
    async with cast.house.database.system() as session:
        found = await session.tuple("select why, size, raw_key from mail_in where state = 'quarantined'")
    assert found is not None
    why, size, key = found
    assert why == "too_large"
    assert size > LARGEST
    assert len(await cast.house.files.get(key)) == HEAD
    # Tried again, its beginning is not taken for the whole.
    async with cast.house.database.system() as session:
        await session.execute("update mail_in set state = 'kept' where why = 'too_large'")
    assert [state for state, _ in await placed(cast)] == ["quarantined", "placed"]


async def test_a_mail_of_many_parts_is_kept_byte_by_byte(cast: Cast, dovecot: Dovecot) -> None:
    large = bytes(mail("x", message_id="<large@example.fr>")).replace(b"\n", b"\r\n")
    large += b"".join(b"%075d\r\n" % n for n in range(40_000))
    dovecot.arrives(large, b"Subject: \r\n\r\n")
    await mailbox_at(cast, dovecot)
    async with fetching(cast):
        await until(kept_all(cast, 2), "they are kept")
    async with cast.house.database.system() as session:
        found = await session.tuples("select raw_key from mail_in order by id")
    assert [await cast.house.files.get(key) for (key,) in found] == [large, b"Subject: \r\n\r\n"]
