"""Who is there, and by when an answer was promised, as agents see it."""

import re
from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Locator, Page, Route, expect

from tests.acceptance.people import PHONE, Agent, Stage
from tests.cast import Running
from visavis import conversations
from visavis.conversations.models import Answer

PARIS = ZoneInfo("Europe/Paris")
pytestmark = pytest.mark.usefixtures("by_hand")


def status(page: Page, is_: str) -> Locator:
    """One's own status, at the foot of the views."""
    return page.get_by_role("button", name=f"My status: {is_}", exact=True)


async def promised(house: Running, body: str, *, waits: int, due: int | None) -> datetime:
    """A visitor waits for so many seconds, and was promised an answer in so many; gives by when."""
    cast, now = house.cast, house.cast.house.database.clock()
    by = now + timedelta(seconds=due or 0)
    answer = Answer(by=by, way="live", probability=0.99, hours_version=0) if due is not None else None
    then = now - timedelta(seconds=waits)
    async with cast.house.database.session(cast.hugo.brand_ids, clock=lambda: then) as session:
        await conversations.start(session, cast.hugo, body=body, client_id=uuid4(), answer=answer)
    return by


async def test_colleagues_see_that_an_agent_is_busy_and_with_what(stage: Stage, house: Running) -> None:
    await promised(house, "Qui est là ?", waits=1, due=None)
    karim, camille = await stage.agent("karim"), await stage.agent("camille")
    await camille.opens("Qui est là ?")
    await camille.page.keyboard.press("h")
    seen = camille.page.get_by_role("option", name="Karim Haddad")
    await expect(seen).to_contain_text("Available")

    page = karim.page
    await expect(status(page, "Available")).to_be_visible()
    await page.keyboard.press("s")
    await page.get_by_role("dialog").get_by_role("button", name="Training").click()
    await expect(status(page, "Busy · Training")).to_be_visible()
    await expect(seen).to_contain_text("Training")
    await expect(seen).to_contain_text("Busy")
    async with house.as_agent("karim") as abroad:
        (await abroad.patch("/api/v1/presence", json={"reason": "Appel"})).raise_for_status()
    await expect(seen).to_contain_text("Call")
    await page.keyboard.press("s")
    await page.get_by_label("Conversations at a time").select_option("5")
    await page.keyboard.press("Escape")
    await page.reload()
    await expect(status(page, "Busy · Call")).to_be_visible()
    await page.keyboard.press("s")
    await expect(page.get_by_label("Conversations at a time")).to_have_value("5")

    # Without a network the choice is taken back, and said not to be made.
    async def refuse(route: Route) -> None:
        await route.abort()

    await page.route("**/api/v1/presence", refuse)
    await page.get_by_role("button", name="Away").click()
    await expect(page.get_by_text("Your status has not changed.")).to_be_visible()
    await expect(status(page, "Busy · Call")).to_be_visible()
    await page.unroute("**/api/v1/presence")
    await page.keyboard.press("Control+k")
    await page.keyboard.insert_text("Available")
    await page.keyboard.press("Enter")
    await expect(status(page, "Available")).to_be_visible()
    await expect(seen).to_contain_text("Available")


async def test_on_a_phone_an_agent_says_why_they_are_busy(stage: Stage) -> None:
    oliver = await stage.agent("oliver", more=PHONE)
    page = oliver.page
    await page.get_by_role("button", name="Menu").tap()
    await status(page, "Available").tap()
    await page.get_by_role("textbox", name="Another reason").fill("Inventaire")
    await page.get_by_role("button", name="Busy for this reason").tap()
    await page.get_by_role("button", name="Menu").tap()
    await status(page, "Busy · Inventaire").tap()
    await page.get_by_role("dialog").get_by_role("button", name="Available").tap()
    await page.get_by_role("button", name="Menu").tap()
    await expect(status(page, "Available")).to_be_visible()


async def test_a_promise_empties_and_comes_first_when_it_is_due_first(stage: Stage, house: Running) -> None:
    by = await promised(house, "Promesse sûre", waits=100, due=900)
    await promised(house, "Promesse proche", waits=900, due=179)
    await promised(house, "Sans promesse", waits=40, due=None)
    await promised(house, "Promesse rompue", waits=300, due=-80)
    lea = await stage.agent("lea")
    for text, ring in {
        "Promesse sûre": "An answer is promised, 14 min left",
        "Promesse proche": "An answer is promised, 2:",
        "Promesse rompue": "The promised answer is late by 1:",
    }.items():
        await expect(lea.row(text).get_by_role("img", name=ring)).to_be_visible()
    await expect(lea.row("Sans promesse").get_by_role("img", name="promised")).to_have_count(0)
    assert await order(lea) == ["Promesse rompue", "Sans promesse", "Promesse proche", "Promesse sûre"]

    await lea.row("Promesse rompue").click()
    words = lea.page.get_by_role("form", name="Write")
    await expect(words).to_contain_text("Promise missed by 1:")
    await lea.row("Promesse sûre").click()
    await expect(words).to_contain_text(re.compile(f"Promised before .*{by.astimezone(PARIS):%H:%M}"))
    field = lea.page.get_by_role("form", name="Write").get_by_role("tablist")
    await lea.words.fill("Me voici")
    before = await field.bounding_box()
    await lea.words.press("Enter")
    await expect(words.get_by_text("Promised before")).to_have_count(0)
    await expect(lea.said("Me voici")).to_be_visible()
    after = await field.bounding_box()
    assert before is not None
    assert after is not None
    assert (after["x"], after["height"]) == (before["x"], before["height"]), (
        "the line that left moved its neighbours"
    )
    await expect(lea.row("Me voici").get_by_role("img", name="promised")).to_have_count(0)


async def order(agent: Agent) -> list[str]:
    """The waiting customers of this test, in the order of the list."""
    texts = await agent.inbox.get_by_role("link").all_inner_texts()
    return [found[0] for text in texts if (found := re.findall(r"Promesse \w+|Sans promesse", text))]
