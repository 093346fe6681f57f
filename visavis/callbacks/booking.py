"""A customer asks to be called: what can be kept is looked at again, and written down with what they agreed to."""

from typing import LiteralString
from uuid import UUID

import msgspec

from visavis import brands, conversations, promises
from visavis.callbacks import offering, owing
from visavis.callbacks.errors import (
    CallbackBooked,
    CallbackConflict,
    CallbacksOff,
    OfferGone,
)
from visavis.callbacks.events import CallbackChanged
from visavis.callbacks.numbers import Number, number
from visavis.callbacks.offering import Desk, Window
from visavis.callbacks.schemas import NewCallback
from visavis.conversations import Conversation, changing, starting
from visavis.conversations.access import take_turns
from visavis.conversations.models import Callback, Entry
from visavis.customers import Visitor
from visavis.kit.database import Session
from visavis.kit.ids import uuid7

KNOWN: LiteralString = """
select b.conversation_id, b.phone, b.is_slot, b.after_at from callback b join conversation c on c.id = b.conversation_id
where c.customer_id = %s and b.client_id = %s
"""
OPEN: LiteralString = """
select o.promise_id from conversation c join promise_open o on o.conversation_id = c.id and o.what = 'callback'
where c.customer_id = %s limit 1
"""


async def book(
    session: Session, actor: Visitor, *, asked: NewCallback, desk: Desk | None, address_hash: bytes
) -> Conversation:
    """Promise a call to a customer, in a conversation of theirs or a new one; asked again, it is the same.

    Raises `PhoneInvalid`, `PhoneRefused`, `CallbacksOff`, `CallbackBooked`, `CallbackConflict`, and `OfferGone`
    with what can be kept instead.
    """
    brand = await brands.brand(session, actor.brand_id)
    to_call = number(asked.phone, brand.locale)
    # One at a time at each brand, and before anything is written: the last place of a slot has one taker.
    await take_turns(session, [actor.brand_id])
    if (known := await _known(session, actor, asked, to_call)) is not None:
        return known
    if not brand.callbacks:
        raise CallbacksOff
    if await session.tuple(OPEN, (actor.id,)):
        raise CallbackBooked
    if desk is None:  # nothing is known yet of who is there
        raise OfferGone
    now = session.clock()
    owed = (await owing.owed(session)).get(actor.brand_id, ())
    desk = msgspec.structs.replace(desk, owed=owed, offered=True)
    window = offering.still(desk, asked.after, now)
    if window is None:
        raise OfferGone(offering.offers(desk, now))
    conversation = await _conversation(session, actor, asked)
    return await _promise(session, actor, conversation, asked, desk, window, to_call, address_hash)


async def _known(
    session: Session, actor: Visitor, asked: NewCallback, to_call: Number
) -> Conversation | None:
    known = await session.tuple(KNOWN, (actor.id, asked.client_id))
    if known is None:
        return None
    conversation_id, phone, is_slot, after = known
    if (phone, after if is_slot else None) != (to_call.e164, asked.after):
        raise CallbackConflict
    return await conversations.access_conversation(session, actor, conversation_id)


async def _conversation(session: Session, actor: Visitor, asked: NewCallback) -> Conversation:
    if asked.conversation_id is None:
        begun, _ = await starting.begin(
            session,
            actor,
            client_id=asked.client_id,
            page_url=asked.page_url,
            page_title=asked.page_title,
        )
        return await conversations.access_conversation(session, actor, begun, lock=True)
    found = await conversations.access_conversation(session, actor, asked.conversation_id, lock=True)
    return found if found.status == "open" else await changing.reopen(session, actor, found)


async def _promise(
    session: Session,
    actor: Visitor,
    conversation: Conversation,
    asked: NewCallback,
    desk: Desk,
    window: Window,
    to_call: Number,
    address_hash: bytes,
) -> Conversation:
    now, at_once = session.clock(), asked.after is None
    if conversation.callback is not None:  # one that came too late, and that this one stands for
        await close(session, conversation, conversation.callback.id, "cancelled")
    instead = promises.in_danger(conversation, now)
    if instead:
        await promises.end(session, conversation.id, "answer", "withdrawn")
    promise_id = await promises.make(
        session,
        conversation,
        kind="callback",
        way="callback",
        by=window.by,
        probability=1.0 if at_once else None,
        hours_version=desk.hours.version,
    )
    callback = Callback(
        id=uuid7(),
        phone=to_call.e164,
        phone_shown=to_call.shown,
        about=asked.about.strip(),
        asked_at=now,
        after=window.after,
        by=window.by,
        tries=0,
    )
    await session.execute(
        """
        insert into callback (id, brand_id, conversation_id, client_id, promise_id, phone, about, is_slot,
                              after_at, by_at, asked_at, words, address_hash)
        values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
        """,
        (
            *(callback.id, conversation.brand_id, conversation.id, asked.client_id, promise_id),
            *(callback.phone, callback.about, not at_once),
            *(callback.after, callback.by, now, asked.words, address_hash),
        ),
    )
    waiting = None if instead else conversation.waiting_since
    return await changing.change(
        session,
        actor,
        conversation,
        CallbackChanged,
        Entry(
            what="callback_booked",
            since=callback.after,
            until=callback.by,
            missed=promises.missed(conversation, now) if instead else None,
        ),
        callback=callback,
        answer_by=None if instead else conversation.answer_by,
        # Who is called at once waits for it, and takes a place.
        waiting_since=waiting or now if at_once else waiting,
    )


async def close(
    session: Session, conversation: Conversation, callback_id: UUID, state: str, agent_id: UUID | None = None
) -> None:
    """Write down how a call-back ended."""
    await session.execute(
        "insert into callback_end (callback_id, brand_id, state, at, agent_id) values (%s, %s, %s, %s, %s)",
        (callback_id, conversation.brand_id, state, session.clock(), agent_id),
    )
