"""The policy drives the house: who writes is put before somebody who is there, and no promise is left to chance."""

import asyncio
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.cast import Cast, Running
from tests.patience import until
from visavis import conversations, customers, promises
from visavis.conversations import pushing
from visavis.conversations.errors import NotPushed
from visavis.conversations.models import Answer
from visavis.routing import cases, desks, presence
from visavis.routing.leading import Leading
from visavis.routing.picture import Picture
from visavis.staff import AgentActor

SOON = timedelta(minutes=3)


async def begins(running: Running, who: str = "claire", body: str = "Bonjour ?") -> str:
    """A customer begins, once the server has seen who is there."""
    await running.app.live.watch.look()
    async with running.as_visitor(who) as http:
        said = {"client_id": str(uuid4()), "body": body}
        begun = (await http.post("/api/v1/widget/conversations", json=said)).json()
        return begun["conversation"]["id"]


def before(who: AgentActor, conversation_id: str) -> dict[str, Any]:
    return {"conversation": {"id": conversation_id, "pushed_to": str(who.id)}}


async def test_who_writes_is_put_before_an_agent_who_takes_it(running: Running) -> None:
    async with await running.live_console("lea") as ear, running.as_agent("lea") as lea:
        begun = await begins(running)
        pushed = await ear.hears("conversation.pushed", data=before(running.cast.lea, begun))
        assert pushed["data"]["conversation"]["accept_by"] is not None
        taken = (await lea.post(f"/api/v1/conversations/{begun}/accept")).json()
        assert (taken["assignee_id"], taken["pushed_to"]) == (str(running.cast.lea.id), None)
        # Accepted twice (a slow network), it stays as it is.
        assert (await lea.post(f"/api/v1/conversations/{begun}/accept")).json() == taken


async def test_what_one_declines_is_put_before_somebody_else(running: Running) -> None:
    cast = running.cast
    async with await running.live_console("lea") as ear, running.as_agent("lea") as lea:
        begun = await begins(running)
        await ear.hears("conversation.pushed", data=before(cast.lea, begun))
        async with await running.live_console("karim") as karim:
            (await lea.post(f"/api/v1/conversations/{begun}/decline")).raise_for_status()
            await karim.hears("conversation.pushed", data=before(cast.karim, begun))
            refused = await lea.post(f"/api/v1/conversations/{begun}/accept")
            assert (refused.status_code, refused.json()["code"]) == (409, "not_pushed")


async def test_what_is_not_taken_in_time_is_put_before_somebody_else(running: Running) -> None:
    cast = running.cast
    async with await running.live_console("lea") as lea:
        begun = await begins(running)
        await lea.hears("conversation.pushed", data=before(cast.lea, begun))
        async with await running.live_console("karim") as karim:
            await karim.hears("conversation.pushed", data=before(cast.karim, begun), within=30)


async def test_who_lets_two_go_by_is_away(running: Running) -> None:
    cast = running.cast
    async with await running.live_console("lea") as lea:
        await begins(running)
        await begins(running, "hugo")
        away = {"presence": {"agent_id": str(cast.lea.id), "status": "away"}}
        await lea.hears("presence.changed", data=away, within=60)
        # And what was decided in the same breath puts nothing more before her.
        await running.app.live.watch.dispatching.look()
        async with running.as_agent("lea") as http:
            seen = (await http.get("/api/v1/conversations")).json()["items"]
        assert [conversation["pushed_to"] for conversation in seen] == [None, None]


async def test_what_waits_at_the_desk_of_who_has_gone_is_answered_by_others(running: Running) -> None:
    cast = running.cast
    async with await running.live_console("lea") as ear, running.as_agent("lea") as lea:
        begun = await begins(running)
        await ear.hears("conversation.pushed", data=before(cast.lea, begun))
        (await lea.post(f"/api/v1/conversations/{begun}/accept")).raise_for_status()
        karim = await running.live_console("karim")
    async with karim, running.as_agent("karim") as http:
        await karim.hears("conversation.pushed", data=before(cast.karim, begun), within=30)
        (await http.post(f"/api/v1/conversations/{begun}/accept")).raise_for_status()
        handed = await karim.hears("conversation.handed_over")
        assert handed["data"]["message"]["entry"]["agent_name"] == "Karim Haddad"


