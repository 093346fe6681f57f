"""What routing knows of a conversation, read as it stands."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import LiteralString
from uuid import UUID

import msgspec

from visavis.kit.database import Session
from visavis.promises import policy

# A conversation in which nothing was said for so long no longer takes a place (as LivePerson counts capacity);
# one whose customer has left takes none from then on.
QUIET = timedelta(minutes=4)
# A customer who comes back within this time has a counterpart: whoever they last spoke to.
REMEMBERED = timedelta(days=30)
# Who was promised nothing waits no less: this is when they count as due (from their first word).
UNPROMISED = timedelta(minutes=3)
# Seconds of work until the customer has something from a person.
GREETING, TURN, LETTER = 8.0, 35.0, 240.0

CASES: LiteralString = """
select c.id::text, c.version, c.customer_id, c.brand_id::text, coalesce(c.team_id::text, '') as team,
       coalesce(u.locale, b.locale) as language, coalesce(u.service_mode, '') as mode, c.assignee_id::text as assignee, c.pushed_to::text as pushed_to,
       c.accept_by, c.refused,
       case when c.waiting_since is not null then greatest(c.waiting_since, p.made_at) end as waiting_since,
       coalesce(c.answer_by, c.waiting_since + %(unpromised)s) as due_at,
       coalesce(c.assignee_id, o.assignee_id)::text as own, p.way = 'live' as live,
       coalesce(p.kind, 'first_response') = 'next_response' as greeted, c.updated_at,
       c.customer_left_at is not null as "left"
from conversation c join customer u on u.id = c.customer_id join brand b on b.id = c.brand_id
left join lateral (
    select p.way, p.kind, p.made_at from promise p where p.conversation_id = c.id and p.kind in ('first_response', 'next_response')
    order by p.made_at desc, p.id desc limit 1
) p on true
left join lateral (
    select o.assignee_id from conversation o
    where o.customer_id = c.customer_id and o.id <> c.id and o.assignee_id is not null
      and o.updated_at > %(remembered)s and c.assignee_id is null
    order by o.updated_at desc limit 1
) o on true
where c.status = 'open' and (c.waiting_since is not null or c.assignee_id is not null
    and c.updated_at > %(quiet)s and c.customer_left_at is null)
"""


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """An open conversation that waits for an answer, or in which one was given a moment ago.

    `own` is the customer's counterpart; `live`, whether they were promised somebody who is there now; `left`, whether
    they have left. Who left the line and came back waits in it since then.
    """

    id: str
    version: int
    customer_id: UUID
    brand_id: str
    team: str
    language: str
    mode: policy.Mode
    assignee: str | None
    pushed_to: str | None
    accept_by: datetime | None
    refused: list[UUID]
    waiting_since: datetime | None
    due_at: datetime | None
    own: str | None
    live: bool | None
    greeted: bool
    updated_at: datetime
    left: bool = False

    @property
    def work(self) -> policy.Work | None:
        """Give the work that it is for an agent; None where nobody waits."""
        if self.waiting_since is None or self.due_at is None:
            return None
        kind: policy.Kind = (
            "email" if not self.live else "next_response" if self.greeted else "first_response"
        )
        return policy.Work(
            id=self.id,
            kind=kind,
            line=(self.brand_id, self.team, self.language),
            arrived_at=self.waiting_since.timestamp(),
            due_at=self.due_at.timestamp(),
            own=self.own or "",
            mode=self.mode,
            predicted=self.predicted,
            refused=frozenset(map(str, self.refused)),
        )

    @property
    def predicted(self) -> float:
        """Predict the seconds of work until the customer has something from a person."""
        return LETTER if not self.live else TURN if self.greeted else GREETING

    def quiet(self, now: datetime) -> bool:
        """Tell whether nobody waits in it, and its customer has left or nothing was said for a while."""
        return self.waiting_since is None and (self.left or now - self.updated_at > QUIET)


async def read(session: Session, ids: Collection[UUID] | None = None) -> list[Case]:
    """Read these conversations, or all, as far as they concern routing now."""
    now = session.clock()
    params: dict[str, object] = {
        "unpromised": UNPROMISED,
        "remembered": now - REMEMBERED,
        "quiet": now - QUIET,
    }
    if ids is None:
        return await session.rows(Case, CASES, params)
    return await session.rows(Case, f"{CASES} and c.id = any(%(ids)s)", {**params, "ids": list(ids)})
