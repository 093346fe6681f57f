"""A mail that arrives is a customer's words in the right conversation, or is set aside in sight; never lost."""

from email.message import EmailMessage
from uuid import uuid4

import pytest

from tests.cast import Cast
from tests.email.letters import arrives, became, found, mail, mailbox_of
from visavis.channels.email import addressing, aside

PROVEN = found("pass")


async def test_a_first_mail_begins_a_conversation_that_is_promised_an_answer(cast: Cast) -> None:
    mailbox = await mailbox_of(cast)
    state, _, conversation_id = await became(cast, await arrives(cast, mailbox, mail()))
    assert state == "placed"
    assert conversation_id is not None
    conversation, messages = await cast.reads(cast.lea, conversation_id)
    assert (conversation.channel, conversation.title, conversation.customer.name) == (
        "email",
        "Ma commande",
        "Claire Petit",
    )
    assert conversation.answer_by is not None
    [message] = messages
    assert (message.body, message.channel) == ("Bonjour, où est ma commande ?", "email")
    assert message.mail is not None
    assert (message.mail.sender, message.mail.state) == ("claire@example.fr", "received")


async def test_a_mail_is_placed_once_however_often_it_comes(cast: Cast) -> None:
    mailbox = await mailbox_of(cast)
    first = await arrives(cast, mailbox, mail(), key="1:1")
    assert await arrives(cast, mailbox, mail(), key="1:1") is None
    again = await arrives(cast, mailbox, mail(), key="2:1")
    assert (await became(cast, again))[0] == "duplicate"
    _, _, conversation_id = await became(cast, first)
    assert conversation_id is not None
    assert len((await cast.reads(cast.lea, conversation_id))[1]) == 1


async def test_an_answer_to_our_mail_comes_back_to_its_conversation(cast: Cast) -> None:
    mailbox = await mailbox_of(cast)
    _, _, conversation_id = await became(cast, await arrives(cast, mailbox, mail()))
    assert conversation_id is not None
    await cast.says(cast.lea, conversation_id, "Elle part demain.")
    _, [*_, said] = await cast.reads(cast.lea, conversation_id)
    assert said.mail is not None
    assert (said.mail.state, said.mail.recipients, said.mail.subject) == (
        "queued",
        ["claire@example.fr"],
        "Re: Ma commande",
    )
    text = "Merci !\n\nLe 25/11/2026 à 10:00, Léa a écrit :\n> Elle part demain.\n"
    answer = mail(text, message_id="<two@example.fr>", In_Reply_To=f"<{said.id}@lumen.example>")
    assert await became(cast, await arrives(cast, mailbox, answer)) == ("placed", "", conversation_id)
    _, [*_, last] = await cast.reads(cast.lea, conversation_id)
    assert last.body == "Merci !"
    assert last.mail is not None
    assert last.mail.whole


async def test_an_address_that_we_signed_finds_its_conversation_and_no_other_spelling_does(
    cast: Cast,
) -> None:
    mailbox = await mailbox_of(cast)
    _, _, conversation_id = await became(cast, await arrives(cast, mailbox, mail()))
    assert conversation_id is not None
    keys = cast.house.keys
    signed = addressing.reply_address(keys, mailbox.address, conversation_id)
    answer = mail("Et ma facture ?", to=signed, message_id="<3@example.fr>", subject="Autre chose")
    assert (await became(cast, await arrives(cast, mailbox, answer)))[2] == conversation_id
    assert addressing.conversation_of(keys, signed.upper()) == conversation_id
    at = signed.index("+") + 1
    for place in range(at, signed.index("@")):
        for letter in "abcdefghijklmnopqrstuvwxyz234567":
            forged = signed[:place] + letter + signed[place + 1 :]
            assert forged == signed or addressing.conversation_of(keys, forged) is None


async def test_who_forges_a_sender_is_not_let_into_the_conversation(cast: Cast) -> None:
    mailbox = await mailbox_of(cast)
    _, _, conversation_id = await became(cast, await arrives(cast, mailbox, mail()))
    assert conversation_id is not None
    signed = addressing.reply_address(cast.house.keys, mailbox.address, conversation_id)
    stranger = mail("Envoyez-le ailleurs.", sender="Eve <eve@evil.example>", to=signed, message_id="<e1@x>")
    state, _, elsewhere = await became(cast, await arrives(cast, mailbox, stranger))
    assert (state, elsewhere != conversation_id) == ("placed", True)
    forged = mail(
        "Envoyez-le ailleurs.", to=signed, message_id="<e2@x>", Authentication_Results=found("fail")
    )
    _, _, aside = await became(cast, await arrives(cast, mailbox, forged))
    assert aside not in (conversation_id, elsewhere)
    assert aside is not None
    claire, _ = await cast.reads(cast.lea, conversation_id)
    eve, _ = await cast.reads(cast.lea, aside)
    assert claire.customer.id != eve.customer.id
    _, messages = await cast.reads(cast.lea, conversation_id)
    assert [m.entry.what for m in messages if m.entry] == ["mail_suggested", "mail_suggested"]


