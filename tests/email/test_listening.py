"""A mail server hands mail over: what we say is kept is kept, what is not ours is refused at the door, and no peer hurts."""

import asyncio
import socket
from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.cast import Cast
from tests.email.bringing import LETTER, Peer, kept, opened, peer, places
from tests.email.letters import arrives, became, mail, mailbox_of
from visavis.channels.email import addressing, dialogue, listening, mailboxes, wire
from visavis.channels.email.listening import Listener
from visavis.channels.email.reading import read_mail
from visavis.channels.email.schemas import MailboxChanges


@pytest.fixture
async def door(cast: Cast) -> AsyncIterator[int]:
    """The port where Maison Lumen's house takes mail by LMTP."""
    async with opened(cast) as port:
        yield port


async def test_a_mail_is_kept_as_it_came_with_its_envelope_and_becomes_a_conversation(
    cast: Cast, door: int
) -> None:
    await mailbox_of(cast)
    dotted = LETTER + b".\r\n..\r\n.signature\r\nl" + b"o" * 5000 + b"ng\r\n"
    async with peer(door) as mx:
        assert (await mx.brings(dotted, "Bonjour@lumen.example"))[0].startswith("250")
        assert (await mx.says("QUIT")).startswith("221")
    [(_, raw, envelope)] = await kept(cast)
    assert raw == b"Return-Path: <claire@example.fr>\r\n" + dotted
    assert envelope == {"sender": "claire@example.fr", "recipients": ["Bonjour@lumen.example"], "peer": ""}
    await places(cast)
    async with cast.house.database.system() as session:
        assert await session.tuple("select count(*) from conversation where channel = 'email'") == (1,)


async def test_who_is_not_ours_is_refused_at_the_door_and_each_recipient_is_answered(
    cast: Cast, door: int
) -> None:
    mailbox, other = await mailbox_of(cast), await mailbox_of(cast, "presse@lumen.example")
    gone = await mailbox_of(cast, "ancien@lumen.example")
    async with cast.house.database.session(cast.ana.brand_ids) as session:
        await mailboxes.remove(session, gone)
        await mailboxes.change(session, cast.house.keys, other, MailboxChanges(enabled=False))
    _, _, conversation_id = await became(cast, await arrives(cast, mailbox, mail()))
    assert conversation_id is not None
    signed = addressing.reply_address(cast.house.keys, mailbox.address, conversation_id)
    forged = signed.replace("+", "+a", 1).replace("@", "a@")
    async with peer(door) as mx:
        assert await mx.says("MAIL FROM:<>") == "250 2.1.0 Fine"
        for address in ("personne@lumen.example", gone.address, forged, "bonjour+promo@lumen.example", ""):
            assert (await mx.says(f"RCPT TO:<{address}>")).startswith("550 5.1.1"), address
        assert (await mx.says(f"RCPT TO:<{other.address}>")).startswith("450 4.2.1")
        assert (await mx.says("DATA")).startswith("503")
        assert (await mx.says("RSET")).startswith("250")
        # One mail for two addresses of a mailbox is one mail, and is answered for both.
        told = await mx.brings(LETTER, mailbox.address, "nobody@lumen.example", signed.upper())
        assert [answer[:3] for answer in told] == ["250", "250"]
        assert (await mx.says("NOOP")).startswith("250")
    [_, (_, _, envelope)] = await kept(cast)
    assert envelope["recipients"] == [mailbox.address, signed.upper()]


async def test_what_could_not_be_kept_stays_with_who_brings_it_and_brought_again_is_there_once(
    cast: Cast, door: int
) -> None:
    lumen, presse = await mailbox_of(cast), await mailbox_of(cast, "presse@lumen.example")
    folder = cast.house.files.folder
    assert folder is not None
    shut = folder / str(lumen.brand_id)
    folder.mkdir(parents=True, exist_ok=True)
    shut.write_bytes(b"no folder")  # nothing can be written below it
    async with peer(door) as mx:
        told = await mx.brings(LETTER, lumen.address, presse.address)
        assert [answer[:3] for answer in told] == ["451", "451"]
        assert await kept(cast) == []
        shut.unlink()
        for _ in range(2):  # the second time because our answer was lost
            told = await mx.brings(LETTER, lumen.address, presse.address)
            assert [answer[:3] for answer in told] == ["250", "250"]
    assert [address for address, _, _ in await kept(cast)] == [lumen.address, presse.address]


