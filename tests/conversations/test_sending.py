"""Sending: nothing lost, nothing doubled, nothing out of order, nobody where they don't belong."""

import asyncio
from uuid import uuid4

import pytest

from tests.cast import Cast
from visavis import conversations
from visavis.conversations.errors import ConversationNotFound, EmptyMessage, MessageConflict
from visavis.kit.errors import Forbidden


async def test_visitor_and_agent_talk_in_one_numbered_timeline(cast: Cast) -> None:
    conversation = await cast.starts(cast.claire, "Le paiement est refusé")
    await cast.says(cast.lea, conversation.id, "Bonjour Claire, je regarde.")
    await cast.says(cast.claire, conversation.id, "Merci !")
    seen, messages = await cast.reads(cast.lea, conversation.id)
    assert [m.seq for m in messages] == [1, 2, 3, 4]
    assert [m.kind for m in messages] == ["message", "entry", "message", "message"]
    assert [m.body for m in messages if m.kind == "message"] == [
        "Le paiement est refusé",
        "Bonjour Claire, je regarde.",
        "Merci !",
    ]
    assert seen.last_seq == 4
    assert seen.last_message is not None
    assert (seen.last_message.body, seen.last_message.seq) == ("Merci !", 4)


async def test_agent_who_answers_what_nobody_has_takes_it(cast: Cast) -> None:
    conversation = await cast.starts(cast.claire)
    await cast.says(cast.lea, conversation.id, "Je m'en occupe.")
    seen, messages = await cast.reads(cast.claire, conversation.id)
    assert seen.assignee_id == cast.lea.id
    assert messages[1].entry is not None
    assert messages[1].entry.agent_name == "Léa Martin"


async def test_sending_again_finds_the_same_message(cast: Cast) -> None:
    conversation = await cast.starts(cast.claire)
    name = uuid4()
    first = await cast.says(cast.claire, conversation.id, "Allô ?", client_id=name)
    again = await cast.says(cast.claire, conversation.id, "Allô ?", client_id=name)
    assert (again.id, again.seq) == (first.id, first.seq)
    assert (await cast.reads(cast.lea, conversation.id))[0].last_seq == 2


async def test_the_same_message_sent_many_times_at_once_is_written_once(cast: Cast) -> None:
    conversation = await cast.starts(cast.claire)
    name = uuid4()
    sent = await asyncio.gather(
        *(cast.says(cast.claire, conversation.id, "Allô ?", client_id=name) for _ in range(20))
    )
    assert len({message.id for message in sent}) == 1
    assert (await cast.reads(cast.lea, conversation.id))[0].last_seq == 2


async def test_another_text_under_the_same_name_is_refused(cast: Cast) -> None:
    conversation = await cast.starts(cast.claire)
    name = uuid4()
    await cast.says(cast.claire, conversation.id, "Allô ?", client_id=name)
    with pytest.raises(MessageConflict):
        await cast.says(cast.claire, conversation.id, "Autre chose", client_id=name)


async def test_a_name_taken_by_the_other_side_is_refused(cast: Cast) -> None:
    conversation = await cast.starts(cast.claire)
    name = uuid4()
    await cast.says(cast.claire, conversation.id, "Bonjour", client_id=name)
    with pytest.raises(MessageConflict):
        await cast.says(cast.lea, conversation.id, "Bonjour", client_id=name)


async def test_many_who_write_at_once_leave_no_gap(cast: Cast) -> None:
    conversation = await cast.starts(cast.claire)
    await cast.gives(conversation.id, cast.lea)
    await asyncio.gather(
        *(cast.says(cast.claire, conversation.id, f"ligne {n}") for n in range(30)),
        *(cast.says(cast.lea, conversation.id, f"réponse {n}") for n in range(30)),
    )
    seen, messages = await cast.reads(cast.lea, conversation.id)
    assert seen.last_seq == 62
    assert [m.seq for m in messages] == list(range(13, 63))


async def test_beginning_again_finds_the_same_conversation(cast: Cast) -> None:
    name = uuid4()

    async def begin() -> conversations.Conversation:
        async with cast.house.database.session(cast.claire.brand_ids) as session:
            begun, _ = await conversations.start(session, cast.claire, body="Bonjour", client_id=name)
            return begun

    begun = await asyncio.gather(*(begin() for _ in range(8)))
    assert len({conversation.id for conversation in begun}) == 1
    assert (await cast.reads(cast.claire, begun[0].id))[0].last_seq == 1


async def test_customer_who_writes_reopens_what_was_resolved(cast: Cast) -> None:
    conversation = await cast.starts(cast.claire)
    async with cast.house.database.session(cast.camille.brand_ids) as session:
        await conversations.resolve(session, cast.camille, conversation_id=conversation.id)
    await cast.says(cast.claire, conversation.id, "Finalement, encore une question")
    seen, messages = await cast.reads(cast.claire, conversation.id)
    assert seen.status == "open"
    assert seen.waiting_since is not None
    assert [m.entry.what for m in messages if m.entry] == ["resolved", "reopened"]


async def test_a_note_stays_among_agents(cast: Cast) -> None:
    conversation = await cast.starts(cast.claire)
    await cast.says(cast.lea, conversation.id, "Cliente fidèle, geste possible", kind="note")
    seen, messages = await cast.reads(cast.claire, conversation.id)
    assert [m.kind for m in messages] == ["message"]
    assert seen.waiting_since is not None, "a note is no answer"
    assert seen.last_message is not None
    assert seen.last_message.body == "Bonjour ?"
    assert [m.kind for m in (await cast.reads(cast.karim, conversation.id))[1]][-1] == "note"


async def test_a_visitor_writes_no_note(cast: Cast) -> None:
    conversation = await cast.starts(cast.claire)
    with pytest.raises(Forbidden):
        await cast.says(cast.claire, conversation.id, "psst", kind="note")


async def test_waiting_begins_with_the_first_unanswered_word(cast: Cast) -> None:
    conversation = await cast.starts(cast.claire)
    await cast.says(cast.claire, conversation.id, "Il y a quelqu'un ?")
    waiting = (await cast.reads(cast.lea, conversation.id))[0]
    assert waiting.waiting_since == conversation.created_at
    await cast.says(cast.lea, conversation.id, "Oui !")
    assert (await cast.reads(cast.lea, conversation.id))[0].waiting_since is None


@pytest.mark.parametrize("who", ["oliver", "hugo", "nina"])
async def test_strangers_find_no_conversation_to_write_in(cast: Cast, who: str) -> None:
    conversation = await cast.starts(cast.claire)
    stranger = cast.agents.get(who) or cast.visitors[who]
    with pytest.raises(ConversationNotFound):
        await cast.says(stranger, conversation.id, "Bonjour !")
    assert (await cast.reads(cast.lea, conversation.id))[0].last_seq == 1


async def test_another_teams_conversation_is_not_hers_to_write_in(cast: Cast) -> None:
    conversation = await cast.starts(cast.claire)
    await cast.gives(conversation.id, cast.karim, cast.atelier)
    with pytest.raises(ConversationNotFound):
        await cast.says(cast.lea, conversation.id, "Bonjour !")
    await cast.says(cast.camille, conversation.id, "La superviseuse, elle, voit tout.")


@pytest.mark.parametrize("body", ["", "  \n\t "])
async def test_nothing_is_not_a_message(cast: Cast, body: str) -> None:
    conversation = await cast.starts(cast.claire)
    with pytest.raises(EmptyMessage):
        await cast.says(cast.claire, conversation.id, body)
