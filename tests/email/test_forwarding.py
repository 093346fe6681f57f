"""What is forwarded to a third party is what an agent chose of a conversation, as it was when it left."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest

from tests.cast import Cast
from tests.email.besides import MAKER, a_chat, beside, forwards, writes
from tests.email.letters import arrives, became, mail, mailbox_of
from tests.email.peer import Peer, peer
from visavis.channels.email import addressing, forwarding, mailboxes, participants
from visavis.channels.email.delivering import Postman
from visavis.channels.email.errors import (
    MailboxGone,
    NoMailbox,
    NoRecipient,
    OwnAddress,
    ThirdPartyTakesPart,
)
from visavis.channels.email.models import Server
from visavis.conversations import attaching
from visavis.conversations.errors import (
    AttachmentNotFound,
    EmptyMessage,
    MessageConflict,
    MessageNotFound,
)
from visavis.kit.errors import VisavisError
from visavis.kit.ids import uuid7


@pytest.fixture
async def taking() -> AsyncIterator[tuple[Peer, Server]]:
    async with peer() as (took, server):
        yield took, server


async def test_a_third_party_reads_what_was_chosen_and_nothing_else_of_the_conversation(
    cast: Cast, taking: tuple[Peer, Server]
) -> None:
    took, server = taking
    mailbox = await mailbox_of(cast, outgoing=server)
    _, _, conversation_id = await became(cast, await arrives(cast, mailbox, mail("Elle clignote.\n")))
    assert conversation_id is not None
    await cast.says(cast.lea, conversation_id, "Depuis quand ?")
    await cast.says(cast.lea, conversation_id, "Cliente difficile", kind="note")
    _, [first, *_] = await cast.reads(cast.lea, conversation_id)
    side, said = await forwards(cast, conversation_id, first.id)
    await Postman(cast.house).go()
    [sent] = [one for one in took.took if one["To"] == MAKER]
    body = sent.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert text.startswith("Est-ce connu ?")
    assert "De : Claire Petit\r\n" in text
    assert "Elle clignote." in text
    raw = bytes(sent).decode()
    for word in ("Depuis quand", "difficile", "claire@example.fr", "one@example.fr"):
        assert word not in raw
    assert sent["References"] is None
    assert addressing.side_of(cast.house.keys, str(sent["Reply-To"].addresses[0].addr_spec)) == side.id
    assert addressing.conversation_of(cast.house.keys, str(sent["Reply-To"].addresses[0].addr_spec)) is None
    _, [*_, last] = await cast.reads(cast.lea, conversation_id)
    assert last.id == said.id
    assert last.mail is not None
    assert (last.mail.state, last.mail.whole) == ("sent", True)


async def test_a_whole_conversation_is_what_was_said_to_and_by_the_customer(
    cast: Cast, taking: tuple[Peer, Server]
) -> None:
    took, server = taking
    await mailbox_of(cast, outgoing=server)
    chat, _ = await a_chat(cast)
    await forwards(cast, chat.id, to="other@maker.example", body="Une question de prix")
    await forwards(cast, chat.id, everything=True)
    await Postman(cast.house).go()
    [sent] = [one for one in took.took if one["To"] == MAKER]
    body = sent.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert text.index("Ma lampe clignote") < text.index("Je demande au fabricant.")
    assert "difficile" not in text
    assert "prix" not in text


async def test_files_are_carried_as_copies_and_a_notes_file_is_not(
    cast: Cast, taking: tuple[Peer, Server]
) -> None:
    took, server = taking
    await mailbox_of(cast, outgoing=server)
    chat, _ = await a_chat(cast)
    found = dict[str, UUID]()
    for kind in ("message", "note"):
        async with cast.house.database.session(cast.lea.brand_ids) as session:
            file = await attaching.attach(
                session,
                cast.house.files,
                cast.lea,
                conversation_id=chat.id,
                name=f"{kind}.txt",
                content=b"abc",
                limit=9,
            )
        await cast.says(cast.lea, chat.id, "", kind=kind, attachment_ids=[file.id])
        found[kind] = file.id
    async with cast.house.database.session(cast.lea.brand_ids) as session:
        with pytest.raises(AttachmentNotFound):
            await forwarding.files_of(session, cast.lea, chat.id, [found["note"]])
        [(name, key)] = await forwarding.files_of(session, cast.lea, chat.id, [found["message"]])
    copy = await attaching.store(cast.house.files, cast.lumen.id, name, await cast.house.files.get(key))
    _, said = await forwards(cast, chat.id, carried=[copy])
    await cast.house.files.delete(key)
    await Postman(cast.house).go()
    [sent] = took.took
    [part] = sent.iter_attachments()
    assert (part.get_filename(), part.get_payload(decode=True)) == ("message.txt", b"abc")
    assert [one.name for one in said.attachments] == ["message.txt"]


async def test_a_forward_sent_again_is_found_again(cast: Cast) -> None:
    await mailbox_of(cast)
    chat, _ = await a_chat(cast)
    name = uuid7()
    once, twice = [await forwards(cast, chat.id, client_id=name) for _ in range(2)]
    assert once[0].id == twice[0].id
    said = [await writes(cast, once[0], "Alors ?", name := uuid7()) for _ in range(1)]
    assert (await writes(cast, once[0], "Alors ?", name)).id == said[0].id
    with pytest.raises(MessageConflict):
        await writes(cast, once[0], "Autre chose", name)
    assert len(await beside(cast, chat.id)) == 2


async def test_what_cannot_be_forwarded_says_why_and_nothing_has_happened(cast: Cast) -> None:
    chat, first = await a_chat(cast)
    with pytest.raises(NoMailbox):
        await forwards(cast, chat.id, first.id)
    mailbox = await mailbox_of(cast)
    _, messages = await cast.reads(cast.lea, chat.id)
    [note] = [m for m in messages if m.kind == "note"]
    async with cast.house.database.system() as session:
        await session.execute(
            "update customer set email = 'Claire@Example.fr' where id = %s", (cast.claire.id,)
        )
    refused: list[tuple[type[VisavisError], dict[str, Any]]] = [
        (ThirdPartyTakesPart, {"to": "claire@example.fr"}),
        (OwnAddress, {"to": mailbox.address}),
        (EmptyMessage, {"body": " "}),
    ]
    for error, more in refused:
        with pytest.raises(error):
            await forwards(cast, chat.id, **more)
    with pytest.raises(MessageNotFound):
        await forwards(cast, chat.id, note.id)
    with pytest.raises(NoRecipient):
        async with cast.house.database.session(cast.lea.brand_ids) as session:
            await participants.people(session, [])
    assert (await cast.reads(cast.lea, chat.id))[1] == messages


async def test_a_side_conversation_ends_with_its_mailbox(cast: Cast) -> None:
    mailbox = await mailbox_of(cast)
    chat, _ = await a_chat(cast)
    side, said = await forwards(cast, chat.id)
    async with cast.house.database.session(cast.ana.brand_ids) as session:
        await mailboxes.remove(session, await mailboxes.find(session, mailbox.id))
    with pytest.raises(MailboxGone):
        await writes(cast, side, "Alors ?")
    _, messages = await cast.reads(cast.lea, chat.id)
    [left] = [m.mail for m in messages if m.id == said.id]
    assert left is not None
    assert (left.state, left.why) == ("bounced", "mailbox_gone")
