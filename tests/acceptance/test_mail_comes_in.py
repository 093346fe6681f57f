"""How mail comes in: a mailbox whose mail a provider brings, at an address that is shown once."""

import re
from urllib.parse import urlsplit

import httpx
from playwright.async_api import expect

from tests.acceptance.axe import WIDE, found_on
from tests.acceptance.people import Agent, Stage
from tests.acceptance.test_mail import BOX, ana
from tests.cast import Running
from tests.email.letters import mail

__all__ = ["ana"]


async def adds_brought(ana: Agent) -> None:
    """Add a mailbox whose mail is brought."""
    page = ana.page
    await page.goto(f"{ana.url}/console/#/settings/mailboxes/+")
    await page.get_by_label("Address").fill(BOX)
    await page.get_by_label("Brand").select_option("Maison Lumen")
    await page.get_by_role("button", name="Continue").click()
    await expect(page.get_by_label("From when on")).to_have_value("now")
    assert not await found_on(page, "a mailbox to add")
    await page.set_viewport_size(WIDE)
    await page.get_by_label("How mail comes in").select_option("Brought")
    await expect(page.get_by_role("group", name="Incoming server")).to_have_count(0)
    await expect(page.get_by_label("From when on")).to_have_count(0)
    outgoing = page.get_by_role("group", name="Outgoing server")
    await outgoing.get_by_label("Server").fill("127.0.0.1")
    await page.get_by_role("button", name="Add", exact=True).click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(BOX)


async def test_a_provider_brings_mail_at_an_address_that_is_shown_once(
    ana: Agent, stage: Stage, house: Running
) -> None:
    await adds_brought(ana)
    page = ana.page
    hooks = page.get_by_role("region", name="Brought by a provider")
    await hooks.get_by_label("Provider").select_option("Amazon SES")
    await hooks.get_by_label("SNS topic").fill("arn:of:nothing")
    await hooks.get_by_role("button", name="Make the address").click()
    await expect(hooks.get_by_role("alert")).to_contain_text("needs its key or its topic")
    await hooks.get_by_label("Provider").select_option("Postmark")
    await hooks.get_by_role("button", name="Make the address").click()
    await expect(hooks.get_by_role("listitem")).to_contain_text("not called yet")
    shown = hooks.get_by_role("status").locator("code")
    url = urlsplit(await shown.inner_text())
    assert not await found_on(page, "a hook that was made")
    await page.set_viewport_size(WIDE)

    raw = bytes(mail("Elle clignote encore.", subject="Par Postmark")).decode()
    async with httpx.AsyncClient(base_url=stage.url) as postmark:
        known = httpx.BasicAuth(url.username or "", url.password or "")
        answer = await postmark.post(url.path, json={"RawEmail": raw}, auth=known)
        assert answer.json()["kept"] == 1
        assert (await postmark.post(url.path, json={"RawEmail": raw})).status_code == 403

    lea = await stage.agent("lea")
    await expect(lea.row("Elle clignote encore.")).to_contain_text("Par Postmark")
    await page.reload()
    await expect(hooks.get_by_role("listitem")).to_contain_text("Last called")
    await expect(hooks.get_by_role("status")).to_have_count(0)
    await hooks.get_by_role("button", name=re.compile("Take away the address")).click()
    await page.get_by_role("dialog").get_by_role("button", name="Take away").click()
    await expect(hooks.get_by_role("listitem")).to_have_count(0)
    async with httpx.AsyncClient(base_url=stage.url) as postmark:
        known = httpx.BasicAuth(url.username or "", url.password or "")
        assert (await postmark.post(url.path, json={"RawEmail": raw}, auth=known)).status_code == 404
