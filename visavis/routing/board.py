"""The board: how the brands that one sees are doing at this moment and today, one statement per question."""

from datetime import UTC, datetime, time, timedelta
from typing import LiteralString, get_args
from uuid import UUID
from zoneinfo import ZoneInfo

from visavis import brands
from visavis.conversations.models import Channel
from visavis.kit.database import Session
from visavis.promises import Balance
from visavis.routing.board_models import (
    AgentThere,
    AtRisk,
    Board,
    BrandRow,
    ChannelRow,
    Queue,
    Today,
    desk_of,
    today_of,
)
from visavis.routing.cases import QUIET

SOON = timedelta(seconds=60)
AT_RISK = timedelta(minutes=3)
MOST_AT_RISK = 50

CHANNELS: tuple[Channel, ...] = get_args(Channel)
# A brand by channel, a brand, or all of them together.
Key = tuple[UUID | None, Channel | None]
LEVELS: LiteralString = "grouping sets ((brand_id, channel), (brand_id), ())"
# Each half has an index of its own; whoever waits in a conversation that was put aside waits all the same.
WAITING: LiteralString = """
    (c.status = 'open' or c.status = 'snoozed')
    and (c.waiting_since is not null or c.call_by is not null or c.resolve_by is not null)
"""
# An answer, a call or a solution, whichever is due first.
DUE: LiteralString = "least(c.answer_by, c.call_by, c.resolve_by)"


async def board(session: Session) -> Board:
    """Give the board of the brands that this session sees."""
    now = session.clock()
    zones = await brands.time_zones(session)
    midnights = {brand_id: midnight(now, zone) for brand_id, zone in zones.items()}
    queues, days = await queue(session), await today(session, midnights)
    there = await agents_there(session)
    return Board(
        at=now,
        queue=queues.get((None, None), Queue()),
        desk=desk_of(there),
        today=days.get((None, None), Today()),
        brands=[
            BrandRow(
                brand_id=brand_id,
                time_zone=zone,
                since=midnights[brand_id],
                queue=queues.get((brand_id, None), Queue()),
                desk=desk_of([agent for agent in there if brand_id in agent.brand_ids]),
                today=days.get((brand_id, None), Today()),
                channels=[
                    ChannelRow(
                        channel=channel,
                        queue=queues.get((brand_id, channel), Queue()),
                        today=days.get((brand_id, channel), Today()),
                    )
                    for channel in CHANNELS
                ],
            )
            for brand_id, zone in zones.items()
        ],
        agents=there,
        at_risk=await at_risk(session),
    )


def midnight(now: datetime, zone: str) -> datetime:
    """Give when the day began on the clocks of a time zone; where they skip midnight, the moment they do."""
    here = ZoneInfo(zone)
    return datetime.combine(now.astimezone(here).date(), time.min, here).astimezone(UTC)


async def queue(session: Session) -> dict[Key, Queue]:
    """Count who waits now."""
    now = session.clock()
    rows = await session.tuples(
        f"""
        select brand_id, channel, count(waiting_since), min(waiting_since),
               count(*) filter (where {DUE} >= %(now)s and {DUE} < %(soon)s),
               count(*) filter (where {DUE} < %(now)s)
        from conversation c where {WAITING} group by {LEVELS}
        """,
        {"now": now, "soon": now + SOON},
    )
    return {
        (brand_id, channel): Queue(waiting=waiting, longest_since=since, due_soon=soon, broken=broken)
        for brand_id, channel, waiting, since, soon, broken in rows
    }


async def at_risk(session: Session) -> list[AtRisk]:
    """List the conversations that are due within 3 minutes, or overdue: at most 50, soonest due first."""
    return await session.rows(
        AtRisk,
        f"""
        select c.id as conversation_id, c.brand_id, c.channel, u.name as customer_name, c.assignee_id,
               coalesce(c.waiting_since, (c.callback ->> 'asked_at')::timestamptz,
                        (c.resolution ->> 'made_at')::timestamptz) as waiting_since,
               {DUE} as answer_by, c.call_by is not null and {DUE} = c.call_by as is_call,
               c.resolve_by is not null and {DUE} = c.resolve_by as is_resolution
        from conversation c join customer u on u.id = c.customer_id
        where {WAITING} and {DUE} < %s order by {DUE}, c.id limit %s
        """,
        (session.clock() + AT_RISK, MOST_AT_RISK),
    )


async def agents_there(session: Session) -> list[AgentThere]:
    """List the agents who are there and work for a brand of this session, by name."""
    now = session.clock()
    return await session.rows(
        AgentThere,
        """
        select p.agent_id, a.name, p.status, p.reason, p.since, p.places, seen.brand_ids,
               (select count(*) from conversation c where c.assignee_id = a.id and c.status = 'open'
                  and c.updated_at > %(quiet)s and (c.waiting_since is not null or c.customer_left_at is null)) as taken
        from agent_presence p join agent a on a.id = p.agent_id cross join lateral (
            select coalesce(array_agg(b.id order by b.id), '{}') as brand_ids from brand b
            where a.role in ('owner', 'admin')
               or exists (select from agent_brand m where m.agent_id = a.id and m.brand_id = b.id)
        ) seen
        where p.present and p.lease_until > %(now)s and p.status <> 'offline' and a.disabled_at is null
          and cardinality(seen.brand_ids) > 0
        order by lower(a.name), a.id
        """,
        {"now": now, "quiet": now - QUIET},
    )


async def today(session: Session, midnights: dict[UUID, datetime]) -> dict[Key, Today]:
    """Tell what became of the promises that each brand made since its own midnight."""
    now = session.clock()
    # That nothing is older than `earliest` is plain to see, but not for the planner.
    rows = await session.tuples(
        f"""
        with made as (
            select p.brand_id, c.channel, e.state, first.word - p.made_at as wait
            from unnest(%(brand_ids)s::uuid[], %(since)s::timestamptz[]) as day (brand_id, since)
            join promise p on p.brand_id = day.brand_id and p.made_at >= day.since
            join conversation c on c.id = p.conversation_id
            left join promise_end e on e.promise_id = p.id
            left join lateral (
                select m.created_at as word from message m
                where m.conversation_id = p.conversation_id and m.author_kind = 'agent' and m.kind = 'message'
                  and not m.automated
                order by m.seq limit 1
            ) first on p.kind = 'first_response' and p.replaces is null
            where p.brand_id = any(%(brand_ids)s) and p.made_at >= %(earliest)s and p.made_at <= %(now)s
        )
        select brand_id, channel, count(*), count(*) filter (where state = 'kept'),
               count(*) filter (where state = 'broken'), count(*) filter (where state = 'withdrawn'),
               count(*) filter (where state is null), percentile_disc(0.5) within group (order by wait),
               count(wait)
        from made group by {LEVELS}
        """,
        {
            "brand_ids": list(midnights),
            "since": list(midnights.values()),
            "earliest": min(midnights.values(), default=now),
            "now": now,
        },
    )
    return {
        (brand_id, channel): today_of(
            Balance(made=made, kept=kept, broken=broken, withdrawn=withdrawn, open=still), median, answered
        )
        for brand_id, channel, made, kept, broken, withdrawn, still, median, answered in rows
    }
