"""A visitor on a brand's page and an agent at the console talk, live, in two real browsers."""

import re
from pathlib import Path

from PIL import Image
from playwright.async_api import expect

from tests.acceptance.people import Stage, Visitor


async def test_a_visitor_writes_and_an_agent_answers_and_both_see_it_at_once(stage: Stage) -> None:
    lea, claire = await stage.agent("lea"), await stage.visitor()
    await claire.begins("La lampe clignote")
    await lea.opens("La lampe clignote")
    await lea.writes("Bonjour, laquelle ?")
    await expect(claire.said("Bonjour, laquelle ?")).to_be_visible()
    await claire.writes("La Luciole")
    await expect(lea.said("La Luciole")).to_be_visible()
    assert (
        await lea.hears()
        == await claire.hears()
        == ["La lampe clignote", "Bonjour, laquelle ?", "La Luciole"]
    )


async def test_each_sees_that_the_other_is_typing_and_has_read(stage: Stage) -> None:
    lea, claire = await stage.agent("lea"), await stage.visitor()
    await claire.begins("Est-ce que vous livrez lundi ?")
    await lea.opens("Est-ce que vous livrez lundi ?")
    await expect(claire.chat.get_by_text(re.compile("· lu$"))).to_be_visible()
    await lea.words.press_sequentially("Oui")
    await expect(claire.chat.get_by_text("Léa Martin écrit…")).to_be_visible()
    await lea.words.press("Enter")
    await expect(claire.said("Oui")).to_be_visible()
    await expect(lea.page.get_by_text(re.compile("^(Vu|Seen)$"))).to_be_visible()
    await claire.words.press_sequentially("Merci")
    await expect(lea.page.get_by_text(re.compile("is typing|écrit…"))).to_be_visible()


async def test_a_picture_travels_both_ways(stage: Stage, tmp_path: Path) -> None:
    picture = tmp_path / "lampe.png"
    Image.new("RGB", (320, 200), "#c98a1b").save(picture)
    lea, claire = await stage.agent("lea"), await stage.visitor()
    await claire.begins("Voici la lampe")
    await lea.opens("Voici la lampe")
    await claire.chat.locator("input[type=file]").set_input_files(picture)
    send = claire.chat.get_by_role("button", name="Envoyer")
    await expect(send).to_be_enabled()
    await send.click()
    await expect(lea.timeline.locator("img")).to_have_count(1)
    await lea.page.locator("input[type=file]").set_input_files(picture)
    await expect(lea.page.get_by_role("button", name="Remove lampe.png")).to_be_visible()
    await lea.writes("Et voici la mienne")
    await expect(claire.said("Et voici la mienne")).to_be_visible()
    for image in (lea.timeline.locator("img"), claire.timeline.locator("img")):
        await expect(image).to_have_count(2)
        for n in range(2):
            await expect(image.nth(n)).to_have_js_property("naturalWidth", 320)


async def test_what_the_visitor_corrects_or_takes_back_changes_for_the_agent_too(stage: Stage) -> None:
    lea, claire = await stage.agent("lea"), await stage.visitor()
    await claire.begins("Ma commande 4589")
    await lea.opens("Ma commande 4589")
    await claire.chat.get_by_role("button", name="Modifier ou supprimer ce message").click()
    await claire.chat.get_by_role("button", name="Modifier", exact=True).click()
    await claire.writes("Ma commande 4598")
    await expect(lea.said("Ma commande 4598")).to_contain_text("edited")
    await expect(lea.said("Ma commande 4589")).to_have_count(0)
    await claire.chat.get_by_role("button", name="Modifier ou supprimer ce message").click()
    await claire.chat.get_by_role("button", name="Supprimer", exact=True).click()
    await expect(lea.said("Message deleted")).to_be_visible()
    await expect(claire.said("Message supprimé")).to_be_visible()


async def test_what_the_agent_corrects_or_takes_back_changes_for_the_visitor_too(stage: Stage) -> None:
    lea, claire = await stage.agent("lea"), await stage.visitor()
    await claire.begins("Vous fermez à quelle heure ?")
    await lea.opens("Vous fermez à quelle heure ?")
    await lea.writes("À 18 h")
    await expect(claire.said("À 18 h")).to_be_visible()
    await lea.said("À 18 h").get_by_role("button", name="Message actions").click()
    await lea.page.get_by_role("menuitem", name="Edit message").click()
    correction = lea.page.get_by_role("textbox", name="Edit message")
    await correction.fill("À 19 h")
    await correction.press("Enter")
    await expect(claire.said("À 19 h")).to_be_visible()
    await lea.said("À 19 h").get_by_role("button", name="Message actions").click()
    await lea.page.get_by_role("menuitem", name="Earlier versions").click()
    await expect(lea.page.get_by_role("dialog")).to_contain_text("À 18 h")
    await lea.page.keyboard.press("Escape")
    await lea.said("À 19 h").get_by_role("button", name="Message actions").click()
    await lea.page.get_by_role("menuitem", name="Delete message").click()
    await lea.page.get_by_role("button", name="Delete", exact=True).click()
    await expect(claire.said("Message supprimé")).to_be_visible()
    await expect(claire.said("À 19 h")).to_have_count(0)