async def test_only_a_proven_address_is_the_customer_who_proved_it(cast: Cast) -> None:
    mailbox = await mailbox_of(cast)
    _, _, unknown = await became(cast, await arrives(cast, mailbox, mail()))
    one = mail("Un", message_id="<a@x>", Authentication_Results=PROVEN)
    other = mail("Deux", message_id="<b@x>", Authentication_Results=PROVEN)
    _, _, first = await became(cast, await arrives(cast, mailbox, one))
    _, _, second = await became(cast, await arrives(cast, mailbox, other))
    assert unknown is not None
    assert first is not None
    assert second is not None
    people = [(await cast.reads(cast.lea, c))[0].customer.id for c in (unknown, first, second)]
    assert people[0] != people[1] == people[2]


async def test_what_a_visitor_only_claims_gives_them_nothing_of_the_proven_ones_mail(cast: Cast) -> None:
    async with cast.house.database.system() as session:
        await session.execute(
            """
            insert into identity (id, brand_id, customer_id, kind, value, verified, created_at)
            values (%s, %s, %s, 'email', 'claire@example.fr', false, now())
            """,
            (uuid4(), cast.lumen.id, cast.hugo.id),
        )
    mailbox = await mailbox_of(cast)
    came = await arrives(cast, mailbox, mail(Authentication_Results=PROVEN))
    _, _, conversation_id = await became(cast, came)
    assert conversation_id is not None
    assert (await cast.reads(cast.lea, conversation_id))[0].customer.id != cast.hugo.id


@pytest.mark.parametrize(
    ("headers", "why"),
    [
        ({"Auto_Submitted": "auto-replied"}, "auto_reply"),
        ({"Return_Path": "<>", "subject": "Undelivered Mail Returned to Sender"}, "bounce"),
        ({"sender": "bonjour@lumen.example"}, "own_mail"),
    ],
)
async def test_what_no_person_wrote_opens_nothing(cast: Cast, headers: dict[str, str], why: str) -> None:
    mailbox = await mailbox_of(cast)
    assert await became(cast, await arrives(cast, mailbox, mail(**headers))) == ("set_aside", why, None)


async def test_an_absence_is_noted_and_neither_reopens_nor_promises(cast: Cast) -> None:
    mailbox = await mailbox_of(cast)
    _, _, conversation_id = await became(cast, await arrives(cast, mailbox, mail()))
    assert conversation_id is not None
    await cast.says(cast.lea, conversation_id, "Elle part demain.")
    away = mail("Je suis en vacances.", Auto_Submitted="auto-replied", In_Reply_To="<one@example.fr>")
    assert (await became(cast, await arrives(cast, mailbox, away)))[0] == "set_aside"
    conversation, [*_, noted] = await cast.reads(cast.lea, conversation_id)
    assert noted.entry is not None
    assert (noted.entry.what, noted.entry.text) == ("mail_absent", "Je suis en vacances.")
    assert conversation.answer_by is None


async def test_files_come_along_and_what_is_shown_inside_knows_its_name(cast: Cast) -> None:
    letter = mail("Voici.")
    letter.add_alternative('<p>Voici <img src="cid:photo@x"></p>', subtype="html")
    _, html = letter.iter_parts()
    assert isinstance(html, EmailMessage)
    html.add_related(b"\x89PNG\r\n\x1a\n", "image", "png", cid="<photo@x>", filename="photo.png")
    letter.add_attachment(b"%PDF-1.4 x", maintype="application", subtype="pdf", filename="facture é.pdf")
    mailbox = await mailbox_of(cast)
    _, _, conversation_id = await became(cast, await arrives(cast, mailbox, letter))
    assert conversation_id is not None
    _, [message] = await cast.reads(cast.lea, conversation_id)
    assert sorted(file.name for file in message.attachments) == ["facture é.pdf", "photo.png"]


async def test_what_cannot_be_read_is_quarantined_in_sight_and_can_be_tried_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("visavis.channels.email.reader.LARGEST", 10)
    mailbox = await mailbox_of(cast)
    mail_id = await arrives(cast, mailbox, mail())
    assert await became(cast, mail_id) == ("quarantined", "too_large", None)
    monkeypatch.undo()
    async with cast.house.database.session(cast.ana.brand_ids) as session:
        [seen] = await aside.list_aside(session, cast.ana)
        assert seen.id == mail_id
        again = await aside.retry(session, cast.ana, seen.id)
    assert again.state == "kept"
