"""A visitor closes the page: the agent sees it, the place is free, and who comes back reads what holds now."""

import re
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import pytest
from playwright.async_api import Locator, expect

from tests.acceptance.axe import found_on
from tests.acceptance.conftest import SETTINGS
from tests.acceptance.people import DESK, Stage, Visitor
from tests.cast import Running, running_on
from tests.conftest import environment
from tests.databases import Clone
from visavis import config
from visavis.kit.postgres import DATABASE
from visavis.promises.holding import GONE


@pytest.fixture
async def house(
    postgres: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Running]:
    """A server of this test's own: its clock is put forward."""
    with Clone(postgres, template=DATABASE) as url:
        settings = config.read(environment(url, tmp_path_factory.mktemp("house"), **SETTINGS))
        async with running_on(settings, url) as running:
            yield running


def awaited(visitor: Visitor) -> Locator:
    """What is promised, in the conversation."""
    return visitor.chat.get_by_role("status").filter(has_text=re.compile("Réponse"))


async def closed(house: Running) -> None:
    """Wait until it is known that the customer's last page is closed, then let the minute pass."""
    while True:
        async with house.app.house.database.system() as session:
            if await session.tuples("select here from customer_presence") == [(False,)]:
                break
        await house.app.live.watch.look()
    database, before = house.app.house.database, house.app.house.database.clock
    database.clock = lambda: before() + GONE + timedelta(seconds=2)


@pytest.mark.usefixtures("by_hand")
async def test_who_closes_the_page_frees_the_place_and_who_comes_back_is_in_line_again(
    stage: Stage, house: Running
) -> None:
    cast, picture = house.cast, house.app.live.watch.dispatching.picture
    lea, claire = await stage.agent("lea"), await stage.visitor()
    await expect(lea.page.get_by_role("button", name="My status: Available", exact=True)).to_be_visible()
    await house.app.live.watch.look()
    await claire.begins("Ma lampe grésille")
    await expect(awaited(claire)).to_have_text(re.compile(r"Réponse avant \d\d:\d\d:\d\d"))
    await lea.opens("Ma lampe grésille")
    here = claire.page
    claire.page = await claire.context.new_page()
    await here.close()
    await closed(house)

    # They still waited: it is a message that somebody answers, by the time that is promised for those.
    gone = re.compile(r"Left the page at \d\d:\d\d")
    header = lea.page.get_by_text(re.compile(gone.pattern + " · Maison Lumen"))
    await expect(header).to_be_visible()
    await expect(lea.row("Ma lampe grésille")).to_contain_text(gone)
    await expect(lea.timeline).to_contain_text("Left the page while waiting: an answer is promised before")
    async with cast.house.database.system() as session:
        ways = await session.tuples(
            "select way from promise where id in (select promise_id from promise_open)"
        )
    assert ways == [("later",)]
    found = await found_on(lea.page, "a customer who has left")
    assert not found, "\n".join(found)
    await lea.page.set_viewport_size(DESK)

    # Back on another page of the shop: somebody is there, and so they are in line again.
    await claire.arrives()
    await claire.opens_chat()
    await claire.chat.get_by_role("button", name="Ma lampe grésille").click()
    await expect(claire.timeline).to_contain_text("Vous aviez quitté la page. Réponse")
    await expect(claire.timeline).to_contain_text("Vous revoilà. Réponse avant")
    await expect(awaited(claire)).to_have_text(re.compile(r"Réponse avant \d\d:\d\d:\d\d"))
    await expect(lea.page.get_by_text(re.compile("^Back again · Maison Lumen"))).to_be_visible()
    await expect(lea.row("Ma lampe grésille")).not_to_contain_text(gone)

    # Answered, then left: the place is free long before the conversation would be quiet.
    await lea.writes("Bonjour, laquelle ?")
    await expect(claire.said("Bonjour, laquelle ?")).to_be_visible()
    assert picture.state.agents[str(cast.lea.id)].chats == 1
    await claire.page.close()
    await closed(house)
    await expect(header).to_be_visible()
    assert picture.state.agents[str(cast.lea.id)].chats == 0
    async with cast.house.database.session([cast.lumen.id]) as session:
        states = await session.tuples(
            """
            select p.way, coalesce(e.state, 'open') from promise p
            left join promise_end e on e.promise_id = p.id order by p.made_at, p.id
            """
        )
    assert states == [("live", "withdrawn"), ("later", "withdrawn"), ("live", "kept")]
