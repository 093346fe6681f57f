"""Whatever text is stored, it is text wherever it is shown: no script runs, no other host is asked."""

import re
from collections.abc import AsyncIterator, Callable
from itertools import cycle
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from playwright.async_api import Browser, Page, expect

from tests.acceptance.conftest import SETTINGS, stage_on
from tests.acceptance.hostile import Alarm, payloads
from tests.acceptance.people import Agent, Stage, Visitor
from tests.cast import Running, running_on
from tests.conftest import Clone, environment
from visavis import config, conversations, customers
from visavis.conversations import Conversation
from visavis.kit.postgres import DATABASE

TALKS = 30

# Every column that holds text: where this test shows it, or why nobody can put text of theirs into it.
SHOWN = "shown"
SINKS = {
    "agent.email": SHOWN,
    "agent.name": SHOWN,
    "agent_session.address": SHOWN,
    "agent_session.user_agent": SHOWN,
    "api_key.hint": SHOWN,
    "api_key.name": SHOWN,
    "attachment.name": SHOWN,
    "brand.allowed_origins": SHOWN,
    "brand.greeting": SHOWN,
    "brand.name": SHOWN,
    "conversation.last_message": SHOWN,
    "conversation.page_title": SHOWN,
    "conversation.page_url": SHOWN,
    "customer.attributes": SHOWN,
    "customer.email": SHOWN,
    "customer.locale": "one of two",
    "customer.name": SHOWN,
    "customer.phone": SHOWN,
    "customer.signed_attributes": SHOWN,
    "event.customer_payload": SHOWN,
    "event.payload": SHOWN,
    "identity.value": SHOWN,
    "message.author_name": SHOWN,
    "message.body": SHOWN,
    "message.entry": SHOWN,
    "message_revision.body": SHOWN,
    "team.name": SHOWN,
    "agent.locale": "one of two",
    "agent.password_hash": "made by us",
    "agent.role": "one of four",
    "alembic_version.version_num": "made by us",
    "attachment.file_key": "made by us",
    "attachment.media_type": "made by us",
    "attachment.uploader_kind": "one of two",
    "brand.accent": "a colour, checked by the database",
    "brand.locale": "one of two",
    "brand.slug": "letters and digits, checked by the database",
    "conversation.channel": "one of ours",
    "conversation.status": "one of three",
    "event.type": "made by us",
    "identity.kind": "one of ours",
    "installation.epoch": "made by us",
    "message.author_kind": "one of three",
    "message.channel": "one of ours",
    "message.kind": "one of three",
    "used_claim.jti": "given back to nobody",
}


@pytest.fixture(scope="module")
async def theatre(
    postgres: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Running]:
    """A house of its own: its brands and people have names that nobody else should have to read."""
    with Clone(postgres, template=DATABASE) as url:
        settings = config.read(environment(url, tmp_path_factory.mktemp("hostile"), **SETTINGS))
        async with running_on(settings, url) as running:
            yield running


@pytest.fixture
async def scene(browser: Browser, theatre: Running) -> AsyncIterator[Stage]:
    async for made in stage_on(browser, theatre.app.house.origin):
        yield made


async def test_every_column_of_text_has_its_case(theatre: Running) -> None:
    async with theatre.app.house.database.system() as session:
        found = await session.tuples(
            """
            select table_name || '.' || column_name from information_schema.columns
            where table_schema = 'public' and left(table_name, 13) <> 'procrastinate'
              and (data_type in ('text', 'character varying', 'json', 'jsonb') or data_type = 'ARRAY')
            """
        )
    assert {name for (name,) in found} == set(SINKS)


