"""A mailbox is set up: its address, its provider's own page and back, a test that comes full circle, and the DNS."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Locator, expect

from tests.acceptance.axe import WIDE, found_on
from tests.acceptance.people import Agent, Stage
from tests.cast import Running
from tests.email.names import Names, named
from tests.email.peers import Dovecot, dovecot_serving
from tests.email.postfix import Postfix, postfix
from tests.email.provider import CLIENT, SECRET, Provider, provider

BOX = "bonjour@lumen.example"
LONG = 25_000  # ms: two servers, a reader and a job are on the way
PICTURES = os.environ.get("VISAVIS_PICTURES", "")  # a folder, to look at the screens


@pytest.fixture
async def ana(stage: Stage, house: Running, by_hand: None) -> AsyncIterator[Agent]:
    """Ana, in a house without mailboxes and applications; what she adds is taken away in the end."""
    yield await stage.agent("ana")
    house.app.house.authorities.clear()
    async with house.as_agent("ana") as owner:
        for mailbox in (await owner.get("/api/v1/mailboxes")).json()["items"]:
            (await owner.delete(f"/api/v1/mailboxes/{mailbox['id']}")).raise_for_status()
        for name in ("google", "microsoft"):
            (await owner.delete(f"/api/v1/mail-applications/{name}")).raise_for_status()


@pytest.fixture
async def names(tmp_path: Path) -> AsyncIterator[Names]:
    """A server of names, in which Google keeps the mail of lumen.example."""
    async with named(tmp_path) as made:
        made.exchanges = {"lumen.example": "aspmx.l.google.com"}
        await made.publish_all({})
        yield made


@pytest.fixture
async def theirs(house: Running) -> AsyncIterator[Provider]:
    """The provider that stands for Google and for Microsoft."""
    async with provider() as made:
        house.app.house.authorities.update(google=made.url, microsoft=made.url)
        yield made


async def pictured(ana: Agent, name: str) -> None:
    """Have the screen be looked at, on three widths and in both themes."""
    if not PICTURES:
        return
    page = ana.page
    for theme in ("light", "dark"):
        await page.emulate_media(color_scheme=theme)
        for width in (390, 1024, 1440):
            await page.set_viewport_size({"width": width, "height": 900})
            main = page.locator("main")
            height = await main.evaluate("node => node.scrollHeight + 80")
            await page.set_viewport_size({"width": width, "height": max(900, height)})
            await page.screenshot(path=f"{PICTURES}/{name}-{width}-{theme}.png")
    await page.set_viewport_size(WIDE)


async def begins(ana: Agent, address: str = BOX) -> None:
    """Write the address of a mailbox to come."""
    page = ana.page
    await page.goto(f"{ana.url}/console/#/settings/mailboxes/+")
    await page.reload()
    await page.get_by_label("Address").fill(address)
    await page.get_by_label("Brand").select_option("Maison Lumen")
    await pictured(ana, "1-address")
    await page.get_by_role("button", name="Continue").click()


async def registers(ana: Agent, name: str) -> None:
    """Enter the house's application at a provider."""
    page = ana.page
    await page.goto(f"{ana.url}/console/#/settings/mailboxes/sign-in")
    await expect(page.get_by_text(f"{ana.url}/console/mail-signed-in")).to_be_visible()
    section = page.get_by_role("region", name=name)
    await section.get_by_label("Client identifier").fill(CLIENT)
    await section.get_by_label("Client secret").fill(SECRET)
    await section.get_by_role("button", name="Save").click()
    await expect(section.get_by_role("button", name="Forget")).to_be_visible()


async def sends_through(ana: Agent, inbox: Dovecot, relay: Postfix) -> None:
    """Have the mailbox use these servers."""
    page = ana.page
    for name, port in (("Incoming server", inbox.imap), ("Outgoing server", relay.port)):
        server = page.get_by_role("group", name=name)
        await server.get_by_label("Server").fill("127.0.0.1")
        await server.get_by_label("Security").select_option("None")
        await server.get_by_label("Port").fill(str(port))
        await server.get_by_label("User").fill(inbox.user)
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("Saved")).to_be_visible()


def told(ana: Agent) -> Locator:
    """What a test tells."""
    return ana.page.get_by_role("region", name="Test").get_by_role("status")


