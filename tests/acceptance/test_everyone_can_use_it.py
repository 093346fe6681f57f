"""Every screen, wide and narrow, light and dark, meets WCAG 2.2 AA as far as axe-core can tell."""

import re
from datetime import timedelta

import pytest
from playwright.async_api import Page, Route, expect

from tests.acceptance.axe import WIDE, found_on
from tests.acceptance.people import Stage
from tests.cast import Running


async def busy(house: Running) -> str:
    """A conversation with everything in it, in the hands of Léa; gives its id."""
    cast = house.cast
    conversation = await cast.starts(cast.hugo, "Bonjour, ma lampe clignote : https://lumen.example/aide")
    await cast.gives(conversation.id, cast.lea)
    wrong = await cast.says(cast.lea, conversation.id, "Bonjour Hugo, laquelle ?")
    gone = await cast.says(cast.lea, conversation.id, "Pas pour vous")
    await cast.says(cast.lea, conversation.id, "Déjà remplacée en mars.", kind="note")
    async with house.as_agent("lea") as lea:
        (
            await lea.patch(f"/api/v1/messages/{wrong.id}", json={"body": "Bonjour Hugo, quelle lampe ?"})
        ).raise_for_status()
        (await lea.delete(f"/api/v1/messages/{gone.id}")).raise_for_status()
    await cast.says(cast.hugo, conversation.id, "La Luciole, depuis hier")
    return str(conversation.id)


async def refuse(route: Route) -> None:
    await route.abort()


async def test_everyone_can_sign_in(stage: Stage) -> None:
    page = await (await stage.context()).new_page()
    await page.goto(f"{stage.url}/console/")
    await page.get_by_label("Adresse e-mail").fill("lea@house.example")
    found = await found_on(page, "sign-in")
    await page.get_by_label("Mot de passe").fill("je ne sais plus")
    await page.get_by_role("button", name="Se connecter").click()
    await expect(page.get_by_role("alert")).not_to_be_empty()
    found += await found_on(page, "sign-in refused")
    await page.route("**/api/v1/session", refuse)
    await page.reload()
    await expect(page.get_by_role("button", name="Réessayer")).to_be_visible()
    found += await found_on(page, "server away")
    assert not found, "\n".join(found)


async def test_everyone_can_use_the_lists_and_a_conversation(stage: Stage, house: Running) -> None:
    conversation_id = await busy(house)
    lea = await stage.agent("lea")
    page, found = lea.page, list[str]()
    for screen in (
        "mine",
        "unassigned",
        "all",
        "brand/maison-lumen",
        "all?status=resolved",
        "all?q=introuvable",
    ):
        await page.goto(f"{stage.url}/console/#/{screen}")
        await expect(lea.inbox.locator("[aria-busy=true]")).to_have_count(0)
        found += await found_on(page, screen)
    await page.goto(f"{stage.url}/console/#/mine/c/{conversation_id}")
    await expect(lea.said("La Luciole")).to_be_visible()
    found += await found_on(page, "conversation")
    await page.goto(f"{stage.url}/console/#/mine/c/{conversation_id}/customer")
    await expect(page.get_by_role("complementary", name="Customer")).to_be_visible()
    found += await found_on(page, "customer", widths="narrow")
    await page.goto(f"{stage.url}/console/#/mine/c/019a0000-0000-7000-8000-000000000000")
    await expect(page.get_by_text("Conversation not found")).to_be_visible()
    found += await found_on(page, "no such conversation")
    assert not found, "\n".join(found)


