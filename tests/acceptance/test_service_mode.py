"""A visitor says how to be served: with one tap, remembered; and whoever answers sees it and is helped by it."""

import re
from datetime import timedelta
from uuid import uuid4

from playwright.async_api import Locator, Route, expect

from tests.acceptance.people import Agent, Stage, Visitor
from tests.cast import Running

HURRY, ADVICE, BROWSING = "J’ai peu de temps", "Conseillez-moi", "Je regarde"


def chip(visitor: Visitor, name: str) -> Locator:
    """One of the three ways to be served."""
    return visitor.chat.get_by_role("radiogroup", name="Votre rythme").get_by_role("radio", name=name)


async def taps(visitor: Visitor, name: str) -> None:
    """Tap a chip, as a finger does."""
    await visitor.chat.get_by_role("radiogroup").get_by_text(name).click()


def suggested(agent: Agent) -> Locator:
    """The openings that the field offers."""
    return agent.page.get_by_role("list", name="Suggested openings").get_by_role("button")


async def test_one_tap_is_remembered_and_changes_the_agents_list_and_words_without_reloading(
    stage: Stage, house: Running
) -> None:
    cast, now = house.cast, house.cast.house.database.clock()
    first, second = f"Où est ma lampe {uuid4().hex[:6]} ?", f"Ma lampe clignote {uuid4().hex[:6]}"
    await cast.promised(cast.hugo, first, at=now, by=now + timedelta(hours=1))
    await cast.promised(cast.claire, second, at=now, by=now + timedelta(hours=1, seconds=20))
    lea, claire = await stage.agent("lea"), await stage.visitor()
    await lea.opens(second)
    await lea.page.evaluate("window.stayed = true")
    rows = lea.inbox.get_by_role("link").filter(has_text=re.compile(f"{re.escape(first)}|{second}"))
    await expect(rows.first).to_contain_text(first)
    await expect(suggested(lea)).to_have_count(2)

    await claire.remembers(cast.tokens["claire"])
    await claire.arrives()
    await claire.page.evaluate("visavis('on', 'serviceMode', ({ mode }) => (window.mode = mode))")
    await claire.opens_chat()
    await taps(claire, HURRY)
    await expect(chip(claire, HURRY)).to_be_checked()
    await expect(claire.chat.get_by_text("nous irons droit au but")).to_be_visible()
    await expect(lea.row(second)).to_contain_text("In a hurry")
    await expect(rows.first).to_contain_text(second)
    await expect(lea.page.get_by_role("complementary", name="Customer")).to_contain_text("In a hurry")
    assert await claire.page.evaluate("mode") == "hurry"

    await claire.page.reload()
    await expect(chip(claire, HURRY)).to_be_checked()
    await claire.page.evaluate("visavis('setServiceMode', 'advice')")
    await expect(chip(claire, ADVICE)).to_be_checked()
    await expect(lea.row(second)).to_contain_text("Wants advice")
    await expect(rows.first).to_contain_text(first)

    top = await lea.timeline.bounding_box()
    await expect(suggested(lea).first).to_contain_text("c’est pour quel usage ?")
    await lea.page.keyboard.press("Alt+2")
    await expect(lea.words).to_have_value(re.compile("^Bonjour( Claire)?, Léa à votre service."))
    await expect(lea.words).to_be_focused()
    await expect(suggested(lea)).to_have_count(0)
    assert await lea.timeline.bounding_box() == top, "the conversation moved"
    assert (await lea.hears())[-1] == second, "nothing is sent by itself"
    await lea.words.fill("")
    await suggested(lea).first.click()
    await lea.words.press("Enter")
    await expect(lea.said("c’est pour quel usage ?")).to_be_visible()
    await expect(suggested(lea)).to_have_count(0)
    await expect(lea.words).to_have_css("height", "36px")
    assert await lea.page.evaluate("stayed")


async def test_the_choice_is_made_by_keyboard_taken_back_and_changed_in_the_conversation(
    stage: Stage,
) -> None:
    visitor = await stage.visitor()
    await visitor.arrives()
    await visitor.opens_chat()
    place = visitor.chat.locator("section").filter(has=visitor.chat.get_by_role("radiogroup"))
    before = await place.bounding_box()
    await chip(visitor, HURRY).focus()
    await visitor.page.keyboard.press("Space")
    await expect(chip(visitor, HURRY)).to_be_checked()
    await visitor.page.keyboard.press("ArrowRight")
    await expect(chip(visitor, ADVICE)).to_be_checked()
    await visitor.page.keyboard.press("Space")
    await expect(visitor.chat.get_by_role("radio", checked=True)).to_have_count(0)
    await taps(visitor, BROWSING)
    await expect(chip(visitor, BROWSING)).to_be_checked()
    await expect(visitor.chat.get_by_text("nous vous laissons regarder")).to_be_visible()
    assert await place.bounding_box() == before, "the page moved"
    await taps(visitor, BROWSING)
    await expect(visitor.chat.get_by_role("radio", checked=True)).to_have_count(0)

    await visitor.writes("Une question")
    await visitor.chat.get_by_role("button", name="Votre rythme").click()
    await taps(visitor, ADVICE)
    await expect(visitor.chat.get_by_role("button", name=ADVICE)).to_be_visible()
    elsewhere = Visitor(await visitor.context.new_page(), visitor.shop)
    await elsewhere.arrives()
    await elsewhere.opens_chat()
    await expect(chip(elsewhere, ADVICE)).to_be_checked()
    await taps(visitor, HURRY)
    await expect(visitor.chat.get_by_role("button", name=HURRY)).to_be_visible()


async def test_a_choice_that_does_not_arrive_says_so_and_arrives_when_asked_again(stage: Stage) -> None:
    visitor = await stage.visitor()
    refused = True

    async def carry(route: Route) -> None:
        await (route.abort() if refused else route.continue_())

    await visitor.page.route("**/widget/service-mode", carry)
    await visitor.arrives()
    await visitor.opens_chat()
    await taps(visitor, HURRY)
    await expect(visitor.chat.get_by_text("Ce choix n’a pas pu être enregistré.")).to_be_visible()
    await expect(chip(visitor, HURRY)).to_be_checked()
    refused = False
    await visitor.chat.get_by_role("button", name="Réessayer").click()
    await expect(visitor.chat.get_by_text("nous irons droit au but")).to_be_visible()
    await visitor.page.reload()
    await expect(chip(visitor, HURRY)).to_be_checked()
