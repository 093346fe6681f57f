"""Conversations come to the agents: a card to accept or decline, which goes on by itself."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from playwright.async_api import Locator, expect

from tests.acceptance.axe import found_on
from tests.acceptance.conftest import SETTINGS
from tests.acceptance.people import PHONE, Agent, Stage
from tests.cast import Running, running_on
from tests.conftest import environment
from tests.databases import Clone
from visavis import brands, config, conversations
from visavis.brands import BrandChanges
from visavis.conversations.models import Answer
from visavis.kit.postgres import DATABASE

# A card stays for a quarter of a minute at most, then it is somebody else's turn (ms).
TURNS = 45_000


@pytest.fixture
async def house(
    postgres: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Running]:
    """A server of this test's own: nobody else's customers wait."""
    with Clone(postgres, template=DATABASE) as url:
        settings = config.read(environment(url, tmp_path_factory.mktemp("house"), **SETTINGS))
        async with running_on(settings, url) as running:
            yield running


def card(agent: Agent, text: str = "") -> Locator:
    """What is put before this agent, in these words of the customer's."""
    return (
        agent.page.get_by_role("region", name="Put before you").get_by_role("article").filter(has_text=text)
    )


async def writes(house: Running, who: str, body: str, name: str | None = None) -> str:
    """A customer writes from the shop; gives the conversation."""
    async with house.as_visitor(who) as http:
        if name:
            (await http.patch("/api/v1/widget/visitor", json={"name": name})).raise_for_status()
        said = {"client_id": str(uuid4()), "body": body}
        begun = (await http.post("/api/v1/widget/conversations", json=said)).raise_for_status().json()
    return begun["conversation"]["id"]


async def first_of(one: Locator, other: Locator) -> tuple[Locator, bool]:
    """Wait until one of the two is seen; gives it, and whether it was the first."""
    looks = [asyncio.create_task(where.wait_for(timeout=2 * TURNS)) for where in (one, other)]
    await asyncio.wait(looks, return_when=asyncio.FIRST_COMPLETED)
    first = looks[0].done() and looks[0].exception() is None
    for look in looks:
        look.cancel()
    await asyncio.gather(*looks, return_exceptions=True)
    return (one, True) if first else (other, False)


async def before_whom(text: str, one: Agent, other: Agent) -> tuple[Agent, Agent]:
    """Wait until it is put before one of two agents; gives that one first."""
    _, first = await first_of(card(one, text), card(other, text))
    return (one, other) if first else (other, one)


async def test_who_writes_is_put_before_an_agent_who_takes_them_by_key_and_answers(
    stage: Stage, house: Running
) -> None:
    lea, visitor = await stage.agent("lea"), await stage.visitor()
    search = lea.page.get_by_role("searchbox")
    await search.focus()
    await visitor.begins("Ma lampe grésille")
    await expect(card(lea, "Ma lampe grésille")).to_contain_text("Maison Lumen")
    # Nothing that comes takes the hands from what they do.
    await expect(search).to_be_focused()
    await expect(lea.page).to_have_title(re.compile("waits"))
    await expect(lea.row("Ma lampe grésille")).to_be_visible()
    # What is before her is, also where no list that she looks at holds it.
    await lea.page.goto(f"{stage.url}/console/#/mine")
    await lea.page.reload()
    await expect(card(lea, "Ma lampe grésille")).to_be_visible()
    await lea.page.keyboard.press("y")
    await expect(lea.said("Ma lampe grésille")).to_be_visible()
    await expect(lea.words).to_be_focused()
    await expect(card(lea)).to_have_count(0)
    await lea.page.keyboard.type("Bonjour, je regarde.")
    await lea.page.keyboard.press("Enter")
    await expect(visitor.said("Bonjour, je regarde.")).to_be_visible()
    async with house.as_agent("lea") as http:
        mine = (await http.get("/api/v1/conversations", params={"view": "mine"})).json()["items"]
    assert [one["assignee_name"] for one in mine] == ["Léa Martin"]


async def test_what_one_declines_comes_before_another_who_sees_to_whom_it_was_offered(
    stage: Stage, house: Running
) -> None:
    lea, karim = await stage.agent("lea"), await stage.agent("karim")
    await writes(house, "claire", "Une ampoule manque", "Claire Perrin")
    one, other = await before_whom("Une ampoule manque", lea, karim)
    await expect(other.row("Une ampoule manque")).to_contain_text("Being offered to")
    await one.page.keyboard.press("d")
    await expect(one.page.get_by_text("Left to others.")).to_be_visible()
    await expect(card(one)).to_have_count(0)
    await expect(card(other, "Claire waits")).to_be_visible()
    row = other.inbox.get_by_role("button", name="Accept the conversation with Claire Perrin")
    await row.click()
    await expect(other.words).to_be_focused()
    await expect(other.said("Une ampoule manque")).to_be_visible()


