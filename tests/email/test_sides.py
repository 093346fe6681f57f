"""An agent asks a supplier beside a customer's conversation: the answer is the agents' alone, and nobody else's word."""

import json
from collections.abc import AsyncIterator

import pytest

from tests.cast import Cast
from tests.email.besides import MAKER, SECRET, a_chat, answer_of, beside, forwards, writes
from tests.email.letters import arrives, became, found, mail, mailbox_of
from tests.email.peer import Peer, peer
from visavis import conversations
from visavis.channels.email import addressing, participants, siding
from visavis.channels.email.delivering import Postman
from visavis.channels.email.errors import (
    SideNotFound,
)
from visavis.channels.email.models import Server
from visavis.conversations.errors import (
    AttachmentNotFound,
)
from visavis.kit.ids import uuid7


@pytest.fixture
async def taking() -> AsyncIterator[tuple[Peer, Server]]:
    async with peer() as (took, server):
        yield took, server


async def test_a_makers_answer_is_read_beside_by_agents_and_in_nothing_of_the_customers(cast: Cast) -> None:
    mailbox = await mailbox_of(cast)
    chat, first = await a_chat(cast)
    side, _ = await forwards(cast, chat.id, first.id)
    letter = answer_of(cast, mailbox, side)
    letter.add_attachment(b"%PDF-1.4 x", maintype="application", subtype="pdf", filename="tarif.pdf")
    assert (await became(cast, await arrives(cast, mailbox, letter)))[0::2] == ("placed", chat.id)
    assert await beside(cast, chat.id) == [("agent", "Est-ce connu ?"), ("third_party", SECRET)]
    before, [*_, answer] = await cast.reads(cast.lea, chat.id)
    assert (answer.author.name, answer.side_id, before.side_seq) == ("Paul", side.id, answer.seq)
    assert before.agents_read_seq < answer.seq, "somebody has it to read"
    assert answer.mail is not None
    assert answer.mail.sender == MAKER
    # Claire is at her screen: neither what she fetches nor what she is told has a trace of it.
    seen, messages = await cast.reads(cast.claire, chat.id)
    assert {m.kind for m in messages} <= {"message", "entry"}
    assert seen.last_message is not None
    assert seen.last_message.body == "Je demande au fabricant."
    for word in (SECRET, MAKER, "Est-ce connu", "tarif.pdf"):
        assert word not in json.dumps([str(m) for m in messages]) + str(seen.for_customer())
    async with cast.house.database.system() as session:
        told = await session.tuples(
            "select customer_payload from event where payload like %s or payload like %s",
            (f"%{side.id}%", f"%{SECRET}%"),
        )
    assert len(told) == 2
    assert all(payload is None for (payload,) in told)
    [file] = answer.attachments
    async with cast.house.database.session(cast.claire.brand_ids) as session:
        with pytest.raises(AttachmentNotFound):
            await conversations.open_file(session, cast.claire, file.id)
        with pytest.raises(SideNotFound):
            await siding.access_side(session, cast.claire, side.id)


async def test_what_goes_to_the_customer_later_has_no_trace_of_it(
    cast: Cast, taking: tuple[Peer, Server]
) -> None:
    took, server = taking
    mailbox = await mailbox_of(cast, outgoing=server)
    _, _, conversation_id = await became(cast, await arrives(cast, mailbox, mail("Elle clignote.\n")))
    assert conversation_id is not None
    side, said = await forwards(cast, conversation_id)
    theirs = answer_of(cast, mailbox, side)
    await arrives(cast, mailbox, theirs)
    await cast.says(cast.lea, conversation_id, "Nous la remplaçons.")
    await Postman(cast.house).go()
    [sent] = [one for one in took.took if one["To"] == "claire@example.fr"]
    body = sent.get_body(("plain",))
    assert body is not None
    assert "> Elle clignote." in body.get_content()
    raw = bytes(sent).decode()
    for word in (SECRET, MAKER, str(said.id), theirs["Message-ID"].strip("<>"), "Est-ce connu"):
        assert word not in raw
    assert str(sent["References"]) == "<one@example.fr>"
    # And what goes on beside quotes the maker, in their thread.
    await writes(cast, side, "Merci, et le délai ?")
    await Postman(cast.house).go()
    [*_, further] = [one for one in took.took if one["To"] == MAKER]
    assert str(further["In-Reply-To"]) == str(theirs["Message-ID"])
    quoted = further.get_body(("plain",))
    assert quoted is not None
    assert f"> {SECRET}" in quoted.get_content()
    assert "clignote" not in quoted.get_content()


