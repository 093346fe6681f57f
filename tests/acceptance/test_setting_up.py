"""The owner sets up brands, teams and keys, and what they set is what people meet."""

from playwright.async_api import expect

from tests.acceptance.people import Stage


async def test_what_the_owner_says_of_a_brand_is_what_its_visitors_read(stage: Stage) -> None:
    ana, nina = await stage.agent("ana"), await stage.visitor("atelier-brume")
    await ana.page.goto(f"{stage.url}/console/#/settings/brands")
    await ana.page.get_by_role("link", name="Atelier Brume").click()
    await ana.page.get_by_label("Greeting").fill("On vous répond du lundi au samedi.")
    await ana.page.get_by_label("Colour").first.fill("#8a4b2f")
    await ana.page.get_by_role("button", name="Save", exact=True).click()
    await expect(ana.page.get_by_text("Saved.")).to_be_visible()
    await nina.arrives()
    await nina.opens_chat()
    await expect(nina.chat.get_by_text("On vous répond du lundi au samedi.")).to_be_visible()
    await expect(nina.chat.locator("header").first).to_have_css("background-color", "rgb(138, 75, 47)")


async def test_an_embed_code_is_ready_to_copy_and_a_new_secret_is_shown_once(stage: Stage) -> None:
    ana = await stage.agent("ana")
    await ana.page.goto(f"{stage.url}/console/#/settings/brands/maison-lumen")
    code = f'<script src="{stage.url}/widget.js?brand=maison-lumen" async></script>'
    await expect(ana.page.get_by_text(code)).to_be_visible()
    await ana.page.get_by_role("button", name="New secret…").click()
    await ana.page.get_by_role("button", name="Replace").click()
    await expect(ana.page.get_by_text("Copy it now")).to_be_visible()
    await expect(ana.page.locator("code").filter(has_text="vbs_")).to_have_count(1)
    await ana.page.reload()
    await expect(ana.page.get_by_role("button", name="New secret…")).to_be_visible()
    await expect(ana.page.locator("code").filter(has_text="vbs_")).to_have_count(0)


async def test_a_team_is_made_filled_and_taken_apart(stage: Stage) -> None:
    ana = await stage.agent("ana")
    await ana.page.goto(f"{stage.url}/console/#/settings/teams")
    await ana.page.get_by_role("button", name="Add a team").click()
    await ana.page.get_by_label("Team name").fill("Nuit")
    await ana.page.get_by_label("Karim Haddad").check()
    await ana.page.get_by_role("button", name="Add", exact=True).click()
    row = ana.page.get_by_role("listitem").filter(has_text="Nuit")
    await expect(row).to_contain_text("Karim Haddad")
    await row.get_by_role("button", name="Edit Nuit").click()
    await ana.page.get_by_role("button", name="Delete").click()
    await ana.page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    await expect(row).to_have_count(0)


async def test_an_api_key_is_shown_once_works_and_dies_when_deleted(stage: Stage) -> None:
    ana, program = await stage.agent("ana"), await stage.context()
    await ana.page.goto(f"{stage.url}/console/#/settings/api-keys")
    await ana.page.get_by_role("button", name="Create a key").click()
    await ana.page.get_by_label("What is this key for?").fill("Le site")
    await ana.page.get_by_role("dialog").get_by_role("button", name="Create a key").click()
    shown = ana.page.locator("code").filter(has_text="vav_").first
    await expect(ana.page.get_by_text("Copy it now")).to_be_visible()
    key = await shown.inner_text()
    known = {"Authorization": f"Bearer {key}"}
    assert (await program.request.get(f"{stage.url}/api/v1/conversations", headers=known)).ok
    await ana.page.reload()
    await expect(ana.page.get_by_text("Le site")).to_be_visible()
    await expect(ana.page.get_by_text(key)).to_have_count(0)
    await ana.page.get_by_role("button", name="Delete Le site").click()
    await ana.page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    await expect(ana.page.get_by_text("Le site")).to_have_count(0)
    refused = await program.request.get(f"{stage.url}/api/v1/conversations", headers=known)
    assert refused.status == 401
