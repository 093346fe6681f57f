"""By when an answer was promised, as agents see it."""

import re
from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from playwright.async_api import expect

from tests.acceptance.people import Agent, Stage
from tests.cast import Running
from visavis import conversations
from visavis.conversations.models import Answer

PARIS = ZoneInfo("Europe/Paris")


async def promised(house: Running, body: str, *, waits: int, due: int | None) -> datetime:
    """A visitor waits for so many seconds, and was promised an answer in so many; gives by when."""
    cast, now = house.cast, house.cast.house.database.clock()
    by = now + timedelta(seconds=due or 0)
    answer = Answer(by=by, way="live", probability=0.99, hours_version=0) if due is not None else None
    then = now - timedelta(seconds=waits)
    async with cast.house.database.session(cast.hugo.brand_ids, clock=lambda: then) as session:
        await conversations.start(session, cast.hugo, body=body, client_id=uuid4(), answer=answer)
    return by


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
    await expect(words).to_contain_text(f"Promised before {by.astimezone(PARIS):%H:%M:%S}")
    before = await words.bounding_box()
    await lea.writes("Me voici")
    await expect(words.get_by_text("Promised before")).to_have_count(0)
    assert await words.bounding_box() == before
    await expect(lea.row("Me voici").get_by_role("img", name="promised")).to_have_count(0)


async def order(agent: Agent) -> list[str]:
    """The waiting customers of this test, in the order of the list."""
    texts = await agent.inbox.get_by_role("link").all_inner_texts()
    return [found[0] for text in texts if (found := re.findall(r"Promesse \w+|Sans promesse", text))]
