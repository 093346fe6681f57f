"""What a supervisor sees of the desk at a glance, and never of a brand that is not theirs."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.brands.schedules import hours, week
from tests.cast import Cast
from visavis import brands, conversations, promises
from visavis.conversations import Conversation
from visavis.conversations.models import Answer
from visavis.customers import Visitor
from visavis.routing import PresenceChanges, board, presence
from visavis.routing.board_models import Board, BrandRow, Queue, Today
from visavis.staff import AgentActor

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
SOON = timedelta(minutes=3)


class Floor:
    """Both brands at work, at a time that the test chooses."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.now = NOON

    async def act(self, actor: Visitor | AgentActor, act: Any, **more: Any) -> Any:
        async with self.cast.house.database.session(actor.brand_ids, clock=lambda: self.now) as session:
            return await act(session, actor, **more)

    async def asks(self, visitor: Visitor, due: timedelta | None = SOON) -> Conversation:
        answer = due and Answer(by=self.now + due, way="live", probability=0.99, hours_version=0)
        begun, _ = await self.act(
            visitor, conversations.start, body="Bonjour ?", client_id=uuid4(), answer=answer or None
        )
        return begun

    async def answers(self, agent: AgentActor, conversation: Conversation, **more: Any) -> None:
        said = {"conversation_id": conversation.id, "body": "Oui", "client_id": uuid4()}
        await self.act(agent, conversations.send, **(said | more))

    async def passes(self, time: timedelta) -> None:
        self.now += time
        async with self.cast.house.database.system(clock=lambda: self.now) as session:
            await promises.break_overdue(session, self.now)

    async def come(self, *agents: AgentActor) -> None:
        async with self.cast.house.database.system(clock=lambda: self.now) as session:
            await presence.renew(session, [agent.id for agent in agents])

    async def seen_by(self, agent: AgentActor) -> Board:
        async with self.cast.house.database.session(agent.brand_ids, clock=lambda: self.now) as session:
            return await board.board(session)

    async def lumen(self) -> BrandRow:
        return row(await self.seen_by(self.cast.ana), self.cast.lumen.id)


def row(seen: Board, brand_id: UUID) -> BrandRow:
    return next(found for found in seen.brands if found.brand_id == brand_id)


@pytest.fixture
def floor(cast: Cast) -> Floor:
    return Floor(cast)


async def test_nothing_has_happened_yet(floor: Floor) -> None:
    seen = await floor.seen_by(floor.cast.ana)
    assert (seen.queue, seen.today, seen.agents, seen.at_risk) == (Queue(), Today(), [], [])
    assert [found.brand_id for found in seen.brands] == [floor.cast.brume.id, floor.cast.lumen.id]
    assert [channel.channel for channel in seen.brands[0].channels] == ["chat", "email"]


async def test_who_waits_is_counted_until_a_human_answers(floor: Floor) -> None:
    cast = floor.cast
    first = await floor.asks(cast.claire)
    await floor.passes(timedelta(minutes=1))
    second = await floor.asks(cast.hugo, due=None)
    await floor.asks(cast.nina)
    await floor.answers(cast.lea, second, kind="note")
    seen = await floor.seen_by(cast.ana)
    assert (seen.queue.waiting, seen.queue.longest_since) == (3, NOON)
    lumen = row(seen, cast.lumen.id)
    assert lumen.queue == lumen.channels[0].queue == Queue(waiting=2, longest_since=NOON)
    assert row(seen, cast.brume.id).queue == Queue(waiting=1, longest_since=floor.now)
    await floor.answers(cast.lea, first)
    assert (await floor.lumen()).queue == Queue(waiting=1, longest_since=floor.now)


