"""What an agent writes in a mail's conversation goes out, once, and the agent knows how it fared."""

import asyncio
from collections.abc import AsyncIterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from msgspec.structs import replace

from tests.cast import Cast
from tests.email.letters import arrives, became, mail, mailbox_of
from visavis import brands
from visavis.channels.email.delivering import Postman
from visavis.channels.email.models import Mailbox, Server
from visavis.conversations import Message


class Peer:
    """A mail server that takes what it is given, or answers as it is told."""

    def __init__(self) -> None:
        self.took: list[EmailMessage] = []
        self.to: list[list[str]] = []
        self.answers: list[str] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.answers:
            return self.answers.pop(0)
        assert isinstance(envelope.content, bytes)
        read = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(read, EmailMessage)
        self.took.append(read)
        self.to.append(envelope.rcpt_tos)
        return "250 OK"


@pytest.fixture
async def peer() -> AsyncIterator[tuple[Peer, Server]]:
    taking = Peer()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(taking, loop=loop), "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        yield taking, Server(host="127.0.0.1", port=port, security="none")


async def _asked(cast: Cast, server: Server) -> tuple[Mailbox, UUID]:
    mailbox = await mailbox_of(cast, outgoing=server)
    _, _, conversation_id = await became(cast, await arrives(cast, mailbox, mail()))
    assert conversation_id is not None
    return mailbox, conversation_id


async def _last(cast: Cast, conversation_id: UUID) -> Message:
    _, [*_, last] = await cast.reads(cast.lea, conversation_id)
    assert last.mail is not None
    return last


async def test_an_agents_answer_goes_out_once_with_what_it_answers(
    cast: Cast, peer: tuple[Peer, Server]
) -> None:
    taking, server = peer
    async with cast.house.database.session(cast.ana.brand_ids) as session:
        in_paris = replace(brands.ALWAYS, time_zone="Europe/Paris")
        await brands.save_hours(session, cast.lumen.id, in_paris, replaces=0, by=cast.ana.id)
    _, conversation_id = await _asked(cast, server)
    await cast.says(cast.lea, conversation_id, "Elle part <demain> : https://lumen.example/suivi?n=1&m=2.")
    postman = Postman(cast.house)
    assert await postman.go() == 1
    assert await postman.go() == 0
    [sent] = taking.took
    said = await _last(cast, conversation_id)
    assert said.mail is not None
    assert said.mail.state == "sent"
    assert sent["Message-ID"] == f"<{said.id}@lumen.example>"
    assert sent["In-Reply-To"] == "<one@example.fr>"
    assert sent["Subject"] == "Re: Ma commande"
    assert sent["From"].addresses[0].display_name == "Léa Martin, Maison Lumen"
    assert taking.to == [["claire@example.fr"]]
    plain, html = sent.get_body(("plain",)), sent.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert "> Bonjour, où est ma commande ?" in plain.get_content()
    _, [asked, *_] = await cast.reads(cast.lea, conversation_id)
    there = asked.created_at.astimezone(ZoneInfo("Europe/Paris"))
    assert f"Le {there:%d/%m/%Y} à {there:%H:%M}, Claire Petit a écrit" in plain.get_content()
    assert 'href="https://lumen.example/suivi?n=1&amp;m=2"' in html.get_content()
    assert "&lt;demain&gt;" in html.get_content()


async def test_the_address_it_asks_to_answer_to_leads_back(cast: Cast, peer: tuple[Peer, Server]) -> None:
    taking, server = peer
    mailbox, conversation_id = await _asked(cast, server)
    await cast.says(cast.lea, conversation_id, "Elle part demain.")
    await Postman(cast.house).go()
    back = mail("Merci !", to=str(taking.took[0]["Reply-To"]), message_id="<9@x>", subject="Tout autre chose")
    assert (await became(cast, await arrives(cast, mailbox, back)))[2] == conversation_id


