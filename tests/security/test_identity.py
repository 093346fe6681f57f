"""Nobody becomes a customer without the signature of the brand's own site, and nobody sees another's history."""

import asyncio
import time
from typing import Any
from uuid import uuid4

import httpx
import pytest
import websockets

from tests.security.forged import Forger
from tests.security.rules import API
from tests.security.stage import Stage, claim
from visavis import brands
from visavis.brands import Brand

WIDGET = f"{API}/widget"


async def secret_of(stage: Stage, brand: Brand) -> bytes:
    async with stage.running.app.house.database.system() as session:
        return await brands.identity_secret(session, stage.running.app.house.keys, brand.id)


async def jwt(stage: Stage, sub: str, **more: Any) -> str:
    """What Maison Lumen's site signs for its customer."""
    return claim(await secret_of(stage, stage.cast.lumen), "maison-lumen", sub, **more)


class Browser:
    """A visitor's browser: it holds a token, and nothing else."""

    def __init__(self, stage: Stage, token: str = "") -> None:
        self.stage = stage
        self.token = token

    async def opens(self, **more: Any) -> "Browser":
        """Open the widget on Maison Lumen's site."""
        said = await self.stage.client.post(f"{WIDGET}/session", json={"brand": "maison-lumen"} | more)
        self.token = said.json()["token"]
        return self

    async def asks(self, method: str, path: str, **more: Any) -> httpx.Response:
        hand = {"authorization": f"Bearer {self.token}"}
        return await self.stage.client.request(method, WIDGET + path, headers=hand, **more)

    async def identifies(self, signed: str) -> httpx.Response:
        """Say who one is; when believed, the new token is kept."""
        said = await self.asks("POST", "/identify", json={"jwt": signed})
        if said.is_success:
            self.token = said.json()["token"]
        return said

    async def writes(self, body: str = "Bonjour ?", **more: Any) -> str:
        message = {"client_id": str(uuid4()), "body": body} | more
        said = await self.asks("POST", "/conversations", json=message)
        assert said.is_success, said.text
        return said.json()["conversation"]["id"]

    async def sees(self) -> set[str]:
        """List the conversations that are shown."""
        said = await self.asks("GET", "/conversations")
        assert said.status_code == 200, said.text
        return {item["id"] for item in said.json()["items"]}


async def test_no_forged_claim_is_believed(stage: Stage) -> None:
    lumen = await secret_of(stage, stage.cast.lumen)
    forger = Forger(lumen, "maison-lumen", await secret_of(stage, stage.cast.brume), int(time.time()))
    victim = await Browser(stage).opens()
    await victim.identifies(forger.good())
    history = await victim.writes("privé")
    thief = await Browser(stage).opens()
    tried: list[str] = []
    for name, token in forger.each():
        said = await thief.asks("POST", "/identify", json={"jwt": token})
        assert said.status_code in (400, 401), f"{name}: {said.status_code} {said.text}\n{token[:300]}"
        tried.append(name)
    assert len(tried) >= 300
    assert history not in await thief.sees()
    assert (await thief.identifies(forger.good())).json()["visitor"]["identified"], "a true one is believed"
    assert history in await thief.sees(), "the same person in another browser"


@pytest.mark.parametrize("odd", [None, True, 7, 1e300, [], {}, ["a.b.c"], {"jwt": "a.b.c"}, "x" * 8001])
async def test_a_claim_is_a_text(stage: Stage, odd: object) -> None:
    visitor = await Browser(stage).opens()
    assert (await visitor.asks("POST", "/identify", json={"jwt": odd})).status_code == 400


async def test_a_claim_opens_one_browser_once(stage: Stage) -> None:
    signed = await jwt(stage, "once")
    one, two = await Browser(stage).opens(), await Browser(stage).opens()
    answers = await asyncio.gather(*(browser.identifies(signed) for browser in (one, two)))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert (await two.identifies(signed)).status_code == 409


