"""The ledger: offered = kept + broken + withdrawn + open, whatever happens."""

import asyncio
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from msgspec.structs import replace

from tests.cast import Cast
from visavis import conversations, promises
from visavis.conversations import Actor, Conversation, System
from visavis.conversations.models import Answer
from visavis.promises import Promise

SOON = timedelta(minutes=3)


class Desk:
    """Lumen's desk, at a time that the test chooses."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.now = cast.house.database.clock()

    async def act(self, actor: Actor, act: Any, **more: Any) -> Any:
        assert not isinstance(actor, System)
        async with self.cast.house.database.session(actor.brand_ids, clock=lambda: self.now) as session:
            return await act(session, actor, **more)

    async def starts(self, due: timedelta | None = SOON) -> Conversation:
        begun, _ = await self.act(
            self.cast.claire,
            conversations.start,
            body="Bonjour ?",
            client_id=uuid4(),
            answer=self.answer(due),
        )
        return begun

    async def says(
        self, who: Actor, conversation_id: UUID, due: timedelta | None = SOON, **more: Any
    ) -> None:
        await self.act(
            who,
            conversations.send,
            conversation_id=conversation_id,
            body="…",
            client_id=uuid4(),
            answer=self.answer(due),
            **more,
        )

    def answer(self, due: timedelta | None) -> Answer | None:
        if due is None:
            return None
        return Answer(by=self.now + due, way="live", probability=0.99, hours_version=0)

    def passes(self, time: timedelta) -> datetime:
        self.now += time
        return self.now

    async def overdue(self) -> int:
        async with self.cast.house.database.system(clock=lambda: self.now) as session:
            return await promises.break_overdue(session, self.now)

    async def ledger(self, conversation_id: UUID) -> list[Promise]:
        async with self.cast.house.database.session([self.cast.lumen.id]) as session:
            return await promises.of_conversation(session, conversation_id)

    async def states(self, conversation_id: UUID) -> list[tuple[str, str]]:
        return [(promise.kind, promise.state) for promise in await self.ledger(conversation_id)]

    async def balance(self) -> promises.Balance:
        async with self.cast.house.database.session([self.cast.lumen.id]) as session:
            since = self.now - timedelta(days=1)
            return await promises.balance(session, self.cast.lumen.id, since, self.now + timedelta(days=1))


@pytest.fixture
def desk(cast: Cast) -> Desk:
    return Desk(cast)


async def test_a_word_in_time_keeps_the_promise(desk: Desk) -> None:
    begun = await desk.starts()
    assert begun.answer_by == desk.now + SOON
    assert await desk.states(begun.id) == [("first_response", "open")]
    answered = desk.passes(SOON)
    await desk.says(desk.cast.lea, begun.id)
    (kept,) = await desk.ledger(begun.id)
    assert (kept.state, kept.agent_id, kept.ended_at) == ("kept", desk.cast.lea.id, answered)


async def test_a_word_too_late_breaks_it_even_before_the_clock_is_looked_at(desk: Desk) -> None:
    begun = await desk.starts()
    desk.passes(SOON + timedelta(microseconds=1))
    await desk.says(desk.cast.lea, begun.id)
    assert await desk.states(begun.id) == [("first_response", "broken")]
    assert await desk.overdue() == 0


async def test_silence_breaks_it(desk: Desk) -> None:
    begun = await desk.starts()
    desk.passes(SOON)
    assert await desk.overdue() == 0
    desk.passes(timedelta(seconds=3))
    assert await desk.overdue() == 1
    assert await desk.states(begun.id) == [("first_response", "broken")]
    await desk.says(desk.cast.lea, begun.id)
    assert await desk.states(begun.id) == [("first_response", "broken")]


async def test_neither_notes_nor_the_house_nor_the_customer_end_it(desk: Desk) -> None:
    begun = await desk.starts()
    await desk.says(desk.cast.lea, begun.id, kind="note")
    await desk.act(desk.cast.lea, conversations.take, conversation_id=begun.id)
    async with desk.cast.house.database.system() as session:
        await conversations.send(
            session, System(), conversation_id=begun.id, body="Un instant", client_id=uuid4()
        )
    desk.passes(timedelta(minutes=1))
    await desk.says(desk.cast.claire, begun.id)
    assert await desk.states(begun.id) == [("first_response", "open")]


async def test_what_a_program_writes_in_an_agent_s_name_ends_nothing_and_takes_nothing(desk: Desk) -> None:
    begun = await desk.starts()
    program = replace(desk.cast.lea, automated=True)
    desk.passes(timedelta(minutes=1))
    await desk.says(program, begun.id)
    await desk.cast.says(program, begun.id, "Nous avons bien reçu votre message.")
    now, messages = await desk.cast.reads(desk.cast.claire, begun.id)
    assert (now.waiting_since, now.answer_by) == (begun.waiting_since, begun.answer_by)
    assert (now.assignee_id, now.agents_read_seq) == (None, 0)
    assert [message.author.automated is True for message in messages] == [False, True, True]
    assert await desk.states(begun.id) == [("first_response", "open")]
    async with desk.cast.house.database.session([desk.cast.lumen.id]) as session:
        span = desk.now - timedelta(days=1), desk.now + timedelta(days=1)
        assert await promises.median_first_response(session, desk.cast.lumen.id, *span) is None
    await desk.says(desk.cast.lea, begun.id)
    now, _ = await desk.cast.reads(desk.cast.lea, begun.id)
    assert (now.waiting_since, now.answer_by, now.assignee_id) == (None, None, desk.cast.lea.id)
    assert await desk.states(begun.id) == [("first_response", "kept")]


async def test_only_a_person_s_word_makes_the_next_answer_the_second(desk: Desk) -> None:
    begun = await desk.starts(due=None)
    await desk.says(replace(desk.cast.lea, automated=True), begun.id)
    await desk.says(desk.cast.claire, begun.id)
    assert await desk.states(begun.id) == [("first_response", "open")]


async def test_what_the_house_says_leaves_the_customer_waiting(desk: Desk) -> None:
    begun = await desk.starts()
    async with desk.cast.house.database.system() as session:
        await conversations.send(
            session, System(), conversation_id=begun.id, body="Un instant", client_id=uuid4()
        )
    now, _ = await desk.cast.reads(desk.cast.lea, begun.id)
    assert (now.waiting_since, now.answer_by) == (begun.waiting_since, begun.answer_by)


async def test_who_asks_again_while_waiting_is_still_promised_the_first_time(desk: Desk) -> None:
    begun = await desk.starts()
    first = begun.answer_by
    desk.passes(timedelta(minutes=1))
    await desk.says(desk.cast.claire, begun.id)
    now, _ = await desk.cast.reads(desk.cast.claire, begun.id)
    assert now.answer_by == first
    desk.passes(timedelta(minutes=5))
    assert await desk.overdue() == 1
    await desk.says(desk.cast.claire, begun.id)
    now, _ = await desk.cast.reads(desk.cast.claire, begun.id)
    assert now.answer_by == first, "a broken promise is not made again with a later time"
    assert await desk.states(begun.id) == [("first_response", "broken")]


async def test_what_comes_after_the_first_answer_is_a_next_response(desk: Desk) -> None:
    begun = await desk.starts()
    await desk.says(desk.cast.lea, begun.id)
    await desk.says(desk.cast.claire, begun.id)
    await desk.says(desk.cast.lea, begun.id)
    assert await desk.states(begun.id) == [("first_response", "kept"), ("next_response", "kept")]


async def test_who_was_promised_nothing_at_first_may_be_promised_something_while_waiting(desk: Desk) -> None:
    begun = await desk.starts(due=None)
    await desk.says(desk.cast.claire, begun.id)
    now, _ = await desk.cast.reads(desk.cast.claire, begun.id)
    (made,) = await desk.ledger(begun.id)
    assert made.due_at == now.answer_by == desk.now + SOON


async def test_a_promise_that_nobody_could_make_is_not_in_the_ledger(desk: Desk) -> None:
    begun = await desk.starts(due=None)
    assert begun.answer_by is None
    assert await desk.states(begun.id) == []


async def test_a_customer_who_needs_nothing_more_gives_the_promise_back(desk: Desk) -> None:
    begun = await desk.starts()
    await desk.act(desk.cast.claire, conversations.resolve, conversation_id=begun.id)
    assert await desk.states(begun.id) == [("first_response", "withdrawn")]


async def test_an_agent_may_close_a_thank_you_but_not_a_question_that_nobody_answered(desk: Desk) -> None:
    thanked, ignored = await desk.starts(), await desk.starts()
    await desk.says(desk.cast.lea, thanked.id)
    await desk.says(desk.cast.claire, thanked.id)
    for conversation in (thanked, ignored):
        await desk.act(desk.cast.lea, conversations.resolve, conversation_id=conversation.id)
        closed, _ = await desk.cast.reads(desk.cast.lea, conversation.id)
        assert closed.answer_by is None
    assert await desk.states(thanked.id) == [("first_response", "kept"), ("next_response", "withdrawn")]
    assert await desk.states(ignored.id) == [("first_response", "broken")]


async def test_the_same_message_sent_again_promises_nothing_more(desk: Desk) -> None:
    begun = await desk.starts()
    await desk.says(desk.cast.lea, begun.id)
    again = uuid4()
    for _ in range(3):
        await desk.act(
            desk.cast.claire,
            conversations.send,
            conversation_id=begun.id,
            body="Et ensuite ?",
            client_id=again,
            answer=desk.answer(SOON),
        )
    assert await desk.states(begun.id) == [("first_response", "kept"), ("next_response", "open")]


async def test_the_sum_is_right_when_everything_happens_at_once(desk: Desk) -> None:
    """Many write, answer, resolve and look at the clock together: each promise ends once."""
    begun = [await desk.starts() for _ in range(6)]
    desk.passes(SOON + timedelta(seconds=3))
    async with asyncio.TaskGroup() as together:
        for conversation in begun:
            together.create_task(desk.says(desk.cast.lea, conversation.id))
            together.create_task(desk.overdue())
            together.create_task(desk.says(desk.cast.claire, conversation.id))
            together.create_task(desk.says(desk.cast.camille, conversation.id))
    found = await desk.balance()
    assert found.made == found.kept + found.broken + found.withdrawn + found.open
    assert found.broken >= len(begun)
    async with desk.cast.house.database.system() as session:
        still_open = await session.tuple("select count(*) from promise_open")
    assert still_open == (found.open,)


async def test_nobody_rewrites_the_ledger(desk: Desk) -> None:
    begun = await desk.starts()
    await desk.says(desk.cast.lea, begun.id)
    for table in ("promise", "promise_end"):
        for statement in (f"delete from {table}", f"update {table} set brand_id = brand_id"):
            async with desk.cast.house.database.session([desk.cast.lumen.id]) as session:
                connection = await session.begin()
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    await connection.execute(statement.encode())
