"""A customer who leaves gives their place in the live line back; what they wrote is answered later, or live again.

Left early is not kept, and not broken: the live promise ends as withdrawn, unless its time had passed when they
were last seen.
"""

from datetime import datetime
from typing import Literal, LiteralString
from uuid import UUID

import msgspec
from msgspec.structs import replace

from visavis.conversations import Conversation, System, access_conversation, changing, leaving
from visavis.conversations.models import Answer, Entry
from visavis.kit.database import Session
from visavis.promises import writing
from visavis.promises.events import PromisedAgain
from visavis.promises.models import Kind, Way

# Who wrote after they were last seen did so without a connection: that none is open says nothing of them.
LAST: LiteralString = """
select p.id, p.kind, p.way, p.made_at,
       exists (select from promise_end e where e.promise_id = p.id and e.state = 'broken') as broken,
       exists (select from message m where m.conversation_id = p.conversation_id and m.author_kind = 'customer'
               and m.kind = 'message' and m.created_at > %(seen_at)s) as wrote_since
from promise p where p.conversation_id = %(id)s and p.kind in ('first_response', 'next_response')
order by p.made_at desc, p.id desc limit 1
"""


class Last(msgspec.Struct, frozen=True, kw_only=True):
    """The last answer promised in a conversation, and whether its customer wrote after they were last seen."""

    id: UUID
    kind: Kind
    way: Way
    made_at: datetime
    broken: bool
    wrote_since: bool


async def leave(
    session: Session, *, conversation_id: UUID, seen_at: datetime, later: Answer | None
) -> Conversation | None:
    """Note that a customer, last seen then, has left a live conversation; None where that is not so.

    Who waited for a promised answer gets it `later`; where nobody can say when, they stay in line.
    """
    conversation = await access_conversation(session, System(), conversation_id, lock=True)
    if conversation.status != "open" or conversation.customer_left_at is not None:
        return None
    last = await session.row(Last, LAST, {"id": conversation_id, "seen_at": seen_at})
    if last is None or last.way != "live" or last.wrote_since:
        return None
    if conversation.answer_by is not None and later is not None:
        # Who leaves is not answered sooner for it.
        later = replace(later, by=max(later.by, conversation.answer_by))
        at = max(seen_at, last.made_at)
        conversation = await _promise(session, conversation, "left_line", later, last, at=at)
    return await leaving.mark_left(session, conversation, seen_at)


async def come_back(session: Session, *, conversation_id: UUID, answer: Answer | None) -> Conversation | None:
    """Note that a customer who had left is back; None where they had not.

    They are in the live line again if what could be promised now, `answer`, is live, and sooner than what was.
    """
    conversation = await access_conversation(session, System(), conversation_id, lock=True)
    left_at, due = conversation.customer_left_at, conversation.answer_by
    if left_at is None:
        return None
    if conversation.status == "open" and due and answer and answer.way == "live" and answer.by < due:
        last = await session.row(Last, LAST, {"id": conversation_id, "seen_at": left_at})
        if last is not None and last.way == "later":
            now = session.clock()
            conversation = await _promise(session, conversation, "back_in_line", answer, last, at=now)
    return await leaving.mark_left(session, conversation, None)


async def _promise(
    session: Session,
    conversation: Conversation,
    what: Literal["left_line", "back_in_line"],
    answer: Answer,
    last: Last,
    *,
    at: datetime,
) -> Conversation:
    """Let an answer take the place of the last one promised in a locked conversation, which was given back `at` then."""
    due = conversation.answer_by
    await writing.end(session, conversation.id, "answer", "withdrawn", at=at)
    await writing.make(
        session,
        conversation,
        kind=last.kind,
        way=answer.way,
        by=answer.by,
        probability=answer.probability,
        hours_version=answer.hours_version,
        replaces=last.id,
    )
    missed = due if last.broken or (due is not None and due < at) else None
    entry = Entry(what=what, until=answer.by, missed=missed)
    return await changing.change(session, System(), conversation, PromisedAgain, entry, answer_by=answer.by)