async def test_another_brands_claim_opens_nothing_here(stage: Stage) -> None:
    brume = await secret_of(stage, stage.cast.brume)
    for slug in ("atelier-brume", "maison-lumen"):
        visitor = await Browser(stage).opens()
        assert (await visitor.identifies(claim(brume, slug, "88213"))).status_code == 401


async def test_a_replaced_secret_signs_nothing_any_more(stage: Stage) -> None:
    created = await stage.ask(
        "ana", "POST", f"{API}/brands", json={"slug": "autre", "name": "Autre", "locale": "fr"}
    )
    brand = created.json()
    rotate = f"{API}/brands/{brand['id']}/secret"
    old, new = [(await stage.ask("ana", "POST", rotate)).json()["secret"] for _ in range(2)]
    visitor = await Browser(stage).opens(brand="autre")
    assert (await visitor.identifies(claim(old.encode(), "autre", "1"))).status_code == 401
    assert (await visitor.identifies(claim(new.encode(), "autre", "1"))).status_code == 200


async def test_what_is_only_said_reaches_nobodys_history(stage: Stage) -> None:
    known = await Browser(stage).opens()
    about = {"name": "Claire Fontaine", "email": "claire@exemple.fr", "phone": "+33 1 99 00 11 22"}
    await known.identifies(await jwt(stage, "88213-c", **about))
    history = await known.writes("Mon numéro de commande est le 4598")
    who = (await known.asks("GET", "/conversations")).json()
    liar = await Browser(stage).opens()
    for said in (
        {"name": about["name"], "email": about["email"]},
        {"attributes": {"sub": "88213-c", "user_id": "88213-c", "identified": True, "verified": True}},
        {"attributes": {"customer_id": who["items"][0]["id"]}},
    ):
        assert (await liar.asks("PATCH", "/visitor", json=said)).is_success
        assert await liar.sees() == set()
        again = await Browser(stage).opens(token=liar.token)
        assert await again.sees() == set()
    for extra in (
        {"id": str(uuid4())},
        {"phone": about["phone"]},
        {"identified": True},
        {"customer_id": str(uuid4())},
    ):
        assert (await liar.asks("PATCH", "/visitor", json=extra)).status_code == 400
    mine = await liar.writes()
    shown = (await stage.ask("ana", "GET", f"{API}/conversations/{mine}")).json()
    assert not shown["conversation"]["customer"]["verified"]
    assert shown["customer"]["signed_attributes"] == {}
    assert [i for i in shown["customer"]["identities"] if i["verified"]] == []
    assert (await liar.asks("GET", f"/conversations/{history}")).status_code == 404


async def test_a_signed_name_is_not_changed_by_what_is_said(stage: Stage) -> None:
    visitor = await Browser(stage).opens()
    await visitor.identifies(await jwt(stage, "named", name="Claire Fontaine"))
    refused = await visitor.asks("PATCH", "/visitor", json={"name": "Direction générale"})
    assert (refused.status_code, refused.json()["code"]) == (409, "identity_signed")


async def test_two_visitors_who_give_one_address_stay_two(stage: Stage) -> None:
    one, two = await Browser(stage).opens(), await Browser(stage).opens()
    for browser in (one, two):
        assert (await browser.asks("PATCH", "/visitor", json={"email": "both@exemple.fr"})).is_success
    history = await one.writes()
    assert await one.sees() == {history}
    assert await two.sees() == set()


async def test_who_is_identified_leaves_the_old_token_dead(stage: Stage) -> None:
    visitor = await Browser(stage).opens()
    before = Browser(stage, visitor.token)
    url = stage.running.url.replace("http", "ws")
    async with websockets.connect(f"{url}/live/visitor") as socket:
        await socket.send(f'{{"type":"hello","token":"{before.token}"}}')
        await socket.recv()
        await visitor.identifies(await jwt(stage, "moved on"))
        async with asyncio.timeout(5):
            await socket.wait_closed()
        assert socket.close_code == 4403
    history = await visitor.writes("après")
    assert (await before.asks("GET", "/conversations")).status_code == 401
    assert (await before.asks("POST", "/identify", json={"jwt": await jwt(stage, "x")})).status_code == 401
    assert await (await Browser(stage).opens(token=before.token)).sees() == set()
    assert await visitor.sees() == {history}


