"""A visitor says in one tap what it is about: what is promised is then what those people can keep, and they have it."""

import asyncio
import re
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Locator, expect

from tests.acceptance.axe import found_on
from tests.acceptance.people import Agent, Stage, Visitor
from tests.acceptance.test_promises import clear
from tests.cast import Running
from visavis import brands
from visavis.brands import NewSubject, NewSubjectNames, Subject

AT_ONCE = "Un conseiller vous répond en moins d’une minute"
# The page's own code of the widget, with the subject in it before it runs.
MARKED = """
new MutationObserver(() => {
  const code = document.querySelector('script[src*="/widget.js"]')
  if (code) code.dataset.subject = 'ID'
}).observe(document, { childList: true, subtree: true })
"""
ORDER, ADVICE = ("Ma commande", "My order"), ("Un conseil", "Some advice")


@pytest.fixture
async def subjects(house: Running) -> AsyncIterator[list[Subject]]:
    """« Ma commande » is Atelier's, which is Karim's team; « Un conseil » Salon's, Léa's."""
    cast, made = house.cast, list[Subject]()
    await clear(cast)
    async with cast.house.database.session([cast.lumen.id]) as session:
        for (fr, en), team_id in ((ORDER, cast.atelier), (ADVICE, cast.salon)):
            new = NewSubject(names=NewSubjectNames(fr=fr, en=en), team_id=team_id)
            made.append(await brands.add_subject(session, cast.lumen.id, new))
    yield made
    async with cast.house.database.session([cast.lumen.id]) as session:
        for subject in await brands.subjects(session, cast.lumen.id):
            await brands.remove_subject(session, subject.id)


@pytest.fixture
async def lea(stage: Stage, house: Running, subjects: list[Subject]) -> Agent:
    """Léa is there, and whatever was refused a moment ago is offered again."""
    agent, watch = await stage.agent("lea"), house.app.live.watch
    teams = (None, next(one.team_id for one in subjects if one.names.fr == ADVICE[0]))
    while any(watch.offers(house.cast.lumen.id, "fr", team_id)[0].way != "live" for team_id in teams):
        await watch.look()
        await asyncio.sleep(0.1)
    return agent


def chip(visitor: Visitor, name: str) -> Locator:
    """One of the subjects."""
    return visitor.chat.get_by_role("radiogroup", name="C’est à propos de…").get_by_role("radio", name=name)


async def taps(visitor: Visitor, name: str) -> None:
    """Tap a chip, as a finger does."""
    await visitor.chat.get_by_role("radiogroup", name="C’est à propos de…").get_by_text(name).click()


def offer(visitor: Visitor) -> Locator:
    """What is promised now."""
    return visitor.chat.locator("header").get_by_role("status").last


async def test_one_tap_shows_what_those_people_can_promise_and_they_get_the_first_word(
    lea: Agent, stage: Stage
) -> None:
    claire = await stage.visitor()
    await claire.arrives()
    await claire.opens_chat()
    await expect(offer(claire)).to_have_text(AT_ONCE)
    await taps(claire, ORDER[0])
    await expect(chip(claire, ORDER[0])).to_be_checked()
    await expect(offer(claire)).to_contain_text("Réponse avant")
    # By keyboard, and back, and forth again.
    await chip(claire, ORDER[0]).focus()
    await claire.page.keyboard.press("Space")
    await expect(chip(claire, ORDER[0])).not_to_be_checked()
    await expect(offer(claire)).to_have_text(AT_ONCE)
    await claire.page.keyboard.press("Space")
    await claire.page.keyboard.press("ArrowRight")
    await expect(chip(claire, ADVICE[0])).to_be_checked()
    await expect(offer(claire)).to_have_text(AT_ONCE)
    assert not await found_on(claire.page, "a subject chosen")
    await claire.page.reload()
    await expect(chip(claire, ADVICE[0])).to_be_checked()
    await expect(offer(claire)).to_have_text(AT_ONCE)

    await claire.writes("Laquelle pour lire au lit ?")
    await expect(claire.said("Laquelle pour lire au lit ?")).to_be_visible()
    await expect(lea.row("Laquelle pour lire")).to_contain_text(ADVICE[1])
    await lea.opens("Laquelle pour lire")
    await expect(lea.page.get_by_role("main").locator("header")).to_contain_text(ADVICE[1])
    await expect(lea.timeline).to_contain_text("writes about: Some advice")
    await expect(claire.timeline).not_to_contain_text(re.compile("Un conseil|Salon"))
    await claire.chat.get_by_role("button", name="Retour à l’accueil").click()
    await expect(chip(claire, ADVICE[0])).not_to_be_checked()


