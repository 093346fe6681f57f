"""Who is sent words of a chat answers them by email: in that conversation, and in no other."""

from datetime import timedelta

from tests.email.absence import Absence
from tests.email.letters import arrives, became, mail
from visavis import conversations, promises
from visavis.channels.email.following import AWAY, BY_EMAIL
from visavis.conversations import Message


async def test_their_answer_comes_back_to_the_conversation_and_what_follows_goes_by_email_at_once(
    absence: Absence,
) -> None:
    await absence.lea_says("Débranchez-la.")
    await absence.passes(AWAY)
    assert await absence.answers(
        "C’est fait.\n\nLe 26/11 à 10:02, Maison Lumen a écrit :\n> Débranchez-la.\n"
    ) == (
        "placed",
        "",
        absence.id,
    )
    conversation, messages = await absence.cast.reads(absence.cast.lea, absence.id)
    assert (messages[-1].channel, messages[-1].body) == ("email", "C’est fait.")
    assert conversation.channel == "chat"
    assert conversation.answer_by is not None
    async with absence.cast.house.database.session([absence.cast.lumen.id]) as session:
        made = await promises.of_conversation(session, absence.id)
    assert [(promise.way, promise.state) for promise in made] == [("later", "open")]
    await absence.lea_says("Merci, une autre est en route.")
    assert await absence.passes(BY_EMAIL) == 2
    again = absence.taking.took[1]
    assert again["References"].split()[-1] == f"<{messages[-1].mail and await rfc_id(absence, messages[-1])}>"
    # The visitor reads all of it in one timeline, and nothing of how it travelled.
    _, theirs = await absence.cast.reads(absence.cast.claire, absence.id)
    said = [message.body for message in theirs if message.kind == "message"]
    assert said == ["Ma lampe grésille", "Débranchez-la.", "C’est fait.", "Merci, une autre est en route."]
    assert all(message.mail is None for message in theirs)


async def rfc_id(absence: Absence, message: Message) -> str:
    async with absence.cast.house.database.system() as session:
        found = await session.tuple("select rfc_id from mail where message_id = %s", (message.id,))
    assert found is not None
    return found[0]


async def test_nothing_of_another_conversation_is_sent_to_an_address_that_was_only_claimed(
    absence: Absence,
) -> None:
    await absence.lea_says("Votre mot de passe est Bougie.")
    await absence.claire_reads()
    await absence.begins("Autre chose")
    await absence.gives("victor@example.org")
    await absence.lea_says("Oui ?")
    assert await absence.passes(AWAY) == 1
    assert b"Bougie" not in absence.taking.raws[0]
    assert absence.taking.to == [["victor@example.org"]]


async def test_whoever_answers_from_a_wrong_address_takes_part_there_and_nowhere_else(
    absence: Absence,
) -> None:
    earlier = absence.id
    await absence.begins("Autre chose")
    await absence.gives("victor@example.org")
    await absence.lea_says("Oui ?")
    await absence.passes(AWAY)
    victor = "Victor <victor@example.org>"
    assert (await absence.answers("Qui êtes-vous ?", victor))[2] == absence.id
    # What they write apart is a customer's of its own; what they know of this one opens no other.
    alone = mail("Bonjour", sender=victor, message_id="<v2@example.org>", subject="Autre chose")
    elsewhere = (await became(absence.cast, await arrives(absence.cast, absence.mailbox, alone)))[2]
    assert elsewhere not in (absence.id, earlier, None)
    async with absence.cast.house.database.system() as session:
        owners = await session.tuples(
            "select distinct customer_id from conversation where id = any(%s)", ([earlier, absence.id],)
        )
        admitted = await session.tuples(
            "select conversation_id from mail_participant where email = 'victor@example.org' and admitted"
        )
    assert owners == [(absence.cast.claire.id,)]
    assert {found for (found,) in admitted} == {absence.id, elsewhere}
    _, said = await absence.cast.reads(absence.cast.claire, absence.id)
    assert said[-1].body == "Qui êtes-vous ?"


async def test_who_forges_the_address_of_another_is_not_let_in_with_it(absence: Absence) -> None:
    await absence.lea_says("Débranchez-la.")
    await absence.passes(AWAY)
    assert (await absence.answers("Et moi ?", "Eve <eve@example.org>"))[2] != absence.id


async def test_an_absence_answers_nothing_and_reopens_nothing(absence: Absence) -> None:
    await absence.lea_says("Débranchez-la.")
    await absence.passes(AWAY)
    async with absence.cast.house.database.session(absence.cast.lea.brand_ids) as session:
        await conversations.resolve(session, absence.cast.lea, conversation_id=absence.id)
    away = mail(
        "Je suis absente.",
        message_id="<away@example.fr>",
        In_Reply_To=str(absence.taking.took[0]["Message-ID"]),
        Auto_Submitted="auto-replied",
    )
    assert await became(absence.cast, await arrives(absence.cast, absence.mailbox, away)) == (
        "set_aside",
        "auto_reply",
        absence.id,
    )
    conversation, [*_, noted] = await absence.cast.reads(absence.cast.lea, absence.id)
    assert conversation.status == "resolved"
    assert noted.entry is not None
    assert noted.entry.what == "mail_absent"
    assert await absence.passes(timedelta(hours=1)) == 1


async def test_a_mail_that_comes_back_is_seen_on_each_of_its_words(absence: Absence) -> None:
    await absence.lea_says("Débranchez-la.")
    await absence.lea_says("Et dites-moi.")
    await absence.passes(AWAY)
    report = f"""\
Return-Path: <>
From: MAILER-DAEMON@peer.example
To: bonjour@lumen.example
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; peer.example

Final-Recipient: rfc822; claire@example.fr
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such user

--b
Content-Type: text/rfc822-headers

Message-ID: {absence.taking.took[0]["Message-ID"]}

--b--
"""
    await arrives(absence.cast, absence.mailbox, report.encode())
    assert await absence.states() == ["bounced", "bounced"]
