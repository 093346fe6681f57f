"""Critical moments: a payment fails twice in the shop, a word appears beside the button, and the agent sees why."""

import asyncio
import re

import pytest
from playwright.async_api import Locator, expect

from tests.acceptance.axe import found_on
from tests.acceptance.people import PHONE, Agent, Stage, Visitor
from tests.acceptance.test_promises import clear
from tests.cast import Running
from visavis.brands import Brand
from visavis.inviting.models import InvitationRuleChanges, NewInvitationRule
from visavis.inviting.rules import add_rule, change_rule, remove_rule, rules_of

REFUSED = "4000 0000 0000 0002"


async def everybody(house: Running, brand: Brand) -> None:
    """Have nobody held out, and the upload noticed at once: what is drawn by lot is tested elsewhere."""
    async with house.cast.house.database.session([brand.id]) as session:
        for rule in await rules_of(session, brand.id):
            changes = InvitationRuleChanges(hold_out=0)
            if rule.moment == "upload_stalled":
                changes.threshold = 5
            await change_rule(session, rule.id, changes)


@pytest.fixture
async def lea(stage: Stage, house: Running) -> Agent:
    """Léa is there, with room for whoever is invited."""
    await clear(house.cast)
    for brand in (house.cast.lumen, house.cast.brume):
        await everybody(house, brand)
    agent = await stage.agent("lea")
    watch = house.app.live.watch
    # What was refused a moment ago, in another test, is offered again half a minute later.
    while watch.offers(house.cast.lumen.id, "fr")[0].way != "live":
        await watch.look()
        await asyncio.sleep(0.1)
    return agent


def invitation(visitor: Visitor) -> Locator:
    """The word beside the button."""
    return visitor.page.locator("[data-visavis]").get_by_role("group", name="Invitation")


async def pays(visitor: Visitor, times: int = 1) -> None:
    """Try to pay with a card that is refused."""
    card = visitor.page.get_by_label(re.compile("Numéro de carte|Card number"))
    for _ in range(times):
        await card.fill(REFUSED)
        await card.press("Enter")
        await expect(visitor.page.get_by_role("alert")).to_be_visible()
        await expect(visitor.page.locator("button.buy")).to_be_enabled()


async def test_whose_payment_fails_twice_is_invited_and_the_agent_sees_why(
    lea: Agent, stage: Stage, house: Running
) -> None:
    claire = await stage.visitor()
    asked: list[str] = []
    claire.page.on("request", lambda request: asked.append(request.url))
    await claire.arrives("/payment?product=lune")
    await pays(claire)
    await expect(invitation(claire)).to_have_count(0)
    await pays(claire)
    said = invitation(claire)
    await expect(said).to_contain_text("Le paiement ne passe pas")
    await expect(said).to_contain_text("Un conseiller vous répond en moins d’une minute")
    await expect(claire.page.get_by_label("Numéro de carte")).to_be_focused()
    assert not await found_on(claire.page, "an invitation")
    await said.get_by_role("button", name="Discuter avec nous").click()
    await expect(said).to_have_count(0)
    await expect(claire.words).to_be_focused()
    await claire.writes("Ma carte est refusée, et pourtant elle marche")
    await lea.opens("Ma carte est refusée")
    await expect(lea.timeline).to_contain_text(
        "Invited to write: payment refused 2 times (/shop/maison-lumen/payment)"
    )
    await lea.writes("Bonjour ! Je regarde.")
    await expect(claire.said("Bonjour ! Je regarde.")).to_be_visible()
    await expect(claire.timeline).not_to_contain_text("Invit")


async def test_nothing_is_fetched_before_a_moment_and_the_frame_with_it(lea: Agent, stage: Stage) -> None:
    claire = await stage.visitor()
    asked: list[str] = []
    claire.page.on("request", lambda request: asked.append(request.url))
    await claire.arrives("/payment")
    await claire.page.wait_for_load_state("networkidle")
    ours = [url for url in asked if "/shop/" not in url]
    assert [url.partition("?")[0].rpartition("/")[2] for url in ours] == ["widget.js"]
    await pays(claire, times=2)
    await expect(invitation(claire)).to_be_visible()
    assert any("/widget/frame/" in url for url in asked)
    assert any("/api/v1/widget/moments" in url for url in asked)


