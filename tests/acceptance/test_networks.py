"""Networks fail, tabs close, servers restart: nothing written is lost, and nothing is said twice."""

from collections.abc import AsyncIterator, Callable

import pytest
from playwright.async_api import Browser, Page, expect

from tests.acceptance.conftest import SETTINGS, stage_on
from tests.acceptance.people import Agent, Stage, Visitor
from tests.cast import Cast, Running
from tests.conftest import Server, free_port

UNSENT = """async () => {
  const opened = indexedDB.open('visavis-outbox')
  const database = await new Promise((resolve) => (opened.onsuccess = () => resolve(opened.result)))
  const asked = database.transaction('items').objectStore('items').getAll()
  const items = await new Promise((resolve) => (asked.onsuccess = () => resolve(asked.result)))
  database.close()
  return items.map((item) => [item.client_id, item.body])
}"""


async def a_minute_passes(page: Page) -> None:
    """Let a minute pass for this page, and for nobody else."""
    await page.clock.run_for(60_000)


async def kept(client_id: str, house: Cast) -> list[str]:
    """What the house has kept under this name."""
    async with house.house.database.system() as session:
        return [
            row[0]
            for row in await session.tuples("select body from message where client_id = %s", (client_id,))
        ]


async def test_a_visitor_who_loses_the_network_for_a_minute_gets_what_was_said_once_in_order(
    stage: Stage,
) -> None:
    lea, claire = await stage.agent("lea"), await stage.visitor()
    await claire.page.clock.install()
    await claire.begins("Je suis dans le train")
    await lea.opens("Je suis dans le train")
    await claire.context.set_offline(True)
    said = [f"Réponse {n}" for n in range(1, 6)]
    for words in said:
        await lea.writes(words)
        await expect(lea.said(words)).to_be_visible()
    await a_minute_passes(claire.page)
    await expect(claire.chat.get_by_text("Hors connexion")).to_be_visible()
    assert await claire.hears() == ["Je suis dans le train"]
    await claire.writes("Le tunnel est fini")
    await expect(claire.chat.get_by_text("en attente")).to_be_visible()
    await claire.context.set_offline(False)
    await expect(claire.said("Réponse 5")).to_be_visible()
    await expect(lea.said("Le tunnel est fini")).to_be_visible()
    await expect(claire.chat.get_by_text("Hors connexion")).to_be_hidden()
    assert await claire.hears() == await lea.hears() == ["Je suis dans le train", *said, "Le tunnel est fini"]


async def test_an_agent_who_loses_the_network_for_a_minute_gets_what_was_said_once_in_order(
    stage: Stage,
) -> None:
    lea, claire = await stage.agent("lea"), await stage.visitor()
    await lea.page.clock.install()
    await claire.begins("Vous êtes là ?")
    await lea.opens("Vous êtes là ?")
    await lea.context.set_offline(True)
    said = [f"Question {n}" for n in range(1, 6)]
    for words in said:
        await claire.writes(words)
    await expect(claire.chat.get_by_text("envoyé")).to_be_visible()
    await a_minute_passes(lea.page)
    await expect(lea.page.get_by_text("Offline.", exact=False).first).to_be_visible()
    await lea.writes("Me revoilà")
    await expect(lea.page.get_by_text("Waiting for the connection")).to_be_visible()
    await lea.context.set_offline(False)
    await expect(lea.said("Question 5")).to_be_visible()
    await expect(claire.said("Me revoilà")).to_be_visible()
    await expect(lea.page.get_by_text("Waiting for the connection")).to_have_count(0)
    assert await claire.hears() == await lea.hears() == ["Vous êtes là ?", *said, "Me revoilà"]


