"""The acts that come and go by email, each with a mailbox of its own."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from tests.cast import Cast
from tests.email.letters import arrives, became, mail, mailbox_of
from visavis import conversations, customers
from visavis.channels.email import addressing, following, forwarding, participants
from visavis.channels.email.delivering import Postman
from visavis.channels.email.forwarding import Forward
from visavis.channels.email.models import Mailbox
from visavis.conversations import Message
from visavis.conversations.models import Addressed
from visavis.kit.ids import uuid7


async def _begun(scene: Any) -> tuple[Cast, Mailbox, UUID]:
    """Claire writes to a mailbox that nobody wrote to before."""
    cast: Cast = scene.running.cast
    mailbox = await mailbox_of(cast, f"{uuid7()}@lumen.example")
    first = mail(to=mailbox.address, message_id=f"<{uuid7()}@example.fr>")
    _, _, conversation_id = await became(cast, await arrives(cast, mailbox, first))
    assert conversation_id is not None
    return cast, mailbox, conversation_id


async def _answered(scene: Any) -> tuple[Cast, Mailbox, Message]:
    """Léa answers; nobody is at the server that it goes out by, so that it is put off."""
    cast, mailbox, conversation_id = await _begun(scene)
    said = await cast.says(cast.lea, conversation_id, "Elle part demain.")
    postman = Postman(cast.house)
    while not await _is_put_off(cast, said):
        await postman.go()
        await asyncio.sleep(0.01)  # the house's own postman may be carrying it
    return cast, mailbox, said


async def _is_put_off(cast: Cast, said: Message) -> bool:
    async with cast.house.database.system() as session:
        return (
            await session.tuple(
                "select from mail_out where message_id = %s and state = 'deferred'", (said.id,)
            )
            is not None
        )


async def is_reported_failed(scene: Any) -> None:
    """A report tells that the customer's address does not exist."""
    cast, mailbox, said = await _answered(scene)
    report = (
        f"From: mailer-daemon@example.fr\r\nTo: {mailbox.address}\r\nSubject: failed\r\nMessage-ID: <{uuid7()}@example.fr>\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nno such user\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; example.fr\r\n\r\n"
        "Final-Recipient: rfc822; claire@example.fr\r\nAction: failed\r\nStatus: 5.1.1\r\n"
        "Diagnostic-Code: smtp; 550 no such user\r\n\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{said.id}@lumen.example>\r\n\r\n--b--\r\n"
    )
    assert (await became(cast, await arrives(cast, mailbox, report.encode())))[1] == "bounce"


async def is_answered_by_a_machine(scene: Any) -> None:
    """Claire is away, and her mailbox says so."""
    cast, mailbox, said = await _answered(scene)
    away = mail(
        "Je suis absente.",
        to=mailbox.address,
        message_id=f"<{uuid7()}@example.fr>",
        In_Reply_To=f"<{said.id}@lumen.example>",
        Auto_Submitted="auto-replied",
    )
    assert (await became(cast, await arrives(cast, mailbox, away)))[1] == "auto_reply"


async def is_joined_by_another(scene: Any) -> None:
    """Somebody who does not take part answers: they begin anew, and the agents are told."""
    cast, mailbox, said = await _answered(scene)
    other = mail(
        "Et moi ?",
        sender="Eve <eve@example.org>",
        to=mailbox.address,
        message_id=f"<{uuid7()}@example.org>",
        In_Reply_To=f"<{said.id}@lumen.example>",
    )
    assert (await became(cast, await arrives(cast, mailbox, other)))[0] == "placed"


async def is_joined_by_a_colleague(scene: Any) -> None:
    """Léa answers with Jean in copy, and one more who is not seen; she lets Eve in, and out again."""
    cast, _, conversation_id = await _begun(scene)
    async with cast.house.database.session(cast.lea.brand_ids) as session:
        addressed = Addressed(
            to=["claire@example.fr"], copies=["jean@example.fr"], blind=["chef@lumen.example"]
        )
        await conversations.send(
            session,
            cast.lea,
            conversation_id=conversation_id,
            body="Elle part demain.",
            client_id=uuid7(),
            addressed=addressed,
        )
        await participants.admit(session, cast.lea, conversation_id, "eve@example.org")
        await participants.remove(session, cast.lea, conversation_id, "eve@example.org")


