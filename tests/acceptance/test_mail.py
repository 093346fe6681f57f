"""Mail from end to end: a mailbox is added and filled from a file, an agent reads, answers, and sees how it fares."""

import re
from collections.abc import AsyncIterator
from email.message import EmailMessage

import pytest
from playwright.async_api import FilePayload, Route, expect

from tests.acceptance.axe import WIDE, found_on
from tests.acceptance.conftest import PATIENCE
from tests.acceptance.people import Agent, Stage
from tests.cast import Running
from tests.email.letters import mail

BOX = "bonjour@lumen.example"
HOSTILE = (
    "<h1>Elle clignote</h1><p>Depuis <b>mardi</b>.</p><script>parent.document.title = 'taken'</script>"
    "<img src='https://tracker.example/seen.gif' onerror=\"parent.document.title = 'taken'\">"
    "<p><a href='javascript:parent.document.title=1'>ici</a></p><img src='cid:photo' alt='la lampe'>"
    "<form action='https://evil.example/'><button>Payer</button></form>"
    "<link rel=stylesheet href='https://evil.example/a.css'><iframe src='https://evil.example/'></iframe>"
    "<blockquote>Votre commande est partie.</blockquote>"
)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
GIF = bytes.fromhex("47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b")


def letter() -> FilePayload:
    """Claire's mail, laid out, with a picture in it, and all that a mail should not do."""
    written: EmailMessage = mail("Elle clignote.\n", subject="Ma lampe", Cc="jean@example.fr")
    written.add_alternative(HOSTILE, subtype="html")
    laid_out = written.get_body(("html",))
    assert isinstance(laid_out, EmailMessage)
    laid_out.add_related(PNG, "image", "png", cid="<photo>")
    return {"name": "lampe.eml", "mimeType": "message/rfc822", "buffer": bytes(written)}


@pytest.fixture
async def ana(stage: Stage, house: Running, by_hand: None) -> AsyncIterator[Agent]:
    """Ana, in a house without mailboxes; what she adds is taken away in the end."""
    yield await stage.agent("ana")
    async with house.as_agent("ana") as owner:
        for mailbox in (await owner.get("/api/v1/mailboxes")).json()["items"]:
            (await owner.delete(f"/api/v1/mailboxes/{mailbox['id']}")).raise_for_status()


async def adds_mailbox(ana: Agent) -> None:
    """Add a mailbox whose servers nobody answers at."""
    page = ana.page
    await page.goto(f"{ana.url}/console/#/settings/mailboxes")
    await expect(page.get_by_text("No mailbox yet")).to_be_visible()
    await page.get_by_role("button", name="Add a mailbox").click()
    await page.get_by_label("Address").fill(BOX)
    await page.get_by_label("Brand").select_option("Maison Lumen")
    await page.get_by_role("button", name="Continue").click()
    incoming, outgoing = (
        page.get_by_role("group", name=name) for name in ("Incoming server", "Outgoing server")
    )
    await page.get_by_label("Provider").select_option("Fastmail")
    await expect(incoming.get_by_label("Server")).to_have_value("imap.fastmail.com")
    await expect(outgoing.get_by_label("User")).to_have_value(BOX)
    for server in (incoming, outgoing):
        await server.get_by_label("Server").fill("127.0.0.1")
        await server.get_by_label("Port").fill("9")
        await server.get_by_label("Security").select_option("None")
        await server.get_by_label("User").fill("")
    await page.get_by_role("button", name="Add", exact=True).click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(BOX)


async def imports(ana: Agent, file: FilePayload) -> None:
    """Import a file into the mailbox that is open."""
    section = ana.page.get_by_role("region", name="Import mails")
    await section.locator("input[type=file]").set_input_files(file)


