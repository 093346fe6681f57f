"""A customer begins a conversation with its first message."""

from collections.abc import Sequence
from uuid import UUID

from visavis.brands import Subject
from visavis.conversations import changing, timeline
from visavis.conversations.access import access_conversation
from visavis.conversations.entries import Occasion
from visavis.conversations.errors import EmptyMessage
from visavis.conversations.events import (
    ConversationInvited,
    ConversationOpened,
    SubjectChosen,
    audience,
)
from visavis.conversations.models import Answer, Channel, Conversation, Entry, Message, System
from visavis.conversations.sending import send
from visavis.customers import Visitor
from visavis.kit import events
from visavis.kit.database import Session
from visavis.kit.ids import uuid7


async def start(
    session: Session,
    actor: Visitor,
    *,
    body: str,
    client_id: UUID,
    attachment_ids: Sequence[UUID] = (),
    page_url: str | None = None,
    page_title: str | None = None,
    answer: Answer | None = None,
    occasion: Occasion | None = None,
    subject: Subject | None = None,
) -> tuple[Conversation, Message]:
    """Begin a conversation; begun again under the same `client_id`, the same one is found.

    The `subject` that they chose, to whose team it goes, and the `occasion` on which they were invited to write
    stand before their first word, for the agents.
    """
    if not body.strip() and not attachment_ids:
        raise EmptyMessage
    conversation_id, is_new = await begin(
        session, actor, client_id=client_id, page_url=page_url, page_title=page_title, subject=subject
    )
    if is_new and subject is not None:
        opened = await access_conversation(session, actor, conversation_id)
        chosen = Entry(what="subject_chosen", subject=subject.names)
        await changing.change(session, actor, opened, SubjectChosen, chosen)
        await session.flush()
    if is_new and occasion is not None:
        opened = await access_conversation(session, actor, conversation_id)
        invited = Entry(what="invited", occasion=occasion)
        await changing.change(session, System(), opened, ConversationInvited, invited)
        await session.flush()
    if not is_new:
        first = await timeline.by_client_id(session, conversation_id, client_id)
        if first is not None and first.deleted_at is not None:
            return await access_conversation(session, actor, conversation_id), first
    message = await send(
        session,
        actor,
        conversation_id=conversation_id,
        body=body,
        client_id=client_id,
        attachment_ids=attachment_ids,
        answer=answer,
    )
    return await access_conversation(session, actor, conversation_id), message


async def begin(
    session: Session,
    actor: Visitor,
    *,
    client_id: UUID,
    page_url: str | None = None,
    page_title: str | None = None,
    subject: Subject | None = None,
    channel: Channel = "chat",
    title: str | None = None,
    mailbox_id: UUID | None = None,
) -> tuple[UUID, bool]:
    """Open a conversation in which nothing is said yet, or find it again; tell whether it is new."""
    now, conversation_id = session.clock(), uuid7()
    begun = await session.execute(
        """
        insert into conversation (id, brand_id, customer_id, client_id, channel, status, team_id, subject,
                                  page_url, page_title, title, mailbox_id, created_at, updated_at)
        values (%s, %s, %s, %s, %s, 'open', %s, %s, %s, %s, %s, %s, %s, %s)
        on conflict (customer_id, client_id) do nothing
        """,
        (
            *(conversation_id, actor.brand_id, actor.id, client_id, channel),
            *(subject and subject.team_id, subject and events.encode(subject.offered).decode()),
            *(page_url, page_title, title, mailbox_id, now, now),
        ),
    )
    if not begun:
        return await _begun_before(session, actor, client_id), False
    opened = await access_conversation(session, actor, conversation_id)
    session.emit(ConversationOpened(conversation=opened), audience(opened))
    await session.flush()
    return conversation_id, True


async def _begun_before(session: Session, actor: Visitor, client_id: UUID) -> UUID:
    found = await session.tuple(
        "select id from conversation where customer_id = %s and client_id = %s", (actor.id, client_id)
    )
    assert found is not None, "the name is taken in this customer's conversations"
    return found[0]
