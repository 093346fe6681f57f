"""On a phone a card covers the foot of the page: what the page ends with can be scrolled above it."""

import re
from collections.abc import AsyncIterator, Callable

import pytest
from playwright.async_api import expect

from tests.acceptance.conftest import SETTINGS
from tests.acceptance.people import PHONE, Stage
from tests.acceptance.test_put_before_me import card, writes
from tests.cast import Running, running_on
from tests.conftest import environment
from tests.databases import Clone
from visavis import config
from visavis.kit.postgres import DATABASE

ABOVE = """
([page, ends]) => {
  page.scrollTo(0, page.scrollHeight)
  const card = document.querySelector('section[aria-label="Put before you"] article')
  return [...page.querySelectorAll(ends)].at(-1).getBoundingClientRect().bottom <= card.getBoundingClientRect().top
}
"""


@pytest.fixture
async def house(
    postgres: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Running]:
    """A server of this test's own: nobody else's customers wait."""
    with Clone(postgres, template=DATABASE) as url:
        settings = config.read(environment(url, tmp_path_factory.mktemp("house"), **SETTINGS))
        async with running_on(settings, url) as running:
            yield running


@pytest.mark.parametrize("screen", ["all", "board", "settings/brands/maison-lumen"])
async def test_on_a_phone_the_end_of_a_page_can_be_seen_while_a_card_waits(
    stage: Stage, house: Running, screen: str
) -> None:
    cast = house.cast
    for n in range(14):
        known = await cast.starts(cast.hugo, f"Question {n}")
        await cast.gives(known.id, cast.karim)
        await cast.says(cast.karim, known.id, f"Réponse {n}.")
    ana = await stage.agent("ana", more=PHONE)
    await ana.page.goto(f"{stage.url}/console/#/{screen}")
    begun = await writes(house, "claire", "Ma lampe grésille")
    await expect(card(ana, "Ma lampe grésille")).to_be_visible()
    await expect(ana.page.locator("[aria-busy=true]")).to_have_count(0)
    scrolled = (ana.inbox if screen == "all" else ana.page.get_by_role("main")).locator(
        "xpath=descendant-or-self::*[contains(@class, 'overflow-y-auto')]"
    )
    await expect(scrolled).to_have_css("padding-bottom", re.compile(r"^\d{3}"))
    # Rows that come meanwhile move the end: it is scrolled to until it stands above the card.
    ends = "a" if screen == "all" else ":scope > div"
    await ana.page.wait_for_function(ABOVE, arg=[await scrolled.element_handle(), ends])
    async with house.as_visitor("claire") as http:
        (await http.post(f"/api/v1/widget/conversations/{begun}/resolve")).raise_for_status()
    await expect(card(ana)).to_have_count(0)
    await expect(scrolled).to_have_css("padding-bottom", "0px")
