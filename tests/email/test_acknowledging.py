"""Who writes is told once that it came, and by when they are answered; machines, strangers' victims and lists are not."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from uuid import UUID

import pytest

from tests.cast import Cast
from tests.email.letters import arrives, became, found, mail, mailbox_of
from tests.email.peer import Peer, peer
from visavis.channels.email import guarding, mailboxes
from visavis.channels.email.delivering import Postman
from visavis.channels.email.models import Envelope, Server
from visavis.channels.email.reading import Mail, read_mail
from visavis.channels.email.schemas import MailboxChanges
from visavis.channels.email.verifying import Verdict
from visavis.conversations.models import Entry


@pytest.fixture
async def taking() -> AsyncIterator[tuple[Peer, Server]]:
    async with peer() as both:
        yield both


async def _entries(cast: Cast, conversation_id: UUID | None) -> list[Entry]:
    assert conversation_id is not None
    return [m.entry for m in (await cast.reads(cast.lea, conversation_id))[1] if m.entry]


async def _sent(cast: Cast) -> int:
    return await Postman(cast.house).go()


async def test_a_first_mail_is_acknowledged_with_its_promise_and_with_nothing_of_its_own(
    cast: Cast, taking: tuple[Peer, Server]
) -> None:
    took, server = taking
    mailbox = await mailbox_of(cast, outgoing=server, acknowledges=True)
    first = mail("Achetez mes pilules", subject="PILULES", sender="PILULES <claire@example.fr>")
    _, _, conversation_id = await became(cast, await arrives(cast, mailbox, first))
    assert conversation_id is not None
    before, _ = await cast.reads(cast.lea, conversation_id)
    assert await _sent(cast) == 1
    assert await _sent(cast) == 0
    [told] = took.took
    assert (took.senders, took.to) == (["<>"], [["claire@example.fr"]])
    assert (told["Auto-Submitted"], told["X-Auto-Response-Suppress"]) == ("auto-replied", "All")
    assert told["Subject"] == "Nous avons bien reçu votre message"
    assert told["In-Reply-To"] == "<one@example.fr>"
    assert b"pilules" not in took.raws[0].lower()
    assert before.answer_by is not None
    assert f"{before.answer_by:%H:%M} (UTC)" in told.get_content()
    assert read_mail(took.raws[0]).kind == "auto_reply", "no house like ours answers it"
    after, _ = await cast.reads(cast.lea, conversation_id)
    assert (after.answer_by, after.status) == (before.answer_by, "open"), "it is no word of a person"
    [entry] = await _entries(cast, conversation_id)
    assert (entry.what, entry.address, entry.until) == ("acknowledged", "claire@example.fr", before.answer_by)
    back = mail("Merci", to=str(told["Reply-To"]), message_id="<2@x>", subject="Re")
    assert (await became(cast, await arrives(cast, mailbox, back)))[2] == conversation_id
    assert await _sent(cast) == 0, "never twice in a conversation"


async def test_an_address_is_told_once_a_day_however_it_is_spelled(
    cast: Cast, taking: tuple[Peer, Server]
) -> None:
    took, server = taking
    mailbox = await mailbox_of(cast, outgoing=server, acknowledges=True)
    for number, sender in enumerate(
        (
            "claire@example.fr",
            "Claire@example.fr",
            "claire+a@example.fr",
            "x@gmail.com",
            "x.+1@googlemail.com",
        )
    ):
        await arrives(cast, mailbox, mail(f"{number}", sender=sender, message_id=f"<{number}@x>"))
    assert await _sent(cast) == 2
    async with cast.house.database.system() as session:
        await session.execute("update mail_ack set created_at = created_at - interval '25 hours'")
    await arrives(cast, mailbox, mail("Encore", message_id="<9@x>"))
    assert await _sent(cast) == 1
    assert took.to[-1] == ["claire@example.fr"]


async def test_ten_thousand_forged_mails_are_acknowledged_once(cast: Cast) -> None:
    mailbox = await mailbox_of(cast, acknowledges=True)
    mail_id = await arrives(cast, mailbox, mail())
    assert mail_id is not None
    read = read_mail(bytes(mail("Encore")))
    async with cast.house.database.system() as session:
        may = [
            await guarding.may_acknowledge(session, mailbox, mail_id, read, verdict)
            for _ in range(5000)
            for verdict in ("unknown", "proven")
        ]
    assert not any(may)
    assert len(may) == 10_000


async def test_a_domain_that_proves_nothing_is_not_written_to_without_end(
    cast: Cast, taking: tuple[Peer, Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guarding, "UNPROVEN", 2)
    mailbox = await mailbox_of(cast, outgoing=taking[1], acknowledges=True)
    for number in range(4):
        letter = mail(f"{number}", sender=f"n{number}@example.fr", message_id=f"<{number}@x>")
        await arrives(cast, mailbox, letter)
    assert await _sent(cast) == 2
    proven = {"sender": "n9@example.fr", "message_id": "<9@x>", "Authentication_Results": found("pass")}
    await arrives(cast, mailbox, mail("Vraiment moi", **proven))
    assert await _sent(cast) == 1


@pytest.mark.parametrize(
    "letter",
    [
        mail(List_Id="<news.example.fr>"),
        mail(Precedence="bulk"),
        mail(X_Auto_Response_Suppress="All"),
        mail(sender="no-reply@example.fr"),
        mail(Return_Path="<>"),
        mail(sender="salut@lumen.example"),
        mail(Date=format_datetime(datetime.now(UTC) - timedelta(days=2))),
    ],
)
async def test_lists_machines_ourselves_and_what_is_old_are_not_told(
    cast: Cast, taking: tuple[Peer, Server], letter: EmailMessage
) -> None:
    mailbox = await mailbox_of(cast, outgoing=taking[1], acknowledges=True)
    await mailbox_of(cast, "salut@lumen.example")
    _, _, conversation_id = await became(cast, await arrives(cast, mailbox, letter))
    assert await _sent(cast) == 0
    assert await _entries(cast, conversation_id) == []


async def test_who_is_disowned_is_not_told_nor_is_anybody_where_the_mailbox_is_silent(
    cast: Cast, taking: tuple[Peer, Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    mailbox = await mailbox_of(cast, outgoing=taking[1], acknowledges=True)

    async def failed(raw: bytes, read: Mail, envelope: Envelope, *, trusts: str) -> Verdict:
        return "failed"

    with monkeypatch.context() as disowned:
        disowned.setattr("visavis.channels.email.placing.verify", failed)
        await arrives(cast, mailbox, mail())
    async with cast.house.database.session(cast.ana.brand_ids) as session:
        silent = await mailboxes.change(session, cast.house.keys, mailbox, MailboxChanges(acknowledges=False))
    await arrives(cast, silent, mail("Et là ?", message_id="<2@x>"))
    assert await _sent(cast) == 0


async def test_a_conversation_that_one_address_floods_goes_on_only_after_our_word(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guarding, "FLOOD", 3)
    mailbox = await mailbox_of(cast)
    _, _, conversation_id = await became(cast, await arrives(cast, mailbox, mail()))
    assert conversation_id is not None

    async def again(number: int) -> tuple[str, str]:
        letter = mail(f"{number}", message_id=f"<{number}@x>", In_Reply_To="<one@example.fr>")
        state, why, where = await became(cast, await arrives(cast, mailbox, letter))
        assert where == conversation_id
        return state, why

    assert [await again(n) for n in range(3)] == [("placed", "")] * 2 + [("set_aside", "flood")]
    await cast.says(cast.lea, conversation_id, "Je regarde.")
    assert await again(9) == ("placed", "")
