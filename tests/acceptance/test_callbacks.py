"""Call-backs, from the number that a visitor leaves to the voice that keeps the promise."""

import re
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Locator, Route, expect

from tests.acceptance.axe import found_on
from tests.acceptance.people import Stage, Visitor
from tests.cast import Running
from visavis import brands, callbacks, conversations, customers
from visavis.brands import BrandChanges
from visavis.callbacks import NewCallback
from visavis.callbacks.offering import capacity
from visavis.conversations.models import Answer
from visavis.customers import Visitor as Customer

PARIS = ZoneInfo("Europe/Paris")
PHONE = "01 99 00 11 22"


@pytest.fixture
async def telephone(house: Running, by_hand: None) -> AsyncIterator[Running]:
    """Lumen calls back, and owes nobody anything; its agents take calls from the list."""
    del by_hand
    await clear(house, callbacks=True)
    yield house
    await clear(house, callbacks=False)


async def clear(house: Running, *, callbacks: bool) -> None:
    """Those whom other tests left waiting would come first; and nobody else expects to be called."""
    lumen = house.cast.lumen.id
    async with house.cast.house.database.session([lumen]) as session:
        await brands.edit(session, lumen, BrandChanges(callbacks=callbacks))
        for left, who in await session.tuples(
            "select id, customer_id from conversation where status <> 'resolved'"
        ):
            visitor = Customer(id=who, brand_id=lumen, session_id=who, signed=False)
            await conversations.resolve(session, visitor, conversation_id=left)


def asks(visitor: Visitor) -> Locator:
    """The way to a call, on the first screen."""
    return visitor.chat.get_by_role("button", name=re.compile("Être appelé"))


def owed(visitor: Visitor) -> Locator:
    """What is said of the call that is owed."""
    return visitor.chat.get_by_role("status").filter(has_text=re.compile("appel"))


async def states(house: Running, phone: str = "+33199001122") -> list[str]:
    """What became of the calls to this number, the first first."""
    async with house.cast.house.database.session([house.cast.lumen.id]) as session:
        found = await session.tuples(
            """
            select coalesce(e.state, 'open') from callback c left join promise_end e on e.promise_id = c.promise_id
            where c.phone = %s order by c.asked_at
            """,
            (phone,),
        )
    return [state for (state,) in found]


async def test_who_asks_to_be_called_now_is_called_and_the_promise_is_kept(
    stage: Stage, telephone: Running
) -> None:
    lea, claire = await stage.agent("lea"), await stage.visitor()
    await stage.agent("camille")  # one of them may be on the telephone
    await claire.arrives()
    await claire.opens_chat()
    await expect(asks(claire)).to_contain_text("en moins de 2 minutes")
    found = await found_on(claire.page, "home with calls", claire.page.frames[-1], widths="narrow")
    await asks(claire).click()
    phone = claire.chat.get_by_label("Votre numéro")
    await expect(phone).to_be_focused()
    await expect(claire.chat.get_by_role("radio", name="Maintenant")).to_be_checked()
    await phone.fill("0899 12 34 56")
    await claire.chat.get_by_role("button", name="Appelez-moi").click()
    await expect(claire.chat.get_by_role("alert").filter(has_text="surtaxés")).to_be_visible()
    found += await found_on(claire.page, "asking", claire.page.frames[-1], widths="narrow")
    await phone.fill("01 99 00 55 66")
    about = f"Ma lampe {uuid4().hex[:6]}"
    await claire.chat.get_by_label(re.compile("À quel sujet")).fill(about)
    await phone.press("Enter")
    await expect(owed(claire)).to_have_text(
        re.compile(r"Un conseiller vous appelle avant \d\d:\d\d:\d\d au 01 99 00 55 66")
    )
    await expect(owed(claire)).to_be_focused()

    await lea.row(about).click()
    bar = lea.page.get_by_role("region", name="Call to make")
    await expect(bar).to_contain_text(re.compile(r"Call promised before \d\d:\d\d:\d\d"))
    await expect(bar.get_by_role("link", name="01 99 00 55 66")).to_have_attribute("href", "tel:+33199005566")
    await expect(
        lea.row(about).get_by_role("img", name=re.compile(r"call promised in [01]:\d\d"))
    ).to_be_visible()
    found += await found_on(lea.page, "a call to make")
    await lea.page.set_viewport_size({"width": 1440, "height": 900})
    await bar.get_by_role("button", name="On the line").click()
    await expect(bar).to_have_count(0)
    await expect(lea.timeline).to_contain_text("Léa Martin has the customer on the line")
    await expect(claire.timeline).to_contain_text("Léa Martin vous a eu au téléphone")
    await expect(owed(claire)).to_have_count(0)
    assert await states(telephone, "+33199005566") == ["kept"]
    assert not found, "\n".join(found)