async def test_a_mail_is_read_whole_does_nothing_and_is_answered(ana: Agent, stage: Stage) -> None:
    await adds_mailbox(ana)
    file = letter()
    await imports(ana, file)
    section = ana.page.get_by_role("region", name="Import mails")
    await expect(section.get_by_role("status")).to_contain_text("1 mail taken in")
    await imports(ana, file)
    await expect(section.get_by_role("status")).to_contain_text("1 was there before")

    lea = await stage.agent("lea")
    page, away = lea.page, list[str]()

    async def far(route: Route) -> None:
        away.append(route.request.url)
        await route.fulfill(body=GIF, content_type="image/gif")

    await lea.context.route(lambda url: not url.startswith(stage.url), far)
    await expect(lea.row("Elle clignote.")).to_contain_text("By email")
    await expect(lea.row("Elle clignote.")).to_contain_text("Ma lampe")
    await lea.opens("Elle clignote.")
    await expect(page.get_by_role("main").locator("header")).to_contain_text("Ma lampe")
    said = lea.said("claire@example.fr")
    await expect(said).not_to_contain_text("address proven")
    await said.get_by_role("button", name="Email details").click()
    await expect(said.get_by_role("definition").filter(has_text="jean@example.fr")).to_be_visible()
    await said.get_by_role("button", name="Email details").click()

    await said.get_by_role("button", name="Show the whole mail").click()
    frame = said.frame_locator("iframe")
    await expect(frame.get_by_role("heading", name="Elle clignote")).to_be_visible()
    await expect(frame.get_by_text("Votre commande est partie.")).to_be_visible()
    await expect(
        frame.locator("script,form,button,iframe,link,[onerror],[href^='javascript']")
    ).to_have_count(0)
    sandbox = await said.locator("iframe").get_attribute("sandbox")
    assert sandbox is not None
    assert "allow-scripts" not in sandbox
    # What it encloses is shown, from our own house.
    await expect(frame.get_by_role("img", name="la lampe")).to_have_js_property("naturalWidth", 1)
    assert not await found_on(page, "a mail shown whole")
    await page.set_viewport_size(WIDE)
    assert away == []
    await said.get_by_role("button", name="Show images").click()
    await expect(frame.locator("img")).to_have_count(2)
    await expect(said.get_by_role("button", name="Show images")).to_have_count(0)
    assert away == ["https://tracker.example/seen.gif"]
    assert "taken" not in await page.title()

    await page.get_by_role("button", name="Take").first.click()
    await expect(page.get_by_text("Email to claire@example.fr")).to_be_visible()
    await lea.writes("Je vous en envoie une autre.")
    answer = lea.said("Je vous en envoie une autre.")
    # It could be taken back for some seconds.
    await expect(answer).to_contain_text("To claire@example.fr", timeout=3 * PATIENCE)
    await expect(answer).to_contain_text(re.compile("Queued|Put off"))
    # Nobody is at the server that it goes out by.
    await expect(answer).to_contain_text("Put off, tried again at")
    assert not await found_on(page, "a mail put off")
    await ana.page.goto(f"{ana.url}/console/#/settings/mailboxes")
    await expect(ana.page.get_by_role("link", name=re.compile(BOX))).to_contain_text(
        "The server does not answer"
    )


async def test_what_is_wrong_with_a_mailbox_is_said_beside_its_field(ana: Agent) -> None:
    await adds_mailbox(ana)
    page = ana.page
    await page.goto(f"{ana.url}/console/#/settings/mailboxes/+")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Add a mailbox")
    await page.get_by_label("Address").fill(BOX)
    await page.get_by_label("Brand").select_option("Maison Lumen")
    await page.get_by_role("button", name="Continue").click()
    await page.get_by_label("Provider").select_option("Gmail")
    await page.get_by_role("button", name="Add", exact=True).click()
    await expect(page.get_by_label("Address")).to_have_accessible_description(
        "This address is already one of your mailboxes."
    )
    assert not await found_on(page, "a mailbox refused")
    await page.set_viewport_size(WIDE)
    await page.goto(f"{ana.url}/console/#/settings/mailboxes")
    await page.get_by_role("link", name=re.compile(BOX)).click()
    await page.get_by_role("button", name="Take away…").click()
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_contain_text(BOX)
    assert not await found_on(page, "a mailbox to take away")
    await page.set_viewport_size(WIDE)
    await dialog.get_by_role("button", name="Take away").click()
    await expect(page.get_by_text("No mailbox yet")).to_be_visible()


