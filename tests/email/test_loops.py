"""Machines that answer everything face each other, and soon fall silent."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.cast import Cast, cast_on
from tests.conftest import environment
from tests.databases import Clone
from tests.email.letters import arrives, became, mail, mailbox_of
from tests.email.peer import Peer, peer
from visavis import config
from visavis.channels.email.delivering import Postman
from visavis.channels.email.models import Envelope, Mailbox
from visavis.kit.postgres import DATABASE

MOST = 3  # mails in all
ROUNDS = 12  # that a loop would fill
HERE, THERE = "bonjour@lumen.example", "contact@brume.example"

# What one machine makes of a mail that came: nothing, or an answer.
Machine = Callable[[bytes, EmailMessage, str], bytes | None]


class Installation:
    """A house with one mailbox, and the server that takes its mail away."""

    def __init__(self, cast: Cast, mailbox: Mailbox, out: Peer) -> None:
        self.cast, self.mailbox, self.out = cast, mailbox, out

    async def takes(self, raw: bytes) -> list[bytes]:
        """Take a mail in; give what goes out because of it."""
        before = len(self.out.raws)
        sender = "" if b"Auto-Submitted" in raw else THERE
        await arrives(self.cast, self.mailbox, raw, envelope=Envelope(sender=sender))
        await Postman(self.cast.house).go()
        return self.out.raws[before:]


@pytest.fixture
async def houses(
    postgres: Callable[[str], str], tmp_path: Path
) -> AsyncIterator[tuple[Installation, Installation]]:
    """Two installations that know nothing of each other."""
    async with AsyncExitStack() as stack:
        both = list[Installation]()
        for address in (HERE, THERE):
            url = stack.enter_context(Clone(postgres, template=DATABASE))
            settings = config.read(environment(url, tmp_path / address))
            cast = await stack.enter_async_context(cast_on(settings, url))
            out, server = await stack.enter_async_context(peer())
            both.append(
                Installation(cast, await mailbox_of(cast, address, outgoing=server, acknowledges=True), out)
            )
        yield both[0], both[1]


def _bare(raw: bytes) -> bytes:
    """A mail after a gateway that drops what it does not know."""
    head, gap, body = raw.partition(b"\r\n\r\n")
    lines = [line for line in head.split(b"\r\n") if not line.startswith((b"Auto-Submitted", b"X-Auto"))]
    return b"\r\n".join(lines) + gap + body


@pytest.mark.parametrize("on_the_way", [bytes, _bare])
async def test_two_installations_that_write_to_each_other_fall_silent(
    houses: tuple[Installation, Installation], on_the_way: Callable[[bytes], bytes]
) -> None:
    first = bytes(mail(sender=THERE, to=HERE))
    coming, said = [first], 1
    for turn in range(ROUNDS):
        answers = [out for raw in coming for out in await houses[turn % 2].takes(on_the_way(raw))]
        said += len(answers)
        coming = answers
    assert said <= MOST
    assert not coming
    assert said == (2 if on_the_way is bytes else MOST), "it is told once; where that is hidden, once more"


def on_holiday(raw: bytes, came: EmailMessage, sender: str) -> bytes | None:
    """Somebody's program that tells everybody, whoever they are, and says not that it is one."""
    return bytes(mail("Je suis absente.", to=str(came["Reply-To"]), subject=f"Re: {came['Subject']}",
                      message_id=f"<away{hash(raw)}@x>"))  # fmt: skip


def on_holiday_anew(raw: bytes, came: EmailMessage, sender: str) -> bytes | None:
    """One that answers nothing in particular."""
    return bytes(mail("Je suis absente.", subject="En congés", message_id=f"<away{hash(raw)}@x>"))


def polite(raw: bytes, came: EmailMessage, sender: str) -> bytes | None:
    """One that keeps to the rules: who wants no answer has none."""
    return None if sender == "<>" or came["Auto-Submitted"] else on_holiday(raw, came, sender)


def bouncer(raw: bytes, came: EmailMessage, sender: str) -> bytes | None:
    """A server that returns everything, even to who wants nothing back."""
    return (
        f"Return-Path: <>\nFrom: MAILER-DAEMON@example.fr\nTo: {HERE}\nMessage-ID: <b{hash(raw)}@x>\n"
        "Subject: Undelivered Mail Returned to Sender\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
        "--b\nContent-Type: message/delivery-status\n\nFinal-Recipient: rfc822; claire@example.fr\n"
        f"Action: failed\nStatus: 5.1.1\n\n--b\nContent-Type: text/rfc822-headers\n\n"
        f"Message-ID: {came['Message-ID']}\n\n--b--\n"
    ).encode()


@pytest.mark.parametrize("machine", [on_holiday, on_holiday_anew, polite, bouncer])
async def test_a_machine_that_answers_all_it_is_sent_soon_has_nothing_to_answer(
    houses: tuple[Installation, Installation], machine: Machine
) -> None:
    house, _ = houses
    coming, said = [bytes(mail())], 1
    for _ in range(ROUNDS):
        out = [raw for letter in coming for raw in await house.takes(letter)]
        answered = [machine(raw, house.out.took[-1], house.out.senders[-1] or "") for raw in out]
        coming = [answer for answer in answered if answer is not None]
        said += len(out) + len(coming)
    assert said <= MOST
    assert not coming


async def test_a_mail_of_an_agent_to_a_machine_ends_there(
    houses: tuple[Installation, Installation],
) -> None:
    house, other = houses
    mail_id = await arrives(house.cast, house.mailbox, mail(sender=THERE, to=HERE))
    _, _, conversation_id = await became(house.cast, mail_id)
    assert conversation_id is not None
    await house.cast.says(house.cast.lea, conversation_id, "Bonjour, c'est Léa.")
    await Postman(house.cast.house).go()
    assert len(house.out.raws) == 2, "the acknowledgement, and a person's word"
    answers = [out for raw in house.out.raws for out in await other.takes(raw)]
    assert len(answers) == 1, "a person's word is acknowledged"
    assert await house.takes(answers[0]) == []
