"""The ledger: a customer's word makes a promise of an answer, an agent's word ends it, in one statement.

offered = kept + broken + withdrawn + open, always: rows are added, none is changed, and `promise_open` holds
those that have no end: an answer, a call-back and a solution side by side. A note, an entry, the house's own words
or a program's end nothing.
"""

from datetime import datetime, timedelta
from typing import LiteralString

from visavis.conversations import alongside
from visavis.kit.database import Session

# Only where the conversation took this time as its own, having none: a promise is never moved later.
MADE: LiteralString = """
promised as (
    insert into promise (id, brand_id, conversation_id, kind, way, made_at, due_at, probability, hours_version)
    select %(id)s, b.brand_id, b.id,
           case when exists (select from message m where m.conversation_id = b.id
                             and m.author_kind = 'agent' and m.kind = 'message' and not m.automated)
                then 'next_response' else 'first_response' end,
           %(way)s::text, %(now)s::timestamptz, %(answer_by)s::timestamptz, %(probability)s::float8,
           %(hours_version)s::int
    from bumped b
    where b.answer_by = %(answer_by)s::timestamptz
      and not exists (select from promise_open o where o.conversation_id = b.id and o.what = 'answer')
    returning id, brand_id, conversation_id, due_at
), listed as (
    insert into promise_open (conversation_id, promise_id, brand_id, due_at)
    select conversation_id, id, brand_id, due_at from promised
)
"""
# An answer that comes too late does not wait for the clock to say so.
ENDED: LiteralString = """
struck as (
    delete from promise_open o using bumped b
    where o.conversation_id = b.id and o.what = 'answer' and %(kind)s = 'message'
    returning o.promise_id, o.brand_id, o.due_at
), ended as (
    insert into promise_end (promise_id, brand_id, state, at, agent_id)
    select promise_id, brand_id, case when %(now)s <= due_at then 'kept' else 'broken' end,
           %(now)s, %(author_id)s::uuid from struck
)
"""
# Who asked may say that they need nothing more, and an agent may close what was answered once ("thank you!");
# to close a conversation in which nobody ever answered is to break the promise. A solution is what an agent says
# is one, in person: neither a program's closing nor the house's keeps the promise of it.
WITHDRAWN: LiteralString = """
with struck as (
    delete from promise_open o using promise p
    where o.conversation_id = %(conversation_id)s and p.id = o.promise_id
    returning o.promise_id, o.brand_id, o.due_at, p.kind
)
insert into promise_end (promise_id, brand_id, state, at, agent_id)
select promise_id, brand_id,
       case when %(now)s > due_at then 'broken'
            when %(by)s = 'customer' then 'withdrawn'
            when kind = 'resolution' and %(in_person)s then 'kept'
            when kind = 'next_response' then 'withdrawn'
            else 'broken' end,
       %(now)s, %(agent_id)s::uuid from struck
"""
# Who closed their last page in time is waited for, to know whether they left early.
BROKEN: LiteralString = """
with struck as (
    delete from promise_open o where o.due_at < %(before)s and (o.what <> 'answer' or not exists (
        select from conversation c
        join customer_presence u on u.brand_id = c.brand_id and u.customer_id = c.customer_id
        where c.id = o.conversation_id and not u.here and u.seen_at <= o.due_at))
    returning o.promise_id, o.brand_id, o.due_at
)
insert into promise_end (promise_id, brand_id, state, at)
select promise_id, brand_id, 'broken', due_at from struck
"""
# A word that was said in time may still be on its way to the disk.
GRACE = timedelta(seconds=2)


def keep_books() -> None:
    """Have every message and every resolving write in the ledger."""
    alongside.when_said("customer", MADE)
    alongside.when_said("agent", ENDED)
    alongside.when_resolved(WITHDRAWN)


async def break_overdue(session: Session, now: datetime) -> int:
    """Write down the promises whose time has passed without a word; tell how many."""
    return await session.execute(BROKEN, {"before": now - GRACE})
