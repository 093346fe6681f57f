"""A solution is promised at the console, read in the widget, and kept or owned up to."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from playwright.async_api import expect

from tests.acceptance.axe import found_on
from tests.acceptance.people import Stage
from tests.cast import Running
from visavis import promises

PROMISED = re.compile(r"Léa Martin vous promet une solution")


@pytest.mark.usefixtures("by_hand")
async def test_a_solution_is_promised_by_key_read_by_the_customer_and_kept(
    stage: Stage, house: Running
) -> None:
    lea, claire = await stage.agent("lea"), await stage.visitor()
    asked = f"Il manque une pièce {uuid4().hex[:6]}"
    await claire.begins(asked)
    await lea.opens(asked)
    await lea.writes("Bonjour, je regarde.")
    await expect(claire.said("Bonjour, je regarde.")).to_be_visible()

    await lea.words.blur()
    await lea.page.keyboard.press("p")
    dialog = lea.page.get_by_role("dialog", name="Promise a solution")
    await expect(dialog.get_by_role("radio").first).to_be_checked()
    found = await found_on(lea.page, "promising a solution")
    await lea.page.set_viewport_size({"width": 1440, "height": 900})
    await dialog.get_by_role("radio", name=re.compile("before noon")).check()
    await dialog.get_by_label(re.compile("What will be done")).fill("Je commande la pièce")
    await dialog.get_by_role("button", name="Promise", exact=True).click()
    await expect(dialog).to_have_count(0)
    await expect(lea.timeline).to_contain_text(re.compile(r"Léa Martin promises a solution before .+"))
    await expect(lea.page.locator("header").filter(has_text=re.compile("Solution before .+"))).to_be_visible()

    owed = claire.chat.get_by_role("status").filter(has_text=PROMISED)
    await expect(owed).to_contain_text("Je commande la pièce")
    await expect(claire.timeline).to_contain_text("Je commande la pièce")
    found += await found_on(claire.page, "a promised solution", claire.page.frames[-1], widths="narrow")
    await lea.page.goto(f"{stage.url}/console/#/mine")
    row = lea.row("Bonjour, je regarde.").first
    await expect(row.get_by_role("img", name=re.compile("a solution is promised"))).to_be_visible()
    await row.click()
    await expect(lea.timeline).to_contain_text("promises a solution")

    await lea.page.keyboard.press("p")
    await expect(dialog).to_contain_text("Léa Martin promised a solution before")
    await dialog.get_by_role("radio", name="Another date").check()
    await dialog.get_by_role("button", name="Promise", exact=True).click()
    await expect(claire.timeline).to_contain_text("d’abord promise")

    await lea.page.get_by_role("button", name=re.compile("^Resolve")).click()
    await expect(owed).to_have_count(0)
    async with house.cast.house.database.session([house.cast.lumen.id]) as session:
        states = await session.tuples(
            """
            select e.state from promise p join promise_end e on e.promise_id = p.id
            where p.kind = 'resolution' order by p.made_at desc limit 2
            """
        )
    assert states == [("kept",), ("withdrawn",)]
    assert not found, "\n".join(found)


@pytest.mark.usefixtures("by_hand")
async def test_a_solution_that_did_not_come_is_owned_up_to(stage: Stage, house: Running) -> None:
    cast, hugo = house.cast, await stage.visitor()
    await hugo.remembers(cast.tokens["hugo"])
    asked = f"Ma lampe {uuid4().hex[:6]}"
    begun = await cast.starts(cast.hugo, asked)
    now = cast.house.database.clock()
    async with cast.house.database.session(
        cast.lea.brand_ids, clock=lambda: now - timedelta(hours=2)
    ) as session:
        await promises.promise_solution(
            session, cast.lea, conversation_id=begun.id, by=now - timedelta(minutes=5)
        )
    await hugo.arrives()
    await hugo.opens_chat()
    await hugo.chat.get_by_role("button", name=asked).click()
    await expect(hugo.chat.get_by_role("status").filter(has_text="tenu parole")).to_contain_text(
        "Nous vous avions promis une solution"
    )
    lea = await stage.agent("lea")
    await lea.page.goto(f"{stage.url}/console/#/mine")
    await expect(
        lea.row(asked).get_by_role("img", name=re.compile(r"Solution late by \d+:\d\d"))
    ).to_be_visible()
