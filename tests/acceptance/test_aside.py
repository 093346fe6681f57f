"""A supplier is asked beside a chat, by email: the agent reads the answer aside, and the customer nowhere."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import expect

from tests.acceptance.axe import WIDE, found_on
from tests.acceptance.people import Agent, Stage
from tests.acceptance.test_mail import BOX, adds_mailbox, imports
from tests.cast import Running
from tests.email.letters import mail


@pytest.fixture
async def ana(stage: Stage, house: Running, by_hand: None) -> AsyncIterator[Agent]:
    """Ana, in a house without mailboxes; what she adds is taken away in the end."""
    yield await stage.agent("ana")
    async with house.as_agent("ana") as owner:
        for mailbox in (await owner.get("/api/v1/mailboxes")).json()["items"]:
            (await owner.delete(f"/api/v1/mailboxes/{mailbox['id']}")).raise_for_status()


async def test_a_supplier_is_asked_and_their_answer_appears_aside_and_nowhere_else(
    ana: Agent, stage: Stage, house: Running
) -> None:
    await adds_mailbox(ana)
    visitor = await stage.visitor()
    await visitor.begins("Ma lampe Orion grésille")
    lea = await stage.agent("lea")
    page = lea.page
    await lea.opens("Ma lampe Orion grésille")
    await page.get_by_role("button", name="Take").first.click()
    said = lea.said("Ma lampe Orion grésille")
    await said.hover()
    await said.get_by_role("button").last.click()
    await page.get_by_role("menuitem", name="Forward").click()
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_contain_text("Forward this message")
    await expect(dialog.get_by_role("textbox", name="To")).to_be_focused()
    await dialog.get_by_role("textbox", name="To").fill("paul@maker.example")
    await page.keyboard.press("Enter")
    await dialog.get_by_label("Subject").fill("Lampe Orion")
    await dialog.get_by_label("Your message").fill("Bonjour Paul, est-ce connu ?")
    await expect(dialog.get_by_role("region", name="What goes with it")).to_contain_text("grésille")
    assert not await found_on(page, "a message to forward")
    await page.set_viewport_size(WIDE)
    await dialog.get_by_role("button", name="Send").click()
    sheet = page.get_by_role("dialog")
    await expect(sheet.get_by_role("article")).to_have_count(1)
    await expect(sheet).to_contain_text("The customer sees nothing of this.")
    await page.keyboard.press("Escape")
    await expect(sheet).to_have_count(0)
    line = lea.timeline.locator("[data-side]")
    await expect(line).to_contain_text("Léa Martin to paul@maker.example, aside")

    # The maker answers; his mail comes in as any other.
    async with house.cast.house.database.system() as session:
        [(message_id,)] = await session.tuples("select id from message where kind = 'side'")
    answer = mail(
        "Oui, changez le condensateur.\n",
        sender="Paul Dupré <paul@maker.example>",
        to=BOX,
        subject="Re: Lampe Orion",
        message_id="<maker@maker.example>",
        In_Reply_To=f"<{message_id}@lumen.example>",
    )
    await imports(ana, {"name": "r.eml", "mimeType": "message/rfc822", "buffer": bytes(answer)})
    await (
        page.get_by_role("status")
        .filter(has_text="Paul Dupré has answered aside")
        .get_by_role("button", name="Open")
        .click(timeout=60_000)
    )
    await expect(sheet.get_by_role("article").last).to_contain_text("Oui, changez le condensateur.")
    assert not await found_on(page, "a side conversation")
    await page.set_viewport_size(WIDE)
    field = sheet.get_by_role("textbox", name="Write aside…")
    await field.fill("Merci, et le délai ?")
    await field.press("Enter")
    await expect(sheet.get_by_role("article").last).to_contain_text("Merci, et le délai ?")
    await expect(field).to_have_value("")
    await page.keyboard.press("Escape")
    await expect(line).to_have_count(3)

    # The customer, there all the while and asking afresh, reads what she is told, and nothing of it.
    await lea.writes("Nous la remplaçons.")
    await expect(visitor.said("Nous la remplaçons.")).to_be_visible()
    assert await visitor.hears() == ["Ma lampe Orion grésille", "Nous la remplaçons."]
    key = "localStorage.getItem('visavis:maison-lumen:token')"
    [token] = {found for frame in visitor.page.frames if (found := await frame.evaluate(key))}
    async with house.http(Authorization=f"Bearer {token}") as claire:
        [conversation] = (await claire.get("/api/v1/widget/conversations")).json()["items"]
        fresh = (await claire.get(f"/api/v1/widget/conversations/{conversation['id']}")).text
    assert "Nous la remplaçons." in fresh
    for word in ("condensateur", "Paul", "maker", "délai"):
        assert word not in fresh
        await expect(visitor.chat.locator("body")).not_to_contain_text(word)
