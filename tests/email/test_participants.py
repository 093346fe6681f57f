"""Who gets an answer by email, who sees that they do, and who may write from then on: the agent says so, nobody else."""

import json
from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from tests.cast import Cast
from tests.email.letters import arrives, became, mail, mailbox_of
from tests.email.peer import Peer, peer
from visavis import conversations
from visavis.channels.email import participants
from visavis.channels.email.delivering import Postman
from visavis.channels.email.errors import (
    AddressInvalid,
    CustomerTakesPart,
    NoRecipient,
    OwnAddress,
    TooManyRecipients,
)
from visavis.channels.email.models import Mailbox, Server
from visavis.conversations import Message
from visavis.conversations.errors import NotByEmail
from visavis.conversations.models import Addressed
from visavis.customers import Visitor
from visavis.kit.errors import VisavisError
from visavis.kit.ids import uuid7

CLAIRE, JEAN, CHEF = "claire@example.fr", "jean@example.fr", "chef@lumen-boss.example"


@pytest.fixture
async def taking() -> AsyncIterator[tuple[Peer, Server]]:
    async with peer() as (took, server):
        yield took, server


async def _asked(cast: Cast, server: Server | None = None) -> tuple[Mailbox, UUID]:
    """Claire writes, with Jean in copy."""
    mailbox = await (mailbox_of(cast, outgoing=server) if server else mailbox_of(cast))
    _, _, begun = await became(cast, await arrives(cast, mailbox, mail(Cc=f"Jean <{JEAN}>")))
    assert begun is not None
    return mailbox, begun


async def _answers(cast: Cast, conversation_id: UUID, addressed: Addressed | None = None) -> Message:
    async with cast.house.database.session(cast.lea.brand_ids, lean=True) as session:
        return await conversations.send(
            session,
            cast.lea,
            conversation_id=conversation_id,
            body="Elle part demain.",
            client_id=uuid7(),
            addressed=addressed,
        )


async def _takes_part(cast: Cast, conversation_id: UUID) -> dict[str, bool]:
    async with cast.house.database.session(cast.lea.brand_ids) as session:
        found = await participants.of_conversation(session, cast.lea, conversation_id)
    return {one.email: one.admitted for one in found}


async def _lets(cast: Cast, conversation_id: UUID, email: str, *, takes_part: bool) -> None:
    act = participants.admit if takes_part else participants.remove
    async with cast.house.database.session(cast.lea.brand_ids) as session:
        await act(session, cast.lea, conversation_id, email)


async def _as_customer(cast: Cast, conversation_id: UUID) -> Visitor:
    """The customer of a mail, as if a session of theirs led to it."""
    conversation, _ = await cast.reads(cast.lea, conversation_id)
    return Visitor(
        id=conversation.customer.id,
        brand_id=conversation.brand_id,
        session_id=uuid7(),
        signed=True,
        name=None,
    )


async def test_whom_a_customer_copies_in_is_suggested_and_gets_nothing(
    cast: Cast, taking: tuple[Peer, Server]
) -> None:
    took, server = taking
    mailbox, conversation_id = await _asked(cast, server)
    assert await _takes_part(cast, conversation_id) == {CLAIRE: True, JEAN: False}
    await _answers(cast, conversation_id)
    await Postman(cast.house).go()
    assert took.to == [[CLAIRE]]
    back = str(took.took[0]["Reply-To"])
    jeans = mail("Et moi ?", sender=f"Jean <{JEAN}>", to=back, message_id="<j1@x>")
    assert (await became(cast, await arrives(cast, mailbox, jeans)))[2] != conversation_id
    await _lets(cast, conversation_id, f" {JEAN.upper()} ", takes_part=True)
    jeans = mail("Et moi ?", sender=f"Jean <{JEAN}>", to=back, message_id="<j2@x>")
    assert (await became(cast, await arrives(cast, mailbox, jeans)))[2] == conversation_id


async def test_who_takes_part_is_kept_in_copy_until_an_agent_lets_them_out(
    cast: Cast, taking: tuple[Peer, Server]
) -> None:
    took, server = taking
    _, conversation_id = await _asked(cast, server)
    await _lets(cast, conversation_id, JEAN, takes_part=True)
    await _lets(cast, conversation_id, JEAN, takes_part=True)
    first = await _answers(cast, conversation_id)
    assert first.mail is not None
    assert (first.mail.recipients, first.mail.copies) == ([CLAIRE], [JEAN])
    await _lets(cast, conversation_id, JEAN, takes_part=False)
    second = await _answers(cast, conversation_id)
    assert second.mail is not None
    assert (second.mail.recipients, second.mail.copies) == ([CLAIRE], [])
    await Postman(cast.house).go()
    assert sorted(map(len, took.to)) == [1, 2]
    _, messages = await cast.reads(cast.lea, conversation_id)
    noted = [(m.entry.what, m.entry.address) for m in messages if m.entry and m.entry.address]
    assert noted == [("participant_admitted", JEAN), ("participant_removed", JEAN)]