async def test_what_is_put_aside_waits_all_the_same_and_what_is_resolved_does_not(floor: Floor) -> None:
    aside, closed = await floor.asks(floor.cast.claire), await floor.asks(floor.cast.hugo)
    until = floor.now + timedelta(days=1)
    await floor.act(floor.cast.lea, conversations.snooze, conversation_id=aside.id, until=until)
    await floor.act(floor.cast.lea, conversations.resolve, conversation_id=closed.id)
    seen = await floor.seen_by(floor.cast.camille)
    assert seen.queue.waiting == 1
    assert [risk.conversation_id for risk in seen.at_risk] == []
    await floor.passes(timedelta(seconds=1))
    assert [risk.conversation_id for risk in (await floor.seen_by(floor.cast.camille)).at_risk] == [aside.id]


async def test_a_promise_is_soon_due_then_broken_until_someone_answers(floor: Floor) -> None:
    begun = await floor.asks(floor.cast.claire)
    await floor.passes(timedelta(minutes=2))
    assert await due(floor) == (0, 0), "60 s are left, not less"
    await floor.passes(timedelta(seconds=1))
    assert await due(floor) == (1, 0)
    await floor.passes(timedelta(seconds=59))
    assert await due(floor) == (1, 0), "its time has come and has not passed"
    await floor.passes(timedelta(microseconds=1))
    assert await due(floor) == (0, 1), "before the ledger says so"
    await floor.passes(timedelta(hours=1))
    assert await due(floor) == (0, 1)
    await floor.answers(floor.cast.lea, begun)
    assert await due(floor) == (0, 0)


async def due(floor: Floor) -> tuple[int, int]:
    queue = (await floor.lumen()).queue
    return queue.due_soon, queue.broken


async def test_the_conversations_at_risk_come_soonest_due_first(floor: Floor) -> None:
    cast = floor.cast
    broken = await floor.asks(cast.claire)
    await floor.passes(timedelta(minutes=4))
    near = await floor.asks(cast.hugo, due=timedelta(seconds=100))
    await floor.asks(cast.hugo, due=timedelta(minutes=3))
    await floor.asks(cast.hugo, due=None)
    await cast.gives(near.id, cast.karim)
    found = (await floor.seen_by(cast.camille)).at_risk
    assert [(risk.conversation_id, risk.assignee_id) for risk in found] == [
        (broken.id, None),
        (near.id, cast.karim.id),
    ]
    assert (found[1].answer_by, found[1].waiting_since) == (floor.now + timedelta(seconds=100), floor.now)


async def test_no_more_than_fifty_are_listed_and_all_are_counted(floor: Floor) -> None:
    for _ in range(board.MOST_AT_RISK + 1):
        await floor.asks(floor.cast.claire, due=timedelta(seconds=30))
    seen = await floor.seen_by(floor.cast.camille)
    assert (len(seen.at_risk), seen.queue.due_soon) == (board.MOST_AT_RISK, board.MOST_AT_RISK + 1)


async def test_the_day_adds_up_and_its_rate_has_an_interval(floor: Floor) -> None:
    cast = floor.cast
    begun = [await floor.asks(cast.claire) for _ in range(4)]
    await floor.act(cast.claire, conversations.resolve, conversation_id=begun[3].id)
    await floor.passes(timedelta(seconds=10))
    await floor.answers(cast.lea, begun[0])
    await floor.answers(cast.lea, begun[1], kind="note")
    await floor.passes(timedelta(seconds=20))
    await floor.answers(cast.lea, begun[1])
    await floor.passes(SOON)
    await floor.asks(cast.hugo)
    await floor.answers(cast.karim, begun[2])
    found = await floor.lumen()
    assert found.today == found.channels[0].today
    assert found.today == Today(
        made=5,
        kept=2,
        broken=1,
        withdrawn=1,
        open=1,
        sample=3,
        kept_rate=0.6667,
        low=0.2077,
        high=0.9385,
        first_response_s=30,
        first_responses=3,
    )