async def test_a_busy_server_is_asked_again_later_and_a_refusal_is_final(
    cast: Cast, peer: tuple[Peer, Server]
) -> None:
    taking, server = peer
    _, conversation_id = await _asked(cast, server)
    taking.answers = ["451 come back", "550 5.1.1 no such user"]
    await cast.says(cast.lea, conversation_id, "Elle part demain.")
    postman = Postman(cast.house)
    await postman.go()
    deferred = (await _last(cast, conversation_id)).mail
    assert deferred is not None
    assert (deferred.state, deferred.why) == ("deferred", "451 come back")
    assert await postman.go() == 0, "not before its time"
    await _come_due(cast)
    await postman.go()
    bounced = (await _last(cast, conversation_id)).mail
    assert bounced is not None
    assert bounced.state == "bounced"
    assert "no such user" in bounced.why
    await _come_due(cast)
    assert await postman.go() == 0


async def test_a_server_that_is_away_loses_nothing(cast: Cast) -> None:
    _, conversation_id = await _asked(cast, Server(host="127.0.0.1", port=9, security="none"))
    await cast.says(cast.lea, conversation_id, "Elle part demain.")
    await Postman(cast.house).go()
    deferred = (await _last(cast, conversation_id)).mail
    assert deferred is not None
    assert deferred.state == "deferred"


async def test_a_mail_that_was_taken_by_a_server_that_died_is_sent_under_the_same_name(
    cast: Cast, peer: tuple[Peer, Server]
) -> None:
    taking, server = peer
    _, conversation_id = await _asked(cast, server)
    await cast.says(cast.lea, conversation_id, "Elle part demain.")
    async with cast.house.database.system() as session:
        await session.execute("update mail_out set tries = 1, send_at = now() - interval '1 second'")
    await Postman(cast.house).go()
    [sent] = taking.took
    assert sent["Message-ID"] == f"<{(await _last(cast, conversation_id)).id}@lumen.example>"


async def test_a_report_of_failure_is_seen_on_the_message_it_is_about(
    cast: Cast, peer: tuple[Peer, Server]
) -> None:
    _, server = peer
    mailbox, conversation_id = await _asked(cast, server)
    await cast.says(cast.lea, conversation_id, "Elle part demain.")
    await Postman(cast.house).go()
    said = await _last(cast, conversation_id)
    report = f"""\
Return-Path: <>
From: MAILER-DAEMON@peer.example
To: bonjour@lumen.example
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

It failed.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; peer.example

Final-Recipient: rfc822; claire@example.fr
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such user

--b
Content-Type: text/rfc822-headers

Message-ID: <{said.id}@lumen.example>

--b--
"""
    state, why, known = await became(cast, await arrives(cast, mailbox, report.encode()))
    assert (state, why, known) == ("set_aside", "bounce", conversation_id)
    _, [*_, answer, noted] = await cast.reads(cast.lea, conversation_id)
    assert answer.mail is not None
    assert answer.mail.state == "bounced"
    assert noted.entry is not None
    assert (noted.entry.what, noted.entry.address) == ("mail_failed", "claire@example.fr")


@pytest.mark.parametrize("evil", ["Moi\r\nBcc: eve@evil.example", "a\x00b", "x\u2028Cc: y@z"])
async def test_what_a_customer_calls_themselves_adds_no_recipient(
    cast: Cast, peer: tuple[Peer, Server], evil: str
) -> None:
    taking, server = peer
    mailbox = await mailbox_of(cast, outgoing=server)
    raw = bytes(mail()).replace(b"Subject: Ma commande", f"Subject: =?utf-8?q?{_quoted(evil)}?=".encode())
    _, _, conversation_id = await became(cast, await arrives(cast, mailbox, raw))
    assert conversation_id is not None
    await cast.says(cast.lea, conversation_id, "Bonjour")
    await Postman(cast.house).go()
    assert taking.to == [["claire@example.fr"]]
    assert taking.took[0]["Bcc"] is None
    assert taking.took[0]["Cc"] is None


def _quoted(text: str) -> str:
    return "".join(f"={byte:02X}" for byte in text.encode())


async def _come_due(cast: Cast) -> None:
    async with cast.house.database.system() as session:
        await session.execute("update mail_out set send_at = now()")