async def test_a_slot_is_chosen_tried_and_given_back(stage: Stage, telephone: Running) -> None:
    cast = telephone.cast
    lea, hugo = await stage.agent("lea"), await stage.visitor()
    await hugo.arrives()
    await hugo.opens_chat()
    await asks(hugo).click()
    slot = hugo.chat.locator("[name=call-when]").nth(1)
    await slot.check(force=True)
    await hugo.chat.get_by_label("Votre numéro").fill("01 99 00 77 88")
    await hugo.chat.get_by_role("button", name="Appelez-moi").click()
    await expect(owed(hugo)).to_contain_text(re.compile(r"entre .+ et .+ au 01 99 00 77 88"))
    await hugo.chat.get_by_role("button", name="Retour à l’accueil").click()
    await expect(owed(hugo)).to_contain_text("entre")
    await expect(asks(hugo)).to_have_count(0)

    await lea.page.get_by_role("link").filter(has_text=re.compile("Call promised.* between")).click()
    bar = lea.page.get_by_role("region", name="Call to make")
    await expect(bar.get_by_role("button", name="Not reached")).to_be_disabled()
    async with cast.house.database.session([cast.lumen.id]) as session:
        ((conversation_id,),) = await session.tuples("select id from conversation where call_by is not null")
    await lea.page.get_by_role("button", name=re.compile("^Resolve")).click()
    await expect(lea.page.get_by_text("A call is promised in this conversation")).to_be_visible()

    await hugo.chat.get_by_role("button", name="Annuler l’appel").click()
    await expect(asks(hugo)).to_be_visible()
    await expect(bar).to_have_count(0)
    assert await states(telephone, "+33199007788") == ["withdrawn"]
    now, _ = await cast.reads(cast.lea, conversation_id)
    assert now.status == "resolved"
    await asks(hugo).click()
    await expect(hugo.chat.get_by_label("Votre numéro")).to_have_value("01 99 00 77 88")


async def test_whoever_comes_too_late_for_a_slot_is_told_what_is_left(
    stage: Stage, telephone: Running
) -> None:
    cast, nobody = telephone.cast, await stage.visitor()
    await stage.agent("lea")
    await nobody.arrives()
    await nobody.opens_chat()
    await asks(nobody).click()
    last = nobody.chat.locator("[name=call-when]").last
    value = await last.get_attribute("value")
    assert value is not None
    await last.check(force=True)
    await nobody.chat.get_by_label("Votre numéro").fill(PHONE)

    async def taken_meanwhile(route: Route) -> None:
        """Somebody is quicker, by the time of a click."""
        desk = telephone.app.live.watch.desk(cast.lumen.id)
        assert desk is not None
        for _ in range(capacity(desk.agents)):
            async with cast.house.database.system() as session:
                other = (await customers.welcome(session, cast.lumen.id, "fr", None)).visitor
                after = datetime.fromisoformat(value)
                asked = NewCallback(client_id=uuid4(), phone="01 99 00 99 99", words="Oui.", after=after)
                await callbacks.book(session, other, asked=asked, desk=desk, address_hash=b"")
        await route.continue_()

    await nobody.page.route("**/widget/callbacks", taken_meanwhile, times=1)
    await nobody.chat.get_by_role("button", name="Appelez-moi").click()
    await expect(nobody.chat.get_by_role("alert").filter(has_text="Ce n’est plus possible")).to_be_visible()
    await expect(nobody.chat.locator(f'[type=radio][value="{value}"]')).to_have_count(0)
    await nobody.chat.get_by_role("button", name="Appelez-moi").click()
    await expect(owed(nobody)).to_be_visible()