async def test_all_brands_together_have_a_median_of_their_own(floor: Floor) -> None:
    cast = floor.cast
    lumen, brume, slow = (
        await floor.asks(cast.claire),
        await floor.asks(cast.nina),
        await floor.asks(cast.nina),
    )
    await floor.passes(timedelta(seconds=5))
    await floor.answers(cast.lea, lumen)
    await floor.passes(timedelta(seconds=15))
    await floor.answers(cast.oliver, brume)
    await floor.passes(timedelta(seconds=60))
    await floor.answers(cast.oliver, slow)
    seen = await floor.seen_by(cast.ana)
    assert (seen.today.kept, seen.today.first_response_s) == (3, 20)
    assert row(seen, cast.lumen.id).today.first_response_s == 5


async def test_each_brands_day_begins_at_its_own_midnight(floor: Floor) -> None:
    cast = floor.cast
    # 11:30 in Paris is 23:30 in Auckland; half an hour later, tomorrow has begun there.
    for brand, zone in ((cast.lumen, "Pacific/Auckland"), (cast.brume, "Europe/Paris")):
        async with cast.house.database.session([brand.id], clock=lambda: floor.now) as session:
            schedule = hours(week("9-18"), zone=zone)
            await brands.save_hours(session, brand.id, schedule, replaces=0, by=cast.ana.id)
    floor.now = datetime(2026, 11, 25, 10, 30, tzinfo=UTC)
    for visitor in (cast.claire, cast.nina):
        await floor.asks(visitor)
    floor.now = datetime(2026, 11, 25, 11, 0, tzinfo=UTC)
    await floor.asks(cast.claire)
    seen = await floor.seen_by(cast.ana)
    assert [(found.since.hour, found.today.made) for found in seen.brands] == [(23, 1), (11, 1)]
    assert seen.today.made == 2


def test_a_day_without_midnight_begins_when_its_clocks_jump() -> None:
    jump = datetime(2026, 9, 6, 4, tzinfo=UTC)  # Santiago goes from 24:00 to 01:00
    assert board.midnight(jump + timedelta(hours=3), "America/Santiago") == jump


async def test_agents_are_counted_once_and_only_while_they_are_there(floor: Floor) -> None:
    cast = floor.cast
    await floor.come(cast.lea, cast.karim, cast.oliver, cast.ana)
    await floor.act(cast.karim, presence.change, changes=PresenceChanges(status="busy", reason="Formation"))
    await floor.act(cast.ana, presence.change, changes=PresenceChanges(status="away"))
    begun = await floor.asks(cast.claire)
    await floor.act(cast.lea, conversations.take, conversation_id=begun.id)
    seen = await floor.seen_by(cast.ana)
    assert (seen.desk.available, seen.desk.busy, seen.desk.away, seen.desk.free) == (2, 1, 1, 7)
    lumen = row(seen, cast.lumen.id).desk
    assert (lumen.available, lumen.busy, lumen.away, lumen.free) == (1, 1, 1, 3)
    assert [(agent.name, agent.status, agent.taken) for agent in seen.agents] == [
        ("Ana Lopes", "away", 0),
        ("Karim Haddad", "busy", 0),
        ("Léa Martin", "available", 1),
        ("Oliver Shaw", "available", 0),
    ]
    await floor.passes(presence.LEASE + timedelta(seconds=1))
    assert (await floor.seen_by(cast.ana)).agents == []


async def test_a_supervisor_sees_nothing_of_another_brand(floor: Floor) -> None:
    cast = floor.cast
    await floor.come(cast.oliver, cast.lea)
    begun = await floor.asks(cast.nina, due=timedelta(seconds=30))
    await floor.asks(cast.nina, due=timedelta(seconds=30))
    await floor.answers(cast.oliver, begun)
    seen = await floor.seen_by(cast.camille)
    assert [found.brand_id for found in seen.brands] == [cast.lumen.id]
    assert (seen.queue, seen.today, seen.at_risk) == (Queue(), Today(), [])
    assert [(agent.name, agent.brand_ids) for agent in seen.agents] == [("Léa Martin", [cast.lumen.id])]