async def poison(house: Running, texts: list[str]) -> list[Conversation]:
    """Store attacks in every column that shows, past every check that stands before it."""
    cast, database, next_one = house.cast, house.cast.house.database, cycle(texts)

    def bad() -> str:
        return next(next_one)

    talks: list[Conversation] = []
    many = iter(texts)
    for _ in range(TALKS):
        async with database.system() as session:
            visitor = (await customers.welcome(session, cast.lumen.id, "fr", None)).visitor
            await session.execute("update customer set name = %s where id = %s", (bad(), visitor.id))
        async with database.session(visitor.brand_ids) as session:
            file = await conversations.attach(
                session, cast.house.files, visitor, conversation_id=None, name="a.txt", content=b"x", limit=9
            )
            talk, first = await conversations.start(
                session,
                visitor,
                body=next(many, bad()),
                client_id=uuid4(),
                attachment_ids=[file.id],
                page_url=bad(),
                page_title=bad(),
            )
        await cast.gives(talk.id, cast.lea, cast.salon)
        for n in range(4):
            await cast.says(visitor, talk.id, next(many, bad()) or "x")
            await cast.says(cast.lea, talk.id, next(many, bad()) or "x", kind="note" if n == 1 else "message")
        async with database.session(visitor.brand_ids) as session:
            await conversations.edit(session, visitor, message_id=first.id, body=next(many, bad()))
        async with database.system() as session:
            await session.execute("update attachment set name = %s where id = %s", (bad(), file.id))
            await session.execute(
                """
                update customer set name = %s, email = %s, phone = %s,
                       attributes = jsonb_build_object(%s::text, %s::text),
                       signed_attributes = jsonb_build_object(%s::text, %s::text) where id = %s
                """,
                (bad(), bad(), bad(), bad(), bad(), bad(), bad(), visitor.id),
            )
            await session.execute(
                """
                insert into identity (id, brand_id, customer_id, kind, value, verified, created_at)
                values (%s, %s, %s, 'email', %s, true, now())
                """,
                (uuid4(), cast.lumen.id, visitor.id, f"{uuid4()} {bad()}"),
            )
            await session.execute(
                "update message set author_name = %s where conversation_id = %s", (bad(), talk.id)
            )
        talks.append(talk)
    async with database.system() as session:
        for name in ("name", "greeting"):
            await session.execute(f"update brand set {name} = %s", (" ".join(texts[:20]),))
        await session.execute(
            "update brand set allowed_origins = %s where slug = 'atelier-brume'", (texts[:20],)
        )
        await session.execute("update agent set name = name || ' ' || %s", (" ".join(texts[:20]),))
        await session.execute("update team set name = name || ' ' || %s", (" ".join(texts[:20]),))
        for text in texts[:20]:
            await session.execute(
                """
                insert into agent (id, email, name, role, locale, password_hash, created_at)
                values (%s, %s, %s, 'admin', 'fr', '', now())
                """,
                (uuid4(), f"{uuid4()} {text}", text),
            )
            await session.execute(
                "insert into team (id, name, created_at) values (%s, %s, now())",
                (uuid4(), f"{uuid4()} {text}"),
            )
            await session.execute(
                """
                insert into api_key (id, agent_id, name, hint, key_hash, created_at)
                values (%s, %s, %s, %s, %s, now())
                """,
                (uuid4(), cast.ana.id, text, text[:8], uuid4().bytes),
            )
    return talks


async def keep_sessions(house: Running, texts: list[str]) -> None:
    """As if she had signed in from browsers with such names."""
    async with house.cast.house.database.system() as session:
        for text in texts[:20]:
            await session.execute(
                """
                insert into agent_session (id, agent_id, token_hash, address, user_agent, created_at, seen_at, expires_at)
                values (%s, %s, %s, %s, %s, now(), now(), now() + interval '1 day')
                """,
                (uuid4(), house.cast.ana.id, uuid4().bytes, text, text),
            )


async def settles(page: Page) -> None:
    """Wait until the page has asked what it wanted to ask, and a moment for what would run late."""
    await page.wait_for_load_state("networkidle")


async def looks_around(ana: Agent, alarm: Alarm, talks: list[Conversation]) -> None:
    """Open everything that shows something of somebody's."""
    page = ana.page
    for view in ("all", "unassigned", "mine", "brand/maison-lumen", "all?q=script"):
        await page.goto(f"{ana.url}/console/#/{view}")
        await settles(page)
        await alarm.looks(page)
    for talk in talks:
        await page.goto(f"{ana.url}/console/#/all/c/{talk.id}")
        await expect(ana.timeline.get_by_role("article").first).to_be_visible()
        await expect(page.get_by_role("complementary").last).to_be_visible()
        await alarm.looks(page)