async def test_a_customer_comes_back_to_their_own_agent(running: Running) -> None:
    cast = running.cast
    known = await cast.starts(cast.claire)
    await cast.says(cast.karim, known.id, "Bonjour Claire, c'est réglé.")
    async with await running.live_console("lea"), await running.live_console("karim") as karim:
        begun = await begins(running)
        await karim.hears("conversation.pushed", data=before(cast.karim, begun))


async def test_where_agents_choose_for_themselves_nothing_is_put_before_them(running: Running) -> None:
    cast = running.cast
    async with running.as_agent("ana") as ana:
        by_hand = {"routing": "by_hand"}
        (await ana.patch(f"/api/v1/brands/{cast.lumen.id}", json=by_hand)).raise_for_status()
    await running.app.live.watch.look()
    async with await running.live_console("lea") as lea:
        begun = await begins(running)
        await lea.hears("message.sent")
        await running.app.live.watch.dispatching.look()
        await running.app.live.watch.dispatching.act()
        assert not [frame for frame in await lea.catch_up() if frame["type"] == "conversation.pushed"]
        async with running.as_agent("lea") as http:
            assert (await http.get(f"/api/v1/conversations/{begun}")).json()["conversation"][
                "pushed_to"
            ] is None


async def test_a_team_s_conversation_is_put_before_its_own_people(running: Running) -> None:
    cast = running.cast
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(await running.live_console("lea"))
        karim = await stack.enter_async_context(await running.live_console("karim"))
        begun = await cast.starts(cast.claire)
        await cast.gives(begun.id, None, cast.atelier)
        await karim.hears("conversation.pushed", data=before(cast.karim, str(begun.id)), within=20)


async def test_who_does_not_speak_the_language_is_not_asked(running: Running) -> None:
    cast = running.cast
    async with running.as_agent("ana") as ana:
        english = {"languages": ["en"]}
        (await ana.patch(f"/api/v1/agents/{cast.lea.id}", json=english)).raise_for_status()
    async with await running.live_console("lea"), await running.live_console("karim") as karim:
        begun = await begins(running)
        await karim.hears("conversation.pushed", data=before(cast.karim, begun))


async def test_nobody_is_put_before_two_agents_whoever_believes_to_lead(cast: Cast) -> None:
    begun = await cast.starts(cast.claire)
    by = cast.house.database.clock() + timedelta(seconds=10)

    async def pushed_to(agent: AgentActor) -> bool:
        async with cast.house.database.system() as session:
            found = await conversations.push(
                session, conversation_id=begun.id, version=1, agent_id=agent.id, accept_by=by
            )
        return found is not None

    agents = [cast.lea, cast.karim, cast.camille, cast.ana] * 3
    assert sum(await asyncio.gather(*map(pushed_to, agents))) == 1


async def test_who_answers_what_is_before_another_takes_nothing_from_their_hands(cast: Cast) -> None:
    begun = await cast.starts(cast.claire)
    by = cast.house.database.clock() + timedelta(seconds=10)
    async with cast.house.database.system() as session:
        pushed = await conversations.push(
            session, conversation_id=begun.id, version=1, agent_id=cast.lea.id, accept_by=by
        )
    assert pushed is not None
    await cast.says(cast.karim, begun.id, "Bonjour, j'ai votre dossier sous les yeux.")
    conversation, _ = await cast.reads(cast.karim, begun.id)
    assert (conversation.assignee_id, conversation.pushed_to) == (cast.karim.id, None)
    async with cast.house.database.session(cast.lea.brand_ids) as session:
        with pytest.raises(NotPushed):
            await pushing.accept(session, cast.lea, conversation_id=begun.id)


async def test_two_servers_one_leads_and_the_other_follows_when_it_is_gone(cast: Cast) -> None:
    one, other = Leading(cast.house.database), Leading(cast.house.database)
    try:
        assert (await one.claim(), await other.claim()) == (True, False)
        assert await one.claim()
        await one.leave()
        assert await other.claim()
    finally:
        await one.leave()
        await other.leave()


