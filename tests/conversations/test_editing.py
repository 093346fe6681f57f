"""Changing and deleting what one wrote leaves a trace."""

import pytest

from tests.cast import Cast
from visavis import conversations
from visavis.conversations.errors import ConversationNotFound, MessageDeleted, MessageNotFound


async def test_an_edited_message_says_so_and_keeps_what_it_said(cast: Cast) -> None:
    conversation = await cast.starts(cast.claire)
    sent = await cast.says(cast.lea, conversation.id, "Bonjuor")
    async with cast.house.database.session(cast.lea.brand_ids) as session:
        edited = await conversations.edit(session, cast.lea, message_id=sent.id, body="Bonjour")
        before = await conversations.revisions(session, cast.karim, message_id=sent.id)
    assert (edited.body, edited.seq) == ("Bonjour", sent.seq)
    assert edited.edited_at is not None
    assert [revision.body for revision in before] == ["Bonjuor"]
    seen = (await cast.reads(cast.claire, conversation.id))[0]
    assert seen.last_message is not None
    assert seen.last_message.body == "Bonjour"


async def test_a_deleted_message_leaves_its_place_and_nothing_of_its_text(cast: Cast) -> None:
    conversation = await cast.starts(cast.claire)
    sent = await cast.says(cast.claire, conversation.id, "mon code est 1234")
    async with cast.house.database.session(cast.claire.brand_ids) as session:
        await conversations.edit(session, cast.claire, message_id=sent.id, body="mon code est 4321")
        deleted = await conversations.delete(session, cast.claire, message_id=sent.id)
        again = await conversations.delete(session, cast.claire, message_id=sent.id)
        with pytest.raises(MessageDeleted):
            await conversations.edit(session, cast.claire, message_id=sent.id, body="non")
    assert (deleted.body, deleted.seq, again.deleted_at) == ("", sent.seq, deleted.deleted_at)
    async with cast.house.database.system() as session:
        kept = await session.tuple(
            """
            select (select count(*) from message where body like '%%1234%%' or body like '%%4321%%'),
                   (select count(*) from message_revision),
                   (select count(*) from conversation where last_message ->> 'body' <> '')
            """
        )
    assert kept == (0, 0, 0)


@pytest.mark.parametrize("who", ["karim", "camille", "claire", "hugo", "oliver"])
async def test_nobody_changes_anothers_words(cast: Cast, who: str) -> None:
    conversation = await cast.starts(cast.claire)
    sent = await cast.says(cast.lea, conversation.id, "Bonjour")
    other = cast.agents.get(who) or cast.visitors[who]
    async with cast.house.database.session(other.brand_ids) as session:
        for act in (
            conversations.edit(session, other, message_id=sent.id, body="Au revoir"),
            conversations.delete(session, other, message_id=sent.id),
        ):
            with pytest.raises((MessageNotFound, ConversationNotFound)):
                await act
    assert (await cast.reads(cast.lea, conversation.id))[1][-1].body == "Bonjour"