async def test_a_mail_is_kept_before_anybody_is_told_so(
    cast: Cast, door: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    await mailbox_of(cast)
    say, there = wire.Wire.say, list[int]()

    async def told(self: wire.Wire, *lines: str) -> None:
        if lines == ("250 2.0.0 It is kept",):
            there.append(len(await kept(cast)))
        await say(self, *lines)

    monkeypatch.setattr(wire.Wire, "say", told)
    async with peer(door) as mx:
        await mx.brings(LETTER, "bonjour@lumen.example")
    assert there == [1]


async def test_only_one_end_ends_a_mail(cast: Cast, door: int) -> None:
    await mailbox_of(cast)
    smuggled = b"\r\nMAIL FROM:<eve@evil.example>\r\nRCPT TO:<bonjour@lumen.example>\r\nDATA\r\nFrom: eve\r\n"
    for false_end in (b"\n.\n", b"\n.\r\n", b"\r\n.\n", b"\r.\r", b"\r\n.\r", b"\n.\r\n\n"):
        body = LETTER + false_end + smuggled
        async with peer(door) as mx:
            assert (await mx.says("MAIL FROM:<claire@example.fr>"))[:3] == "250"
            assert (await mx.says("RCPT TO:<bonjour@lumen.example>"))[:3] == "250"
            assert (await mx.says("DATA"))[:3] == "354"
            # Sent in two pieces, so that none is mistaken at the seam.
            mx.writer.write(body[: -len(smuggled) - 1])
            await mx.writer.drain()
            assert (await mx.says(body[-len(smuggled) - 1 :] + b"\r\n.\r\n"))[:3] == "250"
            assert (await mx.says("NOOP"))[:3] == "250"
    senders = [envelope["sender"] for _, _, envelope in await kept(cast)]
    assert senders == ["claire@example.fr"] * 6


async def test_a_command_ends_as_a_command_does(cast: Cast, door: int) -> None:
    for words in (b"NOOP\nNOOP\r\n", b"NOOP\rNOOP\r\n", b"NOOP " + b"x" * 3000 + b"\r\n"):
        async with peer(door) as mx:
            assert await mx.says(words) == ""
    async with peer(door, greeting="") as browser:
        assert (await browser.says("POST / HTTP/1.1")).startswith("502")
        assert (await browser.hears()).startswith("421")
        assert await browser.hears() == ""
    async with peer(door) as mx:
        answers = [await mx.says("XYZZY") for _ in range(10)]
        assert all(answer.startswith("502") for answer in answers)
        assert (await mx.hears()).startswith("421")


async def test_commands_that_are_sent_ahead_are_answered_in_their_order(cast: Cast, door: int) -> None:
    await mailbox_of(cast)
    async with peer(door) as mx:
        ahead = (
            b"MAIL FROM:<claire@example.fr>\r\nRCPT TO:<nobody@lumen.example>\r\n"
            b"RCPT TO:<bonjour@lumen.example>\r\nDATA\r\n"
        )
        answers = [await mx.says(ahead), *[await mx.hears() for _ in range(3)]]
        assert [answer[:3] for answer in answers] == ["250", "550", "250", "354"]
        both = LETTER + b".\r\nMAIL FROM:<>\r\nRCPT TO:<bonjour@lumen.example>\r\nDATA\r\n.\r\nQUIT\r\n"
        answers = [await mx.says(both), *[await mx.hears() for _ in range(5)]]
        assert [answer[:3] for answer in answers] == ["250", "250", "250", "354", "250", "221"]
    assert [raw.partition(b"\r\n")[0] for _, raw, _ in await kept(cast)] == [
        b"Return-Path: <claire@example.fr>",
        b"Return-Path: <>",
    ]


async def test_what_is_too_large_is_refused_whether_it_is_announced_or_not(
    cast: Cast, door: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialogue, "LARGEST", 100_000)
    lumen, presse = await mailbox_of(cast), await mailbox_of(cast, "presse@lumen.example")
    async with peer(door) as mx:
        assert (await mx.says("MAIL FROM:<a@b.example> SIZE=100001")).startswith("552 5.3.4")
        assert (await mx.says(f"MAIL FROM:<a@b.example> SIZE={'9' * 900}")).startswith("552 5.3.4")
        assert (await mx.says("MAIL FROM:<a@b.example>"))[:3] == "250"
        for mailbox in (lumen, presse):
            assert (await mx.says(f"RCPT TO:<{mailbox.address}>"))[:3] == "250"
        assert (await mx.says("DATA"))[:3] == "354"
        first = await mx.says(LETTER + b"\r\n" * 500_000 + b".\r\n")
        assert [first[:3], (await mx.hears())[:3]] == ["552", "552"]
        assert (await mx.brings(LETTER, lumen.address))[0].startswith("250")
    assert len(await kept(cast)) == 1


async def test_who_brings_more_than_there_is_room_for_is_asked_to_come_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "ROOM", 200_000)
    await mailbox_of(cast)
    async with opened(cast) as door, peer(door) as mx:
        for _ in range(3):  # what was taken and what was refused both give their room back
            told = await mx.brings(LETTER + b"x" * 400_000 + b"\r\n", "bonjour@lumen.example")
            assert told[0].startswith("452 4.3.1")
            told = await mx.brings(LETTER + b"x" * 150_000 + b"\r\n", "bonjour@lumen.example")
            assert told[0].startswith("250")


