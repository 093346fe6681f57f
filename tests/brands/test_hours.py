"""Opening hours as they are kept: what is refused, which version is in force, and what visitors are told."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import msgspec
import psycopg
import pytest

from tests.brands.schedules import ALL_DAY, NEVER, OFFICE, SHOP, every_day, hours, paris, special, week
from visavis import brands
from visavis.brands import (
    ALWAYS,
    BrandNotFound,
    Hours,
    HoursOutdated,
    HoursVersionNotFound,
    NewBrand,
    Opening,
)
from visavis.brands.errors import DayGivenTwice, DayOutOfReach, HoursOverlap, UnknownTimeZone
from visavis.brands.hours import refuse_impossible
from visavis.kit.crypto import Keys
from visavis.kit.database import Database, Session
from visavis.kit.errors import InvalidInput

KEYS = Keys(b"k" * 32)


class Desk:
    """A brand whose hours are set, and a clock to turn."""

    def __init__(self, database: Database, brand_id: UUID) -> None:
        self.database, self.brand_id = database, brand_id
        self.now = paris("2026-11-23 10:00")

    def at(self, said: str) -> None:
        self.now = paris(said)

    def session(self) -> AbstractAsyncContextManager[Session]:
        return self.database.session([self.brand_id], clock=lambda: self.now)

    async def saves(self, schedule: Hours, replaces: int) -> int:
        async with self.session() as session:
            return (
                await brands.save_hours(session, self.brand_id, schedule, replaces=replaces, by=None)
            ).version

    async def someone_waits(self) -> None:
        """Wait until a save stands behind another that is not committed yet."""
        waiting = "select count(*) from pg_locks where not granted"
        async with self.database.system() as session:
            while await session.tuple(waiting) == (0,):  # noqa: ASYNC110 - bounded by the test
                await asyncio.sleep(0.01)

    async def told(self) -> list[Opening]:
        async with self.database.system() as session:
            rows = await session.tuples("select payload from event order by xid, position")
        return [
            msgspec.convert(msgspec.json.decode(row[0])["opening"], Opening, strict=False) for row in rows
        ]


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[Desk]:
    database = Database(database_url)
    await database.open()
    async with database.system() as session:
        brand = await brands.create(session, KEYS, NewBrand(slug="atelier", name="Atelier", locale="fr"))
    yield Desk(database, brand.id)
    await database.close()


async def test_a_brand_that_says_nothing_is_always_open(desk: Desk) -> None:
    async with desk.session() as session:
        known = await brands.hours_now(session, desk.brand_id)
        assert (known.version, known.valid_from, known.hours) == (0, None, ALWAYS)
        assert await brands.hours_at(session, desk.brand_id, desk.now) == known
        assert await brands.hours_version(session, desk.brand_id, 0) == known
        assert brands.is_open(known.hours, desk.now)
        said = brands.opening(known, desk.now)
    assert (said.version, said.more, [span.closes_at for span in said.spans]) == (0, False, [None])


async def test_each_save_is_a_version_and_the_one_in_force_then_can_still_be_read(desk: Desk) -> None:
    assert await desk.saves(OFFICE, 0) == 1
    desk.at("2026-12-01 08:00")
    assert await desk.saves(SHOP, 1) == 2
    async with desk.session() as session:
        for said, version, schedule in (
            ("2026-11-23 09:59", 0, ALWAYS),
            ("2026-11-23 10:00", 1, OFFICE),
            ("2026-12-01 07:59", 1, OFFICE),
            ("2026-12-01 08:00", 2, SHOP),
        ):
            found = await brands.hours_at(session, desk.brand_id, paris(said))
            assert (found.version, found.hours) == (version, schedule), said
            assert await brands.hours_version(session, desk.brand_id, version) == found
        assert (await brands.hours_now(session, desk.brand_id)).valid_from == paris("2026-12-01 08:00")
        history = await brands.hours_history(session, desk.brand_id, before=99)
        assert [known.version for known in history] == [2, 1]
        assert [v.version for v in await brands.hours_history(session, desk.brand_id, before=2)] == [1]
        with pytest.raises(HoursVersionNotFound):
            await brands.hours_version(session, desk.brand_id, 3)
        with pytest.raises(BrandNotFound):
            await brands.hours_now(session, uuid4())


async def test_two_who_save_at_once_do_not_undo_each_other(desk: Desk) -> None:
    await desk.saves(OFFICE, 0)
    with pytest.raises(HoursOutdated):
        await desk.saves(SHOP, 0)
    async with desk.session() as first:
        await brands.save_hours(first, desk.brand_id, SHOP, replaces=1, by=None)
        second = asyncio.create_task(desk.saves(NEVER, 1))
        await desk.someone_waits()
    with pytest.raises(HoursOutdated):
        await second
    assert await desk.saves(SHOP, 0) == 2, "what is already so is not an error, nor a version"
    assert len(await desk.told()) == 2


async def test_no_version_ever_changes_not_even_by_the_system(desk: Desk) -> None:
    await desk.saves(OFFICE, 0)
    async with desk.database.system() as session:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            await session.execute("update brand_hours set version = 5")


async def test_a_brand_never_seen_cannot_be_given_hours(desk: Desk) -> None:
    async with desk.database.session([]) as session:
        with pytest.raises(BrandNotFound):
            await brands.save_hours(session, desk.brand_id, OFFICE, replaces=0, by=None)


IMPOSSIBLE: list[tuple[Hours, type[InvalidInput], str]] = [
    (hours(week("9-18"), zone="Europe/Nowhere"), UnknownTimeZone, "hours.time_zone"),
    (hours(week("9-18"), zone="../../etc/passwd"), UnknownTimeZone, "hours.time_zone"),
    (hours(week("9-12 11-18")), HoursOverlap, "hours.week.monday"),
    (hours(week("9-12 9-12")), HoursOverlap, "hours.week.monday"),
    (hours(week("22-4 23-1")), HoursOverlap, "hours.week.monday"),
    (hours(week("22-4 3-9")), HoursOverlap, "hours.week.tuesday"),
    (hours(week("3-9", "", "22-4")), HoursOverlap, "hours.week.monday"),
    (hours(week("0-0 12-13")), HoursOverlap, "hours.week.monday"),
    (hours(week(""), special("2026-12-24", "9-12 10-11")), HoursOverlap, "hours.special_days.2026-12-24"),
    (
        hours(week(""), special("2026-12-24"), special("2026-12-24", "9-12")),
        DayGivenTwice,
        "hours.special_days.2026-12-24",
    ),
    (hours(week(""), special("1999-12-31")), DayOutOfReach, "hours.special_days.1999-12-31"),
    (hours(week(""), special("2101-01-01")), DayOutOfReach, "hours.special_days.2101-01-01"),
]


@pytest.mark.parametrize(("schedule", "error", "field"), IMPOSSIBLE)
def test_impossible_hours_are_refused_where_they_are_wrong(
    schedule: Hours, error: type[InvalidInput], field: str
) -> None:
    with pytest.raises(error) as refused:
        refuse_impossible(schedule)
    assert list(refused.value.fields or {}) == [field]


def test_what_touches_does_not_overlap() -> None:
    for ordinary in (week("9-12 12-18"), week("22-4 4-9"), every_day("8-8"), every_day(ALL_DAY), week("")):
        refuse_impossible(hours(ordinary))
    refuse_impossible(hours(week("22-4"), special("2026-11-24", "3-9")))  # one night runs on into a feast


def closed_for(schedule: Hours, now: datetime, count: int = 3) -> list[str | None]:
    known = brands.HoursVersion(brand_id=uuid4(), version=1, valid_from=None, saved_by=None, hours=schedule)
    return [span.closed_for for span in brands.opening(known, now).spans[:count]]


def test_visitors_are_told_of_the_feast_that_keeps_a_brand_closed() -> None:
    assert closed_for(SHOP, paris("2026-12-24 20:00")) == ["Noël", None, None]
    assert closed_for(SHOP, paris("2026-12-25 10:00")) == ["Noël", None, None]
    assert closed_for(SHOP, paris("2026-12-24 10:00")) == [None, "Noël", None]
    assert closed_for(SHOP, paris("2026-12-26 00:00")) == [None, None, None]
    bridge = hours(SHOP.week, special("2026-12-26", name="Pont"), special("2026-12-25", name="Noël"))
    assert closed_for(bridge, paris("2026-12-24 20:00"), 1) == ["Noël"]
    silent = hours(SHOP.week, special("2026-12-25"))
    assert closed_for(silent, paris("2026-12-25 20:00"), 1) == [None]


def test_visitors_are_told_a_week_ahead_and_that_there_is_more() -> None:
    known = brands.HoursVersion(brand_id=uuid4(), version=4, valid_from=None, saved_by=None, hours=SHOP)
    said = brands.opening(known, paris("2026-11-23 10:00"))
    assert (said.version, said.time_zone, said.more) == (4, "Europe/Paris", True)
    assert said.spans[0].opens_at <= said.now
    assert said.spans[-1].opens_at - said.now > timedelta(days=7)
    assert brands.opening(msgspec.structs.replace(known, hours=NEVER), said.now).spans == []