async def test_a_signed_customer_sees_her_history_wherever_she_signs_in(stage: Stage) -> None:
    home, phone, shared = [await Browser(stage).opens() for _ in range(3)]
    await home.identifies(await jwt(stage, "everywhere"))
    history = await home.writes()
    assert await phone.sees() == set()
    await phone.identifies(await jwt(stage, "everywhere"))
    assert await phone.sees() == {history}
    await shared.identifies(await jwt(stage, "somebody else"))
    assert await shared.sees() == set()


async def test_what_was_written_before_signing_in_follows_its_writer_only(stage: Stage) -> None:
    known, writer, bystander = [await Browser(stage).opens() for _ in range(3)]
    await known.identifies(await jwt(stage, "follows"))
    old = await known.writes("déjà connue")
    written, aside = await writer.writes("avant"), await bystander.writes("à côté")
    await writer.identifies(await jwt(stage, "follows"))
    assert await writer.sees() == await known.sees() == {old, written}
    assert await bystander.sees() == {aside}


async def test_a_borrowed_browser_keeps_two_signed_customers_apart(stage: Stage) -> None:
    browser = await Browser(stage).opens()
    await browser.identifies(await jwt(stage, "first"))
    hers = await browser.writes("la première")
    await browser.identifies(await jwt(stage, "second"))
    assert await browser.sees() == set()
    his = await browser.writes("le second")
    await browser.identifies(await jwt(stage, "first"))
    assert await browser.sees() == {hers}
    await browser.identifies(await jwt(stage, "second"))
    assert await browser.sees() == {his}


async def test_one_visit_becomes_one_person_even_when_two_claims_come_at_once(stage: Stage) -> None:
    for n in range(8):
        visitor = await Browser(stage).opens()
        history = await visitor.writes()
        twins = [Browser(stage, visitor.token) for _ in range(2)]
        claims = [await jwt(stage, f"twin {n} {i}") for i in range(2)]
        answers = await asyncio.gather(*map(Browser.identifies, twins, claims))
        assert sorted(answer.status_code for answer in answers) == [200, 401]
        (known,) = [twin for twin, answer in zip(twins, answers, strict=True) if answer.is_success]
        assert await known.sees() == {history}


async def test_one_person_who_signs_in_twice_at_once_stays_one(stage: Stage) -> None:
    for n in range(8):
        browsers = [await Browser(stage).opens() for _ in range(3)]
        histories = {await browser.writes() for browser in browsers}
        claims = [await jwt(stage, f"same {n}") for _ in browsers]
        answers = await asyncio.gather(*map(Browser.identifies, browsers, claims))
        assert [answer.status_code for answer in answers] == [200] * 3
        assert len({answer.json()["visitor"]["id"] for answer in answers}) == 1
        for browser in browsers:
            assert await browser.sees() == histories


async def test_a_photo_uploaded_before_signing_in_can_be_sent_after(stage: Stage) -> None:
    known, writer = await Browser(stage).opens(), await Browser(stage).opens()
    await known.identifies(await jwt(stage, "photographer"))
    photo = (await writer.asks("POST", "/attachments?name=photo.png", content=b"a photo")).json()["id"]
    await writer.identifies(await jwt(stage, "photographer"))
    await writer.writes("voici", attachment_ids=[photo])
    assert (await writer.asks("GET", f"/attachments/{photo}")).content == b"a photo"


async def test_a_first_word_tried_again_as_somebody_else_is_no_obstacle(stage: Stage) -> None:
    known, anonymous = await Browser(stage).opens(), await Browser(stage).opens()
    await known.identifies(await jwt(stage, "again"))
    name = str(uuid4())
    both = {await known.writes(client_id=name), await anonymous.writes(client_id=name)}
    said = await anonymous.identifies(await jwt(stage, "again"))
    assert said.status_code == 200, said.text
    assert await anonymous.sees() == both