async def test_a_mailbox_of_google_is_added_signed_in_to_tried_out_and_believed(
    ana: Agent, house: Running, names: Names, theirs: Provider
) -> None:
    page = ana.page
    await begins(ana)
    await expect(page.get_by_text("Mail for lumen.example is kept at Gmail.")).to_be_visible()
    await expect(page.get_by_text("Register your application at Google first")).to_be_visible()
    await pictured(ana, "2-unregistered")
    await registers(ana, "Google")
    await pictured(ana, "3-applications")
    assert not await found_on(page, "the house's applications")
    await page.set_viewport_size(WIDE)
    await begins(ana)
    assert not await found_on(page, "a way to sign in")
    await page.set_viewport_size(WIDE)
    await pictured(ana, "4-sign-in")
    await page.get_by_role("button", name="Sign in with Google").click()
    await page.get_by_role("link", name="Allow").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(BOX)
    assert "code=" not in page.url
    section = page.get_by_role("region", name="Sign-in")
    await expect(section).to_contain_text(f"Signed in at Google as {BOX}")
    with dovecot_serving(theirs.url) as inbox, postfix(inbox.lmtp, 9, inbox.sasl) as relay:
        await sends_through(ana, inbox, relay)
        await page.get_by_role("button", name="Test", exact=True).click()
        await expect(told(ana)).to_contain_text("Receiving: the inbox opens")
        await expect(told(ana)).to_contain_text("Sending: a mail has left")
        await expect(told(ana)).to_contain_text("the mail has come back. All works.", timeout=LONG)
        await _publishes(ana, house, names)
        theirs.revoke()
        async with house.cast.house.database.system() as session:
            await session.execute("update mail_grant set expires_at = now()")
        await page.get_by_role("button", name="Test again").click()
        await expect(told(ana)).to_contain_text("The leave given to this mailbox has ended")
    await page.reload()
    await expect(section).to_contain_text("what your agents write waits here; nothing is lost")
    assert not await found_on(page, "a sign-in that has ended")
    await pictured(ana, "6-ended")
    await page.set_viewport_size(WIDE)
    await page.goto(f"{ana.url}/console/#/settings/mailboxes")
    await expect(page.get_by_role("link", name=BOX)).to_contain_text("The leave has ended")
    await pictured(ana, "9-mailboxes")
    await page.goto(f"{ana.url}/console/#/unassigned")
    trouble = page.get_by_role("status").filter(has_text=BOX)
    await expect(trouble).to_contain_text("sign in again")
    assert not await found_on(page, "an inbox above which a mailbox waits for somebody")
    await pictured(ana, "10-inbox")
    await page.set_viewport_size(WIDE)
    await trouble.get_by_role("button", name="See the mailbox").click()
    await section.get_by_role("button", name="Sign in again").click()
    await page.get_by_role("link", name="Allow").click()
    await expect(section).to_contain_text(f"Signed in at Google as {BOX}")
    await page.goto(f"{ana.url}/console/#/unassigned")
    await expect(ana.inbox).to_be_visible()
    await expect(trouble).to_have_count(0)


async def _publishes(ana: Agent, house: Running, names: Names) -> None:
    """The domain's records are missing, then others, then right."""
    page = ana.page
    section = page.get_by_role("region", name="Being believed")
    records = {
        kind: section.get_by_role("listitem").filter(has=page.get_by_role("heading", name=kind))
        for kind in ("spf", "dkim", "dmarc")
    }
    for record in records.values():
        await expect(record).to_contain_text("Missing")
    async with house.as_agent("ana") as owner:
        [mailbox] = (await owner.get("/api/v1/mailboxes")).json()["items"]
        advised = (await owner.get(f"/api/v1/mailboxes/{mailbox['id']}/dns")).json()["items"]
    await names.publish_all(
        {
            "lumen.example": "v=spf1 include:spf.shop.example -all",
            "_dmarc.lumen.example": "v=DMARC1; p=reject",
        }
    )
    await section.get_by_role("button", name="Check again").click()
    await expect(records["spf"]).to_contain_text("Different")
    await expect(records["spf"]).to_contain_text("v=spf1 include:spf.shop.example ip4:127.0.0.1 -all")
    await expect(records["dmarc"]).to_contain_text("yours has neither today")
    assert not await found_on(page, "records to publish")
    await pictured(ana, "5-records")
    await page.set_viewport_size(WIDE)
    await names.publish_all({record["name"]: record["value"] for record in advised})
    await section.get_by_role("button", name="Check again").click()
    for record in records.values():
        await expect(record).to_contain_text("In place")


async def test_a_mailbox_of_microsoft_is_signed_in_to_by_a_code(
    ana: Agent, names: Names, theirs: Provider
) -> None:
    page = ana.page
    await registers(ana, "Microsoft")
    await begins(ana, "bonjour@outlook.com")
    await page.get_by_role("button", name="With a code…").click()
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_contain_text("ABCD-1234")
    assert not await found_on(page, "a code to type")
    await pictured(ana, "7-code")
    await page.set_viewport_size(WIDE)
    theirs.types()
    await expect(page.get_by_role("heading", level=1)).to_have_text("bonjour@outlook.com")
    await expect(page.get_by_role("region", name="Sign-in")).to_contain_text("Signed in at Microsoft")


async def test_what_is_wrong_is_said_with_what_to_do_about_it(
    ana: Agent, names: Names, theirs: Provider
) -> None:
    page = ana.page
    await begins(ana, "bonjour@nowhere.example")
    await expect(page.get_by_text("We do not know this provider")).to_be_visible()
    for name in ("Incoming server", "Outgoing server"):
        server = page.get_by_role("group", name=name)
        await server.get_by_label("Server").fill("nowhere.invalid")
    await page.get_by_role("button", name="Add", exact=True).click()
    await page.get_by_role("button", name="Test", exact=True).click()
    await expect(told(ana)).to_contain_text("There is no server of that name.")
    await expect(told(ana)).to_contain_text("letter by letter")
    assert not await found_on(page, "a test that failed")
    await pictured(ana, "8-failed")
    await page.set_viewport_size(WIDE)
    await page.context.set_offline(True)
    await page.get_by_role("button", name="Test again").click()
    await expect(page.get_by_role("region", name="Test").get_by_role("alert")).to_be_visible()


async def test_a_return_that_nobody_began_signs_nobody_in(ana: Agent, theirs: Provider) -> None:
    page = ana.page
    await page.goto(f"{ana.url}/console/mail-signed-in?state=forged&code=anothers")
    await expect(page.get_by_text("This sign-in was not begun here")).to_be_visible()
    assert "forged" not in page.url
    assert theirs.asked == []
