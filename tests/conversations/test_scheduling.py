"""An answer can be taken back for some seconds, or be sent later; until then it is no message, and keeps no promise."""

import asyncio
import random
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.cast import Cast
from visavis import conversations, promises
from visavis.conversations import scheduled, scheduling
from visavis.conversations.errors import (
    EmptyMessage,
    MessageConflict,
    PastTime,
    ScheduledOver,
    TooFarOff,
    TooManyScheduled,
)
from visavis.conversations.jobs import sweep_files
from visavis.conversations.scheduled import Scheduled
from visavis.conversations.scheduling import MOST, UNDO
from visavis.kit.errors import Forbidden

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


class Later:
    """Claire waits for an answer from Léa, at a time that the test chooses."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.now = cast.house.database.clock()
        cast.house.database.clock = lambda: self.now
        self.id = UUID(int=0)

    async def begins(self, within: timedelta = 8 * HOUR) -> None:
        begun = await self.cast.promised(
            self.cast.claire, "Où est ma lampe ?", at=self.now, by=self.now + within
        )
        self.id = begun.id
        await self.cast.gives(begun.id, self.cast.lea)

    async def lea(self, act: Any, **more: Any) -> Scheduled:
        async with self.cast.house.database.session(self.cast.lea.brand_ids) as session:
            return await act(session, self.cast.lea, **more)

    async def sends(self, body: str = "Elle part demain.", **more: Any) -> Scheduled:
        return await self.lea(
            scheduling.schedule, **({"conversation_id": self.id, "body": body, "client_id": uuid4()} | more)
        )

    async def passes(self, time: timedelta) -> None:
        """Time goes by, and a server looks."""
        self.now += time
        async with self.cast.house.database.system() as session:
            due = await scheduled.due(session)
        for it in due:
            await scheduling.carry_out(self.cast.house.database, it)

    async def said(self) -> list[str]:
        _, messages = await self.cast.reads(self.cast.claire, self.id)
        return [m.body for m in messages if m.kind == "message" and m.author.kind == "agent"]

    async def kept(self) -> list[tuple[str, datetime | None]]:
        async with self.cast.house.database.session([self.cast.lumen.id]) as session:
            found = await promises.of_conversation(session, self.id)
        return [(promise.state, promise.ended_at) for promise in found]

    async def state(self, it: Scheduled) -> tuple[str, str]:
        async with self.cast.house.database.session([self.cast.lumen.id]) as session:
            found = await scheduled.find(session, it.id)
        return found.state, found.why


@pytest.fixture
async def later(cast: Cast) -> Later:
    it = Later(cast)
    await it.begins()
    return it


async def test_what_was_sent_can_be_taken_back_for_some_seconds_and_leaves_nothing(later: Later) -> None:
    it = await later.sends()
    await later.passes(UNDO - SECOND)
    assert await later.said() == []
    back = await later.lea(scheduling.cancel, scheduled_id=it.id)
    assert (back.body, back.state) == ("Elle part demain.", "cancelled")
    await later.passes(HOUR)
    assert await later.said() == []
    conversation, _ = await later.cast.reads(later.cast.lea, later.id)
    assert conversation.waiting_since is not None, "who waits still does"
    assert await later.kept() == [("open", None)]


async def test_it_is_sent_once_when_it_can_be_taken_back_no_more_and_keeps_the_promise_then(
    later: Later,
) -> None:
    it = await later.sends()
    await later.passes(UNDO)
    await later.passes(HOUR)
    assert await later.said() == ["Elle part demain."]
    assert await later.kept() == [("kept", later.now - HOUR)]
    with pytest.raises(ScheduledOver):
        await later.lea(scheduling.cancel, scheduled_id=it.id)


async def test_to_be_able_to_take_it_back_costs_no_promise(later: Later) -> None:
    await later.begins(within=UNDO)
    it = await later.sends()
    assert it.send_at < later.now + UNDO
    await later.passes(it.send_at - later.now)
    assert [state for state, _ in await later.kept()] == ["kept"]


async def test_an_answer_is_sent_at_the_time_chosen_even_when_its_author_has_gone_home(later: Later) -> None:
    await later.sends(send_at=later.now + 5 * HOUR)
    await later.passes(5 * HOUR - SECOND)
    assert await later.kept() == [("open", None)]
    await later.passes(SECOND)
    assert await later.said() == ["Elle part demain."]
    assert await later.kept() == [("kept", later.now)]


async def test_what_was_promised_before_the_time_chosen_is_broken_all_the_same(later: Later) -> None:
    await later.sends(send_at=later.now + 9 * HOUR)
    await later.passes(9 * HOUR)
    assert [state for state, _ in await later.kept()] == ["broken"]


async def test_a_server_that_was_down_at_that_time_sends_it_when_it_is_back(later: Later) -> None:
    await later.sends(send_at=later.now + HOUR)
    await later.passes(48 * HOUR)
    assert await later.said() == ["Elle part demain."]


@pytest.mark.parametrize(("who", "why"), [("claire", "customer_wrote"), ("camille", "answered")])
async def test_what_somebody_wrote_meanwhile_holds_it_until_its_author_has_looked(
    later: Later, who: str, why: str
) -> None:
    it = await later.sends(send_at=later.now + HOUR)
    actor = later.cast.agents.get(who) or later.cast.visitors[who]
    await later.cast.says(actor, later.id, "Finalement, non.")
    await later.passes(SECOND)
    assert await later.state(it) == ("held", why)
    await later.passes(HOUR)
    assert "Elle part demain." not in await later.said()
    await later.lea(scheduling.reschedule, scheduled_id=it.id, body="D’accord.", send_at=later.now + HOUR)
    await later.passes(HOUR)
    assert (await later.said())[-1] == "D’accord."


async def test_a_word_that_comes_while_it_could_be_taken_back_does_not_hold_it(later: Later) -> None:
    await later.sends()
    await later.cast.says(later.cast.claire, later.id, "Vous êtes là ?")
    await later.passes(UNDO)
    assert await later.said() == ["Elle part demain."]


async def test_a_note_and_ones_own_word_hold_nothing(later: Later) -> None:
    await later.sends(send_at=later.now + HOUR)
    await later.cast.says(later.cast.camille, later.id, "Bien vu.", kind="note")
    await later.cast.says(later.cast.lea, later.id, "Je regarde.")
    await later.passes(HOUR)
    assert await later.said() == ["Je regarde.", "Elle part demain."]


async def test_it_goes_at_once_where_its_author_says_so(later: Later) -> None:
    it = await later.sends(send_at=later.now + HOUR)
    await later.cast.says(later.cast.claire, later.id, "Alors ?")
    await later.passes(SECOND)
    sent = await later.lea(scheduling.send_now, scheduled_id=it.id)
    assert sent.state == "sent"
    assert await later.said() == ["Elle part demain."]


async def test_whoever_takes_back_and_whoever_sends_at_the_same_moment_agree(later: Later) -> None:
    """Either it was taken back and nobody reads it, or it was sent and cannot be taken back."""
    for _ in range(8):
        it = await later.sends(body=str(uuid4()))
        later.now += UNDO
        async with later.cast.house.database.system() as session:
            due = await scheduled.due(session)
        acts = [
            *(scheduling.carry_out(later.cast.house.database, due[0]) for _ in range(3)),
            later.lea(scheduling.cancel, scheduled_id=it.id),
        ]
        random.shuffle(acts)
        outcomes = await asyncio.gather(*acts, return_exceptions=True)
        refused = [outcome for outcome in outcomes if isinstance(outcome, ScheduledOver)]
        assert [o for o in outcomes if isinstance(o, BaseException)] == refused
        assert (await later.said()).count(it.body) == len(refused)


async def test_asked_twice_it_is_one_and_its_name_is_the_messages(later: Later) -> None:
    name = uuid4()
    first = await later.sends(client_id=name)
    assert await later.sends(client_id=name) == first
    with pytest.raises(MessageConflict):
        await later.sends("Autre chose", client_id=name)
    await later.passes(UNDO)
    _, messages = await later.cast.reads(later.cast.lea, later.id)
    assert messages[-1].client_id == name


async def test_files_go_with_it_and_are_not_swept_away_before(later: Later) -> None:
    cast = later.cast
    async with cast.house.database.session(cast.lea.brand_ids) as session:
        file = await conversations.attach(
            session, cast.house.files, cast.lea, conversation_id=later.id, name="a.txt", content=b"x", limit=9
        )
    it = await later.sends(body="", attachment_ids=[file.id], send_at=later.now + 72 * HOUR)
    assert [attached.name for attached in it.attachments] == ["a.txt"]
    later.now += 48 * HOUR
    assert await sweep_files(cast.house) == 0
    await later.passes(24 * HOUR)
    _, messages = await cast.reads(cast.claire, later.id)
    assert [attached.id for attached in messages[-1].attachments] == [file.id]


async def test_what_cannot_be_sent_in_ones_name_any_more_is_held(later: Later) -> None:
    it = await later.sends(send_at=later.now + HOUR)
    async with later.cast.house.database.system() as session:
        await session.execute("update agent set disabled_at = now() where id = %s", (later.cast.lea.id,))
    await later.passes(HOUR)
    assert await later.state(it) == ("held", "agent_gone")
    assert await later.said() == []


async def test_only_its_author_changes_it_and_who_sees_the_conversation_takes_it_back(later: Later) -> None:
    it = await later.sends(send_at=later.now + HOUR)
    async with later.cast.house.database.session(later.cast.camille.brand_ids) as session:
        with pytest.raises(Forbidden):
            await scheduling.reschedule(session, later.cast.camille, scheduled_id=it.id, body="Non")
    async with later.cast.house.database.session(later.cast.camille.brand_ids) as session:
        back = await scheduling.cancel(session, later.cast.camille, scheduled_id=it.id)
    assert back.state == "cancelled"


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"body": " "}, EmptyMessage),
        ({"send_at": timedelta()}, PastTime),
        ({"send_at": timedelta(days=400)}, TooFarOff),
    ],
)
async def test_what_cannot_be_is_said_so(later: Later, asked: dict[str, Any], error: type[Exception]) -> None:
    if "send_at" in asked:
        asked = {"send_at": later.now + asked["send_at"]}
    with pytest.raises(error):
        await later.sends(**asked)


async def test_there_is_an_end_to_what_is_sent_later(later: Later) -> None:
    for _ in range(MOST):
        await later.sends()
    with pytest.raises(TooManyScheduled):
        await later.sends()
