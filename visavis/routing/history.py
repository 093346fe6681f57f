"""What is usual: the ledger of the last four weeks tells how this hour goes, and this day and the next.

Nothing is kept of it: every server reads it when it starts, and once in a quarter of an hour.
"""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta, tzinfo
from typing import LiteralString
from uuid import UUID

import msgspec

from visavis.kit.database import Session
from visavis.promises import policy
from visavis.promises.policy import Rules, State
from visavis.routing.picture import LONGEST

WEEKS, SLOT = 4, 900  # a slot is a quarter of an hour, in seconds
# What was seen in one week only is no habit.
FEWEST = 2
# How far ahead is told: until tomorrow is over, whatever the time.
AHEAD = timedelta(days=2)
# As far back as four weeks may reach when the clock was changed meanwhile.
BACK = timedelta(weeks=WEEKS, days=1)

# What an answer takes is seen where its customer waited already when its agent gave the answer before: whoever had
# nothing else to do may have taken their time. Who gave the promise of a greeting back has left; the others would have
# waited on, until it was due at least.
QUARTERS: LiteralString = """
with ended as (
    select p.brand_id, p.made_at, p.due_at, e.at, p.way = 'later' as letter, p.kind = 'callback' as call,
           p.way = 'live' and p.kind = 'first_response' as greeting,
           p.way = 'live' and p.kind = 'next_response' as answer,
           e.agent_id is not null and e.state <> 'withdrawn' as done,
           e.agent_id is null and e.state = 'withdrawn' as given_back,
           lag(e.at) over (partition by e.agent_id order by e.at) as before
    from brand b join promise p on p.brand_id = b.id and p.made_at >= %(since)s
    join promise_end e on e.promise_id = p.id
), timed as (
    select *, done and answer and before >= made_at and at - before <= %(longest)s as timed from ended
)
select brand_id, (floor(extract(epoch from at) / %(slot)s) * %(slot)s)::bigint as start,
       count(*) filter (where done and greeting) as chats, count(*) filter (where done and answer) as answers,
       count(*) filter (where timed) as timed,
       coalesce(extract(epoch from sum(at - before) filter (where timed)), 0)::float8 as work,
       count(*) filter (where done and letter) as letters, count(*) filter (where done and call) as calls,
       count(*) filter (where given_back and greeting) as lefts,
       coalesce(extract(epoch from sum(least(at, due_at) - made_at) filter (where greeting)), 0)::float8 as waited
from timed group by 1, 2
"""


class Quarter(msgspec.Struct, frozen=True, kw_only=True):
    """What was done at a brand in a quarter of an hour, from `start` on (seconds since 1970).

    `timed` answers took `work` seconds. Of those who were promised a greeting, `lefts` left, and all of them together
    `waited` so many seconds.
    """

    brand_id: UUID
    start: int
    chats: int = 0
    answers: int = 0
    timed: int = 0
    work: float = 0.0
    letters: int = 0
    calls: int = 0
    lefts: int = 0
    waited: float = 0.0

    def seconds(self, turn: float, rules: Rules) -> float:
        """Give the agents' work in it (seconds), where an answer takes a `turn`."""
        writing = self.chats * rules.greeting + self.answers * turn + self.letters * rules.email_time
        return writing + self.calls * rules.voice_time


Zones = Mapping[UUID, tzinfo]


def slot_of(now: datetime) -> int:
    """Give the beginning of the quarter of an hour in which a moment lies (seconds since 1970)."""
    return int(now.timestamp()) // SLOT * SLOT


async def read(session: Session) -> list[Quarter]:
    """Read what was done in the last four weeks."""
    return await session.rows(
        Quarter,
        QUARTERS,
        {"since": session.clock() - BACK, "slot": SLOT, "longest": timedelta(seconds=LONGEST)},
    )


def this_hour(quarters: Iterable[Quarter], zones: Zones, now: datetime) -> policy.Remembered:
    """Give how this hour went on each of these days, on each brand's own clock."""
    hours = {zone: now.astimezone(zone).hour for zone in zones.values()}
    return _sum(
        quarter
        for quarter in quarters
        if (zone := zones.get(quarter.brand_id))
        and datetime.fromtimestamp(quarter.start, zone).hour == hours[zone]
    )


def usual_day(quarters: Collection[Quarter], zones: Zones, now: datetime) -> policy.Forecast:
    """Tell how many agents are usually busy in the quarters from now on: the mean of the same ones, week by week.

    What the house has not seen twice is not told.
    """
    known = State()
    known.learn(_sum(quarters), now.timestamp())
    done = defaultdict[tuple[tzinfo, int], float](float)
    for quarter in quarters:
        if zone := zones.get(quarter.brand_id):
            done[zone, quarter.start] += quarter.seconds(known.habits.turn, known.rules)
    first = min((quarter.start for quarter in quarters), default=math.inf)
    busy: list[tuple[float, float]] = []
    for start in range(slot_of(now), slot_of(now + AHEAD), SLOT):
        weeks = {zone: [at for at in _before(start, zone) if at >= first] for zone in {*zones.values()}}
        if min(map(len, weeks.values()), default=0) >= FEWEST:
            means = (
                math.fsum(done.get((zone, at), 0.0) for at in then) / len(then)
                for zone, then in weeks.items()
            )
            busy.append((float(start), math.fsum(means) / SLOT))
    return policy.Forecast(tuple(busy), agents=1)


def _before(start: int, zone: tzinfo) -> list[int]:
    """List when the clock of a zone showed the same time, on the same day of the weeks before."""
    here = datetime.fromtimestamp(start, zone)
    return [int((here - timedelta(weeks=week)).timestamp()) for week in range(1, WEEKS + 1)]


def _sum(quarters: Iterable[Quarter]) -> policy.Remembered:
    chosen = list(quarters)
    return policy.Remembered(
        chats=sum(quarter.chats for quarter in chosen),
        answers=sum(quarter.answers for quarter in chosen),
        timed=sum(quarter.timed for quarter in chosen),
        work=math.fsum(quarter.work for quarter in chosen),
        lefts=sum(quarter.lefts for quarter in chosen),
        waited=math.fsum(quarter.waited for quarter in chosen),
    )
