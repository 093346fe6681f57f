"""The demo in a real database, written by the acts that everybody uses."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, LiteralString
from uuid import uuid4

import psycopg
import pytest
from msgspec.structs import replace

from tests.conftest import RUN
from tests.databases import turn
from visavis import brands, config, conversations, demo, migrating, promises, staff
from visavis.app import build_house
from visavis.demo import loading
from visavis.demo.planning import plan
from visavis.kit.house import House
from visavis.promises import policy
from visavis.routing import brands_now, cases, history
from visavis.routing.desks import Desk
from visavis.routing.picture import Picture

NOW = datetime(2026, 11, 24, 15, 20, tzinfo=UTC)


@asynccontextmanager
async def opened(settings: config.Settings) -> AsyncGenerator[House]:
    assert settings.database_url
    house = build_house(settings, settings.database_url)
    await house.database.open()
    try:
        yield house
    finally:
        await house.database.close()


@pytest.fixture(scope="module")
def loaded(
    postgres: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config
) -> Generator[config.Settings]:
    """A demo that the tests of this module look at, and leave as it is."""
    name = f"demo_{uuid4().hex[:12]}"
    with psycopg.connect(postgres("postgres"), autocommit=True) as admin:
        admin.execute(f"create database {name} template template0".encode())
        migrating.migrate(postgres(name), tell=lambda sentence: None)
        folder = tmp_path_factory.mktemp("demo")
        settings = config.read({"VISAVIS_DATABASE_URL": postgres(name), "VISAVIS_DATA": str(folder)})

        async def load() -> None:
            async with opened(settings) as house:
                await loading.load(house, now=NOW, progress=lambda sentence: None)

        with turn(pytestconfig.stash[RUN]):
            asyncio.run(load())
        yield settings
        admin.execute(f"drop database {name} with (force)".encode())


def ask(settings: config.Settings, question: LiteralString) -> list[tuple[Any, ...]]:
    assert settings.database_url
    with psycopg.connect(settings.database_url) as connection:
        return connection.execute(question).fetchall()


def test_the_whole_plan_was_done(loaded: config.Settings) -> None:
    plays = plan(NOW)
    said = sum(step.do == "say" for play in plays for step in play.steps)
    noted = sum(step.do in ("note", "hand_over") for play in plays for step in play.steps)
    assert ask(loaded, "select count(*) from conversation") == [(len(plays),)]
    assert ask(
        loaded, "select kind, count(*) from message where kind <> 'entry' group by kind order by kind"
    ) == [
        ("message", said),
        ("note", noted),
    ]
    assert ask(loaded, "select slug, accent from brand order by slug") == [
        ("atelier-brume", "#8a4b2f"),
        ("maison-lumen", "#0e6b75"),
    ]


def test_numbers_have_no_gap_and_time_never_goes_back(loaded: config.Settings) -> None:
    wrong = """
        select c.id from conversation c join message m on m.conversation_id = c.id
        group by c.id, c.last_seq
        having count(*) <> c.last_seq or min(m.seq) <> 1 or max(m.seq) <> c.last_seq
    """
    back = """
        select id from (select id, created_at, lag(created_at) over (partition by conversation_id order by seq) as before
                        from message) m
        where created_at < before
    """
    assert ask(loaded, wrong) == []
    assert ask(loaded, back) == []


def test_nobody_answers_outside_a_brand_he_has(loaded: config.Settings) -> None:
    outside = """
        select m.author_name, b.slug from message m
        join agent a on a.id = m.author_id join brand b on b.id = m.brand_id
        where m.author_kind = 'agent' and a.role not in ('owner', 'admin')
          and not exists (select from agent_brand ab where ab.agent_id = a.id and ab.brand_id = m.brand_id)
    """
    answering = (
        "select count(distinct author_id) from message where author_kind = 'agent' and kind = 'message'"
    )
    assert ask(loaded, outside) == []
    assert ask(loaded, answering) == [(6,)]


def test_every_customer_is_who_they_said(loaded: config.Settings) -> None:
    names = """
        select m.author_name, u.name from message m join customer u on u.id = m.author_id
        where m.author_kind = 'customer' and m.author_name <> u.name
    """
    known = """
        select count(*) filter (where u.signed_attributes ->> 'customer_number' is not null) > 100,
               count(*) filter (where u.name is null) > 40,
               count(*) filter (where u.name is not null and u.signed_attributes = '{}') > 50
        from customer u where exists (select from conversation c where c.customer_id = u.id)
    """
    assert ask(loaded, names) == []
    assert ask(loaded, known) == [(True, True, True)]


async def test_files_are_there_and_pictures_may_be_shown(loaded: config.Settings) -> None:
    files = ask(
        loaded, "select file_key, media_type, size, width from attachment where message_id is not null"
    )
    assert len(files) > 100
    assert {(media_type, width) for _, media_type, _, width in files} == {
        ("image/jpeg", 800),
        ("application/pdf", None),
    }
    async with opened(loaded) as house:
        for key, _, size, _ in files:
            assert len(await house.files.get(key)) == size


async def test_the_owner_signs_in_to_customers_who_wait(loaded: config.Settings) -> None:
    email, _ = demo.SIGN_IN
    [(agent_id,)] = ask(loaded, "select id from agent where role = 'owner'")
    assert ask(loaded, "select email from agent where role = 'owner'") == [(email,)]
    async with opened(loaded) as house, house.database.system() as session:
        owner = await staff.load_actor(session, agent_id, None)
        assert owner
        mine = await conversations.inbox(session, owner, view="mine")
        unassigned = await conversations.inbox(session, owner, view="unassigned")
        asleep = await conversations.inbox(session, owner, status="snoozed")
    assert len(mine) >= 5
    assert mine[0].waiting_since is not None
    assert mine[-1].waiting_since is None
    waits = [(NOW - c.waiting_since) for c in unassigned if c.waiting_since]
    assert len(waits) == len(unassigned) >= 6
    assert min(waits) <= timedelta(minutes=1)
    assert max(waits) > timedelta(hours=1)
    assert all(c.snoozed_until and c.snoozed_until > NOW for c in asleep)


async def test_both_brands_are_open_in_the_day_and_closed_at_night_and_at_christmas(
    loaded: config.Settings,
) -> None:
    night, christmas = NOW + timedelta(hours=9), datetime(2026, 12, 25, 10, tzinfo=UTC)
    async with opened(loaded) as house, house.database.system() as session:
        for brand in await brands.all_brands(session):
            known = await brands.hours_at(session, brand.id, NOW - timedelta(days=100))
            assert known.version == 1
            opened_at = [brands.is_open(known.hours, at) for at in (NOW, night, christmas)]
            assert opened_at == [True, False, False]


async def test_a_second_start_keeps_what_is_there(loaded: config.Settings) -> None:
    before = ask(loaded, "select count(*), max(created_at) from message")
    assert loaded.database_url
    told: list[str] = []
    await demo.load(loaded, loaded.database_url, told.append)
    assert ask(loaded, "select count(*), max(created_at) from message") == before
    assert told == []


@pytest.mark.usefixtures("undisturbed")
async def test_a_load_that_is_cut_short_leaves_nothing(settings: config.Settings) -> None:
    class CutShort(Exception):
        pass

    def cut_short(sentence: str) -> None:
        if sentence.startswith("100 of"):
            raise CutShort

    async with opened(settings) as house:
        with pytest.raises(CutShort):
            await loading.load(house, now=NOW, progress=cut_short)
    assert ask(settings, "select (select count(*) from brand), (select count(*) from agent)") == [(0, 0)]


async def test_the_past_was_promised_and_mostly_kept(loaded: config.Settings) -> None:
    async with opened(loaded) as house, house.database.system() as session:
        for brand in await brands.all_brands(session):
            found = await promises.balance(session, brand.id, NOW - timedelta(days=30), NOW)
            assert found.made == found.kept + found.broken + found.withdrawn + found.open
            assert found.kept > 100
            assert found.rate is not None
            assert 0.9 < found.rate.value < 1


def test_each_brand_has_invited_for_months_and_held_some_out(loaded: config.Settings) -> None:
    found = ask(
        loaded,
        """
        select b.slug, i.moment, count(*) filter (where i.arm = 'invited' and e.state = 'accepted') > 10,
               count(*) filter (where i.arm = 'invited' and e.state is null),
               count(*) filter (where i.arm = 'held_out') > 3,
               count(*) filter (where i.arm = 'held_out' and e.state is not null), max(i.at) < now()
        from invitation i join brand b on b.id = i.brand_id
        left join invitation_end e on e.invitation_id = i.id group by 1, 2 order by 1, 2
        """,
    )
    assert found == [
        (slug, moment, True, 0, True, 0, True)
        for slug in ("atelier-brume", "maison-lumen")
        for moment in ("payment_error", "upload_stalled")
    ]


def test_customers_were_called_back_and_one_will_be(loaded: config.Settings) -> None:
    ended = dict(ask(loaded, "select state, count(*) from callback_end group by state"))
    kept = dict(
        ask(
            loaded,
            """
            select coalesce(e.state, 'open'), count(*) from promise p left join promise_end e on e.promise_id = p.id
            where p.kind = 'callback' group by 1
            """,
        )
    )
    assert {"called", "not_reached", "cancelled"} <= set(ended)
    assert kept["kept"] > 10
    assert {"broken", "withdrawn"} <= set(kept)
    assert kept["open"] == 1
    ((status, after, by),) = ask(
        loaded,
        "select status, (callback ->> 'after')::timestamptz, call_by from conversation where call_by is not null",
    )
    assert (status, by - after) == ("open", timedelta(minutes=15))
    assert NOW < after < NOW + timedelta(minutes=15)


async def test_who_signs_in_alone_to_three_chats_can_promise_an_answer_within_three_minutes(
    loaded: config.Settings,
) -> None:
    """As every server sees it: who is there, every conversation, and what was usual in the weeks before."""
    [(lea,)] = ask(loaded, "select id::text from agent where role = 'owner'")
    async with opened(loaded) as house, house.database.system(clock=lambda: NOW) as session:
        known = await brands_now.read(session, {})
        waiting, past = await cases.read(session), await history.read(session)
    picture, zones = Picture(), {brand.id: brand.hours.hours.zone for brand in known.values()}
    picture.choose_by_hand(str(brand.id) for brand in known.values() if brand.routing == "by_hand")
    picture.remember(history.this_hour(past, zones, NOW), history.usual_day(past, zones, NOW), NOW)
    desk = Desk(
        id=lea,
        status="available",
        places=5,
        since=NOW,
        languages=["fr", "en"],
        brands=[*map(str, known)],
        teams=[],
    )
    picture.see_desks([desk], NOW)
    for case in waiting:
        picture.see(case, NOW)
    # Somebody whom she answered a moment ago makes it three.
    at_hers = next(case for case in picture.cases.values() if case.assignee == lea and case.live)
    picture.see(replace(at_hers, id="one more", waiting_since=None, due_at=None, updated_at=NOW), NOW)
    [lumen] = [brand for brand in known.values() if brand.routing == "automatic"]
    [brume] = [brand for brand in known.values() if brand.routing == "by_hand"]
    line = (str(lumen.id), "", "fr")
    assert picture.state.agents[lea].chats == 3
    assert picture.state.line((str(brume.id), "", "fr")).chats, (
        "some wait where she would have to choose them"
    )
    chat = policy.outlook(picture.state, picture.state.line(line), NOW.timestamp())
    assert (chat.ahead, chat.at_once) == (0, False)
    prospect = promises.Prospect(hours=lumen.hours, chat=chat, live_within=lumen.live_within)
    live, *_ = promises.offers(prospect, NOW)
    assert (live.way, live.within_s) == ("live", 180)
