"""Agents come in by the door, see what their role allows, and are shown out when their session ends."""

from playwright.async_api import Page, expect

from tests.acceptance.people import Agent, Stage
from tests.cast import PASSWORD


async def fills_the_form(page: Page, who: str, password: str = PASSWORD) -> None:
    await page.get_by_label("Email").fill(f"{who}@house.example")
    await page.get_by_label("Password").fill(password)
    await page.get_by_role("button", name="Sign in").click()


async def test_a_wrong_password_is_said_plainly_and_the_right_one_opens(stage: Stage) -> None:
    page = await (await stage.context(locale="en-GB")).new_page()
    await page.goto(f"{stage.url}/console/")
    await fills_the_form(page, "lea", "three swans at dawn")
    await expect(page.get_by_role("alert")).to_have_text("Wrong email or password.")
    await expect(page.get_by_label("Password")).to_be_focused()
    await fills_the_form(page, "lea")
    await expect(page.get_by_role("navigation", name="Views")).to_be_visible()


async def test_an_agent_whose_session_ends_signs_in_and_is_back_where_they_were(stage: Stage) -> None:
    lea, claire = await stage.agent("lea"), await stage.visitor()
    await claire.begins("Gardez ma place")
    await lea.opens("Gardez ma place")
    await lea.words.fill("Une réponse commencée")
    elsewhere = Agent(await (await stage.context()).new_page(), stage.url)
    await elsewhere.signs_in("lea")
    sessions = await (await elsewhere.context.request.get(f"{stage.url}/api/v1/sessions")).json()
    headers = {"Origin": stage.url, "X-Visavis": "1"}
    for session in sessions:
        if not session["current"]:
            gone = await elsewhere.context.request.delete(
                f"{stage.url}/api/v1/sessions/{session['id']}", headers=headers
            )
            assert gone.ok
    await expect(lea.page.get_by_text("Your session has ended.")).to_be_visible()
    await fills_the_form(lea.page, "lea")
    await expect(lea.said("Gardez ma place")).to_be_visible()
    await expect(lea.words).to_have_value("Une réponse commencée")


async def test_an_agent_without_the_role_sees_no_settings_of_the_house(stage: Stage) -> None:
    lea = await stage.agent("lea")
    await lea.page.goto(f"{stage.url}/console/#/settings/profile")
    sections = lea.page.get_by_role("navigation", name="Settings").get_by_role("link")
    await expect(sections).to_have_text(["My profile"])
    for section in ("agents", "teams", "brands", "api-keys"):
        await lea.page.goto(f"{stage.url}/console/#/settings/{section}")
        await expect(lea.page.get_by_text("This page isn’t for you")).to_be_visible()


async def test_an_agent_who_signs_out_is_out(stage: Stage) -> None:
    karim = await stage.agent("karim")
    await karim.page.get_by_role("button", name="My account").click()
    await karim.page.get_by_role("menuitem", name="Sign out").click()
    await expect(karim.page.get_by_role("button", name="Sign in")).to_be_visible()
    await expect(karim.page.get_by_text("Your session has ended")).to_have_count(0)
    await karim.page.goto(f"{stage.url}/console/#/all")
    await karim.page.reload()
    await expect(karim.page.get_by_role("button", name="Sign in")).to_be_visible()
