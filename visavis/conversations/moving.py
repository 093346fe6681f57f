"""An anonymous visitor turns out to be a known customer: their conversations follow."""

from uuid import UUID

from visavis.conversations import changing
from visavis.conversations.access import access_conversation, take_turns
from visavis.conversations.events import ConversationIdentified
from visavis.conversations.models import CustomerBrief, Entry, System
from visavis.kit.database import Session


async def move_to(
    session: Session, *, from_customer_id: UUID, to_customer_id: UUID, name: str | None
) -> None:
    """Move every conversation of an anonymous customer to the one they turned out to be."""
    found = await session.tuples(
        "select id from conversation where customer_id = %s order by id", (from_customer_id,)
    )
    await take_turns(session, [conversation_id for (conversation_id,) in found])
    # A browser that tried again as somebody else may have begun two conversations under one name.
    await session.execute(
        """
        update conversation c set client_id = c.id where c.customer_id = %s
          and exists (select from conversation k where k.customer_id = %s and k.client_id = c.client_id)
        """,
        (from_customer_id, to_customer_id),
    )
    chosen = await session.tuple("select service_mode from customer where id = %s", (to_customer_id,))
    assert chosen is not None, "the customer whom they turned out to be"
    customer = CustomerBrief(to_customer_id, name, verified=True, service_mode=chosen[0])
    for (conversation_id,) in found:
        conversation = await access_conversation(session, System(), conversation_id, lock=True)
        await changing.change(
            session,
            System(),
            conversation,
            ConversationIdentified,
            Entry(what="identified"),
            customer=customer,
        )
    await session.execute(
        "update attachment set customer_id = %s where customer_id = %s",
        (to_customer_id, from_customer_id),
    )
    await session.execute(
        "update attachment set uploader_id = %s where uploader_kind = 'customer' and uploader_id = %s",
        (to_customer_id, from_customer_id),
    )
    await session.execute(
        "update message set author_id = %s where author_kind = 'customer' and author_id = %s",
        (to_customer_id, from_customer_id),
    )
