"""Whatever text is stored, it is text wherever it is shown: no script runs, no other host is asked."""

import re
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from uuid import UUID

import pytest
from playwright.async_api import Browser, Page, expect

from tests.acceptance.conftest import SETTINGS, stage_on
from tests.acceptance.hostile import Alarm, payloads
from tests.acceptance.people import Agent, Stage, Visitor
from tests.acceptance.poison import SINKS, keep_sessions, poison
from tests.cast import Running, running_on
from tests.conftest import Clone, environment
from visavis import config
from visavis.conversations import Conversation
from visavis.kit.postgres import DATABASE


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
        beside = ana.timeline.locator("[data-side]")
        if await beside.count():
            await beside.last.click()
            await expect(page.get_by_role("dialog").get_by_role("article").first).to_be_visible()
            await alarm.looks(page)
            await page.keyboard.press("Escape")


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
    for key in ("a", "h", "z", "s", "?"):
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
    for section in (
        "profile",
        "agents",
        "teams",
        "brands",
        "api-keys",
        "mailboxes",
        "mailboxes/aside",
        "mailboxes/sign-in",
        *items,
    ):
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
