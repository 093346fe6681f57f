"""A chat goes on by email once its visitor has gone, comes back to the same conversation, and is seen as one."""

import re
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from uuid import UUID

import pytest
from playwright.async_api import expect

from tests.acceptance.axe import WIDE, found_on
from tests.acceptance.conftest import SETTINGS
from tests.acceptance.people import Stage, Visitor
from tests.cast import Running, running_on
from tests.conftest import environment
from tests.databases import Clone
from tests.email.letters import arrives, became, mail, mailbox_of
from tests.email.peer import Peer, peer
from tests.patience import until
from visavis import config
from visavis.channels.email import mailboxes
from visavis.channels.email.following import AWAY, BY_EMAIL
from visavis.kit.postgres import DATABASE
from visavis.promises.holding import GONE

CLAIRE = "claire@example.fr"


@pytest.fixture
async def house(
    postgres: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Running]:
    """A server of this test's own: its clock is put forward."""
    with Clone(postgres, template=DATABASE) as url:
        settings = config.read(environment(url, tmp_path_factory.mktemp("house"), **SETTINGS))
        async with running_on(settings, url) as running:
            yield running


def passes(house: Running, time: timedelta) -> None:
    """Put the house's clock forward."""
    database, before = house.app.house.database, house.app.house.database.clock
    database.clock = lambda: before() + time


async def leaves(house: Running, claire: Visitor) -> None:
    """Close the last page, and be gone a minute later."""
    here = claire.page
    claire.page = await claire.context.new_page()
    await here.close()
    while True:
        async with house.app.house.database.system() as session:
            if await session.tuples("select here from customer_presence") == [(False,)]:
                break
        await house.app.live.watch.look()
    passes(house, GONE + timedelta(seconds=2))


async def answers(house: Running, taking: Peer, text: str) -> UUID | None:
    """Claire answers the last mail that was taken."""
    async with house.app.house.database.session([house.cast.lumen.id]) as session:
        [mailbox] = await mailboxes.of_brands(session, house.cast.lea)
    last = taking.took[-1]
    letter = mail(
        text, to=str(last["Reply-To"]), In_Reply_To=str(last["Message-ID"]), subject=f"Re: {last['Subject']}"
    )
    return (await became(house.cast, await arrives(house.cast, mailbox, letter)))[2]


@pytest.mark.usefixtures("by_hand")
async def test_a_chat_goes_on_by_email_and_comes_back_as_one(stage: Stage, house: Running) -> None:
    async with peer() as (taking, server):
        await mailbox_of(house.cast, outgoing=server)
        lea, claire = await stage.agent("lea"), await stage.visitor()
        await claire.begins("Ma lampe grésille")
        async with house.app.house.database.system() as session:
            await session.execute(
                "update customer set email = %s where id = (select customer_id from conversation)", (CLAIRE,)
            )
        await lea.opens("Ma lampe grésille")
        await leaves(house, claire)
        await lea.page.get_by_role("button", name="Take").first.click()
        await lea.writes("Débranchez-la.")
        said = lea.said("Débranchez-la.")
        await expect(said).to_contain_text(f"Goes by email to {CLAIRE} unless they come back")
        await expect(said.get_by_role("button", name="Send now")).to_be_visible()
        assert not await found_on(lea.page, "words of a chat that will go by email")
        await lea.page.set_viewport_size(WIDE)
        await lea.writes("Je vous en envoie une autre.")
        await expect(lea.said("Je vous en envoie une autre.")).to_contain_text("unless they come back")
        await expect(said).not_to_contain_text("unless they come back")
        passes(house, AWAY)
        await until(lambda: len(taking.raws) == 1)
        await expect(lea.said("Je vous en envoie une autre.")).to_contain_text(f"Sent by email to {CLAIRE}")

        assert await answers(house, taking, "C’est fait.\n") is not None
        answer = lea.said("C’est fait.")
        await expect(answer).to_contain_text(CLAIRE)
        await lea.writes("Elle part demain.")
        await expect(lea.said("Elle part demain.")).to_contain_text("unless they come back")
        passes(house, BY_EMAIL)
        await until(lambda: len(taking.raws) == 2)
        await lea.writes("Le colis est parti.")
        await lea.said("Le colis est parti.").get_by_role("button", name="Send now").click()
        await until(lambda: len(taking.raws) == 3)

        whole = [
            *("Ma lampe grésille", "Débranchez-la.", "Je vous en envoie une autre.", "C’est fait."),
            *("Elle part demain.", "Le colis est parti."),
        ]
        assert await lea.hears() == whole
        await claire.arrives()
        await claire.opens_chat()
        await claire.chat.get_by_role("button", name="Le colis est parti.").click()
        await expect(claire.said("Le colis est parti.")).to_be_visible()
        assert await claire.hears() == whole
        await claire.writes("Me revoilà")
        await expect(lea.said("Me revoilà")).to_be_visible()
        await lea.writes("Bon retour")
        await expect(claire.said("Bon retour")).to_be_visible()
        await expect(lea.said("Bon retour")).to_contain_text("Seen")
        assert len(taking.raws) == 3


@pytest.mark.usefixtures("by_hand")
async def test_an_admin_turns_it_off_for_a_brand(stage: Stage, house: Running) -> None:
    ana = await stage.agent("ana")
    page = ana.page
    await page.goto(f"{ana.url}/console/#/settings/brands/maison-lumen")
    box = page.get_by_role("checkbox", name=re.compile("Continue chats by email"))
    await expect(box).to_be_checked()
    await box.uncheck()
    await page.get_by_role("button", name="Save").first.click()
    await expect(page.get_by_text(re.compile("Saved|saved")).first).to_be_visible()
    async with house.as_agent("ana") as owner:
        brands = (await owner.get("/api/v1/brands")).json()
    assert {brand["slug"]: brand["chats_by_email"] for brand in brands} == {
        "maison-lumen": False,
        "atelier-brume": True,
    }
