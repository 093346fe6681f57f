"""Giving, taking and handing over."""

import pytest

from tests.cast import Cast
from visavis import conversations, staff
from visavis.conversations import releasing
from visavis.conversations.errors import AssigneeUnfit, ConversationNotFound, TeamUnknown
from visavis.kit.ids import uuid7


async def test_agent_takes_a_conversation(cast: Cast) -> None:
    conversation = await cast.starts(cast.claire)
    async with cast.house.database.session(cast.lea.brand_ids) as session:
        taken = await conversations.take(session, cast.lea, conversation_id=conversation.id)
    assert (taken.assignee_id, taken.assignee_name) == (cast.lea.id, "Léa Martin")


async def test_taking_twice_writes_one_line(cast: Cast) -> None:
    conversation = await cast.starts(cast.claire)
    for _ in range(2):
        async with cast.house.database.session(cast.lea.brand_ids) as session:
            await conversations.take(session, cast.lea, conversation_id=conversation.id)
    assert len((await cast.reads(cast.lea, conversation.id))[1]) == 2


async def test_another_brands_agent_cannot_be_given_it(cast: Cast) -> None:
    conversation = await cast.starts(cast.claire)
    with pytest.raises(AssigneeUnfit):
        await cast.gives(conversation.id, cast.oliver)


async def test_a_team_that_does_not_exist_cannot_be_given_it(cast: Cast) -> None:
    conversation = await cast.starts(cast.claire)
    with pytest.raises(TeamUnknown):
        await cast.gives(conversation.id, team_id=uuid7())


async def test_given_to_another_team_it_is_out_of_sight(cast: Cast) -> None:
    conversation = await cast.starts(cast.claire)
    await cast.gives(conversation.id, team_id=cast.atelier)
    with pytest.raises(ConversationNotFound):
        await cast.reads(cast.lea, conversation.id)
    assert (await cast.reads(cast.karim, conversation.id))[0].team_id == cast.atelier


async def test_what_is_hers_stays_in_sight_whatever_the_team(cast: Cast) -> None:
    conversation = await cast.starts(cast.claire)
    await cast.gives(conversation.id, cast.lea, cast.atelier)
    assert (await cast.reads(cast.lea, conversation.id))[0].assignee_id == cast.lea.id


async def test_the_customer_reads_who_joined_and_no_team(cast: Cast) -> None:
    conversation = await cast.starts(cast.claire)
    await cast.gives(conversation.id, cast.lea, cast.salon)
    await cast.gives(conversation.id, team_id=cast.salon)
    _, messages = await cast.reads(cast.claire, conversation.id)
    entries = [message.entry for message in messages if message.entry]
    assert [(entry.agent_name, entry.team_id, entry.team_name) for entry in entries] == [
        ("Léa Martin", None, None)
    ]


async def test_a_dissolved_teams_conversations_go_back_to_everyone(cast: Cast) -> None:
    under_way, done = [await cast.starts(cast.claire, text) for text in "ab"]
    for conversation in (under_way, done):
        await cast.gives(conversation.id, cast.karim, cast.atelier)
    async with cast.house.database.session(cast.ana.brand_ids) as session:
        await conversations.resolve(session, cast.ana, conversation_id=done.id)
        await releasing.release_team(session, team_id=cast.atelier)
        await staff.remove_team(session, cast.atelier)
    seen, messages = await cast.reads(cast.lea, under_way.id)
    assert (seen.team_id, seen.assignee_id) == (None, cast.karim.id)
    assert messages[-1].author.kind == "system"
    assert (await cast.reads(cast.lea, done.id))[0].team_id is None
