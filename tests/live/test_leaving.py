"""A customer closes the page: their place is free, their words wait for an answer, and coming back brings them back."""

import asyncio
from datetime import timedelta
from typing import Any, LiteralString
from uuid import UUID

import pytest

from tests.cast import Cast, Running
from tests.patience import until
from visavis.app import create_app
from visavis.config import Settings
from visavis.kit.clock import system_clock
from visavis.promises.escalating import STAGE
from visavis.promises.holding import GONE
from visavis.routing import customers_here

AT_RISK = "/api/v1/promises/at_risk"
A_LITTLE_MORE = GONE + timedelta(seconds=2)


class Time:
    """The house's clock, which runs, and can be put forward."""

    def __init__(self, *running: Any) -> None:
        self.ahead = timedelta()
        for one in running:
            one.house.database.clock = lambda: system_clock() + self.ahead

    def passes(self, time: timedelta) -> None:
        self.ahead += time


async def held(cast: Cast, here: bool) -> None:
    """Wait until it is known that Claire has a page open, or has closed her last."""
    while True:
        async with cast.house.database.system() as session:
            found = await session.tuples("select here from customer_presence")
        if found == [(here,)]:
            return
        await asyncio.sleep(0.01)


async def one(cast: Cast, question: LiteralString) -> Any:
    async with cast.house.database.system() as session:
        ((answer,),) = await session.tuples(question)
    return answer


async def states(cast: Cast) -> list[tuple[str, str]]:
    async with cast.house.database.system() as session:
        return [
            (way, state)
            for way, state in await session.tuples(
                """
                select p.way, coalesce(e.state, 'open') from promise p
                left join promise_end e on e.promise_id = p.id order by p.made_at, p.id
                """
            )
        ]


async def by_hand(running: Running) -> None:
    async with running.as_agent("ana") as ana:
        brand = f"/api/v1/brands/{running.cast.lumen.id}"
        (await ana.patch(brand, json={"routing": "by_hand"})).raise_for_status()
    await running.app.live.watch.look()


async def test_a_chat_that_was_answered_takes_no_place_once_its_customer_has_left(running: Running) -> None:
    cast, time = running.cast, Time(running.app)
    await by_hand(running)
    picture = running.app.live.watch.dispatching.picture
    lea = str(cast.lea.id)
    async with await running.live_console("lea") as console:
        await running.app.live.watch.look()
        async with await running.live_visitor("claire") as claire:
            sent = await claire.send(None, "Ma lampe grésille")
            begun = sent["conversation_id"]
            await console.send(begun, "Bonjour, laquelle ?")
            await until(lambda: picture.state.agents[lea].chats == 1)
            await held(cast, here=True)
        await held(cast, here=False)
        time.passes(A_LITTLE_MORE)
        left = await console.hears("conversation.customer_left", conversation_id=begun)
        assert left["data"]["conversation"]["customer_left_at"] is not None
        # Long before it would be quiet.
        await until(lambda: picture.state.agents[lea].chats == 0)
        async with running.as_agent("camille") as camille:
            board = (await camille.get("/api/v1/board")).json()
        assert [agent["taken"] for agent in board["agents"]] == [0]
        async with await running.live_visitor("claire"):
            back = await console.hears("conversation.customer_returned", conversation_id=begun)
            assert back["data"]["conversation"]["customer_left_at"] is None
            await until(lambda: picture.state.agents[lea].chats == 1)
    assert await states(cast) == [("live", "kept")]


async def test_who_waits_and_leaves_is_out_of_the_line_and_back_in_it_when_they_return(
    running: Running,
) -> None:
    cast, time = running.cast, Time(running.app)
    await by_hand(running)
    state = running.app.live.watch.dispatching.picture.state
    async with await running.live_console("lea") as console:
        await running.app.live.watch.look()
        async with await running.live_visitor("claire") as claire:
            begun = (await claire.send(None, "Ma lampe grésille"))["conversation_id"]
            await until(lambda: begun in state.works and state.works[begun].channel == "chat")
            line = state.line(state.works[begun].line)
            patience = line.leaving.rate
            await held(cast, here=True)
        await held(cast, here=False)
        time.passes(A_LITTLE_MORE)
        await console.hears("conversation.customer_left", conversation_id=begun)
        await until(lambda: state.works[begun].channel == "email")
        assert line.leaving.rate > patience, "that somebody gave up tells how long people wait"
        assert await states(cast) == [("live", "withdrawn"), ("later", "open")]
        # They come back on another device, or to another tab.
        async with await running.live_visitor("claire") as again:
            told = await again.hears("conversation.promised", conversation_id=begun)
            assert told["data"]["message"]["entry"]["what"] == "back_in_line"
            assert told["data"]["conversation"]["answer_by"] == told["data"]["message"]["entry"]["until"]
            await console.hears("conversation.customer_returned", conversation_id=begun)
            await until(lambda: state.works[begun].channel == "chat")
            # They did not wait in line while they were away: what others are offered does not suffer from it.
            assert (system_clock() + time.ahead).timestamp() - state.works[begun].arrived_at < 30
            await console.send(begun, "Bonjour Claire")
            await again.hears("message.sent")
    assert await states(cast) == [("live", "withdrawn"), ("later", "withdrawn"), ("live", "kept")]