async def test_what_is_another_teams_is_not_put_before_who_is_there(lea: Agent, stage: Stage) -> None:
    claire, camille = await stage.visitor(), await stage.agent("camille")
    await claire.arrives()
    await claire.opens_chat()
    await taps(claire, ORDER[0])
    await claire.writes("Où est mon colis ?")
    # She reads it in her own language, which is whatever she last chose.
    await expect(camille.row("Où est mon colis ?")).to_contain_text(re.compile("|".join(ORDER)))
    await expect(lea.row("Où est mon colis ?")).to_have_count(0)


async def test_a_page_says_what_one_writes_about_there(
    lea: Agent, stage: Stage, subjects: list[Subject]
) -> None:
    order, advice = subjects
    claire, warned = await stage.visitor(), list[str]()
    claire.page.on("console", lambda said: warned.append(said.text) if said.type == "warning" else None)

    await claire.page.add_init_script(MARKED.replace("ID", str(order.id)))
    await claire.arrives()
    await claire.opens_chat()
    await expect(chip(claire, ORDER[0])).to_be_checked()
    await taps(claire, ADVICE[0])
    await claire.page.reload()
    await expect(chip(claire, ADVICE[0])).to_be_checked()
    await claire.page.evaluate("id => visavis('subject', id)", str(order.id))
    await expect(chip(claire, ORDER[0])).to_be_checked()
    await claire.page.evaluate("visavis('subject', 'gardening')")
    await claire.page.evaluate("id => visavis('subject', id)", str(advice.id))
    await expect(chip(claire, ADVICE[0])).to_be_checked()
    assert warned == ['visavis: no subject "gardening"']


async def test_the_owner_lists_subjects_and_visitors_have_them_at_once(
    stage: Stage, lea: Agent, subjects: list[Subject]
) -> None:
    ana, claire = await stage.agent("ana"), await stage.visitor()
    await claire.arrives()
    await claire.opens_chat()
    await ana.page.goto(f"{stage.url}/console/#/settings/brands/maison-lumen")
    listed = ana.page.get_by_role("region", name="Subjects")
    names = listed.get_by_role("listitem").locator("p:first-child")
    await expect(names).to_have_text([ORDER[1], ADVICE[1]])
    await listed.get_by_role("button", name="Add a subject").click()
    dialog = ana.page.get_by_role("dialog")
    await dialog.get_by_label("Name in French").fill("Mon compte")
    await expect(dialog.get_by_role("button", name="Add", exact=True)).to_be_disabled()
    await dialog.get_by_label("Name in English").fill("My account")
    await dialog.get_by_role("button", name="Add", exact=True).click()
    await expect(dialog).to_have_count(0)
    await expect(chip(claire, "Mon compte")).to_be_visible()
    up = listed.get_by_role("button", name="Move My account up")
    await up.focus()
    await ana.page.keyboard.press("Enter")
    await expect(names).to_have_text([ORDER[1], "My account", ADVICE[1]])
    await expect(up).to_be_focused()
    await ana.page.keyboard.press("Enter")
    await expect(names).to_have_text(["My account", ORDER[1], ADVICE[1]])
    await expect(listed.get_by_role("button", name="Move My account down")).to_be_focused()
    await expect(claire.chat.get_by_role("radiogroup").first.locator("label")).to_have_text(
        ["Mon compte", ORDER[0], ADVICE[0]]
    )
    for name in ("My account", ORDER[1], ADVICE[1]):
        await listed.get_by_role("button", name=f"Remove {name}").click()
        await ana.page.get_by_role("dialog").get_by_role("button", name="Remove").click()
        await expect(listed.get_by_role("listitem").filter(has_text=name)).to_have_count(0)
    await expect(listed).to_contain_text("No subject")
    await expect(claire.chat.get_by_role("radiogroup", name="C’est à propos de…")).to_have_count(0)