async def is_sent_what_they_did_not_read(scene: Any) -> None:
    """Claire has gone: what Léa says is planned to be sent to her, and is; nobody is at the server that it goes out by."""
    cast, mailbox, said = await _unread(scene)
    async with cast.house.database.system() as session:
        await following.settle(session, scene.conversation.id)
    await scene.on_it("lea", following.send_now)
    postman = Postman(cast.house)
    while not await _is_put_off(cast, said):
        await postman.go()
        await asyncio.sleep(0.01)
    await _forgets(cast, mailbox)


async def reads_before_it_is_sent(scene: Any) -> None:
    """Claire comes back before what Léa said is sent to her, and it is not."""
    cast, mailbox, _ = await _unread(scene)
    async with cast.house.database.system() as session:
        await following.settle(session, scene.conversation.id)
    await scene.on_it("claire", conversations.mark_read, seq=99)
    async with cast.house.database.system() as session:
        await following.settle(session, scene.conversation.id)
    await _forgets(cast, mailbox)


async def _unread(scene: Any) -> tuple[Cast, Mailbox, Message]:
    cast: Cast = scene.running.cast
    mailbox = await mailbox_of(cast, f"{uuid7()}@lumen.example")
    await scene.act("claire", customers.describe, changes=customers.VisitorChanges(email="claire@example.fr"))
    return cast, mailbox, await cast.says(cast.lea, scene.conversation.id, "Elle part demain.")


async def _forgets(cast: Cast, mailbox: Mailbox) -> None:
    """Have nothing of later scenes be sent."""
    async with cast.house.database.system() as session:
        await session.execute("update customer set email = null where id = %s", (cast.claire.id,))
        await session.execute("update mailbox set enabled = false where id = %s", (mailbox.id,))


async def is_asked_about_beside(scene: Any) -> None:
    """Léa asks a maker beside a chat whose customer is there; the maker answers, a stranger does, and Léa goes on."""
    cast: Cast = scene.running.cast
    async with cast.house.database.system() as session:
        await session.execute("update mailbox set enabled = false")
    mailbox = await mailbox_of(cast, f"{uuid7()}@lumen.example")
    it = Forward(
        client_id=uuid7(), to=["paul@maker.example"], subject="Lampe", body="Est-ce connu ?", everything=True
    )
    async with cast.house.database.session(cast.lea.brand_ids) as session:
        side, _ = await forwarding.forward(session, cast.lea, it, conversation_id=scene.conversation.id)
    to = addressing.side_address(cast.house.keys, mailbox.address, side.id)
    for sender in ("Paul <paul@maker.example>", "eve@example.org"):
        answer = mail("Oui.", sender=sender, to=to, message_id=f"<{uuid7()}@maker.example>")
        assert (await became(cast, await arrives(cast, mailbox, answer)))[0] == "placed"
    async with cast.house.database.session(cast.lea.brand_ids) as session:
        await forwarding.write(session, cast.lea, side_id=side.id, client_id=uuid7(), body="Merci.")


BY_MAIL: dict[str, Callable[[Any], Awaitable[Any]]] = {
    "mail placed": _begun,
    "mail answered and put off": _answered,
    "mail reported failed": is_reported_failed,
    "mail answered by a machine": is_answered_by_a_machine,
    "mail of another": is_joined_by_another,
    "mail with copies": is_joined_by_a_colleague,
    "words of a chat sent by email": is_sent_what_they_did_not_read,
    "words of a chat read before they are sent": reads_before_it_is_sent,
    "maker asked beside a chat": is_asked_about_beside,
}
