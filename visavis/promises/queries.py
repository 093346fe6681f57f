"""Every question asked of the ledger."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import get_args
from uuid import UUID

import msgspec

from visavis.kit.database import Session
from visavis.promises.models import Kind, Promise
from visavis.promises.prediction import Interval, wilson

KINDS: tuple[Kind, ...] = get_args(Kind)

FROM = """
select p.id, p.kind, p.way, p.made_at, p.due_at, p.probability, coalesce(e.state, 'open') as state, p.replaces,
       e.at as ended_at, e.agent_id
from promise p left join promise_end e on e.promise_id = p.id
"""


class Balance(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the promises made: `made` = `kept` + `broken` + `withdrawn` + `open`."""

    made: int
    kept: int
    broken: int
    withdrawn: int
    open: int

    @property
    def rate(self) -> Interval | None:
        """Give kept / (kept + broken) with its 95 % Wilson interval; None when there is neither."""
        ended = self.kept + self.broken
        return wilson(self.kept, ended) if ended else None


async def of_conversation(session: Session, conversation_id: UUID) -> list[Promise]:
    """List the promises made in a conversation, oldest first."""
    return await session.rows(
        Promise, f"{FROM} where p.conversation_id = %s order by p.made_at, p.id", (conversation_id,)
    )


async def balance(
    session: Session, brand_id: UUID, since: datetime, until: datetime, *, kinds: Collection[Kind] = KINDS
) -> Balance:
    """Count what became of the promises that a brand made from `since` until `until`, which is not included."""
    found = await session.row(
        Balance,
        """
        select count(*) as made, count(*) filter (where e.state = 'kept') as kept,
               count(*) filter (where e.state = 'broken') as broken,
               count(*) filter (where e.state = 'withdrawn') as withdrawn,
               count(*) filter (where e.state is null) as open
        from promise p left join promise_end e on e.promise_id = p.id
        where p.brand_id = %s and p.made_at >= %s and p.made_at < %s and p.kind = any(%s)
        """,
        (brand_id, since, until, list(kinds)),
    )
    assert found is not None, "to count gives one row"
    return found


async def median_first_response(
    session: Session, brand_id: UUID, since: datetime, until: datetime
) -> timedelta | None:
    """Give the median time from a first message to the first human word, of those that got one, late or not."""
    found = await session.tuple(
        """
        select percentile_disc(0.5) within group (order by first.word - p.made_at)
        from promise p cross join lateral (
            select min(m.created_at) as word from message m
            where m.conversation_id = p.conversation_id and m.author_kind = 'agent' and m.kind = 'message'
              and not m.automated
        ) first
        where p.brand_id = %s and p.made_at >= %s and p.made_at < %s
          and p.kind = 'first_response' and p.replaces is null and first.word is not null
        """,
        (brand_id, since, until),
    )
    return found[0] if found else None
