"""A mail that the house itself stumbles over does not go round for ever, and holds no other up."""

import psycopg
import pytest

from tests.cast import Cast
from tests.email.letters import arrives, became, mail, mailbox_of
from visavis.channels.email import aside
from visavis.channels.email.placing import TRIES, place
from visavis.channels.email.reader import Reader


async def test_what_cannot_be_placed_is_set_aside_in_the_end_and_placed_once_it_can_be(cast: Cast) -> None:
    mailbox = await mailbox_of(cast)
    owner = await psycopg.AsyncConnection.connect(cast.house.database.url, autocommit=True)
    await owner.execute("alter table mail add constraint fault check (subject <> 'Ma commande')")
    reader = Reader()
    async with owner:
        with pytest.raises(psycopg.IntegrityError):
            await arrives(cast, mailbox, mail())
        async with cast.house.database.system() as session:
            [(mail_id,)] = await session.tuples("select id from mail_in")
        try:
            for _ in range(TRIES - 2):
                with pytest.raises(psycopg.IntegrityError):
                    await place(cast.house, reader, mail_id)
            assert await became(cast, mail_id) == ("kept", "", None)
            await place(cast.house, reader, mail_id)
            assert await became(cast, mail_id) == ("quarantined", "not_placed", None)
            other = await arrives(cast, mailbox, mail(subject="Une autre", message_id="<two@example.fr>"))
            assert (await became(cast, other))[0] == "placed"
            await owner.execute("alter table mail drop constraint fault")
            async with cast.house.database.session(cast.ana.brand_ids) as session:
                await aside.retry(session, cast.ana, mail_id)
            await place(cast.house, reader, mail_id)
        finally:
            await reader.close()
    assert (await became(cast, mail_id))[0] == "placed"
