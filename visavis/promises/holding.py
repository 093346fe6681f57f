"""A customer's place is held by a lease: an open page renews it, the last one that is closed lets it end soon.

Only where there is a live conversation, or something in it that they have not read. Who writes without a connection
has no lease that could end.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import LiteralString
from uuid import UUID

from visavis.conversations.access import take_turns
from visavis.conversations.models import Answer
from visavis.kit.database import Session
from visavis.promises.leaving import leave

# A customer at a brand.
Person = tuple[UUID, UUID]

# Who closed their last page is waited for this long.
GONE = timedelta(seconds=60)
# What a server that is killed has renewed lasts at least as long: its customers come back to another one.
RENEW = timedelta(seconds=30)
LEASE = GONE + RENEW
# A conversation in which nobody waits and nothing was said for longer is not live any more.
RECENT = timedelta(hours=1)
MOST = 100

LIVE: LiteralString = """
    c.status = 'open' and (c.waiting_since is not null or c.updated_at > %(recent)s) and 'live' = (
        select p.way from promise p
        where p.conversation_id = c.id and p.kind in ('first_response', 'next_response')
        order by p.made_at desc, p.id desc limit 1)
"""
# What was said to them and not read is sent by email once they have gone.
UNREAD: LiteralString = """
    c.mailbox_id is null and c.customer_read_seq < (c.last_message ->> 'seq')::bigint and c.updated_at > %(recent)s
"""
HOLD: LiteralString = f"""
insert into customer_presence (brand_id, customer_id, seen_at, here, lease_until)
select known.brand_id, known.customer_id, %(now)s, %(here)s, %(until)s
from unnest(%(brand_ids)s::uuid[], %(customer_ids)s::uuid[]) as known (brand_id, customer_id)
where exists (select from conversation c
              where c.customer_id = known.customer_id and c.brand_id = known.brand_id
                and (c.customer_left_at is not null or {UNREAD} or {LIVE}))
order by 1, 2
on conflict (brand_id, customer_id) do update
    set seen_at = excluded.seen_at, here = excluded.here, lease_until = excluded.lease_until
returning brand_id, customer_id
"""
# By their page, or by their word, unless they wrote it by email.
BACK: LiteralString = """
select c.id, c.brand_id, coalesce(u.locale, b.locale)
from conversation c join customer u on u.id = c.customer_id join brand b on b.id = c.brand_id
where c.customer_left_at is not null and (
    c.last_message ->> 'author_kind' = 'customer'
      and (c.last_message ->> 'at')::timestamptz > c.customer_left_at
      and not exists (select from message m where m.conversation_id = c.id and m.channel = 'email'
                      and m.seq = (c.last_message ->> 'seq')::bigint)
    or exists (select from customer_presence p where p.customer_id = c.customer_id and p.brand_id = c.brand_id
               and p.seen_at > c.customer_left_at))
order by c.customer_left_at limit %s
"""


async def hold(session: Session, people: Iterable[Person], *, here: bool) -> set[Person]:
    """Hold the places of customers who have a page open, or wait a little for those who closed their last.

    Tell for whom: those with a live conversation, one that they had left, or something to read.
    """
    now, found = session.clock(), list(people)
    held = await session.tuples(
        HOLD,
        {
            "brand_ids": [brand_id for brand_id, _ in found],
            "customer_ids": [customer_id for _, customer_id in found],
            "now": now,
            "here": here,
            "until": now + (LEASE if here else GONE),
            "recent": now - RECENT,
        },
    )
    return {(brand_id, customer_id) for brand_id, customer_id in held}


async def await_return(session: Session) -> int:
    """Wait for all who were there when nobody could look any more, as when the only server ended; tell for how many."""
    until = session.clock() + GONE
    return await session.execute(
        "update customer_presence set lease_until = %s where lease_until < %s", (until, until)
    )


async def overdue(session: Session) -> list[Person]:
    """List the customers for whom nobody waits any longer."""
    found = await session.tuples(
        "select brand_id, customer_id from customer_presence where lease_until < %s order by lease_until limit %s",
        (session.clock(), MOST),
    )
    return [(brand_id, customer_id) for brand_id, customer_id in found]


async def back(session: Session) -> list[tuple[UUID, UUID, str]]:
    """List the conversations whose customers had left and are back, each with its brand and their language."""
    found = await session.tuples(BACK, (MOST,))
    return [(conversation_id, brand_id, locale) for conversation_id, brand_id, locale in found]


async def let_go(session: Session, person: Person, later: Answer | None) -> None:
    """Take a customer for one who has left, unless they have come back meanwhile."""
    params: dict[str, object] = {
        "brand_id": person[0],
        "customer_id": person[1],
        "now": session.clock(),
        "recent": session.clock() - RECENT,
    }
    found = await session.tuples(
        f"select c.id from conversation c where c.customer_id = %(customer_id)s and c.brand_id = %(brand_id)s and {LIVE}",
        params,
    )
    await take_turns(session, [conversation_id for (conversation_id,) in found])
    seen = await session.tuple(
        """
        delete from customer_presence
        where brand_id = %(brand_id)s and customer_id = %(customer_id)s and lease_until < %(now)s returning seen_at
        """,
        params,
    )
    if seen is None:
        return
    for (conversation_id,) in found:
        await leave(session, conversation_id=conversation_id, seen_at=seen[0], later=later)
