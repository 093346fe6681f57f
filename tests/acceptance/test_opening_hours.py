"""Opening hours: the owner sets them without the mouse, and visitors read them as they are at that moment."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.async_api import expect

from tests.acceptance.people import Stage
from tests.brands.schedules import NEVER, OFFICE, every_day, hours
from tests.cast import Running
from visavis import brands

PARIS = ZoneInfo("Europe/Paris")


async def save(house: Running, brand: brands.Brand, schedule: brands.Hours) -> None:
    """Save a brand's hours as the owner does."""
    async with house.cast.house.database.session([brand.id]) as session:
        known = await brands.hours_now(session, brand.id)
        await brands.save_hours(
            session, brand.id, schedule, replaces=known.version, by=house.cast.agents["ana"].id
        )


async def test_the_owner_sets_the_hours_and_visitors_read_them_at_once(stage: Stage, house: Running) -> None:
    await save(house, house.cast.brume, NEVER)
    ana, nina = await stage.agent("ana"), await stage.visitor("atelier-brume")
    page = ana.page
    await page.goto(f"{stage.url}/console/#/settings/brands/atelier-brume")
    await nina.arrives()
    await nina.opens_chat()
    line = nina.chat.get_by_role("status").filter(has_text=re.compile("Ouvert|Fermé"))
    await expect(line).to_contain_text("Fermé pour le moment")

    await page.get_by_role("button", name="Open on this day: Monday").press("Enter")
    monday = page.get_by_role("group", name="Monday")
    await monday.get_by_label("Closes: Monday").fill("12h30")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")  # the plus sign
    await expect(monday.get_by_label("Opens: Monday").nth(1)).to_have_value("13:30")
    await monday.get_by_label("Opens: Monday").nth(1).fill("12")
    await monday.get_by_label("Closes: Monday").nth(1).focus()
    await expect(monday.get_by_role("alert")).to_have_count(0)
    await page.get_by_role("button", name="Open on this day: Tuesday").focus()
    await expect(monday.get_by_role("alert")).to_have_text("09:00–12:30 and 12:00–18:00 overlap.")
    await expect(page.get_by_role("button", name="Save opening hours")).to_be_disabled()
    await monday.get_by_label("Opens: Monday").nth(1).fill("14")
    await monday.get_by_label("Closes: Monday").nth(1).focus()
    await expect(monday.get_by_role("alert")).to_have_count(0)
    await page.get_by_role("button", name="Copy to other days: Monday").press("Enter")
    await page.get_by_role("checkbox", name="Saturday").check()
    await page.get_by_role("dialog").get_by_role("button", name="Copy").click()
    await expect(page.get_by_label("Closes: Saturday").first).to_have_value("12:30")

    saturday = page.get_by_role("group", name="Saturday")
    for left in ("14:00–18:00", "09:00–12:30"):
        await page.get_by_role("button", name=f"Remove {left}: Saturday").press("Enter")
    await expect(saturday.get_by_role("button", name="Open on this day: Saturday")).to_be_focused()
    await page.keyboard.press("Enter")  # as Friday

    await page.get_by_role("button", name="Time zone").click()
    await page.keyboard.type("new york")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="Time zone")).to_contain_text("New York")
    await page.get_by_role("button", name="Add a day").click()
    await page.get_by_label("Date").fill("2100-12-25")
    await page.get_by_label("Name", exact=True).fill("Noël")
    await page.get_by_role("dialog").get_by_role("button", name="Add").click()
    await page.get_by_role("button", name="Save opening hours").click()
    await expect(page.get_by_text("Opening hours saved")).to_be_visible()
    await expect(line).to_contain_text(re.compile("Ouvert jusqu’à|Fermé — réouverture"))

    saved = (await _known(house, house.cast.brume)).hours
    assert saved.time_zone == "America/New_York"
    assert [(i.opens, i.closes) for i in saved.week.saturday] == [("09:00", "12:30"), ("14:00", "18:00")]
    assert saved.week.sunday == []
    assert [(day.day.isoformat(), day.name) for day in saved.special_days] == [("2100-12-25", "Noël")]
    await page.reload()
    await expect(page.get_by_text("Saturday, 25 December 2100")).to_be_visible()
    await expect(page.get_by_text("by Ana Lopes")).to_be_visible()


async def test_two_owners_do_not_undo_each_others_hours(stage: Stage, house: Running) -> None:
    await save(house, house.cast.brume, OFFICE)
    ana = await stage.agent("ana")
    await ana.page.goto(f"{stage.url}/console/#/settings/brands/atelier-brume")
    await ana.page.get_by_label("Day and night").check()
    await save(house, house.cast.brume, hours(every_day("7-8")))
    await ana.page.get_by_role("button", name="Save opening hours").click()
    await expect(ana.page.get_by_text("Someone else has just saved other opening hours.")).to_be_visible()
    await ana.page.get_by_role("button", name="See theirs").click()
    await expect(ana.page.get_by_label("Opens: Monday")).to_have_value("07:00")


async def test_a_visitor_sees_the_brand_close_and_still_writes(stage: Stage, house: Running) -> None:
    claire = await stage.visitor()
    now = datetime.now(PARIS)
    opens, closes = now - timedelta(hours=2), now + timedelta(minutes=40)
    await save(house, house.cast.lumen, hours(every_day(f"{opens:%H:%M}-{closes:%H:%M}")))
    await claire.page.clock.install()
    await claire.arrives()
    # What the server says the time is must not come after the time that this test makes pass.
    async with claire.page.expect_response("**/widget/hours"):
        await claire.opens_chat()
    line = claire.chat.get_by_role("status").filter(has_text=re.compile("Ouvert|Fermé"))
    await expect(line).to_have_text(f"Ouvert jusqu’à {said(closes)}")
    await claire.page.clock.fast_forward("41:00")
    await expect(line).to_contain_text(re.compile(f"^Fermé — réouverture (demain )?à {said(opens)}"))
    await expect(
        claire.chat.get_by_text(re.compile("^(Écrivez dès maintenant|Réponse .*avant)"))
    ).to_be_visible()
    await claire.writes("Je passe quand même")
    await expect(claire.chat.get_by_text(re.compile("envoyé"))).to_be_visible()
    await claire.chat.get_by_role("button", name="Retour à l’accueil").click()
    await save(house, house.cast.lumen, hours(every_day("0-0")))
    await expect(line).to_have_text("Ouvert jour et nuit")


def said(at: datetime) -> str:
    """Say a time as French does, with spaces that do not break."""
    if (at.hour, at.minute) == (0, 0):
        return "minuit"
    return f"{at.hour}\u00a0h" + (f"\u00a0{at:%M}" if at.minute else "")


async def _known(house: Running, brand: brands.Brand) -> brands.HoursVersion:
    async with house.cast.house.database.session([brand.id]) as session:
        return await brands.hours_now(session, brand.id)