async def test_what_nobody_takes_goes_on_and_who_lets_two_go_by_is_told_that_they_are_away(
    stage: Stage, house: Running
) -> None:
    lea, karim = await stage.agent("lea"), await stage.agent("karim", more=PHONE)
    await writes(house, "claire", "Vous êtes là ?", "Claire Perrin")
    one, other = await before_whom("Vous êtes là ?", lea, karim)
    await expect(card(other, "Vous êtes là ?")).to_be_visible(timeout=TURNS)
    await expect(card(one)).to_have_count(0)
    await writes(house, "hugo", "Et pour moi ?", "Hugo Vasseur")
    away, gone = (
        agent.page.get_by_role("alert").filter(has_text="You are now “Away”") for agent in (one, other)
    )
    alert, _ = await first_of(away, gone)
    await alert.get_by_role("button", name="I am here").click()
    await expect(alert).to_have_count(0)


async def test_whose_counterpart_has_gone_the_card_says(stage: Stage, house: Running) -> None:
    cast = house.cast
    known = await cast.starts(cast.claire, "Première question")
    await cast.says(cast.karim, known.id, "Bonjour Claire, c'est réglé.")
    lea = await stage.agent("lea")
    await writes(house, "claire", "Encore moi", "Claire Perrin")
    await expect(card(lea, "Encore moi")).to_contain_text("Usually with Karim, who is away.")
    found = await found_on(lea.page, "put before her")
    assert not found, "\n".join(found)


@pytest.mark.usefixtures("by_hand")
async def test_a_promise_nearly_due_is_called_out_once_to_who_could_keep_it(
    stage: Stage, house: Running
) -> None:
    cast = house.cast
    lea = await stage.agent("lea")
    # Only who is connected hears the call.
    await expect(lea.page.get_by_role("button", name="My status: Available", exact=True)).to_be_visible()
    now = cast.house.database.clock()
    answer = Answer(by=now + timedelta(seconds=33), way="live", probability=0.99, hours_version=0)
    then = now - timedelta(seconds=147)
    async with cast.house.database.session(cast.hugo.brand_ids, clock=lambda: then) as session:
        await conversations.start(session, cast.hugo, body="Je patiente", client_id=uuid4(), answer=answer)
    called = lea.page.get_by_role("region", name="Put before you").get_by_role("status")
    await expect(called).to_contain_text("left to answer Visitor")
    # Who loads the page again was called before their socket was there.
    await lea.page.reload()
    await expect(called).to_contain_text("left to answer Visitor")
    found = await found_on(lea.page, "a promise nearly due")
    await lea.page.keyboard.press("?")
    await expect(lea.page.get_by_role("dialog")).to_be_visible()
    found += await found_on(lea.page, "a promise nearly due, behind a dialog")
    await expect(lea.page.locator("[inert] section")).to_have_count(1)
    await lea.page.keyboard.press("Escape")
    await expect(lea.page.locator("[inert] section")).to_have_count(0)
    assert not found, "\n".join(found)
    await called.get_by_role("button", name="Open Visitor").click()
    await expect(lea.said("Je patiente")).to_be_visible()
    await expect(lea.words).to_be_focused()
    await expect(called.get_by_role("button")).to_have_count(0)


async def test_a_call_to_be_made_now_is_put_before_an_agent_who_makes_it(
    stage: Stage, house: Running
) -> None:
    lumen, about = house.cast.lumen.id, f"Ma lampe clignote {uuid4().hex[:6]}"
    async with house.cast.house.database.session([lumen]) as session:
        await brands.edit(session, lumen, BrandChanges(callbacks=True))
    lea = await stage.agent("lea")
    # Only who is connected is counted on.
    await expect(lea.page.get_by_role("button", name="My status: Available", exact=True)).to_be_visible()
    await house.app.live.watch.look()
    async with house.as_visitor("claire") as http:
        asked = {"client_id": str(uuid4()), "phone": "01 99 00 11 22", "words": "Oui.", "about": about}
        (await http.post("/api/v1/widget/callbacks", json=asked)).raise_for_status()
    await expect(card(lea, about)).to_contain_text("Call 01 99 00 11 22")
    await expect(card(lea, about)).to_contain_text(
        re.compile(r"A call to make now, promised before \d\d:\d\d:\d\d")
    )
    await expect(lea.page).to_have_title(re.compile("waits for your call"))
    await lea.page.keyboard.press("y")
    bar = lea.page.get_by_role("region", name="Call to make")
    await expect(bar.get_by_role("link", name="01 99 00 11 22")).to_be_visible()
    await expect(card(lea)).to_have_count(0)
    camille = await stage.agent("camille")
    await camille.page.goto(lea.page.url)
    await expect(camille.page.get_by_role("region", name="Call to make")).to_contain_text(
        "Léa Martin is calling"
    )
    await bar.get_by_role("button", name="On the line").click()
    await expect(lea.timeline).to_contain_text("Léa Martin has the customer on the line")