async def test_another_tab_that_stays_open_keeps_the_place(running: Running) -> None:
    cast, time = running.cast, Time(running.app)
    await by_hand(running)
    async with await running.live_console("lea"), await running.live_visitor("claire"):
        await running.app.live.watch.look()
        async with await running.live_visitor("claire") as other:
            await other.send(None, "Bonjour ?")
        for _ in range(3):
            time.passes(A_LITTLE_MORE / 2)
            await running.app.live.watch.look()
            assert await one(cast, "select here from customer_presence")
    assert await one(cast, "select customer_left_at from conversation") is None


async def test_who_wrote_over_http_without_a_page_is_not_gone(running: Running) -> None:
    cast, time = running.cast, Time(running.app)
    async with await running.live_console("lea"):
        await running.app.live.watch.look()
        async with running.as_visitor("claire") as http:
            said = {"client_id": str(UUID(int=7)), "body": "Bonjour ?"}
            (await http.post("/api/v1/widget/conversations", json=said)).raise_for_status()
        time.passes(5 * GONE)
        await running.app.live.watch.look()
    assert await one(cast, "select customer_left_at from conversation") is None


async def test_customers_of_a_server_that_is_killed_are_gone_for_nobody(
    running: Running, settings: Settings, database_url: str
) -> None:
    """They come back to another one within seconds; and where there is no other, to the next that starts."""
    cast = running.cast
    await by_hand(running)
    async with await running.live_console("lea"):
        await running.app.live.watch.look()
        other = create_app(settings, database_url)
        await other.house.database.open()
        time = Time(running.app, other)
        try:
            async with await running.live_visitor("claire") as claire:
                await claire.send(None, "Bonjour ?")
                await held(cast, here=True)
                # Killed, it says nothing more: not even that its sockets are closed.
                watch, database = running.app.live.watch, running.app.house.database
                await watch.stop()
                time.passes(timedelta(minutes=5))
                await other.live.watch.start()
                await other.live.watch.look()
                async with database.system() as session:
                    assert await session.tuples("select here from customer_presence") == [(True,)]
                assert await one(cast, "select customer_left_at from conversation") is None
                # Who has not come back to it by then has left.
                time.passes(A_LITTLE_MORE)
                await other.live.watch.look()
                assert await one(cast, "select customer_left_at from conversation") is not None
        finally:
            await other.live.watch.stop()
            await other.house.database.close()


async def test_a_server_that_could_not_look_for_a_while_takes_nobody_for_gone(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when the database was away: whoever it was that could not renew, their customers are still there."""
    cast, time, watch = running.cast, Time(running.app), running.app.live.watch
    await by_hand(running)
    async with await running.live_console("lea"):
        await watch.look()
        async with await running.live_visitor("claire") as claire:
            await claire.send(None, "Bonjour ?")
            await held(cast, here=True)
        await held(cast, here=False)
        # Nobody looks, until the lease is long over.
        await watch.stop()
        time.passes(timedelta(minutes=5))
        monkeypatch.setattr(customers_here, "BLIND", 0.0)
        await watch.look()
        assert await one(cast, "select customer_left_at from conversation") is None
        monkeypatch.undo()
        await watch.look()
        assert await one(cast, "select customer_left_at from conversation") is None
        time.passes(A_LITTLE_MORE)
        await watch.look()
        assert await one(cast, "select customer_left_at from conversation") is not None


async def test_what_was_called_out_before_one_connects_is_known_to_who_asks(running: Running) -> None:
    cast, now = running.cast, running.app.house.database.clock()
    begun = await cast.promised(cast.claire, "Bonjour ?", at=now, by=now + timedelta(hours=1))
    async with running.as_agent("lea") as lea, running.as_agent("oliver") as oliver:
        for called in (None, "agents", "supervisors"):
            async with cast.house.database.system() as session:
                stage = STAGE[called] if called else 0
                await session.execute("update promise_open set called = %s", (stage,))
            heard = [
                [(risk["conversation_id"], risk["called"]) for risk in found.json()]
                for found in (await lea.get(AT_RISK), await oliver.get(AT_RISK))
            ]
            assert heard == [[(str(begun.id), called)] if called else [], []]
        await cast.says(cast.lea, begun.id, "Bonjour Claire")
        assert (await lea.get(AT_RISK)).json() == []
