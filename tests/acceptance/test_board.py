"""The board: a supervisor sees who waits, as it happens."""

import re
from uuid import UUID, uuid4

from playwright.async_api import Locator, Page, expect

from tests.acceptance.people import PHONE, Stage
from tests.cast import Running


def figure(page: Page, label: str) -> Locator:
    """The number of the headline that has this label."""
    return (
        page.locator("dl")
        .first.locator("div")
        .filter(has=page.get_by_text(label, exact=True))
        .locator("p")
        .first
    )


async def asks(house: Running, who: str, name: str) -> UUID:
    """A customer of this name writes from the shop; gives the conversation."""
    async with house.as_visitor(who) as http:
        # Where chat was refused a moment ago, it is not offered again at once.
        while not any(offer["within_s"] for offer in (await http.get("/api/v1/widget/offers")).json()):
            await house.app.live.watch.look()
        (await http.patch("/api/v1/widget/visitor", json={"name": name})).raise_for_status()
        said = {"client_id": str(uuid4()), "body": "Bonjour ?"}
        begun = (await http.post("/api/v1/widget/conversations", json=said)).raise_for_status().json()
        assert begun["conversation"]["answer_by"], "Camille is there to answer"
    return UUID(begun["conversation"]["id"])


async def test_a_supervisor_sees_a_customer_wait_and_be_answered_without_reloading(
    stage: Stage, house: Running
) -> None:
    camille = await stage.agent("camille")
    page = camille.page
    await page.keyboard.press("b")
    await expect(page).to_have_url(re.compile("#/board$"))
    await page.evaluate("window.stayed = true")
    await expect(page.get_by_role("region", name="Agents here")).to_contain_text("Camille Roussel")
    waiting = int(await figure(page, "Waiting").inner_text())

    conversation_id = await asks(house, "hugo", "Hugo Vasseur")
    risk = page.get_by_role("region", name="Promises at risk").get_by_role("link", name="Hugo Vasseur")
    await expect(risk).to_contain_text(re.compile(r"in [0-2]:\d\d"))
    await expect(figure(page, "Waiting")).to_have_text(str(waiting + 1))
    await house.cast.says(house.cast.lea, conversation_id, "Bonjour Hugo")
    await expect(risk).to_have_count(0)
    await expect(figure(page, "Waiting")).to_have_text(str(waiting))
    await expect(figure(page, "Promises kept")).to_contain_text("%")
    assert await page.evaluate("window.stayed")

    again = await asks(house, "claire", "Claire Perrin")
    await page.get_by_role("link", name="Claire Perrin").press("Enter")
    await expect(page).to_have_url(re.compile(f"/all/c/{again}"))
    await expect(camille.said("Bonjour ?")).to_be_visible()


async def test_the_board_fits_a_phone_and_keeps_its_figures_when_the_network_goes(stage: Stage) -> None:
    camille = await stage.agent("camille", PHONE)
    page = camille.page
    await page.clock.install()
    await page.get_by_role("button", name="Menu").click()
    await page.get_by_role("link", name="Board").click()
    await expect(page.get_by_role("heading", name="Promises at risk")).to_be_visible()
    assert await page.get_by_role("main").evaluate("(main) => main.scrollWidth <= main.clientWidth")
    await camille.context.set_offline(True)
    await page.clock.run_for(11_000)
    await expect(page.get_by_role("main").get_by_role("status")).to_contain_text(re.compile("[Ff]igures of"))
    await expect(figure(page, "Waiting")).to_be_visible()


async def test_who_may_not_see_the_board_is_told_so(stage: Stage) -> None:
    lea = await stage.agent("lea")
    await lea.page.goto(f"{stage.url}/console/#/board")
    await expect(lea.page.get_by_text("This page isn’t for you")).to_be_visible()
    await expect(lea.page.get_by_role("link", name="Board")).to_have_count(0)
