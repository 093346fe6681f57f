"""One side has read up to a message."""

from uuid import UUID

from msgspec.structs import replace

from visavis.conversations.access import access_conversation
from visavis.conversations.events import ConversationRead, audience
from visavis.conversations.models import Actor, Conversation
from visavis.customers import Visitor
from visavis.kit.database import Session


async def mark_read(session: Session, actor: Actor, *, conversation_id: UUID, seq: int) -> Conversation:
    """Note that the actor's side has read up to `seq`; going back changes nothing."""
    conversation = await access_conversation(session, actor, conversation_id, lock=True)
    customer = isinstance(actor, Visitor)
    known = conversation.customer_read_seq if customer else conversation.agents_read_seq
    seq = min(seq, conversation.last_seq)
    if seq <= known:
        return conversation
    version = conversation.version + 1
    await session.execute(
        """
        update conversation set version = %s,
               customer_read_seq = case when %s then %s else customer_read_seq end,
               agents_read_seq = case when %s then agents_read_seq else %s end
        where id = %s
        """,
        (version, customer, seq, customer, seq, conversation_id),
    )
    changed = (
        replace(conversation, version=version, customer_read_seq=seq)
        if customer
        else replace(conversation, version=version, agents_read_seq=seq)
    )
    session.emit(ConversationRead(reader="customer" if customer else "agents", seq=seq), audience(changed))
    return changed
