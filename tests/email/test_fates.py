"""What a provider says became of a mail of ours is seen on it, where it names that mail and whom it was written to."""

from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
import pytest

from tests.cast import Running
from tests.email.calling import SIGNING_KEY, TOPIC, Amazon, Hooked, amazon, hooked, outside, running, signed
from tests.email.letters import arrives, became, mail
from visavis.channels.email import mailboxes
from visavis.channels.email.hooks.marking import marked
from visavis.channels.email.models import Mailbox
from visavis.channels.email.schemas import MailboxChanges
from visavis.conversations import Message

__all__ = ["amazon", "outside", "running"]

Say = Callable[[str, str, str], Any]


def postmark(what: str, rfc_id: str, to: str) -> Any:
    about = {"MessageID": "of-postmark", "Metadata": {"mail": rfc_id}, "Details": "550 no such user"}
    return {
        "delivered": about | {"RecordType": "Delivery", "Recipient": to},
        "failed": about | {"RecordType": "Bounce", "Type": "HardBounce", "Email": to},
        "later": about | {"RecordType": "Bounce", "Type": "Transient", "Email": to},
        "complained": about | {"RecordType": "SpamComplaint", "Type": "SpamComplaint", "Email": to},
    }[what]


def mailgun(what: str, rfc_id: str, to: str) -> Any:
    event: dict[str, Any] = {
        "event": "failed" if what == "later" else what,
        "severity": "temporary" if what == "later" else "permanent",
        "recipient": to,
        "message": {"headers": {"message-id": rfc_id}},
        "delivery-status": {"message": "550 no such user"},
    }
    return {"signature": signed(), "event-data": event}


def brevo(what: str, rfc_id: str, to: str) -> Any:
    event = {"failed": "hard_bounce", "later": "soft_bounce", "complained": "spam"}.get(what, what)
    return {"event": event, "email": to, "message-id": f"<{rfc_id}>", "reason": "550 no such user"}


def ses(what: str, rfc_id: str, to: str) -> Any:
    about = {"emailAddress": to, "diagnosticCode": "550 no such user"}
    sent = {"messageId": "of-amazon", "headers": [{"name": "Message-ID", "value": f"<{rfc_id}>"}]}
    kind = "Transient" if what == "later" else "Permanent"
    return {
        "delivered": {"eventType": "Delivery", "delivery": {"recipients": [to]}},
        "complained": {"notificationType": "Complaint", "complaint": {"complainedRecipients": [about]}},
    }.get(
        what, {"notificationType": "Bounce", "bounce": {"bounceType": kind, "bouncedRecipients": [about]}}
    ) | {"mail": sent}


Told = Callable[[str, str, str], Awaitable[int]]


@pytest.fixture(params=["postmark", "mailgun", "brevo", "ses"])
async def told(request: pytest.FixtureRequest, running: Running, amazon: Amazon) -> tuple[Hooked, Told]:
    """A hook, and what says to it what became of a mail: how many news that was."""
    provider: str = request.param
    more = {"mailgun": {"secret": SIGNING_KEY}, "brevo": {"secret": "x"}, "ses": {"topic": TOPIC}}
    it = await hooked(running, provider, **more.get(provider, {}))
    say: Say = {"postmark": postmark, "mailgun": mailgun, "brevo": brevo, "ses": ses}[provider]

    async def tells(what: str, rfc_id: str, to: str) -> int:
        call = say(what, rfc_id, to)
        answer = await it.calls(amazon.message(call) if provider == "ses" else call)
        assert answer.status_code == 200, answer.text
        return answer.json()["news"]

    return it, tells


async def answered(it: Hooked) -> tuple[Message, str]:
    """Claire wrote, and was answered by a mail that has left; that message, and its Message-ID."""
    cast = it.cast
    _, _, conversation_id = await became(cast, await arrives(cast, it.mailbox, mail()))
    assert conversation_id is not None
    said = await cast.says(cast.lea, conversation_id, "Elle part demain.")
    async with cast.house.database.system() as session:
        await session.execute("update mail_out set state = 'sent' where message_id = %s", (said.id,))
    return said, f"{said.id}@lumen.example"


