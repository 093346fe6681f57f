"""The house remembers how it usually goes: at this hour, and on this day of the week."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from tests.cast import Cast, Running
from visavis.kit.ids import uuid7
from visavis.promises import policy
from visavis.routing import history
from visavis.routing.history import Quarter

PARIS = ZoneInfo("Europe/Paris")
NOON = datetime(2026, 11, 25, 11, 7, tzinfo=UTC)  # a Wednesday, 12:07 in Paris
SHOP = UUID(int=1)
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


class Turn(NamedTuple):
    """What a customer was promised, and how it ended: by whom and when, or given back."""

    kind: str
    made: datetime
    took: timedelta
    state: str = "kept"
    way: str = "live"
    within: timedelta = timedelta(minutes=3)


def quarter_of(begun: datetime) -> Iterable[Turn]:
    """Two chats at once, of a greeting and five answers of 20 s each, and one who left after a minute."""
    yield Turn("first_response", begun, 10 * SECOND)
    yield Turn("first_response", begun + 5 * SECOND, 10 * SECOND)
    for answer in range(5):
        asked = begun + (20 + 40 * answer) * SECOND
        yield Turn("next_response", asked, 20 * SECOND)
        yield Turn("next_response", asked + 5 * SECOND, 35 * SECOND)
    yield Turn("first_response", begun + timedelta(minutes=10), 60 * SECOND, "withdrawn")


def four_weeks(until: datetime, hours: range, zone: ZoneInfo = PARIS) -> list[Turn]:
    """The same every day, in these hours of the clock."""
    midnight = until.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return [
        turn
        for day in range(1, 29)
        for hour in hours
        for quarter in range(4)
        for turn in quarter_of((midnight - day * DAY).replace(hour=hour, minute=15 * quarter).astimezone(UTC))
    ]


async def write(cast: Cast, turns: Iterable[Turn]) -> None:
    """Léa answered, unless a promise was given back."""
    room = await cast.starts(cast.claire)
    rows = [(uuid7(), turn) for turn in turns]
    async with cast.house.database.system() as session:
        await session.execute(
            """
            insert into promise (id, brand_id, conversation_id, kind, way, made_at, due_at, hours_version)
            select p.id, %s, %s, p.kind, p.way, p.made, p.due, 0
            from unnest(%s::uuid[], %s::text[], %s::text[], %s::timestamptz[], %s::timestamptz[])
                 as p (id, kind, way, made, due)
            """,
            (
                *(cast.lumen.id, room.id, [id for id, _ in rows]),
                *([turn.kind for _, turn in rows], [turn.way for _, turn in rows]),
                *([turn.made for _, turn in rows], [turn.made + turn.within for _, turn in rows]),
            ),
        )
        await session.execute(
            """
            insert into promise_end (promise_id, brand_id, state, at, agent_id)
            select e.id, %s, e.state, e.at, case when e.state <> 'withdrawn' then %s::uuid end
            from unnest(%s::uuid[], %s::text[], %s::timestamptz[]) as e (id, state, at)
            """,
            (
                *(cast.lumen.id, cast.lea.id, [id for id, _ in rows]),
                *([turn.state for _, turn in rows], [turn.made + turn.took for _, turn in rows]),
            ),
        )


async def read(cast: Cast, now: datetime = NOON) -> list[Quarter]:
    async with cast.house.database.system(clock=lambda: now) as session:
        return await history.read(session)


def house(*facts: policy.Fact) -> policy.State:
    return policy.fold((fact, NOON.timestamp()) for fact in facts)


def busy(quarters: list[Quarter], zone: ZoneInfo, now: datetime) -> dict[datetime, float]:
    """How many agents are usually busy, by the clock of the zone."""
    told = history.usual_day(quarters, dict.fromkeys({q.brand_id for q in quarters}, zone), now)
    return {datetime.fromtimestamp(at, zone): share * told.agents for at, share in told.occupancy}


async def test_four_weeks_of_a_rhythm_are_learnt(cast: Cast) -> None:
    await write(cast, four_weeks(NOON, range(9, 17)))
    quarters, zones = await read(cast), {cast.lumen.id: PARIS}
    state = house(history.this_hour(quarters, zones, NOON))
    assert state.habits.turn == pytest.approx(20, abs=3)
    assert state.habits.turns == pytest.approx(5, abs=0.5)
    assert 1 / state.line(("lumen", "", "fr")).leaving.rate == pytest.approx(80, rel=0.25)
    day = busy(quarters, PARIS, NOON)
    assert len(day) == 192, "today and tomorrow, quarter by quarter"
    # Two greetings of 8 s and ten answers of 20 s.
    assert day[datetime(2026, 11, 25, 14, 45, tzinfo=PARIS)] == pytest.approx(216 / 900, rel=0.1)
    assert day[datetime(2026, 11, 26, 9, 0, tzinfo=PARIS)] == pytest.approx(216 / 900, rel=0.1)
    assert {
        day[datetime(2026, 11, 25, 17, 0, tzinfo=PARIS)],
        day[datetime(2026, 11, 26, 8, 45, tzinfo=PARIS)],
    } == {0}


async def test_at_an_hour_at_which_nothing_was_seen_the_rules_are_believed(cast: Cast) -> None:
    await write(cast, four_weeks(NOON, range(9, 11)))
    state = house(history.this_hour(await read(cast), {cast.lumen.id: PARIS}, NOON))
    assert (state.habits.turn, state.habits.turns) == pytest.approx((35, 7))


async def test_who_has_nothing_else_to_do_may_take_their_time(cast: Cast) -> None:
    alone = [
        Turn("next_response", NOON - day * DAY + n * 150 * SECOND, 100 * SECOND)
        for day in range(1, 29)
        for n in range(5)
    ]
    await write(cast, alone)
    hour = history.this_hour(await read(cast), {cast.lumen.id: PARIS}, NOON)
    assert (hour.answers, hour.timed) == (140, 0)


async def test_letters_and_calls_take_their_time_too(cast: Cast) -> None:
    at = NOON - 7 * DAY
    hour = timedelta(hours=1)
    await write(
        cast,
        [
            Turn("first_response", at - week * 7 * DAY - 2 * hour, 2 * hour, way="later", within=4 * hour)
            for week in range(2)
        ]
        + [Turn("callback", at - week * 7 * DAY - SECOND, SECOND, way="callback") for week in range(2)],
    )
    assert busy(await read(cast), PARIS, NOON)[datetime(2026, 11, 25, 12, 0, tzinfo=PARIS)] == pytest.approx(
        540 / 900
    )


async def test_a_chat_left_open_for_three_days_changes_nothing(cast: Cast) -> None:
    zones, asleep = {cast.lumen.id: PARIS}, NOON - 4 * DAY
    three_days = [Turn("next_response", asleep - 3 * DAY, 3 * DAY, "broken")]
    await write(cast, [Turn("first_response", asleep - DAY, 10 * SECOND), *three_days])
    assert house(history.this_hour(await read(cast), zones, NOON)).habits.turn == pytest.approx(35)
    await write(cast, four_weeks(NOON, range(9, 17)))
    with_it = house(history.this_hour(await read(cast), zones, NOON))
    assert with_it.habits.turn == pytest.approx(22.5, abs=0.5)
    assert with_it.habits.turns == pytest.approx(5.3, abs=0.1)


async def test_a_greeting_that_came_three_days_late_is_no_proof_of_patience(cast: Cast) -> None:
    await write(cast, [Turn("first_response", NOON - 4 * DAY, 3 * DAY, "broken")])
    assert sum(quarter.waited for quarter in await read(cast)) == 180


async def test_an_empty_house_knows_nothing_and_says_so(cast: Cast) -> None:
    quarters = await read(cast)
    state = house(history.this_hour(quarters, {cast.lumen.id: PARIS}, NOON))
    assert (state.habits.turn, state.habits.turns) == pytest.approx((35, 7))
    assert state.line(("lumen", "", "fr")).leaving.rate == pytest.approx(1 / 300)
    assert busy(quarters, PARIS, NOON) == {}
    assert history.usual_day([], {}, NOON).occupancy == ()


def test_a_few_answers_move_little() -> None:
    slow = Quarter(
        brand_id=SHOP, start=int((NOON - DAY).timestamp()) // 900 * 900, answers=3, timed=3, work=600.0
    )
    state = house(history.this_hour([slow], {SHOP: PARIS}, NOON))
    assert 35 < state.habits.turn < 38


def noons(weeks: range, chats: int = 10) -> list[Quarter]:
    """Ten chats at noon by the clock of Paris, on each of these Wednesdays before."""
    noon = NOON.astimezone(PARIS).replace(minute=0)
    return [
        Quarter(brand_id=SHOP, start=int((noon - timedelta(weeks=week)).timestamp()), chats=chats)
        for week in weeks
    ]


def test_what_was_seen_once_is_no_habit_and_two_weeks_are_one() -> None:
    noon = NOON.astimezone(PARIS).replace(minute=0)
    assert noon not in busy(noons(range(1, 2)), PARIS, NOON)
    assert busy(noons(range(1, 3)), PARIS, NOON)[noon] == pytest.approx(80 / 900)


@pytest.mark.parametrize(
    "changed", [datetime(2026, 11, 4, 11, 7, tzinfo=UTC), datetime(2026, 4, 8, 10, 7, tzinfo=UTC)]
)
def test_noon_is_noon_before_and_after_the_clock_is_changed(changed: datetime) -> None:
    noon = changed.astimezone(PARIS).replace(minute=0)
    assert noon.hour == 12
    starts = [noon - timedelta(weeks=week) for week in range(1, 5)]
    assert len({start.utcoffset() for start in starts}) == 2
    quarters = [Quarter(brand_id=SHOP, start=int(at.timestamp()), chats=10) for at in starts]
    assert history.this_hour(quarters, {SHOP: PARIS}, changed).chats == 40
    assert busy(quarters, PARIS, changed)[noon] == pytest.approx(80 / 900)
    on_utc = busy(quarters, ZoneInfo("UTC"), changed)
    assert max(on_utc.values()) < 80 / 900, "on a clock that is never changed it is an hour away"


def test_each_brand_has_a_clock_of_its_own() -> None:
    abroad, tokyo = UUID(int=2), ZoneInfo("Asia/Tokyo")
    there = NOON.astimezone(tokyo).replace(minute=0)
    quarters = [
        *noons(range(1, 5)),
        *(
            Quarter(brand_id=abroad, start=int((there - timedelta(weeks=w)).timestamp()), chats=10)
            for w in range(1, 5)
        ),
    ]
    zones = {SHOP: PARIS, abroad: tokyo}
    assert history.this_hour(quarters, zones, NOON).chats == 80
    day = dict(history.usual_day(quarters, zones, NOON).occupancy)
    assert day[there.timestamp()] == pytest.approx(160 / 900), (
        "it is noon in Paris and evening in Tokyo at once"
    )


async def test_a_server_tells_its_policy_what_is_usual(running: Running) -> None:
    now, watch = running.cast.house.database.clock(), running.app.live.watch
    assert watch.dispatching.picture.state.habits.turn == pytest.approx(35)
    utc = ZoneInfo("UTC")  # of a brand that has not said when it is open
    await write(running.cast, four_weeks(now, range(now.hour, now.hour + 1), utc))
    await watch.look()
    await watch.recall()
    state = watch.dispatching.picture.state
    assert state.habits.turn == pytest.approx(20, abs=3)
    assert max(state.forecast.values()) > 0.1


async def test_what_is_answered_later_waits_for_the_letters_ahead_where_the_usual_day_is_known(
    running: Running,
) -> None:
    cast, watch, utc = running.cast, running.app.live.watch, ZoneInfo("UTC")
    now = cast.house.database.clock()
    for _ in range(40):
        await cast.promised(cast.claire, "Une question", at=now, by=now + timedelta(hours=4))
    async with await running.live_console("lea"):
        await watch.look()

        def later() -> timedelta:
            by = watch.offers(cast.lumen.id, "fr")[-1].by
            assert by is not None
            return by - now

        usual = timedelta(hours=4, minutes=15)
        assert later() <= usual, "where nothing is known of the day the brand's target stands"
        await write(cast, four_weeks(now, range(now.hour, now.hour + 1), utc))
        await watch.recall()
        assert later() > 2 * usual
