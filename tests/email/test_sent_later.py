"""What is sent later by email goes to whom its agent said when they wrote it."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from tests.cast import Cast
from tests.email.letters import arrives, became, mail, mailbox_of
from tests.email.peer import peer
from visavis.channels.email.delivering import Postman
from visavis.channels.email.errors import AddressInvalid
from visavis.conversations import scheduled, scheduling
from visavis.conversations.errors import NotByEmail
from visavis.conversations.models import Addressed
from visavis.conversations.scheduled import Scheduled
from visavis.kit.database import Session

ADDRESSED = Addressed(to=["claire@example.fr"], copies=["jean@example.fr"], blind=["chef@brume.example"])


async def _later(session: Session, cast: Cast, where: UUID, addressed: Addressed) -> Scheduled:
    return await scheduling.schedule(
        session,
        cast.lea,
        conversation_id=where,
        body="Elle part demain.",
        client_id=uuid4(),
        addressed=addressed,
    )


async def test_an_answer_that_can_be_taken_back_goes_to_those_it_was_addressed_to(cast: Cast) -> None:
    async with peer() as (taking, server):
        mailbox = await mailbox_of(cast, outgoing=server)
        _, _, where = await became(cast, await arrives(cast, mailbox, mail()))
        assert where is not None
        async with cast.house.database.session(cast.lea.brand_ids) as session:
            written = await _later(session, cast, where, ADDRESSED)
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
    assert where is not None
    wrong = Addressed(to=["no address"])
    async with cast.house.database.session(cast.lea.brand_ids) as session:
        with pytest.raises(AddressInvalid):
            await _later(session, cast, where, wrong)
    begun = await cast.starts(cast.claire)
    async with cast.house.database.session(cast.lea.brand_ids) as session:
        with pytest.raises(NotByEmail):
            await _later(session, cast, begun.id, ADDRESSED)
