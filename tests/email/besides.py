"""Léa asks a maker beside a customer's conversation."""

from email.message import EmailMessage
from typing import Any
from uuid import UUID

from tests.cast import Cast
from tests.email.letters import mail
from visavis.channels.email import addressing, forwarding
from visavis.channels.email.forwarding import Forward
from visavis.channels.email.models import Mailbox, Side
from visavis.conversations import Conversation, Message
from visavis.kit.ids import uuid7

MAKER = "paul@maker.example"
SECRET = "En atelier, il coûte trois fois moins"


async def a_chat(cast: Cast) -> tuple[Conversation, Message]:
    """Claire chats; Léa answers, and leaves a note."""
    chat = await cast.starts(cast.claire, "Ma lampe clignote")
    await cast.says(cast.lea, chat.id, "Je demande au fabricant.")
    await cast.says(cast.lea, chat.id, "Cliente difficile", kind="note")
    _, [first, *_] = await cast.reads(cast.lea, chat.id)
    return chat, first


async def forwards(
    cast: Cast, conversation_id: UUID, *message_ids: UUID, to: str = MAKER, **more: Any
) -> tuple[Side, Message]:
    given: dict[str, Any] = {
        "client_id": uuid7(),
        "subject": "Lampe Aurore",
        "body": "Est-ce connu ?",
        **more,
    }
    carried = given.pop("carried", ())
    it = Forward(to=[to], message_ids=message_ids, **given)
    async with cast.house.database.session(cast.lea.brand_ids) as session:
        return await forwarding.forward(
            session, cast.lea, it, conversation_id=conversation_id, carried=carried
        )


async def writes(cast: Cast, side: Side, body: str, client_id: UUID | None = None) -> Message:
    async with cast.house.database.session(cast.lea.brand_ids) as session:
        return await forwarding.write(
            session, cast.lea, side_id=side.id, client_id=client_id or uuid7(), body=body
        )


def answer_of(cast: Cast, mailbox: Mailbox, side: Side, text: str = SECRET, **more: str) -> EmailMessage:
    """The maker's answer to the address that they were given."""
    to = addressing.side_address(cast.house.keys, mailbox.address, side.id)
    given = {
        "sender": f"Paul <{MAKER}>",
        "to": to,
        "subject": "Re: Lampe Aurore",
        "message_id": f"<{uuid7()}@m>",
    }
    return mail(f"{text}\n", **(given | more))


async def beside(cast: Cast, conversation_id: UUID) -> list[tuple[str, str]]:
    _, messages = await cast.reads(cast.lea, conversation_id)
    return [(m.author.kind, m.body) for m in messages if m.kind == "side"]
