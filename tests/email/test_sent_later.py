"""What is sent later by email goes to whom its agent said when they wrote it."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.cast import Cast
from tests.email.letters import arrives, became, mail, mailbox_of
from tests.email.peer import peer
from visavis.channels.email.delivering import Postman
from visavis.channels.email.errors import AddressInvalid
from visavis.conversations import scheduled, scheduling
from visavis.conversations.errors import NotByEmail
from visavis.conversations.models import Addressed

ADDRESSED = Addressed(to=["claire@example.fr"], copies=["jean@example.fr"], blind=["chef@brume.example"])


async def test_an_answer_that_can_be_taken_back_goes_to_those_it_was_addressed_to(cast: Cast) -> None:
    async with peer() as (taking, server):
        mailbox = await mailbox_of(cast, outgoing=server)
        _, _, where = await became(cast, await arrives(cast, mailbox, mail()))
        assert where is not None
        async with cast.house.database.session(cast.lea.brand_ids) as session:
            given = {"conversation_id": where, "body": "Elle part demain.", "client_id": uuid4()}
            written = await scheduling.schedule(session, cast.lea, **given, addressed=ADDRESSED)
            assert written.addressed == ADDRESSED
        now = cast.house.database.clock()
        cast.house.database.clock = lambda: now + scheduling.UNDO + timedelta(seconds=1)
        async with cast.house.database.system() as session:
            due = await scheduled.due(session)
        for it in due:
            await scheduling.carry_out(cast.house.database, it)
        await Postman(cast.house).go()
    assert [set(to) for to in taking.to] == [{"claire@example.fr", "jean@example.fr", "chef@brume.example"}]
    assert (taking.took[0]["To"], taking.took[0]["Cc"]) == ("claire@example.fr", "jean@example.fr")
    assert b"chef@brume.example" not in taking.raws[0]


async def test_what_is_wrong_with_an_address_is_told_while_it_is_written(cast: Cast) -> None:
    mailbox = await mailbox_of(cast)
    _, _, where = await became(cast, await arrives(cast, mailbox, mail()))
    wrong = Addressed(to=["no address"])
    async with cast.house.database.session(cast.lea.brand_ids) as session:
        given = {"conversation_id": where, "body": "Elle part demain.", "client_id": uuid4()}
        with pytest.raises(AddressInvalid):
            await scheduling.schedule(session, cast.lea, **given, addressed=wrong)
    begun, _ = await cast.begins(cast.claire, "Bonjour")
    await cast.gives(begun.id, cast.lea)
    async with cast.house.database.session(cast.lea.brand_ids) as session:
        given = {"conversation_id": begun.id, "body": "Bonjour.", "client_id": uuid4()}
        with pytest.raises(NotByEmail):
            await scheduling.schedule(session, cast.lea, **given, addressed=ADDRESSED)
