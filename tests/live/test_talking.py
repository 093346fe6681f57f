"""A visitor and an agent talk live; whoever was away gets what was said, once, in order."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import pytest
import websockets

from tests.cast import Running
from visavis import conversations
from visavis.customers.welcoming import end_visit


def bodies(frames: list[dict[str, Any]]) -> list[str]:
    return [f["data"]["message"]["body"] for f in frames if f["type"] == "message.sent"]


async def test_both_see_at_once_what_the_other_writes(running: Running) -> None:
    async with await running.live_visitor("claire") as claire, await running.live_agent("lea") as lea:
        begun = await claire.send(None, "Le paiement est refusé", page_url="https://lumen.example/paiement")
        conversation_id = UUID(begun["conversation_id"])
        opened = await lea.hears("conversation.opened")
        assert opened["data"]["conversation"]["page_url"] == "https://lumen.example/paiement"
        told = await lea.hears("message.sent")
        assert told["data"]["message"] == begun["message"]
        answer = await lea.send(conversation_id, "Bonjour Claire, je regarde.")
        heard = await claire.hears("message.sent", data={"message": answer["message"]})
        assert heard["data"]["message"]["author"]["name"] == "Léa Martin"


async def test_visitor_who_reconnects_gets_the_missed_reply(running: Running) -> None:
    cast = running.cast
    async with await running.live_visitor("claire") as claire:
        begun = await claire.send(None, "Bonjour ?")
        conversation_id = UUID(begun["conversation_id"])
        await claire.hears("message.sent")
        at = claire.at
    for n in range(5):
        await cast.says(cast.lea, conversation_id, f"réponse {n}")
    await cast.says(cast.lea, conversation_id, "entre nous", kind="note")
    async with await running.live_visitor("claire", resume=at) as claire:
        await claire.hears("resumed")
        assert bodies(claire.heard) == [f"réponse {n}" for n in range(5)]
        await cast.says(cast.lea, conversation_id, "et en direct")
        assert (await claire.hears("message.sent"))["data"]["message"]["body"] == "et en direct"


async def test_nothing_falls_between_catching_up_and_going_live(running: Running) -> None:
    cast = running.cast
    conversation = await cast.starts(cast.claire)
    await cast.gives(conversation.id, cast.lea)
    async with await running.live_visitor("claire") as claire:
        at = claire.ready["at"]

    async def keep_writing() -> None:
        for n in range(60):
            await cast.says(cast.lea, conversation.id, str(n))

    writing = asyncio.create_task(keep_writing())
    async with await running.live_visitor("claire", resume=at) as claire:
        while bodies(claire.heard)[-1:] != ["59"]:
            await claire.hears("message.sent")
        assert bodies(claire.heard) == [str(n) for n in range(60)]
    await writing


async def test_a_place_that_is_not_ours_means_a_fresh_snapshot(running: Running) -> None:
    for place in ("nowhere", "ffffffff.1.1", running.app.live.registry.epoch + ".-1.x"):
        async with await running.live_visitor("claire", resume=place) as claire:
            await claire.hears("reset")


async def test_a_note_is_not_heard_by_the_customer(running: Running) -> None:
    cast = running.cast
    conversation = await cast.starts(cast.claire)
    async with await running.live_visitor("claire") as claire, await running.live_agent("karim") as karim:
        await cast.says(cast.lea, conversation.id, "entre nous", kind="note")
        await karim.hears("message.sent")
        await cast.says(cast.camille, conversation.id, "Bonjour")
        heard = await claire.hears("message.sent")
        assert heard["data"]["message"]["body"] == "Bonjour"


async def test_who_loses_sight_of_a_conversation_hears_that_and_no_more(running: Running) -> None:
    cast = running.cast
    conversation = await cast.starts(cast.claire)
    async with await running.live_agent("lea") as lea, await running.live_agent("karim") as karim:
        await cast.gives(conversation.id, cast.karim, cast.atelier)
        assert (await lea.hears("conversation.removed"))["conversation_id"] == str(conversation.id)
        await karim.hears("conversation.assigned")
        await cast.says(cast.claire, conversation.id, "Toujours là ?")
        await karim.hears("message.sent")
        assert [f for f in await lea.catch_up() if f["type"] == "message.sent"] == []
        await cast.gives(conversation.id, cast.lea, cast.salon)
        await lea.hears("conversation.assigned")
        await karim.hears("conversation.removed")


@pytest.mark.parametrize("stranger", ["oliver"])
async def test_another_brands_agent_hears_nothing(running: Running, stranger: str) -> None:
    cast = running.cast
    async with await running.live_agent(stranger) as ear, await running.live_agent("lea") as lea:
        conversation = await cast.starts(cast.claire)
        await lea.hears("message.sent", conversation_id=str(conversation.id))
        assert await ear.catch_up() == []


async def test_typing_is_shown_to_the_other_side_only(running: Running) -> None:
    cast = running.cast
    conversation = await cast.starts(cast.claire)
    async with await running.live_visitor("claire") as claire, await running.live_agent("lea") as lea:
        await claire.say(type="typing", conversation_id=conversation.id)
        assert (await lea.hears("typing"))["data"]["author"]["kind"] == "customer"
        assert [f for f in await claire.catch_up() if f["type"] == "typing"] == []


async def test_read_marks_reach_the_other_side(running: Running) -> None:
    cast = running.cast
    conversation = await cast.starts(cast.claire)
    async with await running.live_visitor("claire") as claire, await running.live_agent("lea") as lea:
        await lea.say(type="read", conversation_id=conversation.id, seq=1)
        read = await claire.hears("conversation.read")
        assert read["data"] == {"reader": "agents", "seq": 1}


async def test_a_bad_frame_is_answered_and_the_socket_stays(running: Running) -> None:
    cast = running.cast
    conversation = await cast.starts(cast.claire)
    async with await running.live_visitor("claire") as claire:
        for text in ("", "{", "[]", "null", '{"type":"dance"}', '{"type":"send"}', '"\\ud800"', "[" * 5000):
            await claire.socket.send(text)
            assert (await claire.hears("error"))["error"]["code"] == "bad_frame"
        await claire.socket.send(b"\x00\xff")
        await claire.hears("error")
        await claire.say(type="send", conversation_id=conversation.id, client_id=uuid4(), body="x" * 20_001)
        await claire.hears("error")
        assert (await claire.send(conversation.id, "encore là"))["type"] == "sent"


async def test_a_refused_message_says_why(running: Running) -> None:
    async with await running.live_visitor("claire") as claire:
        refused = await claire.send(uuid4(), "Bonjour ?")
        assert refused["error"]["code"] == "conversation_not_found"


async def test_a_visit_that_ended_is_closed(running: Running) -> None:
    cast = running.cast
    async with await running.live_visitor("claire") as claire:
        async with cast.house.database.session(cast.claire.brand_ids) as session:
            await end_visit(session, cast.claire)
        with pytest.raises(websockets.ConnectionClosed) as closed:
            await claire.hears("never")
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 4403


async def test_handing_over_leaves_the_note_first(running: Running) -> None:
    cast = running.cast
    conversation = await cast.starts(cast.claire)
    async with await running.live_agent("karim") as karim:
        async with cast.house.database.session(cast.lea.brand_ids) as session:
            await conversations.hand_over(
                session,
                cast.lea,
                conversation_id=conversation.id,
                agent_id=cast.karim.id,
                team_id=cast.atelier,
                note="Elle a déjà donné son numéro de commande : 4598.",
            )
        await karim.hears("conversation.handed_over")
    _, messages = await cast.reads(cast.karim, conversation.id)
    assert [m.kind for m in messages] == ["message", "note", "entry"]


async def test_what_is_written_with_an_api_key_is_a_program_s_and_its_customer_waits_on(
    running: Running,
) -> None:
    begun = await running.cast.starts(running.cast.claire)
    room = f"/api/v1/conversations/{begun.id}"
    async with running.as_agent("lea") as lea, running.http() as program:
        key = (await lea.post("/api/v1/api-keys", json={"name": "till"})).json()["key"]
        program.headers["Authorization"] = f"Bearer {key}"
        said = {"client_id": str(uuid4()), "body": "Votre commande est partie."}
        sent = (await program.post(f"{room}/messages", json=said)).json()
        assert sent["author"]["automated"] is True
        assert (await program.post(f"{room}/messages", json=said)).json() == sent, (
            "sent again, it is the same"
        )
        ticket = (await program.post("/api/v1/live/ticket")).json()["ticket"]
        async with await running.live_with(ticket) as ear:
            name = str(uuid4())
            await ear.say(type="send", client_id=name, conversation_id=str(begun.id), body="Par ici aussi.")
            assert (await ear.hears("sent"))["message"]["author"]["automated"] is True
        await running.app.live.watch.dispatching.look()
        assert running.app.live.watch.dispatching.picture.cases[str(begun.id)].waiting_since is not None
        seen = (await lea.get(room)).json()["conversation"]
        assert (seen["waiting_since"] is None, seen["assignee_id"]) == (False, None)
        said = {"client_id": str(uuid4()), "body": "Bonjour Claire"}
        sent = (await lea.post(f"{room}/messages", json=said)).json()
        assert "automated" not in sent["author"]
        seen = (await lea.get(room)).json()["conversation"]
        assert (seen["waiting_since"], seen["assignee_id"]) == (None, str(running.cast.lea.id))
