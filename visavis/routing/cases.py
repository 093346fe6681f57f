"""What routing knows of a conversation, read as it stands."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, LiteralString
from uuid import UUID

import msgspec

from visavis.callbacks.offering import CALL
from visavis.conversations.models import Callback
from visavis.kit.database import Session
from visavis.promises import policy

# A conversation in which nothing was said for so long no longer takes a place (as LivePerson counts capacity);
# one whose customer has left takes none from then on.
QUIET = timedelta(minutes=4)
# Who has a customer on the line is taken to have them there for so long.
TALK = timedelta(seconds=CALL)
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
       c.customer_left_at is not null as "left",
       c.status = 'open' as awake, c.callback, t.agent_id::text as talker, t.at as talked_at
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
left join lateral (
    select e.agent_id, e.at from callback b join callback_end e on e.callback_id = b.id
    where b.conversation_id = c.id and e.state = 'called' and e.at > %(lately)s order by e.at desc limit 1
) t on true
where (c.status = 'open' and (c.waiting_since is not null or c.assignee_id is not null and c.updated_at > %(lately)s)
       or c.status <> 'resolved' and c.call_by is not null)
"""
# What a call is named by, beside the answer in the same conversation.
PREFIX = "call:"


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """A conversation that waits for an answer, or in which one was given a moment ago, or a call is owed.

    `own` is the customer's counterpart; `live`, whether they were promised somebody who is there now; `left`, whether
    they have left; `talker`, who had them on the line a moment ago. Who left the line and came back waits in it
    since then.
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
    awake: bool = True
    callback: Callback | None = None
    talker: str | None = None
    talked_at: datetime | None = None

    @property
    def line(self) -> policy.Line:
        """Give the line that it waits in."""
        return (self.brand_id, self.team, self.language)

    @property
    def work(self) -> policy.Work | None:
        """Give the work that its answer is for an agent; None where nobody waits."""
        if self.waiting_since is None or self.due_at is None or not self.awake:
            return None
        kind: policy.Kind = (
            "email" if not self.live else "next_response" if self.greeted else "first_response"
        )
        return policy.Work(
            id=self.id,
            kind=kind,
            line=self.line,
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

    @property
    def call_id(self) -> str:
        """Name the work that its call is."""
        return PREFIX + self.id

    @property
    def call(self) -> policy.Work | None:
        """Give the work that the call owed in it is, which nobody is given before it is to be made."""
        if self.callback is None:
            return None
        return policy.Work(
            id=self.call_id,
            kind="callback",
            line=self.line,
            arrived_at=self.callback.asked_at.timestamp(),
            due_at=self.callback.by.timestamp(),
            own=self.own or "",
            mode=self.mode,
            not_before=self.callback.ready.timestamp(),
            refused=frozenset(map(str, self.refused)),
        )

    def is_call(self, now: datetime) -> bool:
        """Tell whether it is one work now, the call: who is called is answered as well."""
        return self.callback is not None and self.callback.ready <= now

    def talks(self, now: datetime) -> bool:
        """Tell whether the customer is on the line, as far as one can know."""
        return self.talked_at is not None and now - self.talked_at < TALK

    def silent(self, now: datetime) -> bool:
        """Tell whether nobody waits in it for an answer, and its customer has left or nothing was said for a while."""
        return self.waiting_since is None and (self.left or now - self.updated_at > QUIET)

    def quiet(self, now: datetime) -> bool:
        """Tell whether it concerns routing no more."""
        return self.silent(now) and self.callback is None and not self.talks(now)

    def turns(self, since: datetime, until: datetime) -> bool:
        """Tell whether time alone made another thing of it: a call is to be made, or one has ended."""
        moments = (
            self.callback and self.callback.ready,
            self.callback and self.updated_at + QUIET,
            self.talked_at and self.talked_at + TALK,
        )
        return any(since < moment <= until for moment in moments if moment)


async def read(session: Session, ids: Collection[UUID] | None = None) -> list[Case]:
    """Read these conversations, or all, as far as they concern routing now."""
    now = session.clock()
    params: dict[str, object] = {
        "unpromised": UNPROMISED,
        "remembered": now - REMEMBERED,
        "lately": now - max(QUIET, TALK),
    }
    if ids is None:
        return await session.rows(_build, CASES, params)
    return await session.rows(_build, f"{CASES} and c.id = any(%(ids)s)", {**params, "ids": list(ids)})


def case_id(work_id: str) -> str:
    """Name the conversation that a work belongs to."""
    return work_id.removeprefix(PREFIX)


def _build(*, callback: dict[str, Any] | None, **columns: Any) -> Case:
    return Case(callback=msgspec.convert(callback, Callback | None), **columns)
