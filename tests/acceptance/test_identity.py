"""Who a visitor is: proven by the brand's site, forgotten on demand, and never readable by the page."""

from uuid import uuid4

from playwright.async_api import expect

from tests.acceptance.people import Stage
from tests.cast import Running
from visavis import brands
from visavis.brands import NewBrand

SEEN_BY_THE_PAGE = """() => {
  const frame = document.querySelector('[data-visavis]').shadowRoot.querySelector('iframe')
  const seen = { document: frame.contentDocument, storage: Object.values(localStorage).join() }
  try {
    seen.words = frame.contentWindow.document.body.innerText
  } catch (error) {
    seen.words = error.name
  }
  return seen
}"""


async def test_a_customer_finds_their_history_again_on_another_browser_and_leaves_none_behind(
    stage: Stage,
) -> None:
    phone, office = await stage.visitor(), await stage.visitor()
    await phone.arrives()
    await phone.page.get_by_role("button", name="Se connecter").click()
    await phone.begins_here("Écrit depuis mon téléphone")
    await office.arrives()
    await office.page.get_by_role("button", name="Se connecter").click()
    await office.opens_chat()
    await expect(office.chat.get_by_role("heading", name="Bonjour Claire Fontaine")).to_be_visible()
    await office.chat.get_by_role("button").filter(has_text="Écrit depuis mon téléphone").click()
    await office.writes("Écrit depuis mon bureau")
    await expect(phone.said("Écrit depuis mon bureau")).to_be_visible()
    await office.page.get_by_role("button", name="se déconnecter").click()
    await expect(office.chat.get_by_role("heading", name="Bonjour,")).to_be_visible()
    await expect(office.chat.get_by_text("Écrit depuis")).to_have_count(0)
    await office.page.reload()
    await expect(office.words).to_be_visible()
    await expect(office.chat.get_by_text("Vos échanges")).to_have_count(0)
    assert await phone.hears() == ["Écrit depuis mon téléphone", "Écrit depuis mon bureau"]


async def test_a_claim_without_a_signature_opens_nobodys_history(stage: Stage) -> None:
    lea, stranger = await stage.agent("lea"), await stage.visitor()
    await stranger.arrives()
    await stranger.page.evaluate("visavis('identify', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiI4ODIxMyJ9.')")
    await stranger.page.evaluate("visavis('setAttributes', { customer: '88213', plan: 'gold' })")
    await stranger.begins_here("Je suis Claire, promis")
    await stranger.chat.get_by_role("button", name="Vos coordonnées").click()
    await stranger.chat.get_by_label("Nom").fill("Claire Fontaine")
    await stranger.chat.get_by_label("E-mail").fill("claire.fontaine@exemple.fr")
    await stranger.chat.get_by_role("button", name="Enregistrer").click()
    await expect(stranger.chat.get_by_text("C’est noté, merci.")).to_be_visible()
    await stranger.chat.get_by_role("button", name="Retour à l’accueil").click()
    await expect(stranger.chat.get_by_role("listitem")).to_have_count(1)
    await lea.opens("Je suis Claire, promis")
    customer = lea.page.get_by_role("complementary", name="Customer")
    await expect(customer.get_by_text("Claire Fontaine").first).to_be_visible()
    await expect(customer.get_by_text("not verified").first).to_be_visible()
    await expect(customer.get_by_text("gold")).to_be_visible()


async def test_the_brands_page_cannot_read_the_chat_nor_the_chat_touch_the_page(stage: Stage) -> None:
    claire = await stage.visitor()
    await claire.begins("Entre vous et moi")
    frame = claire.page.frames[-1]
    assert frame.url.split("/widget")[0] != claire.page.url.split("/shop")[0]
    assert await claire.page.evaluate(SEEN_BY_THE_PAGE) == {
        "document": None,
        "storage": "",
        "words": "SecurityError",
    }
    reached = "() => { try { return parent.document.title } catch (error) { return error.name } }"
    assert await frame.evaluate(reached) == "SecurityError"
    assert await claire.context.cookies() == []


async def test_a_site_that_may_not_show_the_chat_does_not(stage: Stage, house: Running) -> None:
    slug = f"reserve-{uuid4().hex[:6]}"
    async with house.app.house.database.system() as session:
        only = NewBrand(slug=slug, name="Réserve", locale="fr", allowed_origins=["https://reserve.example"])
        await brands.create(session, house.app.house.keys, only)
    visitor = await stage.visitor(slug)
    await visitor.page.clock.install()
    await visitor.arrives()
    await visitor.launcher.click()
    await visitor.page.clock.run_for(10_000)
    await expect(
        visitor.page.get_by_text("La discussion ne peut pas s’ouvrir pour le moment.")
    ).to_be_visible()