async def test_an_answer_without_our_address_finds_its_place_by_the_mail_that_it_answers(cast: Cast) -> None:
    mailbox = await mailbox_of(cast)
    chat, _ = await a_chat(cast)
    side, said = await forwards(cast, chat.id)
    plain = answer_of(cast, mailbox, side, to=mailbox.address, In_Reply_To=f"<{said.id}@lumen.example>")
    assert (await became(cast, await arrives(cast, mailbox, plain)))[2] == chat.id
    assert (await beside(cast, chat.id))[-1] == ("third_party", SECRET)


async def test_who_takes_part_in_both_is_not_heard_in_the_wrong_one(cast: Cast) -> None:
    mailbox = await mailbox_of(cast)
    _, _, conversation_id = await became(cast, await arrives(cast, mailbox, mail("Elle clignote.\n")))
    assert conversation_id is not None
    side, said = await forwards(cast, conversation_id)
    async with cast.house.database.session(cast.lea.brand_ids) as session:
        await participants.admit(session, cast.lea, conversation_id, MAKER)
    plain = answer_of(cast, mailbox, side, to=mailbox.address, In_Reply_To=f"<{said.id}@lumen.example>")
    await arrives(cast, mailbox, plain)
    assert (await beside(cast, conversation_id))[-1] == ("third_party", SECRET)


@pytest.mark.parametrize("who", ["a stranger", "the customer", "a forger"])
async def test_who_does_not_take_part_begins_a_conversation_of_their_own(cast: Cast, who: str) -> None:
    mailbox = await mailbox_of(cast)
    _, _, conversation_id = await became(cast, await arrives(cast, mailbox, mail("Elle clignote.\n")))
    assert conversation_id is not None
    side, _ = await forwards(cast, conversation_id)
    sender = {"a stranger": "eve@evil.example", "the customer": "claire@example.fr", "a forger": MAKER}[who]
    disowned = {"Authentication_Results": found("fail", "maker.example")} if who == "a forger" else {}
    forged = answer_of(cast, mailbox, side, "Payez sur ce compte.", sender=sender, **disowned)
    state, _, elsewhere = await became(cast, await arrives(cast, mailbox, forged))
    assert (state, elsewhere != conversation_id) == ("placed", True)
    assert await beside(cast, conversation_id) == [("agent", "Est-ce connu ?")]
    _, [*_, told] = await cast.reads(cast.lea, conversation_id)
    assert told.entry is not None
    assert (told.entry.what, told.entry.address) == ("side_refused", sender)
    async with cast.house.database.session(cast.lea.brand_ids) as session:
        known = await participants.of_conversation(session, cast.lea, conversation_id)
    assert [one.email for one in known] == ["claire@example.fr"], "nobody is suggested for it"


async def test_the_address_of_a_side_conversation_has_one_spelling(cast: Cast) -> None:
    keys, side_id = cast.house.keys, uuid7()
    signed = addressing.side_address(keys, "a@b.example", side_id)
    assert addressing.side_of(keys, signed.upper()) == side_id
    assert addressing.side_of(keys, addressing.reply_address(keys, "a@b.example", side_id)) is None
    for place in range(signed.index("+") + 1, signed.index("@")):
        for letter in "abcdefghijklmnopqrstuvwxyz234567":
            forged = signed[:place] + letter + signed[place + 1 :]
            assert forged == signed or addressing.side_of(keys, forged) is None


async def test_an_answer_opens_what_is_resolved_and_ends_no_wait_of_the_customer(cast: Cast) -> None:
    mailbox = await mailbox_of(cast)
    _, _, conversation_id = await became(cast, await arrives(cast, mailbox, mail("Elle clignote.\n")))
    assert conversation_id is not None
    side, _ = await forwards(cast, conversation_id)
    waiting, _ = await cast.reads(cast.lea, conversation_id)
    assert waiting.waiting_since is not None
    assert waiting.answer_by is not None
    async with cast.house.database.session(cast.lea.brand_ids) as session:
        await conversations.resolve(session, cast.lea, conversation_id=conversation_id)
    await arrives(cast, mailbox, answer_of(cast, mailbox, side))
    opened, _ = await cast.reads(cast.lea, conversation_id)
    assert (opened.status, opened.waiting_since, opened.answer_by) == ("open", None, None)


async def test_what_machines_answer_beside_is_noted(cast: Cast) -> None:
    mailbox = await mailbox_of(cast)
    chat, _ = await a_chat(cast)
    side, _ = await forwards(cast, chat.id)
    away = answer_of(cast, mailbox, side, "De retour lundi.", Auto_Submitted="auto-replied")
    assert (await became(cast, await arrives(cast, mailbox, away)))[0::2] == ("set_aside", chat.id)
    _, [*_, noted] = await cast.reads(cast.lea, chat.id)
    assert noted.entry is not None
    assert (noted.entry.what, noted.entry.address) == ("mail_absent", MAKER)