async def test_the_picture_is_the_same_however_it_came_to_be(cast: Cast) -> None:
    """Told step by step, or read at once: the policy sees one house."""
    database = cast.house.database
    async with database.system() as session:
        await presence.renew(session, [cast.lea.id, cast.karim.id])
    followed = Picture()
    begun: list[UUID] = []

    async def look() -> None:
        now = database.clock()
        async with database.system() as session:
            followed.see_desks(await desks.read(session), now)
            found = await cases.read(session)
        for case in found:
            followed.see(case, now)
        for gone in followed.cases.keys() - {case.id for case in found}:
            followed.forget(gone, now)
        at_once = Picture()
        async with database.system() as session:
            at_once.see_desks(await desks.read(session), now)
        for case in found:
            at_once.see(case, now)
        assert followed.state.waiting.keys() == at_once.state.waiting.keys()
        assert followed.state.desks == at_once.state.desks
        for agent_id, agent in followed.state.agents.items():
            fresh = at_once.state.agents[agent_id]
            assert (agent.chats, agent.emails, agent.waiting) == (fresh.chats, fresh.emails, fresh.waiting)
            assert {key: seat.due_at for key, seat in agent.seats.items()} == {
                key: seat.due_at for key, seat in fresh.seats.items()
            }

    now = database.clock()
    for visitor, live in ((cast.claire, True), (cast.hugo, False)):
        answer = Answer(by=now + SOON, way="live" if live else "later", probability=None, hours_version=0)
        async with database.session(visitor.brand_ids) as session:
            conversation, _ = await conversations.start(
                session, visitor, body="Bonjour ?", client_id=uuid4(), answer=answer
            )
        begun.append(conversation.id)
        await look()
    chat, letter = begun
    async with database.system() as session:
        by = now + timedelta(seconds=10)
        pushed = await conversations.push(
            session, conversation_id=chat, version=1, agent_id=cast.lea.id, accept_by=by
        )
    assert pushed is not None
    await look()
    async with database.system() as session:
        await conversations.take_back(session, conversation_id=chat, agent_id=cast.lea.id)
    await look()
    await cast.says(cast.karim, chat, "Bonjour !")
    await look()
    soon = Answer(by=now + SOON, way="live", probability=None, hours_version=0)
    await cast.says(cast.claire, chat, "Ma lampe grésille.", answer=soon)
    await look()
    # Claire leaves while Karim has not answered: a letter at his desk, and a chat again when she is back.
    for back in (False, True):
        async with database.system() as session:
            answer = Answer(
                by=now + (SOON if back else 60 * SOON),
                way="live" if back else "later",
                probability=None,
                hours_version=0,
            )
            changed = (
                await promises.come_back(session, conversation_id=chat, answer=answer)
                if back
                else await promises.leave(
                    session, conversation_id=chat, seen_at=session.clock(), later=answer
                )
            )
        assert changed is not None
        await look()
        assert followed.state.works[str(chat)].channel == ("chat" if back else "email")
    await cast.says(cast.lea, letter, "Bonjour Hugo.")
    await look()
    await cast.gives(chat, cast.lea)
    await look()
    async with database.session(cast.lea.brand_ids) as session:
        await conversations.resolve(session, cast.lea, conversation_id=chat)
    await look()


async def test_a_promise_that_is_nearly_due_is_called_out_to_agents_then_to_supervisors(cast: Cast) -> None:
    now = cast.house.database.clock()
    async with cast.house.database.session(cast.claire.brand_ids, clock=lambda: now) as session:
        answer = Answer(by=now + SOON, way="live", probability=None, hours_version=0)
        await conversations.start(session, cast.claire, body="Bonjour ?", client_id=uuid4(), answer=answer)
    called: list[int] = []
    for left in (31, 29, 28, 14, 13):
        at = now + SOON - timedelta(seconds=left)
        async with cast.house.database.system(clock=lambda at=at: at) as session:
            called.append(await promises.escalate(session))
    assert called == [0, 1, 0, 1, 0]
    async with cast.house.database.system() as session:
        told = await session.tuples(
            "select payload::jsonb ->> 'called' from event where type = 'promise.at_risk' order by position"
        )
    assert told == [("agents",), ("supervisors",)]


async def test_who_is_in_a_hurry_goes_first(running: Running) -> None:
    cast, dispatching = running.cast, running.app.live.watch.dispatching
    calm, hurried = await begins(running), await begins(running, "hugo")
    await until(lambda: {calm, hurried} <= dispatching.picture.state.waiting.keys())
    waiting = dispatching.picture.state.waiting
    before = waiting[hurried] - waiting[calm]
    async with cast.house.database.session(cast.hugo.brand_ids) as session:
        await customers.choose(session, cast.hugo, mode="hurry")
    await until(lambda: waiting.get(hurried, before + waiting[calm]) - waiting[calm] <= before - 30)