async def test_an_answer_goes_to_whom_the_agent_says_and_they_take_part_from_then_on(
    cast: Cast, taking: tuple[Peer, Server]
) -> None:
    took, server = taking
    mailbox, conversation_id = await _asked(cast, server)
    said = await _answers(
        cast, conversation_id, Addressed(to=[CLAIRE], copies=["Paul@Example.fr", CLAIRE, "paul@example.fr"])
    )
    assert said.mail is not None
    assert (said.mail.recipients, said.mail.copies) == ([CLAIRE], ["paul@example.fr"])
    await Postman(cast.house).go()
    [sent] = took.took
    assert (str(sent["To"]), str(sent["Cc"])) == (CLAIRE, "paul@example.fr")
    assert took.to == [[CLAIRE, "paul@example.fr"]]
    pauls = mail("Merci", sender="paul@example.fr", to=mailbox.address, message_id="<p@x>")
    pauls["In-Reply-To"] = f"<{said.id}@lumen.example>"
    assert (await became(cast, await arrives(cast, mailbox, pauls)))[2] == conversation_id


async def test_who_gets_a_mail_unseen_is_in_no_byte_that_leaves_and_in_nothing_of_the_customers(
    cast: Cast, taking: tuple[Peer, Server]
) -> None:
    took, server = taking
    mailbox, conversation_id = await _asked(cast, server)
    said = await _answers(cast, conversation_id, Addressed(to=[CLAIRE], copies=[JEAN], blind=[CHEF, JEAN]))
    await Postman(cast.house).go()
    assert took.to == [[CLAIRE, JEAN, CHEF]]
    assert CHEF.encode() not in took.raws[0]
    assert b"bcc" not in took.raws[0].lower()
    # The agents see it, fresh or told; they take part in nothing by it.
    _, [*_, seen] = await cast.reads(cast.lea, conversation_id)
    assert seen.mail is not None
    assert (seen.id, seen.mail.blind) == (said.id, [CHEF])
    assert CHEF not in await _takes_part(cast, conversation_id)
    chefs = mail("Bien.", sender=CHEF, to=str(took.took[0]["Reply-To"]), message_id="<c@x>")
    assert (await became(cast, await arrives(cast, mailbox, chefs)))[2] != conversation_id
    # The customer does not, in their timeline or on their socket.
    _, messages = await cast.reads(await _as_customer(cast, conversation_id), conversation_id)
    assert all(message.mail is None for message in messages)
    async with cast.house.database.system() as session:
        told = await session.tuples(
            "select payload, customer_payload from event where type = 'message.sent' and payload like %s",
            (f"%{said.id}%",),
        )
    [(payload, customers)] = told
    assert CHEF not in customers
    ours, theirs = json.loads(payload), json.loads(customers)
    assert ours["message"].pop("mail")["blind"] == [CHEF]
    assert theirs["message"].pop("mail") is None
    assert ours == theirs


async def test_a_server_that_refuses_who_gets_it_unseen_does_not_name_them_to_the_customer(
    cast: Cast,
) -> None:
    _, conversation_id = await _asked(cast)
    said = await _answers(cast, conversation_id, Addressed(to=[CLAIRE], blind=[CHEF]))
    async with cast.house.database.system() as session:
        await session.execute(
            "update mail_out set state = 'bounced', why = %s where message_id = %s", (f"{CHEF}: 550", said.id)
        )
    _, messages = await cast.reads(await _as_customer(cast, conversation_id), conversation_id)
    assert CHEF not in json.dumps([m.mail.why for m in messages if m.mail])


@pytest.mark.parametrize(
    ("addressed", "refusal"),
    [
        (Addressed(to=[]), NoRecipient),
        (Addressed(to=[CLAIRE], copies=["jean"]), AddressInvalid),
        (Addressed(to=[CLAIRE], copies=["a@x.example, b@x.example"]), AddressInvalid),
        (Addressed(to=[CLAIRE], copies=["a@b@x.example"]), AddressInvalid),
        (Addressed(to=[CLAIRE], blind=["a@x.example\r\nBcc: eve@evil.example"]), AddressInvalid),
        (Addressed(to=[CLAIRE], copies=["Bonjour@Lumen.example"]), OwnAddress),
        (Addressed(to=[CLAIRE], blind=[f"n{n}@x.example" for n in range(20)]), TooManyRecipients),
    ],
)
async def test_a_mail_that_cannot_be_addressed_so_says_why_and_nothing_has_happened(
    cast: Cast, addressed: Addressed, refusal: type[VisavisError]
) -> None:
    _, conversation_id = await _asked(cast)
    before = await cast.reads(cast.lea, conversation_id)
    with pytest.raises(refusal):
        await _answers(cast, conversation_id, addressed)
    assert await cast.reads(cast.lea, conversation_id) == before


async def test_twenty_take_part_and_not_one_more(cast: Cast) -> None:
    _, conversation_id = await _asked(cast)
    for number in range(19):
        await _lets(cast, conversation_id, f"n{number}@x.example", takes_part=True)
    with pytest.raises(TooManyRecipients):
        await _lets(cast, conversation_id, "n20@x.example", takes_part=True)


async def test_the_customer_is_not_let_out_of_their_own_conversation(cast: Cast) -> None:
    _, conversation_id = await _asked(cast)
    with pytest.raises(CustomerTakesPart):
        await _lets(cast, conversation_id, CLAIRE, takes_part=False)
    await _lets(cast, conversation_id, "nobody@example.org", takes_part=False)
    assert await _takes_part(cast, conversation_id) == {CLAIRE: True, JEAN: False}


async def test_a_chat_goes_to_nobody_by_email(cast: Cast) -> None:
    chat = await cast.starts(cast.claire, "Bonjour ?")
    with pytest.raises(NotByEmail):
        await _answers(cast, chat.id, Addressed(to=[CLAIRE]))
    with pytest.raises(NotByEmail):
        await _lets(cast, chat.id, JEAN, takes_part=True)