async def test_a_mail_without_a_place_is_listed_with_the_reason_and_can_be_tried_again(
    ana: Agent, house: Running
) -> None:
    await adds_mailbox(ana)
    await imports(
        ana,
        {
            "name": "a.eml",
            "mimeType": "message/rfc822",
            "buffer": bytes(mail(sender="", subject="De personne")),
        },
    )
    await expect(ana.page.get_by_text("1 mail taken in")).to_be_visible()
    machine = mail(
        "Absente.", subject="Absence", message_id="<away@example.fr>", Auto_Submitted="auto-replied"
    )
    await imports(ana, {"name": "b.eml", "mimeType": "message/rfc822", "buffer": bytes(machine)})

    async def placed() -> bool:
        async with house.as_agent("ana") as owner:
            return len((await owner.get("/api/v1/mails/aside")).json()["items"]) >= 2

    while not await placed():
        await ana.page.wait_for_load_state("networkidle")
    async with house.cast.house.database.system() as session:
        await session.execute(
            "update mail_in set state = 'quarantined', why = 'took_too_long' where subject = 'Absence'"
        )
    page = ana.page
    await page.goto(f"{ana.url}/console/#/settings/mailboxes/aside")
    nobodys = page.get_by_role("listitem").filter(has_text="De personne")
    await expect(nobodys).to_contain_text("It does not say whom it comes from")
    await expect(nobodys.get_by_role("button")).to_have_count(0)
    late = page.get_by_role("listitem").filter(has_text="Absence")
    await expect(late).to_contain_text("Reading it took too long.")
    async with page.expect_download() as found:
        await late.get_by_role("link", name="Download").click()
    assert (await found.value).suggested_filename == "mail.eml"
    assert not await found_on(page, "mails that found no place")
    await page.set_viewport_size(WIDE)
    await late.get_by_role("button", name="Try again").click()
    await expect(late).to_have_count(0)


async def test_an_answer_goes_in_copy_to_whom_the_agent_lets_in(
    ana: Agent, stage: Stage, house: Running
) -> None:
    await adds_mailbox(ana)
    first = mail("Elle clignote encore.\n", subject="Ma lampe, suite", Cc="jean@example.fr")
    await imports(ana, {"name": "a.eml", "mimeType": "message/rfc822", "buffer": bytes(first)})
    lea = await stage.agent("lea")
    page = lea.page
    await lea.opens("Elle clignote encore.")
    await page.get_by_role("button", name="Email to claire@example.fr").click()
    to, copies, blind = (page.get_by_role("textbox", name=name, exact=True) for name in ("To", "Cc", "Bcc"))
    await expect(copies).to_be_focused()
    chips = page.get_by_role("list", name="Cc", exact=True).get_by_role("listitem")
    await expect(chips).to_have_count(0)
    # One click lets Jean in; out again; and in.
    await page.get_by_role("button", name="Add jean@example.fr").click()
    await expect(chips).to_have_text(["jean@example.fr"])
    await expect(lea.timeline).to_contain_text("Léa Martin added jean@example.fr to the exchange")
    await page.get_by_role("button", name="Remove jean@example.fr").click()
    await expect(chips).to_have_count(0)
    await expect(lea.timeline).to_contain_text("Léa Martin removed jean@example.fr from the exchange")
    await page.get_by_role("button", name="Add jean@example.fr").click()
    await expect(chips).to_have_count(1)
    # By hand: typed, corrected by key, and what is no address is said.
    await copies.fill("paul")
    await copies.press("Enter")
    await expect(page.get_by_role("alert")).to_have_text("“paul” is no email address.")
    await lea.words.fill("Je vous en envoie une autre.")
    await expect(page.get_by_role("button", name="Send", exact=True)).to_be_disabled()
    await copies.press("Backspace")
    await page.keyboard.press("Enter")
    await expect(copies).to_have_value("paul")
    await copies.fill("paul@example.fr")
    await copies.press(",")
    await expect(chips).to_have_text(["jean@example.fr", "paul@example.fr"])
    await page.get_by_role("button", name="Add a Bcc").click()
    await blind.fill("chef@elsewhere.example")
    await blind.press("Enter")
    assert not await found_on(page, "the recipients of a mail")
    await page.set_viewport_size(WIDE)
    await expect(to).to_be_visible()
    await lea.words.press("Enter")
    said = lea.said("Je vous en envoie une autre.")
    # It can be taken back for ten seconds.
    await expect(said).to_contain_text("To claire@example.fr and 2 others", timeout=30_000)
    await said.get_by_role("button", name="Email details").click()
    await expect(said.get_by_role("definition").filter(has_text="chef@elsewhere.example")).to_be_visible()
    # What follows goes to the customer and to who takes part, and blindly to nobody.
    await expect(page.get_by_role("button", name="Email to claire@example.fr and 2 others")).to_be_visible()
    async with house.cast.house.database.system() as session:
        sent = await session.tuples(
            "select recipients, copies, blind from mail where blind <> '{}' order by message_id desc limit 1"
        )
    assert sent == [
        (["claire@example.fr"], ["jean@example.fr", "paul@example.fr"], ["chef@elsewhere.example"])
    ]