async def opens_dialogs(ana: Agent, alarm: Alarm, talk: Conversation) -> None:
    """Open what lies over a conversation: the palette, the pickers, the menus, earlier versions."""
    page = ana.page
    await page.goto(f"{ana.url}/console/#/all/c/{talk.id}")
    await expect(ana.timeline.get_by_role("article").first).to_be_visible()
    await page.keyboard.press("Control+k")
    for words in ("<", "script", "a"):
        await page.get_by_role("dialog").get_by_role("combobox").fill(words)
        await settles(page)
        await alarm.looks(page)
    await page.keyboard.press("Escape")
    for key in ("a", "h", "z", "?"):
        await page.keyboard.press(key)
        opened = page.get_by_role("dialog").or_(page.get_by_role("listbox")).or_(page.get_by_role("menu"))
        await expect(opened.first).to_be_visible()
        await alarm.looks(page)
        await page.keyboard.press("Escape")
        await expect(opened).to_have_count(0)
    edited = ana.timeline.get_by_role("article").filter(has_text=re.compile("modifié|edited")).first
    await edited.hover()
    await edited.get_by_role("button").last.click()
    await page.get_by_role("menuitem", name=re.compile("ersions")).click()
    await expect(page.get_by_role("dialog")).to_be_visible()
    await settles(page)
    await alarm.looks(page)
    await page.keyboard.press("Escape")


async def opens_settings(ana: Agent, alarm: Alarm, house: Running) -> None:
    """Open every page of the settings."""
    page = ana.page
    items = [f"agents/{house.cast.lea.id}", f"teams/{house.cast.salon}", "brands/maison-lumen"]
    for section in ("profile", "agents", "teams", "brands", "api-keys", *items):
        await page.goto(f"{ana.url}/console/#/settings/{section}")
        await settles(page)
        await expect(page.get_by_role("heading").first).to_be_visible()
        await alarm.looks(page)


async def test_nothing_stored_runs_in_the_console(
    scene: Stage, theatre: Running, corpora: Path | None
) -> None:
    texts = payloads(corpora)
    alarm = Alarm(scene.url)
    context = await scene.context()
    await alarm.watch(context)
    ana = Agent(await context.new_page(), scene.url)
    await ana.signs_in("ana")
    await keep_sessions(theatre, texts)
    talks = await poison(theatre, texts)
    await settles(ana.page)
    await alarm.looks(ana.page)  # what came live, while she was looking
    await ana.page.reload()
    await looks_around(ana, alarm, talks)
    await opens_dialogs(ana, alarm, talks[0])
    await opens_settings(ana, alarm, theatre)
    assert alarm.rung == []


async def test_nothing_stored_runs_in_the_widget(
    scene: Stage, theatre: Running, corpora: Path | None
) -> None:
    texts = payloads(corpora)
    cast = theatre.cast
    shop = scene.url.replace("localhost", "127.0.0.1")
    alarm = Alarm(scene.url, shop)
    context = await scene.context()
    await alarm.watch(context)
    claire = Visitor(await context.new_page(), f"{shop}/shop/maison-lumen")
    await claire.begins("Bonjour ?")
    async with theatre.app.house.database.system() as session:
        found = await session.tuple("select id from conversation order by created_at desc limit 1")
    assert found is not None
    where: UUID = found[0]
    await cast.gives(where, cast.lea, cast.salon)
    for text in texts:
        if text.strip():
            await cast.says(cast.lea, where, text)
    await cast.says(cast.lea, where, "la fin")
    await expect(claire.said("la fin")).to_be_visible()
    await alarm.looks(claire.page)
    await claire.page.reload()
    await expect(claire.launcher).to_be_visible()
    if not await claire.words.is_visible():
        await claire.launcher.click()
    await expect(claire.said("la fin")).to_be_visible()
    await alarm.looks(claire.page)
    assert alarm.rung == []


async def test_the_alarm_rings(scene: Stage) -> None:
    """An attack that does run is noticed: in a page without defence, every one of our own would be."""
    alarm = Alarm(scene.url)
    context = await scene.context()
    await alarm.watch(context)
    page = await context.new_page()
    await page.goto(f"{scene.url}/shop/maison-lumen")
    await page.evaluate(
        "document.body.innerHTML = '<img src=x onerror=alert(1)><a href=javascript:alert(1)>x</a>'"
    )
    await page.evaluate("fetch('https://evil.example/').catch(() => 0)")
    await alarm.looks(page)
    told = "\n".join(alarm.rung)
    assert "alert" in told or "policy" in told
    assert "evil.example" in told
    assert "onerror" in told
    assert "href=javascript" in told