@pytest.mark.usefixtures("by_hand")
async def test_everyone_can_use_the_dialogs(stage: Stage, house: Running) -> None:
    conversation_id = await busy(house)
    lea = await stage.agent("lea")
    page, found = lea.page, list[str]()
    await page.goto(f"{stage.url}/console/#/mine/c/{conversation_id}")
    await expect(lea.said("La Luciole")).to_be_visible()
    for dialog, key in {
        "palette": "Control+k",
        "help": "?",
        "hand over": "h",
        "snooze": "z",
        "assign": "a",
        "status": "s",
    }.items():
        await page.set_viewport_size(WIDE)
        await page.keyboard.press(key)
        shown = page.get_by_role("combobox" if dialog == "assign" else "dialog")
        await expect(shown).to_be_visible()
        found += await found_on(page, dialog)
        await page.keyboard.press("Escape")
        await expect(shown).to_have_count(0)
    said = lea.said("quelle lampe ?")
    for act in ("Edit message", "Delete message", "Earlier versions"):
        await said.get_by_role("button", name="Message actions").click()
        await page.get_by_role("menuitem", name=act).click()
        shown = page.get_by_role("textbox", name=act) if act == "Edit message" else page.get_by_role("dialog")
        await expect(shown).to_be_visible()
        found += await found_on(page, act, widths="narrow")
        await page.keyboard.press("Escape")
        await expect(shown).to_have_count(0)
        said = lea.said("quelle lampe ?")
    await page.goto(f"{stage.url}/console/#/mine")
    await page.get_by_role("button", name="Menu").click()
    found += await found_on(page, "menu", widths="narrow")
    await page.get_by_role("button", name="My account").click()
    await expect(page.get_by_role("menu")).to_be_visible()
    found += await found_on(page, "account", widths="narrow")
    assert not found, "\n".join(found)


async def test_everyone_can_read_the_board(stage: Stage, house: Running) -> None:
    await house.cast.starts(house.cast.claire, "Qui attend ?")
    camille = await stage.agent("camille")
    page = camille.page
    await page.goto(f"{stage.url}/console/#/board")
    await expect(page.get_by_role("heading", name="Promises at risk")).to_be_visible()
    found = await found_on(page, "board")
    assert not found, "\n".join(found)


async def test_everyone_can_set_the_house_up(stage: Stage) -> None:
    ana = await stage.agent("ana")
    page, found = ana.page, list[str]()
    for section in ("profile", "agents", "teams", "brands", "brands/maison-lumen", "brands/+", "api-keys"):
        await page.goto(f"{stage.url}/console/#/settings/{section}")
        await expect(page.get_by_role("main").get_by_role("heading", level=1)).to_be_visible()
        await expect(page.locator("[aria-busy=true]")).to_have_count(0)
        found += await found_on(page, section)
        await page.set_viewport_size(WIDE)
        found += await dialog_of(page, section)
    await page.goto(f"{stage.url}/console/#/settings")
    found += await found_on(page, "settings", widths="narrow")
    assert not found, "\n".join(found)


async def test_everyone_can_set_opening_hours(stage: Stage) -> None:
    ana = await stage.agent("ana")
    page, found = ana.page, list[str]()
    await page.goto(f"{stage.url}/console/#/settings/brands/maison-lumen")
    await page.get_by_label("At certain hours").check()
    await page.get_by_label("Closes: Friday").first.fill("never")
    await page.get_by_label("Closes: Monday").first.focus()
    await expect(page.get_by_role("group", name="Friday").get_by_role("alert")).to_be_visible()
    found += await found_on(page, "hours", widths="narrow")
    await page.get_by_role("button", name="Copy to other days: Monday").click()
    await expect(page.get_by_role("dialog")).to_be_visible()
    found += await found_on(page, "hours, copy", widths="narrow")
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Time zone").click()
    await page.keyboard.type("san")
    await expect(page.get_by_role("option", name="Santiago")).to_be_visible()
    found += await found_on(page, "hours, time zone", widths="narrow")
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Add a day").click()
    await page.get_by_label("Other hours").check()
    found += await found_on(page, "hours, special day", widths="narrow")
    assert not found, "\n".join(found)


async def dialog_of(page: Page, section: str) -> list[str]:
    """Open the section's dialog, if it has one, and look at it."""
    opener = {
        "agents": "Add an agent",
        "teams": "Add a team",
        "brands/maison-lumen": "New secret…",
        "api-keys": "Create a key",
    }
    if section not in opener:
        return []
    await page.get_by_role("button", name=opener[section]).click()
    await expect(page.get_by_role("dialog")).to_be_visible()
    found = await found_on(page, f"{section}, dialog")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    return found