async def test_who_declines_by_keyboard_goes_on_where_they_were_and_is_left_in_peace(
    lea: Agent, stage: Stage
) -> None:
    claire = await stage.visitor()
    await claire.arrives("/payment?lang=en")
    await claire.page.evaluate("visavis('on', 'invitation', (told) => (window.told ??= []).push(told.state))")
    await pays(claire, times=2)
    said = invitation(claire)
    await expect(said).to_contain_text("Is the payment not going through?")
    await said.get_by_role("button", name="Chat with us").focus()
    await claire.page.keyboard.press("Tab")
    await expect(said.get_by_role("button", name="Close the invitation")).to_be_focused()
    await claire.page.keyboard.press("Enter")
    await expect(said).to_have_count(0)
    await expect(claire.launcher).to_be_focused()
    assert await claire.page.evaluate("told") == ["shown", "declined"]
    await pays(claire, times=2)
    await claire.page.reload()
    async with claire.page.expect_response("**/api/v1/widget/moments") as response:
        await claire.page.evaluate("sessionStorage.clear()")
        await claire.page.evaluate("visavis('moment', 'payment_error', { times: 5 })")
    assert await (await response.value).json() == {"invitation": None}


async def test_an_upload_that_stalls_is_a_moment_on_a_phone_too(lea: Agent, stage: Stage) -> None:
    hugo = await stage.visitor(more=PHONE)
    await hugo.arrives("/photo?lang=fr")
    await hugo.page.get_by_role("button", name="une photo d’exemple").click()
    await expect(invitation(hugo)).to_contain_text("L’envoi de votre fichier n’avance plus", timeout=30_000)
    box, width = await invitation(hugo).bounding_box(), hugo.page.viewport_size
    assert box
    assert width
    assert 0 <= box["x"] <= box["x"] + box["width"] <= width["width"]
    await invitation(hugo).get_by_role("button", name="Discuter avec nous").tap()
    await expect(hugo.words).to_be_visible()


async def test_who_reads_a_page_for_long_is_invited_without_a_word_from_the_site(
    lea: Agent, stage: Stage, house: Running
) -> None:
    async with house.cast.house.database.session([house.cast.lumen.id]) as session:
        rule = await add_rule(
            session,
            house.cast.lumen.id,
            NewInvitationRule(
                moment="page",
                threshold=2,
                pages=["/shop/*/basket"],
                text_fr="Une question sur la livraison ?",
                hold_out=0,
            ),
        )
    claire = await stage.visitor()
    await claire.arrives("/basket")
    await expect(invitation(claire)).to_contain_text("Une question sur la livraison ?")
    async with house.cast.house.database.session([house.cast.lumen.id]) as session:
        await remove_rule(session, rule.id)


async def test_an_invitation_that_can_no_longer_be_kept_is_taken_back(lea: Agent, stage: Stage) -> None:
    claire = await stage.visitor()
    await claire.arrives("/payment")
    await claire.page.evaluate("visavis('on', 'invitation', (told) => (window.told ??= []).push(told.state))")
    await pays(claire, times=2)
    await expect(invitation(claire)).to_be_visible()
    await lea.page.close()
    await expect(invitation(claire)).to_have_count(0, timeout=30_000)
    assert await claire.page.evaluate("told") == ["shown", "withdrawn"]


async def test_ana_sees_what_each_moment_does_and_writes_one_of_her_own(stage: Stage, house: Running) -> None:
    ana = await stage.agent("ana")
    page = ana.page
    await page.goto(f"{stage.url}/console/#/settings/brands/atelier-brume")
    moments = page.get_by_role("region", name="Critical moments")
    switch = moments.get_by_role("switch", name="Invite: The payment fails 2 times")
    await expect(switch).to_be_checked()
    await switch.press("Space")
    await expect(page.get_by_text("Off: The payment fails 2 times")).to_be_visible()
    await moments.get_by_role("button", name="Add a moment").press("Enter")
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Moment").select_option("page")
    save = dialog.get_by_role("button", name="Save")
    await expect(save).to_be_disabled()
    await dialog.get_by_label("Pages").fill("livraison")
    await expect(dialog).to_contain_text("“livraison” is not a page")
    await dialog.get_by_label("Pages").fill("/livraison*\n/delivery")
    await dialog.get_by_label("After how many seconds").fill("forty")
    await expect(dialog).to_contain_text("A whole number, from 1 to 3600.")
    await dialog.get_by_label("After how many seconds").fill("40")
    await dialog.get_by_label("Text in English").fill("Anything about delivery?")
    await expect(dialog.get_by_role("status")).to_have_text(
        "A page has been read for 40 seconds, on /livraison*, /delivery."
    )
    assert not await found_on(page, "a moment")
    await save.press("Enter")
    await expect(dialog).to_have_count(0)
    row = moments.get_by_role("listitem").filter(has_text="A page has been read for 40 seconds")
    await expect(row.get_by_role("switch")).to_be_checked()
    await page.reload()
    await expect(switch).not_to_be_checked()
    assert not await found_on(page, "moments")
    await row.get_by_role("button", name="Remove").click()
    await page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    await expect(row).to_have_count(0)
    await everybody(house, house.cast.brume)