async def test_what_a_visitor_writes_offline_survives_the_closed_tab_and_leaves_once(
    stage: Stage, house: Running
) -> None:
    lea, claire = await stage.agent("lea"), await stage.visitor()
    await claire.page.clock.install()
    await claire.begins("J’ai une question")
    await claire.context.set_offline(True)
    await a_minute_passes(claire.page)
    await expect(claire.chat.get_by_text("Hors connexion")).to_be_visible()
    await claire.writes("Écrit dans un tunnel")
    await expect(claire.said("Écrit dans un tunnel")).to_be_visible()
    [[client_id, body]] = await claire.page.frames[-1].evaluate(UNSENT)
    assert body == "Écrit dans un tunnel"
    await claire.page.close()
    assert await kept(client_id, house.cast) == []
    await claire.context.set_offline(False)
    again = Visitor(await claire.context.new_page(), claire.shop)
    await again.arrives()
    await again.launcher.click()
    await lea.opens("Écrit dans un tunnel")
    await expect(again.chat.get_by_role("button").filter(has_text="Écrit dans un tunnel")).to_be_visible()
    assert await lea.hears() == ["J’ai une question", "Écrit dans un tunnel"]
    assert await kept(client_id, house.cast) == ["Écrit dans un tunnel"]


async def test_what_an_agent_writes_offline_survives_the_closed_tab_and_leaves_once(
    stage: Stage, house: Running
) -> None:
    lea, claire = await stage.agent("lea"), await stage.visitor()
    await lea.page.clock.install()
    await claire.begins("Un conseil ?")
    await lea.opens("Un conseil ?")
    await lea.context.set_offline(True)
    await a_minute_passes(lea.page)
    await lea.writes("Prenez la plus petite")
    await expect(lea.page.get_by_text("Prenez la plus petite")).to_be_visible()
    [[client_id, _]] = await lea.page.evaluate(UNSENT)
    here = lea.page.url
    await lea.page.close()
    await lea.context.set_offline(False)
    lea = Agent(await lea.context.new_page(), lea.url)
    await lea.page.goto(here)
    await expect(claire.said("Prenez la plus petite")).to_be_visible()
    await expect(lea.said("Prenez la plus petite")).to_have_count(1)
    assert await kept(client_id, house.cast) == ["Prenez la plus petite"]
    assert await claire.hears() == ["Un conseil ?", "Prenez la plus petite"]


@pytest.fixture
async def fallible(
    cast: Cast, start_server: Callable[..., Server], browser: Browser
) -> AsyncIterator[tuple[Stage, Server, Callable[[], Server]]]:
    """A house of this test's own, whose server can be stopped and started again at the same address."""
    port = free_port()

    def start() -> Server:
        return start_server(VISAVIS_PORT=port, **SETTINGS)

    server = start()
    async for stage in stage_on(browser, server.url):
        yield stage, server, start


async def test_both_come_back_by_themselves_when_the_server_restarts(
    fallible: tuple[Stage, Server, Callable[[], Server]],
) -> None:
    stage, server, start = fallible
    lea, claire = await stage.agent("lea"), await stage.visitor()
    await claire.begins("Avant")
    await lea.opens("Avant")
    await lea.writes("Juste avant")
    await expect(claire.said("Juste avant")).to_be_visible()
    server.stop()
    await claire.writes("Pendant, du client")
    await lea.writes("Pendant, du conseiller")
    await expect(
        claire.chat.get_by_text("Connexion interrompue").or_(claire.chat.get_by_text("Hors connexion"))
    ).to_be_visible()
    await expect(
        lea.page.get_by_text("Reconnecting").or_(lea.page.get_by_text("Offline.", exact=False)).first
    ).to_be_visible()
    start()
    await expect(claire.said("Pendant, du conseiller")).to_be_visible(timeout=40_000)
    await expect(lea.said("Pendant, du client")).to_be_visible(timeout=40_000)
    await claire.writes("Après")
    await expect(lea.said("Après")).to_be_visible()
    heard = await lea.hears()
    assert heard == await claire.hears()
    assert sorted(heard) == sorted(
        ["Avant", "Juste avant", "Pendant, du client", "Pendant, du conseiller", "Après"]
    )
    assert (heard[0], heard[1], heard[-1]) == ("Avant", "Juste avant", "Après")
