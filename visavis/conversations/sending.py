"""A message is sent: one statement locks the conversation, counts, writes and tells."""

from collections.abc import Sequence
from functools import cache
from typing import Literal, LiteralString
from uuid import UUID

import msgspec
import psycopg.errors

from visavis.conversations import alongside, attaching, changing, pushing, timeline
from visavis.conversations.access import access_conversation, turn_of, visible
from visavis.conversations.errors import EmptyMessage, MessageConflict, NotByEmail
from visavis.conversations.events import MessageSent
from visavis.conversations.models import (
    BRIEF_LENGTH,
    Actor,
    Addressed,
    Answer,
    Attachment,
    AuthorKind,
    Conversation,
    LastMessage,
    Mail,
    Message,
    author_of,
)
from visavis.customers import Visitor
from visavis.kit import events
from visavis.kit.database import Session
from visavis.kit.errors import Forbidden
from visavis.kit.ids import uuid7
from visavis.staff import AgentActor

Kind = Literal["message", "note"]

# Either everything happens or nothing does: no row where the conversation is not this actor's to
# write in, needs a change first (reopening, taking), or already has a message of this name.
SEND: LiteralString = """
with bumped as (
    update conversation c set
        version = version + 1, last_seq = last_seq + 1, updated_at = %(now)s,
        last_message = case when %(kind)s = 'note' then last_message
                            else jsonb_set(%(brief)s::jsonb, '{{seq}}', to_jsonb(last_seq + 1)) end,
        waiting_since = case when %(answers)s then null
                             when %(author_kind)s = 'customer' then coalesce(waiting_since, %(now)s)
                             else waiting_since end,
        answer_by = case when %(answers)s then null
                         when %(author_kind)s = 'customer' then coalesce(answer_by, %(answer_by)s)
                         else answer_by end,
        customer_read_seq = case when %(author_kind)s = 'customer' then last_seq + 1 else customer_read_seq end,
        agents_read_seq = case when %(answers)s then last_seq + 1 else agents_read_seq end
    where c.id = %(conversation_id)s and {visible} and {ready}
      and not exists (select from message m where m.conversation_id = c.id and m.client_id = %(client_id)s)
    returning c.id, c.brand_id, c.version, c.last_seq, c.customer_id, c.team_id, c.assignee_id, c.answer_by
), written as (
    insert into message (id, brand_id, conversation_id, seq, client_id, kind, channel,
                         author_kind, author_id, author_name, automated, body, created_at)
    select %(id)s, brand_id, id, last_seq, %(client_id)s, %(kind)s, %(channel)s::text,
           %(author_kind)s, %(author_id)s::uuid, %(author_name)s::text, %(automated)s, %(body)s, %(now)s from bumped
), told as (
    insert into event (type, brand_id, conversation_id, version, customer_id, team_id, agent_id,
                       payload, customer_payload)
    select 'message.sent', brand_id, id, version, customer_id, team_id, assignee_id,
           %(head)s::text || last_seq || %(tail)s::text,
           coalesce(%(head)s::text || last_seq || %(customer_tail)s::text, %(customer_payload)s::text) from bumped
){alongside}
select last_seq from bumped
"""
# Who may write without anything else having to change first, or to be done beside.
READY: dict[AuthorKind, LiteralString] = {
    "customer": "c.status = 'open'",
    "agent": "(c.assignee_id is not null and c.pushed_to is null and (c.mailbox_id is null or %(channel)s = 'email') or %(kind)s = 'note')",
    "system": "true",
}
HEAD = '{"message":{"seq":'