async def test_a_silent_peer_is_let_go_and_too_many_are_told_to_come_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "CONNECTIONS", 1)
    monkeypatch.setattr(dialogue, "WITHIN", 0.05)
    await mailbox_of(cast)
    async with opened(cast) as door, peer(door) as slow:
        reader, writer = await asyncio.open_connection("127.0.0.1", door)
        assert (await Peer(reader, writer).hears()).startswith("421")
        writer.close()
        await slow.says("MAIL FROM:<a@b.example>")
        await slow.says("RCPT TO:<bonjour@lumen.example>")
        assert (await slow.says("DATA"))[:3] == "354"
        assert (await slow.says(b"Subject: x")).startswith("421 4.4.2")
        assert await slow.hears() == ""
    assert await kept(cast) == []


async def test_only_those_who_are_known_are_let_in(cast: Cast) -> None:
    async with opened(cast, peers="192.0.2.0/24,10.0.0.0/8") as door:
        reader, writer = await asyncio.open_connection("127.0.0.1", door)
        assert (await Peer(reader, writer).hears()).startswith("554 5.7.1")
        assert await reader.read() == b""
        writer.close()


async def test_smtp_has_one_answer_for_all(cast: Cast) -> None:
    await mailbox_of(cast)
    await mailbox_of(cast, "presse@lumen.example")
    async with opened(cast, lmtp=False) as door, peer(door, "EHLO mx.example") as mx:
        assert (await mx.says("LHLO mx.example")).startswith("502")
        told = await mx.brings(LETTER, "bonjour@lumen.example")
        assert [answer[:3] for answer in told] == ["250"]
        await mx.says("MAIL FROM:<claire@example.fr>")
        await mx.says("RCPT TO:<bonjour@lumen.example>")
        await mx.says("RCPT TO:<presse@lumen.example>")
        assert (await mx.says("DATA"))[:3] == "354"
        assert (await mx.says(LETTER + b".\r\n")).startswith("250")
        assert (await mx.says("NOOP")).startswith("250")
    assert len(await kept(cast)) == 2


async def test_who_sends_from_nobody_is_a_machine_whatever_the_mail_says(cast: Cast, door: int) -> None:
    await mailbox_of(cast)
    written = b"Return-Path: <claire@example.fr>\r\n" + LETTER
    async with peer(door) as mx:
        await mx.brings(written, "bonjour@lumen.example", sender="")
    [(_, raw, _)] = await kept(cast)
    assert read_mail(raw).automatic
    assert not read_mail(written).automatic


async def test_the_house_closes_without_losing_what_it_is_keeping(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    await mailbox_of(cast)
    keeping, on = asyncio.Event(), asyncio.Event()
    receive = dialogue.receive

    async def slowly(*given: Any) -> bool:
        keeping.set()
        await on.wait()
        return await receive(*given)

    monkeypatch.setattr(dialogue, "receive", slowly)
    listener = Listener(cast.house, lmtp=True, peers=["127.0.0.1"])
    at = socket.create_server(("127.0.0.1", 0))
    await listener.start(at)
    async with peer(at.getsockname()[1]) as idle, peer(at.getsockname()[1]) as mx:
        bringing = asyncio.create_task(mx.brings(LETTER, "bonjour@lumen.example"))
        await keeping.wait()
        stopping = asyncio.create_task(listener.stop())
        assert await idle.hears() == ""
        on.set()
        assert (await bringing)[0].startswith("250")
        assert (await mx.hears()).startswith("421")
        await stopping
    assert len(await kept(cast)) == 1
