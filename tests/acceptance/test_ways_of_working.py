"""By keyboard alone, on a phone, in French and in English."""

import re

import pytest
from playwright.async_api import Locator, Page, expect

from tests.acceptance.people import PHONE, Stage
from tests.cast import PASSWORD

NO_SIDEWAYS = "document.documentElement.scrollWidth <= innerWidth"


async def tabs_to(page: Page, target: Locator, most: int = 40) -> None:
    """Press Tab until the target has the keyboard."""
    await expect(target).to_be_visible()
    for _ in range(most):
        if await target.evaluate("(element) => element.getRootNode().activeElement === element"):
            return
        await page.keyboard.press("Tab")
    raise AssertionError("The keyboard never came there.")


async def test_an_agent_does_the_whole_work_without_a_mouse(stage: Stage) -> None:
    claire = await stage.visitor()
    await claire.begins("Sans souris ?")
    page = await (await stage.context(locale="en-GB")).new_page()
    press, write = page.keyboard.press, page.keyboard.insert_text
    await page.goto(f"{stage.url}/console/#/unassigned")
    await expect(page.get_by_label("Email")).to_be_visible()
    await tabs_to(page, page.get_by_label("Email"))
    await write("lea@house.example")
    await press("Tab")
    await write(PASSWORD)
    await press("Enter")
    log = page.get_by_role("log")
    await expect(page.get_by_role("region", name="Conversations").get_by_role("link").first).to_be_visible()
    await press("/")
    await write("Sans souris ?")
    await expect(
        page.get_by_role("region").get_by_role("link").filter(has_text="Sans souris ?")
    ).to_have_count(1)
    await press("Enter")
    await expect(page).to_have_url(re.compile("q=Sans"))
    await expect(page.locator("[aria-busy=true]")).to_have_count(0)
    await press("j")
    await expect(log.get_by_text("Sans souris ?")).to_be_visible()
    await press("t")
    await expect(log.get_by_text("took the conversation")).to_be_visible()
    await press("r")
    await write("Sans souris.")
    await press("Enter")
    await expect(claire.said("Sans souris.")).to_be_visible()
    await press("Escape")
    await press("n")
    await write("Très aimable.")
    await press("Enter")
    await expect(log.get_by_text("Très aimable.")).to_be_visible()
    await press("Escape")
    await press("e")
    await expect(claire.chat.get_by_text("Cet échange est terminé.")).to_be_visible()
    # The visitor may hear of it before the answer to the agent has come.
    await expect(page.get_by_role("button", name="Reopen")).to_be_enabled()
    await press("e")
    await expect(log.get_by_text("reopened")).to_be_visible()
    await press("h")
    await write("Karim")
    await press("Enter")
    await tabs_to(page, page.get_by_role("textbox", name="Note"))
    await write("À toi, Karim.")
    await tabs_to(page, page.get_by_role("dialog").get_by_role("button", name="Hand over"))
    await press("Enter")
    await expect(claire.chat.get_by_text("Karim Haddad prend la suite")).to_be_visible()
    await press("Control+k")
    await write("Unassigned")
    await press("Enter")
    await expect(page).to_have_url(re.compile("#/unassigned"))
    await press("?")
    await expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    await press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_a_visitor_writes_without_a_mouse(stage: Stage) -> None:
    lea, claire = await stage.agent("lea"), await stage.visitor()
    await claire.arrives()
    press, write = claire.page.keyboard.press, claire.page.keyboard.insert_text
    await tabs_to(claire.page, claire.launcher)
    await press("Enter")
    await expect(claire.words).to_be_focused()
    await write("Au clavier")
    await press("Enter")
    await lea.opens("Au clavier")
    await lea.writes("Je vous lis")
    await expect(claire.said("Je vous lis")).to_be_visible()
    await expect(claire.chat.locator("[data-composer]:focus")).to_be_attached()
    await press("Escape")
    await expect(claire.words).to_be_hidden()
    await expect(claire.launcher).to_be_focused()


async def test_on_a_phone_the_chat_takes_the_screen_and_gives_it_back(stage: Stage) -> None:
    claire = await stage.visitor(more=PHONE)
    await claire.arrives()
    await claire.launcher.tap()
    await expect(claire.page.get_by_role("dialog")).to_have_attribute("aria-modal", "true")
    box = await claire.page.locator("iframe").bounding_box()
    assert box is not None
    assert (box["width"], box["height"]) == (390, 844)
    await claire.words.fill("Depuis le bus")
    await claire.chat.get_by_role("button", name="Envoyer").tap()
    await expect(claire.said("Depuis le bus")).to_be_visible()
    assert await claire.page.frames[-1].evaluate(NO_SIDEWAYS)
    await claire.chat.get_by_role("button", name="Fermer la discussion").tap()
    await expect(claire.launcher).to_be_visible()
    assert await claire.page.evaluate(NO_SIDEWAYS)


@pytest.mark.usefixtures("by_hand")
async def test_on_a_phone_an_agent_goes_from_list_to_conversation_to_customer_and_back(stage: Stage) -> None:
    claire, lea = await stage.visitor(), await stage.agent("lea", more=PHONE)
    await claire.begins("Vous êtes en tournée ?")
    await lea.row("Vous êtes en tournée ?").tap()
    await expect(lea.said("Vous êtes en tournée ?")).to_be_visible()
    await expect(lea.inbox).to_be_hidden()
    await lea.words.fill("Oui, je vous lis d’ici.")
    await lea.page.get_by_role("button", name="Send").tap()
    await expect(claire.said("Oui, je vous lis d’ici.")).to_be_visible()
    await lea.page.get_by_role("button", name="Customer details").tap()
    await expect(lea.page.get_by_role("complementary", name="Customer")).to_be_visible()
    assert await lea.page.evaluate(NO_SIDEWAYS)
    await lea.page.get_by_role("button", name="Back").last.tap()
    await lea.page.get_by_role("button", name="Back").first.tap()
    await expect(lea.inbox).to_be_visible()
    assert await lea.page.evaluate(NO_SIDEWAYS)


async def test_the_chat_speaks_the_language_of_the_page(stage: Stage) -> None:
    nina = await stage.visitor("atelier-brume")
    await nina.arrives("?lang=en")
    await expect(nina.launcher).to_have_accessible_name("Write to us")
    await nina.opens_chat()
    await expect(nina.chat.get_by_role("heading", level=1)).to_have_text(
        re.compile("Hello.*how can we help", re.DOTALL)
    )
    await nina.writes("Do you ship to Leeds?")
    await expect(nina.chat.get_by_text("sent")).to_be_visible()
    assert await nina.page.frames[-1].evaluate("document.documentElement.lang") == "en"


async def test_an_agent_changes_language_and_finds_it_again(stage: Stage) -> None:
    camille = await stage.agent("camille")
    await camille.page.goto(f"{stage.url}/console/#/settings/profile")
    await camille.page.get_by_label("Language").select_option("fr")
    await camille.page.get_by_role("button", name="Save").click()
    await expect(camille.page.get_by_role("heading", name="Mon profil")).to_be_visible()
    await camille.page.goto(f"{stage.url}/console/#/mine")
    await camille.page.reload()
    await expect(camille.page.get_by_role("link", name="Mes conversations")).to_be_visible()
    assert await camille.page.evaluate("document.documentElement.lang") == "fr"
