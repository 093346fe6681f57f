"""A promise that will not be kept, or was not, is made again with a later time: only if the customer chooses so."""

from datetime import datetime, timedelta
from uuid import UUID

from visavis.conversations import Conversation, access_conversation, changing
from visavis.conversations.models import Entry
from visavis.customers import Visitor
from visavis.kit.database import Session
from visavis.promises import writing
from visavis.promises.errors import NothingPromised, PromiseInTime
from visavis.promises.events import PromisedAgain

# With less time left than this, and nobody who has answered, a promise is about to be missed.
DANGER = timedelta(seconds=30)
LAST = """
select id, kind from promise where conversation_id = %s and kind in ('first_response', 'next_response')
order by made_at desc, id desc limit 1
"""


def in_danger(conversation: Conversation, now: datetime) -> bool:
    """Tell whether the answer promised in a conversation is about to be missed, or has been."""
    return conversation.answer_by is not None and now >= conversation.answer_by - DANGER


def missed(conversation: Conversation, now: datetime) -> datetime | None:
    """Give by when an answer was promised that did not come."""
    by = conversation.answer_by
    return by if by is not None and by < now else None


async def promise_again(
    session: Session, actor: Visitor, *, conversation_id: UUID, by: datetime, hours_version: int
) -> Conversation:
    """Promise an answer by a later time that the customer chose; raise `NothingPromised` or `PromiseInTime`.

    The first promise ends as withdrawn where it was not due yet, and stays broken where it was.
    """
    conversation = await access_conversation(session, actor, conversation_id, lock=True)
    if conversation.answer_by == by:
        return conversation
    now = session.clock()
    if conversation.answer_by is None:
        raise NothingPromised
    if not in_danger(conversation, now) or by <= max(now, conversation.answer_by):
        raise PromiseInTime
    first = await session.tuple(LAST, (conversation_id,))
    if first is None:
        raise NothingPromised
    await writing.end(session, conversation_id, "answer", "withdrawn")
    await writing.make(
        session,
        conversation,
        kind=first[1],
        way="later",
        by=by,
        probability=None,
        hours_version=hours_version,
        replaces=first[0],
    )
    return await changing.change(
        session,
        actor,
        conversation,
        PromisedAgain,
        Entry(what="promised", until=by, missed=missed(conversation, now)),
        answer_by=by,
    )
