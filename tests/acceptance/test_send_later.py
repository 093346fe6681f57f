"""An answer by email can be taken back for some seconds, or leaves later; what comes between holds it."""

from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from playwright.async_api import expect

from tests.acceptance.axe import WIDE, found_on
from tests.acceptance.conftest import SETTINGS
from tests.acceptance.people import Stage
from tests.acceptance.test_chats_by_email import passes
from tests.cast import Running, running_on
from tests.conftest import environment
from tests.databases import Clone
from tests.email.letters import arrives, became, mail, mailbox_of
from tests.email.peer import peer
from tests.patience import until
from visavis import config
from visavis.channels.email.models import Mailbox
from visavis.conversations.scheduling import UNDO
from visavis.kit.postgres import DATABASE


@pytest.fixture
async def house(
    postgres: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Running]:
    """A server of this test's own: its clock is put forward."""
    with Clone(postgres, template=DATABASE) as url:
        settings = config.read(environment(url, tmp_path_factory.mktemp("house"), **SETTINGS))
        async with running_on(settings, url) as running:
            yield running


async def writes(house: Running, mailbox: Mailbox, text: str, **headers: str) -> UUID | None:
    """Claire writes a mail."""
    letter = mail(text, message_id=f"<{uuid4()}@example.fr>", **headers)
    return (await became(house.cast, await arrives(house.cast, mailbox, letter)))[2]


@pytest.mark.usefixtures("by_hand")
async def test_an_answer_is_taken_back_or_sent_later_or_held(stage: Stage, house: Running) -> None:
    async with peer() as (taking, server):
        mailbox = await mailbox_of(house.cast, outgoing=server)
        lea = await stage.agent("lea")
        await writes(house, mailbox, "Où est ma lampe ?")
        await lea.opens("Où est ma lampe ?")
        page = lea.page
        await page.get_by_role("button", name="Take").first.click()

        # Taken back: the words are in the field again, and nobody was sent anything.
        await page.locator("form input[type=file]").set_input_files(
            {"name": "suivi.txt", "mimeType": "text/plain", "buffer": b"1Z999"}
        )
        await expect(page.get_by_role("button", name="Remove suivi.txt")).to_be_visible()
        await lea.writes("Elle part demian.")
        waiting = lea.timeline.get_by_role("article", name="A message not sent yet")
        await expect(waiting).to_contain_text("Leaves in")
        assert not await found_on(page, "an answer that can be taken back")
        await page.set_viewport_size(WIDE)
        await waiting.get_by_role("button", name="Undo").click()
        await expect(lea.words).to_have_value("Elle part demian.")
        await expect(page.get_by_role("button", name="Remove suivi.txt")).to_be_visible()
        await expect(waiting).to_have_count(0)
        passes(house, UNDO)

        # Put right and sent again, it leaves.
        await lea.writes("Elle part demain.")
        await expect(waiting).to_contain_text("Elle part demain.")
        assert taking.raws == []
        passes(house, UNDO)
        await until(lambda: len(taking.raws) == 1)
        await expect(waiting).to_have_count(0)
        await expect(lea.said("Elle part demain.")).to_contain_text("Sent by email")
        assert b"suivi.txt" in taking.raws[0]
        assert b"demian" not in taking.raws[0]

        # Sent later, and it stays so when the page is loaded again.
        await lea.words.fill("Est-elle arrivée ?")
        await page.get_by_role("button", name="Send later").click()
        dialog = page.get_by_role("dialog")
        await expect(dialog.get_by_role("button", name="opening")).not_to_have_count(0)
        assert not await found_on(page, "when an answer is sent later")
        await page.set_viewport_size(WIDE)
        await dialog.get_by_role("button", name="Tomorrow, at opening").click()
        await expect(waiting).to_contain_text("Est-elle arrivée ?")
        await page.reload()
        await expect(waiting).to_contain_text("Leaves")
        await expect(lea.words).to_have_value("")

        # Claire writes meanwhile: it is held, and Léa is asked.
        back = str(taking.took[0]["Reply-To"])
        await writes(house, mailbox, "Elle est arrivée !", to=back)
        await expect(waiting).to_contain_text("Held: the customer wrote in the meantime.")
        assert not await found_on(page, "an answer that is held")
        await page.set_viewport_size(WIDE)
        await waiting.get_by_role("button", name="Take back").click()
        await expect(lea.words).to_have_value("Est-elle arrivée ?")
        await lea.words.fill("Parfait !")
        await page.get_by_role("button", name="Send later").click()
        await dialog.get_by_role("button", name="opening").first.click()
        await expect(waiting).to_contain_text("Parfait !")
        # Four days pass in a moment: Léa is not there meanwhile, or would have to sign in again.
        await page.route("**/api/**", lambda route: route.abort())
        passes(house, timedelta(days=4))
        await until(lambda: len(taking.raws) == 2)
        passes(house, -timedelta(days=4))
        await page.unroute("**/api/**")
        await expect(lea.said("Parfait !")).to_contain_text("Sent by email")
        assert b"Est-elle arriv" not in taking.raws[1]