async def looks(it: Hooked, said: Message) -> tuple[str, str, list[str]]:
    """How the message fares, why, and what else the agents are told."""
    _, messages = await it.cast.reads(it.cast.lea, said.conversation_id)
    [now] = [message for message in messages if message.id == said.id]
    assert now.mail is not None
    noted = [m.entry.what for m in messages if m.entry and m.entry.what.startswith("mail_")]
    return now.mail.state, now.mail.why, noted


async def suppressed(it: Hooked) -> list[tuple[str, str]]:
    async with it.cast.house.database.system() as session:
        return [(row[0], row[1]) for row in await session.tuples("select email, why from mail_suppressed")]


async def test_a_mail_that_failed_is_seen_to_have_failed_once(told: tuple[Hooked, Told]) -> None:
    it, tells = told
    said, rfc_id = await answered(it)
    assert await tells("later", rfc_id, "claire@example.fr") == 0
    assert (await looks(it, said))[0] == "sent"
    for _ in range(2):
        assert await tells("failed", rfc_id, "Claire@example.fr") == 1
        assert await looks(it, said) == ("bounced", "550 no such user", ["mail_failed"])
    assert await suppressed(it) == [("claire@example.fr", "failed")]


async def test_a_complaint_is_told_of_and_ends_what_is_sent_by_itself(told: tuple[Hooked, Told]) -> None:
    it, tells = told
    said, rfc_id = await answered(it)
    for _ in range(2):
        assert await tells("complained", rfc_id, "claire@example.fr") == 1
    state, _, noted = await looks(it, said)
    assert (state, noted) == ("sent", ["mail_failed"])
    assert await suppressed(it) == [("claire@example.fr", "complained")]
    cast = it.cast
    async with cast.house.database.session(cast.ana.brand_ids) as session:
        changes = MailboxChanges(acknowledges=True)
        mailbox = await mailboxes.change(session, cast.house.keys, it.mailbox, changes)
    await arrives(cast, mailbox, mail(message_id="<again@example.fr>"))
    await arrives(cast, mailbox, mail(sender="jean@example.fr", message_id="<jean@example.fr>"))
    async with cast.house.database.system() as session:
        assert await session.tuples("select email from mail_ack") == [("jean@example.fr",)]


async def test_what_was_delivered_while_we_were_told_otherwise_is_sent_no_more(
    told: tuple[Hooked, Told],
) -> None:
    it, tells = told
    said, rfc_id = await answered(it)
    async with it.cast.house.database.system() as session:
        await session.execute(
            "update mail_out set state = 'deferred', send_at = now() + interval '1 hour' where message_id = %s",
            (said.id,),
        )
    assert await tells("delivered", rfc_id, "claire@example.fr") == 1
    assert await looks(it, said) == ("sent", "", [])
    assert await suppressed(it) == []


async def test_news_of_what_we_never_wrote_is_no_news(told: tuple[Hooked, Told]) -> None:
    it, tells = told
    said, rfc_id = await answered(it)
    assert await tells("failed", f"{said.conversation_id}@lumen.example", "claire@example.fr") == 0
    assert await tells("failed", rfc_id, "eve@evil.example") == 0
    assert await tells("failed", "", "claire@example.fr") == 0
    assert await looks(it, said) == ("sent", "", [])
    assert await suppressed(it) == []


def test_postmark_is_asked_to_say_our_identifier_back_and_nobody_else_is() -> None:
    def at(host: str) -> Mailbox:
        server = {"host": host, "port": 587, "security": "starttls"}
        health = {"state": "new"}
        return msgspec.convert(
            {
                "id": "018f0000-0000-7000-8000-000000000000",
                "brand_id": "018f0000-0000-7000-8000-000000000000",
                "address": "bonjour@lumen.example",
                "sender_name": "",
                "signature": "",
                "incoming": server,
                "outgoing": server,
                "enabled": True,
                "trusts": "",
                "acknowledges": True,
                "tags": False,
                "receiving": health,
                "sending": health,
            },
            Mailbox,
        )

    assert marked(at("smtp.postmarkapp.com"), mail())["X-PM-Metadata-mail"] == "one@example.fr"
    assert marked(at("smtp.notpostmarkapp.com"), mail())["X-PM-Metadata-mail"] is None
