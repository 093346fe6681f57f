"""A mailbox is the house's own: its passwords are shown to nobody, and who takes it away ends what goes by it."""

import pytest

from tests.cast import Cast
from tests.email.letters import NOWHERE, arrives, became, mail, mailbox_of
from visavis.brands import BrandNotFound
from visavis.channels.email import mailboxes
from visavis.channels.email.delivering import Postman
from visavis.channels.email.errors import AddressInvalid, MailboxGone, MailboxTaken
from visavis.channels.email.schemas import MailboxChanges, NewMailbox
from visavis.kit.ids import uuid7


async def test_a_mailbox_that_was_taken_away_sends_nothing_more_and_says_so(cast: Cast) -> None:
    mailbox = await mailbox_of(cast)
    _, _, conversation_id = await became(cast, await arrives(cast, mailbox, mail()))
    assert conversation_id is not None
    said = await cast.says(cast.lea, conversation_id, "Elle part demain.")
    async with cast.house.database.session(cast.ana.brand_ids) as session:
        await mailboxes.remove(session, mailbox)
    assert await Postman(cast.house).go() == 0
    _, messages = await cast.reads(cast.lea, conversation_id)
    [sent] = [message for message in messages if message.id == said.id]
    assert sent.mail is not None
    assert (sent.mail.state, sent.mail.why) == ("bounced", "mailbox_gone")
    with pytest.raises(MailboxGone):
        await cast.says(cast.lea, conversation_id, "Elle est partie.")


@pytest.mark.parametrize(
    "address", ["no address", "a@b@c", "Léa <lea@lumen.example>", "a@b.c, d@e.f", "é@lumen.example"]
)
async def test_what_is_no_address_is_refused(cast: Cast, address: str) -> None:
    with pytest.raises(AddressInvalid):
        await mailbox_of(cast, address)


async def test_an_address_is_one_mailbox_of_one_brand_that_exists(cast: Cast) -> None:
    await mailbox_of(cast)
    with pytest.raises(MailboxTaken):
        await mailbox_of(cast, "Bonjour@Lumen.example")
    async with cast.house.database.session(cast.ana.brand_ids) as session:
        new = NewMailbox(brand_id=uuid7(), address="a@b.example", incoming=NOWHERE, outgoing=NOWHERE)
        with pytest.raises(BrandNotFound):
            await mailboxes.add(session, cast.house.keys, new)


async def test_a_password_is_kept_sealed_and_stays_where_none_is_given(cast: Cast) -> None:
    mailbox = await mailbox_of(cast)
    async with cast.house.database.session(cast.ana.brand_ids) as session:
        keys = cast.house.keys
        await mailboxes.change(session, keys, mailbox, MailboxChanges(incoming_password="sesame"))
        await mailboxes.change(session, keys, mailbox, MailboxChanges(sender_name="Lumen"))
        assert await mailboxes.password(session, keys, mailbox.id, "incoming") == "sesame"
        row = await session.tuple("select incoming_secret from mailbox where id = %s", (mailbox.id,))
    assert row is not None
    assert b"sesame" not in bytes(row[0])