async def send(
    session: Session,
    actor: Actor,
    *,
    conversation_id: UUID,
    body: str,
    client_id: UUID,
    kind: Kind = "message",
    attachment_ids: Sequence[UUID] = (),
    answer: Answer | None = None,
    mail: Mail | None = None,
    addressed: Addressed | None = None,
) -> Message:
    """Send a message, or leave a note for the agents.

    What came by, or goes out by, email is given as a `mail`; an answer by email goes to whom it is `addressed`, to all
    who take part without, and what does not go by email raises `NotByEmail`. Sent again under the same `client_id`, it is found again and not doubled; another body under
    that name raises `MessageConflict`. A customer who writes reopens the conversation, and is promised
    an `answer` unless one is due already; an agent who answers a conversation that nobody has takes it. What is
    written with an API key answers nothing: its customer waits as before.
    """
    if not body.strip() and not attachment_ids:
        raise EmptyMessage
    if kind == "note" and isinstance(actor, Visitor):
        raise Forbidden
    if session.lean and not attachment_ids and addressed is None:
        try:
            sent = await _write(session, actor, conversation_id, body, client_id, kind, [], answer, mail)
        except psycopg.errors.UniqueViolation:
            sent = None  # the same message is being sent twice at once; the other one won
        if sent is not None:
            return sent
    conversation = await access_conversation(session, actor, conversation_id, lock=True)
    earlier = await timeline.by_client_id(session, conversation_id, client_id)
    if earlier is not None:
        return _same(earlier, actor, body, kind)
    await _make_ready(session, actor, conversation, kind)
    await session.flush()
    post = (
        alongside.POST[0] if actor.kind == "agent" and kind == "message" and conversation.mailbox_id else None
    )
    if post is not None:
        mail = await post.address(session, actor, conversation, addressed)
        await session.flush()
    elif addressed is not None:
        raise NotByEmail
    attachments = await attaching.claim(session, actor, conversation, attachment_ids)
    sent = await _write(session, actor, conversation_id, body, client_id, kind, attachments, answer, mail)
    assert sent is not None, "locked, visible and made ready, but not written"
    await attaching.link(session, sent)
    if post is not None:
        await post.hand_over(session, sent)
    return sent


async def _write(
    session: Session,
    actor: Actor,
    conversation_id: UUID,
    body: str,
    client_id: UUID,
    kind: Kind,
    attachments: list[Attachment],
    answer: Answer | None,
    mail: Mail | None,
) -> Message | None:
    now, author = session.clock(), author_of(actor)
    automated = author.automated is True
    message = Message(
        seq=0,
        id=uuid7(),
        conversation_id=conversation_id,
        client_id=client_id,
        kind=kind,
        channel="email" if mail else "chat",
        author=author,
        body=body,
        entry=None,
        attachments=attachments,
        created_at=now,
        mail=mail,
    )
    by = answer.by if answer else None
    payload = events.encode(MessageSent(message=message, answer_by=by)).decode()
    told = message.for_customer()
    condition, params = visible(actor)
    brief = LastMessage(seq=0, author_kind=actor.kind, body=body[:BRIEF_LENGTH], at=now)
    # What a program writes is the house's, though it has an agent's name: it ends no wait and takes nothing.
    statement = _statement(condition, "system" if automated else actor.kind)
    params |= {
        "id": message.id,
        "conversation_id": conversation_id,
        "client_id": client_id,
        "kind": kind,
        "channel": message.channel,
        "author_kind": actor.kind,
        "author_id": actor.id,
        "author_name": actor.name,
        "automated": automated,
        "answers": actor.kind == "agent" and kind == "message" and not automated,
        "body": body,
        "brief": events.encode(brief).decode(),
        "now": now,
        "head": HEAD,
        # What follows the number that the database gives.
        "tail": payload[len(HEAD) + 1 :],
        "customer_payload": events.SAME if kind == "message" else None,
        "customer_tail": events.encode(MessageSent(message=told, answer_by=by)).decode()[len(HEAD) + 1 :]
        if told is not message
        else None,
        "answer_by": by,
        "way": answer.way if answer else None,
        "probability": answer.probability if answer else None,
        "hours_version": answer.hours_version if answer else None,
    }
    written = await (
        session.at_once(turn_of(conversation_id), statement, params)
        if session.lean
        else session.tuple(statement, params)
    )
    if written is None:
        return None
    session.changed = True
    return msgspec.structs.replace(message, seq=written[0])


@cache
def _statement(condition: LiteralString, kind: AuthorKind) -> LiteralString:
    return SEND.format(visible=condition, ready=READY[kind], alongside=alongside.SAID[kind])


async def _make_ready(session: Session, actor: Actor, conversation: Conversation, kind: Kind) -> None:
    if actor.kind == "customer" and conversation.status != "open":
        await changing.reopen(session, actor, conversation)
    elif isinstance(actor, AgentActor) and kind == "message" and not actor.automated:
        if conversation.assignee_id is None or conversation.pushed_to == actor.id:
            await pushing.give_to(session, actor, conversation)
        elif conversation.pushed_to is not None:
            await pushing.withdraw(session, conversation)


def _same(earlier: Message, actor: Actor, body: str, kind: Kind) -> Message:
    untouched = earlier.edited_at is None and earlier.deleted_at is None
    if (earlier.author.kind, earlier.author.id, earlier.kind) != (actor.kind, actor.id, kind) or (
        untouched and earlier.body != body
    ):
        raise MessageConflict
    return earlier
