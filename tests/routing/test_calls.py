"""A call is put before an agent when it is to be made, not before, and keeps whoever makes it."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.callbacks.office import NOON, Office, owed, slot
from tests.cast import Cast, Running
from tests.patience import until
from visavis import brands, callbacks, conversations
from visavis.brands import BrandChanges
from visavis.conversations.errors import NotPushed
from visavis.routing import cases, desks, presence
from visavis.routing.cases import TALK
from visavis.routing.picture import Picture
from visavis.staff import AgentActor

SLOT = slot(15, 0)
A_SECOND, A_MINUTE = timedelta(seconds=1), timedelta(minutes=1)


@pytest.fixture
async def office(cast: Cast) -> Office:
    """Lumen calls back."""
    made = Office(cast)
    await made.opens()
    return made


async def put(office: Office, begun: conversations.Conversation, agent: AgentActor) -> Any:
    """Put a conversation before an agent, now."""
    async with office.cast.house.database.system(clock=lambda: office.now) as session:
        seen = await conversations.access_conversation(session, conversations.System(), begun.id)
        return await conversations.push(
            session,
            conversation_id=begun.id,
            version=seen.version,
            agent_id=agent.id,
            accept_by=office.now + 12 * A_SECOND,
        )


async def test_a_call_is_put_before_nobody_until_its_slot_begins(office: Office) -> None:
    begun = await office.books(SLOT.after)
    office.now = SLOT.after - A_SECOND
    assert await put(office, begun, office.cast.lea) is None
    office.now = SLOT.after
    assert (await put(office, begun, office.cast.lea)).pushed_to == office.cast.lea.id


async def test_a_call_is_put_before_one_agent_whoever_believes_to_lead(office: Office) -> None:
    begun = await office.books()
    agents = [office.cast.lea, office.cast.karim, office.cast.camille, office.cast.ana] * 3
    done = await asyncio.gather(*(put(office, begun, agent) for agent in agents))
    assert len([pushed for pushed in done if pushed]) == 1


async def test_who_accepts_a_call_has_it_until_they_are_on_the_line_or_reach_nobody(office: Office) -> None:
    lea, karim = office.cast.lea, office.cast.karim
    begun = await office.books(SLOT.after)
    office.now = SLOT.after
    await put(office, begun, lea)
    taken = await office.act(lea, conversations.accept, conversation_id=begun.id)
    assert (taken.assignee_id, owed(taken).taken_by) == (lea.id, lea.id)
    with pytest.raises(NotPushed):
        await office.act(karim, conversations.accept, conversation_id=begun.id)
    tried = await office.on_it(lea, callbacks.not_reached, taken)
    assert (owed(tried).taken_by, owed(tried).tries) == (None, 1)
    assert await put(office, begun, lea) is None, "not at once"
    office.now = owed(tried).ready
    await put(office, begun, lea)
    again = await office.act(lea, conversations.accept, conversation_id=begun.id)
    assert owed(again).taken_by == lea.id, "hers already, she takes the call"
    await office.on_it(lea, callbacks.on_the_line, again)
    assert await office.states(begun) == [("callback", "kept")]


async def test_who_takes_or_is_given_the_conversation_has_the_call_when_it_is_to_be_made(
    office: Office,
) -> None:
    cast = office.cast
    begun = await office.books(SLOT.after)
    early = await office.act(cast.lea, conversations.take, conversation_id=begun.id)
    assert owed(early).taken_by is None, "its slot has not begun"
    office.now = SLOT.after
    given_to = await office.act(
        cast.camille, conversations.assign, conversation_id=begun.id, agent_id=cast.karim.id, team_id=None
    )
    assert owed(given_to).taken_by == cast.karim.id
    back = await office.act(
        cast.camille, conversations.assign, conversation_id=begun.id, agent_id=None, team_id=None
    )
    assert owed(back).taken_by is None


async def test_the_picture_of_calls_is_the_same_however_it_came_to_be(office: Office) -> None:
    """Told step by step, or read at once: the policy sees one house."""
    cast, database = office.cast, office.cast.house.database
    async with database.system(clock=lambda: office.now) as session:
        await presence.renew(session, [cast.lea.id, cast.karim.id])
    followed = Picture()

    async def look() -> None:
        async with database.system(clock=lambda: office.now) as session:
            seen, found = await desks.read(session), await cases.read(session)
        at_once = Picture()
        for one in (followed, at_once):
            one.see_desks(seen, office.now)
            for known in found:
                one.see(known, office.now)
            for gone in one.cases.keys() - {known.id for known in found}:
                one.forget(gone, office.now)
            one.pass_time(office.now)
        assert followed.state.waiting.keys() == at_once.state.waiting.keys()
        assert followed.state.booked == at_once.state.booked
        assert followed.state.desks == at_once.state.desks
        for agent_id, agent in followed.state.agents.items():
            fresh = at_once.state.agents[agent_id]
            assert (agent.chats, agent.voices, agent.emails) == (fresh.chats, fresh.voices, fresh.emails)

    begun = await office.writes()
    await look()
    asked = await office.books(SLOT.after, conversation_id=begun.id)
    await look()
    await office.says(cast.lea, begun)
    await look()
    office.now = SLOT.after
    await look()
    assert followed.state.works.keys() == {f"call:{begun.id}"}
    await put(office, begun, cast.lea)
    await look()
    await office.act(cast.lea, conversations.decline, conversation_id=begun.id)
    await look()
    await put(office, begun, cast.karim)
    await office.act(cast.karim, conversations.accept, conversation_id=begun.id)
    await look()
    assert followed.state.agents[str(cast.karim.id)].voices == 1
    office.now += A_MINUTE
    await office.on_it(cast.karim, callbacks.not_reached, asked)
    await look()
    assert followed.state.agents[str(cast.karim.id)].voices == 0
    await office.act(cast.lea, conversations.snooze, conversation_id=begun.id, until=NOON + timedelta(days=1))
    await look()
    office.now = SLOT.by - A_MINUTE
    await look()
    assert f"call:{begun.id}" in followed.state.waiting, "asleep, it is to be made all the same"
    await office.on_it(cast.lea, callbacks.on_the_line, asked)
    await look()
    office.now += TALK
    await look()
    assert followed.state.works == {}


def seen(running: Running) -> callbacks.Desk:
    """What Lumen can count on for calls, as this server sees it."""
    desk = running.app.live.watch.desk(running.cast.lumen.id, "fr")
    assert desk is not None
    return desk


async def test_what_is_offered_counts_on_who_is_there_and_on_what_nobody_has_taken(running: Running) -> None:
    cast, watch = running.cast, running.app.live.watch
    office = Office(cast)
    await office.opens()
    office.now = cast.house.database.clock()
    async with await running.live_console("lea"):
        await watch.look()
        there = seen(running)
        assert (there.offered, there.agents, there.hands, there.places) == (True, 1, 1, 4)
        assert there.usual == 1
        # Not the next one: it may begin while a call that is asked for now would be made.
        quarter = office.now + timedelta(seconds=900 - office.now.timestamp() % 900 + 900)
        await office.books(quarter, desk=there)
        called = await office.books(who=cast.hugo, desk=there)
        await until(lambda: len(seen(running).owed) == 2)
        await office.act(cast.lea, conversations.take, conversation_id=called.id)
        await until(lambda: len(seen(running).owed) == 1)
        busy = seen(running)
        assert (busy.agents, busy.hands, busy.free) == (1, 0, 0), "she has a call to make"
        brume = watch.desk(cast.brume.id)
        assert brume is not None
        assert (brume.offered, brume.agents, brume.owed) == (False, 0, ())


def before(who: AgentActor, conversation_id: str) -> dict[str, Any]:
    return {"conversation": {"id": conversation_id, "pushed_to": str(who.id)}}


async def test_who_asks_to_be_called_is_put_before_an_agent_who_calls_and_is_left_in_peace(
    running: Running,
) -> None:
    cast = running.cast
    async with cast.house.database.session([cast.lumen.id]) as session:
        await brands.edit(session, cast.lumen.id, BrandChanges(callbacks=True))
    async with await running.live_console("lea") as ear, running.as_agent("lea") as lea:
        await running.app.live.watch.look()
        asked = {"client_id": str(uuid4()), "phone": "01 99 00 11 22", "words": "Oui."}
        async with running.as_visitor("claire") as http:
            booked = (await http.post("/api/v1/widget/callbacks", json=asked)).raise_for_status().json()
        begun, call_id = booked["conversation"]["id"], booked["conversation"]["callback"]["id"]
        pushed = await ear.hears("conversation.pushed", data=before(cast.lea, begun))
        assert pushed["data"]["conversation"]["callback"]["phone_shown"] == "01 99 00 11 22"
        taken = (await lea.post(f"/api/v1/conversations/{begun}/accept")).raise_for_status().json()
        assert taken["callback"]["taken_by"] == str(cast.lea.id)
        said = {"callback_id": call_id}
        (await lea.post(f"/api/v1/conversations/{begun}/callback/on-the-line", json=said)).raise_for_status()
        await ear.hears("conversation.callback", data={"message": {"entry": {"what": "called"}}})
        async with running.as_visitor("hugo") as http:
            written = {"client_id": str(uuid4()), "body": "Bonjour ?"}
            other = (await http.post("/api/v1/widget/conversations", json=written)).raise_for_status().json()
        async with await running.live_console("karim") as karim:
            await karim.hears(
                "conversation.pushed", data=before(cast.karim, other["conversation"]["id"]), within=30
            )
        assert not [
            frame
            for frame in await ear.catch_up()
            if frame["type"] == "conversation.pushed"
            and frame["data"]["conversation"]["id"] == other["conversation"]["id"]
            and frame["data"]["conversation"]["pushed_to"] == str(cast.lea.id)
        ]