async def test_an_agent_hands_over_with_a_note_that_the_visitor_never_sees(stage: Stage) -> None:
    lea, karim, claire = await stage.agent("lea"), await stage.agent("karim"), await stage.visitor()
    heard: list[str] = []
    claire.page.on(
        "websocket",
        lambda socket: socket.on("framereceived", lambda frame: heard.append(str(frame))),
    )
    await claire.begins("L’abat-jour est fendu")
    await lea.opens("L’abat-jour est fendu")
    await lea.page.get_by_role("button", name="Take").click()
    await expect(claire.chat.get_by_text("Léa Martin a rejoint la conversation")).to_be_visible()
    await lea.page.keyboard.press("h")
    dialog = lea.page.get_by_role("dialog")
    await dialog.get_by_role("option", name="Karim Haddad").click()
    await dialog.get_by_role("textbox", name="Note").fill("Elle a déjà envoyé trois photos.")
    await dialog.get_by_role("button", name="Hand over").click()
    await expect(claire.chat.get_by_text("Karim Haddad prend la suite")).to_be_visible()
    await karim.opens("L’abat-jour est fendu", "mine")
    await expect(karim.said("Elle a déjà envoyé trois photos.")).to_contain_text("Note by Léa Martin")
    await karim.writes("Bonjour, je vous en envoie un neuf.")
    await expect(claire.said("je vous en envoie un neuf")).to_be_visible()
    assert await claire.hears() == ["L’abat-jour est fendu", "Bonjour, je vous en envoie un neuf."]
    assert any("je vous en envoie un neuf" in frame for frame in heard)
    assert not any("trois photos" in frame for frame in heard)


async def test_a_resolved_conversation_opens_again_when_the_visitor_writes(stage: Stage) -> None:
    lea, claire = await stage.agent("lea"), await stage.visitor()
    await claire.begins("Où est mon colis ?")
    await lea.opens("Où est mon colis ?")
    await lea.page.get_by_role("button", name="Resolve").click()
    await expect(claire.chat.get_by_text("Cet échange est terminé.")).to_be_visible()
    await lea.page.goto(f"{lea.url}/console/#/all")
    await expect(lea.row("Où est mon colis ?")).to_have_count(0)
    await claire.writes("Il manque une lampe")
    await expect(lea.row("Il manque une lampe")).to_be_visible()
    await lea.row("Il manque une lampe").click()
    await expect(lea.timeline.get_by_text(re.compile("open again|reopened"))).to_be_visible()


async def test_two_tabs_of_the_same_visitor_stay_equal(stage: Stage) -> None:
    lea, claire = await stage.agent("lea"), await stage.visitor()
    await claire.begins("Depuis le premier onglet")
    other = Visitor(await claire.context.new_page(), claire.shop)
    await other.arrives("/basket")
    await other.launcher.click()
    await other.chat.get_by_role("button").filter(has_text="Depuis le premier onglet").click()
    await other.writes("Depuis le second")
    await expect(claire.said("Depuis le second")).to_be_visible()
    await lea.opens("Depuis le second")
    await lea.writes("Je vous lis deux fois")
    for tab in (claire, other):
        await expect(tab.said("Je vous lis deux fois")).to_be_visible()
    words = ["Depuis le premier onglet", "Depuis le second", "Je vous lis deux fois"]
    assert await claire.hears() == await other.hears() == await lea.hears() == words


async def test_a_closed_chat_counts_what_is_answered(stage: Stage) -> None:
    lea, claire = await stage.agent("lea"), await stage.visitor()
    await claire.begins("Je reviens")
    await claire.launcher.click()
    await expect(claire.words).to_be_hidden()
    await lea.opens("Je reviens")
    await lea.writes("Prenez votre temps")
    await expect(claire.launcher).to_have_accessible_name("Nous écrire (1 nouveau message)")
    await claire.launcher.click()
    await expect(claire.said("Prenez votre temps")).to_be_visible()
    await expect(lea.page.get_by_text("Seen", exact=True)).to_be_visible()
