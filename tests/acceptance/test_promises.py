"""Promises as a visitor reads them: what is offered now, the clock while they wait, and the truth when it is broken."""

import re
from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from playwright.async_api import Locator, WebSocketRoute, expect

from tests.acceptance.people import Stage, Visitor
from tests.cast import Cast, Running
from visavis import conversations

PARIS = ZoneInfo("Europe/Paris")
REFUSED = 45_000  # ms, the policy's dwell and a little
WITHIN_A_MINUTE = "Un conseiller vous répond en moins d’une minute"


async def clear(cast: Cast) -> None:
    """Those whom other tests left waiting would come first."""
    async with cast.house.database.session(cast.camille.brand_ids) as session:
        for (left,) in await session.tuples("select id from conversation where status = 'open'"):
            await conversations.resolve(session, cast.camille, conversation_id=left)


class Line:
    """A visitor's live line, which can be cut."""

    def __init__(self) -> None:
        self.is_cut = False
        self._sockets: list[WebSocketRoute] = []

    @classmethod
    async def of(cls, visitor: Visitor) -> "Line":
        line = cls()
        await visitor.page.route_web_socket("**/live/visitor", line._carry)
        return line

    async def cut(self) -> None:
        self.is_cut = True
        await self._sockets[-1].close()

    async def _carry(self, socket: WebSocketRoute) -> None:
        if self.is_cut:
            await socket.close()
        else:
            self._sockets.append(socket)
            socket.connect_to_server()


def offer(visitor: Visitor) -> Locator:
    """What is promised now, on the first screen."""
    return visitor.chat.locator("main header").get_by_role("status").filter(has_text=re.compile("épon"))


def awaited(visitor: Visitor) -> Locator:
    """What was promised, in the conversation."""
    return visitor.chat.get_by_role("status").filter(has_text=re.compile("réponse", re.IGNORECASE))


async def test_what_is_offered_follows_who_is_there_and_the_answer_stops_the_clock(
    stage: Stage, house: Running
) -> None:
    cast = house.cast
    await clear(cast)
    lea, claire = await stage.agent("lea"), await stage.visitor()
    line = await Line.of(claire)
    await claire.arrives()
    await claire.page.evaluate("visavis('on', 'offers', ({ items }) => (window.offered = items))")
    await claire.opens_chat()
    # Chat that was refused while others waited, in another test, is not offered again at once.
    await expect(offer(claire)).to_have_text(WITHIN_A_MINUTE, timeout=REFUSED)
    assert await claire.page.evaluate("offered[0].way") == "live"

    await claire.writes("Ma lampe clignote")
    await expect(awaited(claire)).to_have_text(re.compile(r"Réponse avant \d\d:\d\d:\d\d"))
    async with cast.house.database.session([cast.lumen.id]) as session:
        ((by,),) = await session.tuples("select answer_by from conversation where status = 'open'")
    await expect(awaited(claire)).to_have_text(f"Réponse avant {by.astimezone(PARIS):%H:%M:%S}")
    back = claire.chat.get_by_role("button", name="Retour à l’accueil")
    await back.click()
    row = claire.chat.get_by_role("button", name="Ma lampe clignote")
    await expect(row).to_contain_text(f"avant {by.astimezone(PARIS):%H:%M:%S}")
    await row.click()

    await lea.opens("Ma lampe clignote")
    await lea.writes("Bonjour, laquelle ?")
    await expect(claire.said("Bonjour, laquelle ?")).to_be_visible()
    await expect(awaited(claire)).to_have_count(0)

    await back.click()
    top = await claire.words.bounding_box()
    await expect(offer(claire)).to_have_text(WITHIN_A_MINUTE)
    await lea.page.close()
    await expect(offer(claire)).to_have_text(re.compile(r"Réponse (demain )?avant (\d+\sh|minuit)"))
    assert await claire.page.evaluate("offered[0].way") == "later"

    await line.cut()
    await expect(claire.chat.get_by_text("Connexion interrompue")).to_be_visible()
    await expect(offer(claire)).to_have_count(0)
    assert await claire.page.evaluate("offered") == [], "what is no more heard of is not offered"
    line.is_cut = False
    await expect(offer(claire)).to_be_visible()
    assert await claire.words.bounding_box() == top, "the page moved"


async def test_a_promise_that_passes_is_owned_up_to_until_the_answer_comes(
    stage: Stage, house: Running
) -> None:
    cast, hugo = house.cast, await stage.visitor()
    await hugo.remembers(cast.tokens["hugo"])
    # A device whose clock is an hour ahead.
    await hugo.page.clock.install(time=datetime.now(PARIS) + timedelta(hours=1))
    await hugo.arrives()
    await hugo.opens_chat()
    now = cast.house.database.clock()
    # Long enough to be seen on a busy machine, before it passes.
    by, body = now + timedelta(seconds=6), f"Où est ma lampe {uuid4().hex[:6]} ?"
    begun = await cast.promised(cast.hugo, body, at=now - timedelta(minutes=3), by=by)
    await hugo.chat.get_by_role("button", name=body).click()
    await expect(awaited(hugo)).to_have_text(f"Réponse avant {by.astimezone(PARIS):%H:%M:%S}")
    await expect(awaited(hugo)).to_have_text(
        re.compile(
            "Nous vous avions promis une réponse avant .+ Nous n’avons pas tenu parole, et nous en sommes désolés"
        ),
        timeout=20_000,
    )
    await cast.says(cast.lea, begun.id, "Elle part aujourd’hui")
    await expect(hugo.said("Elle part aujourd’hui")).to_be_visible()
    await expect(awaited(hugo)).to_have_count(0)