async def test_everyone_understands_what_is_refused_or_away(stage: Stage, house: Running) -> None:
    conversation_id = await busy(house)
    lea = await stage.agent("lea")
    page = lea.page
    await page.goto(f"{stage.url}/console/#/settings/agents")
    await expect(page.get_by_text("This page isn’t for you")).to_be_visible()
    found = await found_on(page, "forbidden")
    await page.route("**/api/v1/conversations?*", refuse)
    await page.goto(f"{stage.url}/console/#/all")
    await page.reload()
    await expect(page.get_by_text("The list could not be loaded")).to_be_visible()
    found += await found_on(page, "list away")
    await page.unroute("**/api/v1/conversations?*")
    await page.clock.install()
    await page.goto(f"{stage.url}/console/#/mine/c/{conversation_id}")
    await page.reload()
    await expect(lea.said("La Luciole")).to_be_visible()
    await lea.context.set_offline(True)
    await page.clock.run_for(60_000)
    await expect(page.get_by_text("Offline.", exact=False).first).to_be_visible()
    await lea.writes("Je reviens")
    await expect(page.get_by_text("Waiting for the connection")).to_be_visible()
    found += await found_on(page, "offline")
    assert not found, "\n".join(found)


async def test_everyone_can_use_the_chat(stage: Stage) -> None:
    lea, claire = await stage.agent("lea"), await stage.visitor()
    page = claire.page
    await page.clock.install()
    await claire.arrives()
    found = await found_on(page, "shop")
    await claire.opens_chat()
    frame = page.frames[-1]
    found += await found_on(page, "shop, chat open")
    found += await found_on(page, "home", frame)
    await claire.chat.get_by_role("button", name="Vos coordonnées").click()
    await claire.chat.get_by_label("E-mail").fill("claire@")
    await claire.chat.get_by_role("button", name="Enregistrer").click()
    await expect(claire.chat.get_by_text("semble incomplète")).to_be_visible()
    found += await found_on(page, "contact", frame)
    await claire.writes("Bonjour, voir https://lumen.example")
    await lea.opens("Bonjour, voir")
    await lea.writes("Je regarde")
    await expect(claire.said("Je regarde")).to_be_visible()
    await claire.chat.get_by_role("button", name="Modifier ou supprimer ce message").click()
    found += await found_on(page, "conversation", frame)
    await lea.page.get_by_role("button", name="Resolve").click()
    await expect(claire.chat.get_by_text("Cet échange est terminé.")).to_be_visible()
    found += await found_on(page, "resolved", frame)
    await claire.context.set_offline(True)
    await page.clock.run_for(60_000)
    await claire.writes("Encore un mot")
    await expect(claire.chat.get_by_text("en attente")).to_be_visible()
    found += await found_on(page, "offline", frame)
    await claire.chat.get_by_role("button", name="Retour à l’accueil").click()
    found += await found_on(page, "home again", frame)
    assert not found, "\n".join(found)


async def test_everyone_can_read_what_was_promised(stage: Stage, house: Running) -> None:
    cast, visitor = house.cast, await stage.visitor()
    now = cast.house.database.clock()
    await cast.promised(
        cast.hugo, "Où est ma lampe ?", at=now - timedelta(hours=2), by=now - timedelta(hours=1)
    )
    near = await cast.promised(
        cast.hugo, "Et ma facture ?", at=now - timedelta(hours=1), by=now + timedelta(minutes=5)
    )
    assert near.answer_by is not None
    await visitor.remembers(cast.tokens["hugo"])
    await visitor.arrives()
    await visitor.opens_chat()
    page, frame = visitor.page, visitor.page.frames[-1]
    await expect(visitor.chat.locator("main header")).to_contain_text(re.compile("Réponse|répond"))
    await expect(visitor.chat.get_by_text("Réponse en retard")).to_be_visible()
    found = await found_on(page, "home, promised", frame)
    await visitor.chat.get_by_role("button", name="Et ma facture ?").click()
    await expect(visitor.chat.get_by_text(re.compile("^Réponse avant"))).to_be_visible()
    found += await found_on(page, "conversation, promised soon", frame)
    await visitor.chat.get_by_role("button", name="Retour à l’accueil").click()
    await visitor.chat.get_by_role("button", name="Où est ma lampe ?").click()
    await expect(visitor.chat.get_by_text("Nous n’avons pas tenu parole")).to_be_visible()
    found += await found_on(page, "conversation, promise broken", frame)
    assert not found, "\n".join(found)


async def test_everyone_can_use_the_shop(stage: Stage) -> None:
    visitor, found = await stage.visitor("atelier-brume"), list[str]()
    for screen in ("/product", "/basket", "/payment"):
        await visitor.arrives(screen)
        found += await found_on(visitor.page, screen)
    assert not found, "\n".join(found)