async def test_what_can_still_be_kept_is_the_visitors_to_choose(stage: Stage, telephone: Running) -> None:
    cast, claire = telephone.cast, await stage.visitor()
    await stage.agent("lea")
    await claire.remembers(cast.tokens["claire"])
    await claire.arrives()
    await claire.opens_chat()
    now = cast.house.database.clock()
    by, body = now + timedelta(seconds=34), f"Où est ma lampe {uuid4().hex[:6]} ?"
    begun = await cast.promised(cast.claire, body, at=now - timedelta(minutes=2), by=by)
    await claire.chat.get_by_role("button", name=body).click()
    remedy = claire.chat.get_by_role("region", name=re.compile("Que préférez-vous"))
    await expect(remedy).to_be_visible()
    found = await found_on(claire.page, "a remedy", claire.page.frames[-1], widths="narrow")
    await remedy.get_by_role("button", name=re.compile("Une réponse ici")).click()
    await expect(remedy).to_have_count(0)
    await expect(claire.timeline).to_contain_text(re.compile("Vous avez choisi une réponse"))
    async with cast.house.database.session([cast.lumen.id]) as session:
        first, second = await session.tuples(
            """
            select coalesce(e.state, 'open'), p.due_at from promise p left join promise_end e on e.promise_id = p.id
            where p.conversation_id = %s order by p.made_at
            """,
            (begun.id,),
        )
    assert (first[0], second[0]) == ("withdrawn", "open")
    said = f"Réponse avant {second[1].astimezone(PARIS):%-H}"
    await expect(claire.chat.get_by_role("status").filter(has_text=said)).to_be_visible()
    assert not found, "\n".join(found)


async def test_a_missed_answer_is_owned_up_to_and_a_call_may_follow(stage: Stage, telephone: Running) -> None:
    cast, hugo = telephone.cast, await stage.visitor()
    await stage.agent("lea")
    await hugo.remembers(cast.tokens["hugo"])
    await hugo.arrives()
    await hugo.opens_chat()
    now = cast.house.database.clock()
    body = f"Où est ma lampe {uuid4().hex[:6]} ?"
    begun = await late(telephone, cast.hugo, body)
    await hugo.chat.get_by_role("button", name=body).click()
    remedy = hugo.chat.get_by_role("region", name=re.compile("Que préférez-vous"))
    await expect(hugo.chat.get_by_text("Nous n’avons pas tenu parole")).to_be_visible()
    await remedy.get_by_role("button", name=re.compile("Un appel")).click()
    await hugo.chat.get_by_label("Votre numéro").fill("01 99 00 33 44")
    await hugo.chat.get_by_role("button", name="Appelez-moi").click()
    await expect(owed(hugo).filter(has_text="01 99 00 33 44")).to_be_visible()
    await expect(hugo.timeline).to_contain_text("n’avons pas tenu parole")
    seen, _ = await cast.reads(cast.lea, begun)
    assert (seen.answer_by, seen.callback is not None) == (None, True)
    assert seen.updated_at > now


async def late(house: Running, who: Customer, body: str) -> UUID:
    """Somebody wrote four minutes ago, and should have been answered a minute ago."""
    now = house.cast.house.database.clock()
    answer = Answer(by=now - timedelta(minutes=1), way="live", probability=0.99, hours_version=0)
    async with house.cast.house.database.session(
        who.brand_ids, clock=lambda: now - timedelta(minutes=4)
    ) as session:
        begun, _ = await conversations.start(session, who, body=body, client_id=uuid4(), answer=answer)
    return begun.id


async def test_a_brand_is_told_to_call_in_its_settings(stage: Stage, house: Running) -> None:
    ana = await stage.agent("ana")
    await ana.page.goto(f"{stage.url}/console/#/settings/brands/atelier-brume")
    box = ana.page.get_by_role("checkbox", name="Offer to call customers")
    await expect(box).not_to_be_checked()
    for wanted in (True, False):
        await box.set_checked(wanted)
        await ana.page.get_by_role("button", name="Save").first.click()
        await expect(ana.page.get_by_text("Saved.").first).to_be_visible()
        async with house.as_agent("ana") as http:
            listed = (await http.get("/api/v1/brands")).json()
        assert {brand["callbacks"] for brand in listed if brand["slug"] == "atelier-brume"} == {wanted}
