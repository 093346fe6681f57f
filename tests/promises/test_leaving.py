"""Who leaves early gives their place in the live line back, is answered all the same, and may come back to it."""

import asyncio
import random
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from tests.cast import Cast
from visavis import conversations, promises
from visavis.conversations import Conversation
from visavis.conversations.models import Answer
from visavis.promises import Promise, holding
from visavis.promises.holding import GONE, LEASE

SECOND = timedelta(seconds=1)
SOON, LATER = timedelta(minutes=1), timedelta(hours=4)


class Door:
    """Claire at Lumen's door, at a time that the test chooses."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.now = cast.house.database.clock()
        self.person = (cast.lumen.id, cast.claire.id)

    def answer(self, within: timedelta = SOON) -> Answer:
        way = "live" if within < LATER else "later"
        return Answer(by=self.now + within, way=way, probability=0.99, hours_version=0)

    async def begins(self, within: timedelta = SOON) -> Conversation:
        async with self.cast.house.database.session(
            self.cast.claire.brand_ids, clock=lambda: self.now
        ) as session:
            begun, _ = await conversations.start(
                session, self.cast.claire, body="Bonjour ?", client_id=uuid4(), answer=self.answer(within)
            )
        return begun

    async def says(self, who: str, conversation_id: UUID, within: timedelta = SOON) -> None:
        actor = self.cast.agents.get(who) or self.cast.visitors[who]
        async with self.cast.house.database.session(actor.brand_ids, clock=lambda: self.now) as session:
            await conversations.send(
                session,
                actor,
                conversation_id=conversation_id,
                body="…",
                client_id=uuid4(),
                answer=self.answer(within),
            )

    async def page(self, *, is_open: bool) -> bool:
        """Her page is open, or its last tab was closed; tells whether somebody waits for her now."""
        async with self.cast.house.database.system(clock=lambda: self.now) as session:
            return bool(await holding.hold(session, [self.person], here=is_open))

    def passes(self, time: timedelta) -> datetime:
        self.now += time
        return self.now

    async def looks(self, back: Answer | None = None) -> None:
        """The house looks, as each server does every second; `back` is what who comes back is promised now."""
        database = self.cast.house.database
        async with database.system(clock=lambda: self.now) as session:
            await promises.break_overdue(session, self.now)
        async with database.system(clock=lambda: self.now) as session:
            gone, returned = await holding.overdue(session), await holding.back(session)
        for person in gone:
            async with database.system(clock=lambda: self.now) as session:
                await holding.let_go(session, person, self.answer(LATER))
        for conversation_id, _, _ in returned:
            async with database.system(clock=lambda: self.now) as session:
                await promises.come_back(session, conversation_id=conversation_id, answer=back)

    async def seen(self, conversation_id: UUID) -> Conversation:
        conversation, _ = await self.cast.reads(self.cast.lea, conversation_id)
        return conversation

    async def ledger(self, conversation_id: UUID) -> list[Promise]:
        async with self.cast.house.database.session([self.cast.lumen.id]) as session:
            return await promises.of_conversation(session, conversation_id)

    async def states(self, conversation_id: UUID) -> list[tuple[str, str]]:
        return [(promise.way, promise.state) for promise in await self.ledger(conversation_id)]

    async def is_balanced(self) -> None:
        async with self.cast.house.database.session([self.cast.lumen.id]) as session:
            day = timedelta(days=1)
            found = await promises.balance(session, self.cast.lumen.id, self.now - day, self.now + day)
            still_open = await session.tuple("select count(*) from promise_open")
        assert found.made == found.kept + found.broken + found.withdrawn + found.open
        assert still_open == (found.open,)


@pytest.fixture
def door(cast: Cast) -> Door:
    return Door(cast)


async def test_who_closes_the_page_early_leaves_the_line_and_is_answered_later(door: Door) -> None:
    begun = await door.begins()
    assert await door.page(is_open=True)
    left_at = door.passes(5 * SECOND)
    await door.page(is_open=False)
    # Whether they left early is known only when nobody waits for them any more: until then nothing is broken.
    door.passes(GONE)
    await door.looks()
    assert await door.states(begun.id) == [("live", "open")]
    door.passes(SECOND)
    await door.looks()
    live, later = await door.ledger(begun.id)
    assert (live.state, live.ended_at) == ("withdrawn", left_at)
    assert (later.way, later.state, later.replaces, later.kind) == ("later", "open", live.id, live.kind)
    seen = await door.seen(begun.id)
    assert (seen.customer_left_at, seen.answer_by) == (left_at, later.due_at)
    assert seen.waiting_since == begun.waiting_since, "what they wrote still waits"
    await door.looks()
    assert await door.states(begun.id) == [("live", "withdrawn"), ("later", "open")]
    door.passes(timedelta(hours=1))
    await door.says("lea", begun.id)
    assert await door.states(begun.id) == [("live", "withdrawn"), ("later", "kept")]
    await door.is_balanced()


async def test_who_was_still_there_when_it_was_due_saw_it_broken(door: Door) -> None:
    begun = await door.begins()
    await door.page(is_open=True)
    door.passes(SOON + SECOND)
    await door.page(is_open=False)
    door.passes(GONE + SECOND)
    await door.looks()
    assert await door.states(begun.id) == [("live", "broken"), ("later", "open")]
    _, messages = await door.cast.reads(door.cast.claire, begun.id)
    entries = [message.entry for message in messages if message.entry]
    assert [(entry.what, entry.missed) for entry in entries] == [("left_line", begun.answer_by)]
    await door.is_balanced()


async def test_who_comes_back_in_time_was_never_away(door: Door) -> None:
    begun = await door.begins()
    await door.page(is_open=True)
    await door.page(is_open=False)
    door.passes(GONE - SECOND)
    await door.page(is_open=True)
    door.passes(2 * SECOND)
    await door.looks()
    assert (await door.seen(begun.id)).customer_left_at is None
    # The page was closed when it was due, and yet they did not leave.
    door.passes(2 * SECOND)
    await door.looks()
    assert await door.states(begun.id) == [("live", "broken")]


async def test_who_writes_without_a_connection_is_not_gone(door: Door) -> None:
    begun = await door.begins()
    door.passes(10 * GONE)
    await door.looks()
    assert (await door.seen(begun.id)).customer_left_at is None
    # With a page once, by a program since.
    await door.page(is_open=True)
    await door.page(is_open=False)
    door.passes(SECOND)
    await door.says("claire", begun.id)
    door.passes(GONE + SECOND)
    await door.looks()
    assert (await door.seen(begun.id)).customer_left_at is None


async def test_nobody_waits_for_who_only_looks_around_or_wrote_a_letter(door: Door) -> None:
    assert not await door.page(is_open=True)
    letter = await door.begins(LATER)
    assert not await door.page(is_open=True)
    await door.page(is_open=False)
    door.passes(2 * GONE)
    await door.looks()
    assert await door.states(letter.id) == [("later", "open")]


async def test_when_every_server_was_down_nobody_is_gone_who_comes_back_to_one(door: Door) -> None:
    begun = await door.begins()
    await door.page(is_open=True)
    # What a server has renewed outlives it for as long as its customers need to come back to another one.
    door.passes(LEASE - GONE + GONE)
    await door.looks()
    assert (await door.seen(begun.id)).customer_left_at is None
    # The only one was down for five minutes: the first to look again waits before it takes anybody for gone.
    door.passes(timedelta(minutes=5))
    async with door.cast.house.database.system(clock=lambda: door.now) as session:
        assert await holding.await_return(session) == 1
    await door.looks()
    assert (await door.seen(begun.id)).customer_left_at is None
    door.passes(GONE + SECOND)
    await door.looks()
    assert (await door.seen(begun.id)).customer_left_at is not None


async def test_who_is_back_while_somebody_is_free_is_in_line_again_and_sooner(door: Door) -> None:
    begun = await door.begins()
    await door.page(is_open=True)
    await door.page(is_open=False)
    door.passes(GONE + SECOND)
    await door.looks()
    before = (await door.seen(begun.id)).answer_by
    door.passes(timedelta(minutes=20))
    await door.page(is_open=True)
    await door.looks(back=door.answer())
    seen = await door.seen(begun.id)
    assert (seen.customer_left_at, seen.answer_by) == (None, door.now + SOON)
    assert before is not None
    assert door.now + SOON < before
    assert await door.states(begun.id) == [("live", "withdrawn"), ("later", "withdrawn"), ("live", "open")]
    _, later, again = await door.ledger(begun.id)
    assert again.replaces == later.id
    await door.is_balanced()


@pytest.mark.parametrize("busy", ["nobody can promise", "only a letter", "later than what was promised"])
async def test_who_is_back_is_never_answered_later_for_it(door: Door, busy: str) -> None:
    begun = await door.begins()
    await door.page(is_open=True)
    await door.page(is_open=False)
    door.passes(GONE + SECOND)
    await door.looks()
    before = (await door.seen(begun.id)).answer_by
    door.passes(LATER - 30 * SECOND if busy == "later than what was promised" else SECOND)
    await door.page(is_open=True)
    late = door.answer() if busy == "later than what was promised" else door.answer(LATER)
    await door.looks(back=None if busy == "nobody can promise" else late)
    seen = await door.seen(begun.id)
    assert (seen.customer_left_at, seen.answer_by) == (None, before)
    assert await door.states(begun.id) == [("live", "withdrawn"), ("later", "open")]


async def test_who_was_answered_and_leaves_is_only_noted_and_a_word_from_anywhere_clears_it(
    door: Door,
) -> None:
    begun = await door.begins()
    await door.says("lea", begun.id)
    await door.page(is_open=True)
    await door.page(is_open=False)
    door.passes(GONE + SECOND)
    await door.looks()
    seen = await door.seen(begun.id)
    assert seen.customer_left_at is not None
    assert seen.answer_by is None
    door.passes(SECOND)
    await door.says("claire", begun.id)
    await door.looks()
    assert (await door.seen(begun.id)).customer_left_at is None
    assert await door.states(begun.id) == [("live", "kept"), ("live", "open")]


async def test_however_many_servers_look_at_once_they_leave_once_and_are_back_once(door: Door) -> None:
    begun = await door.begins()
    await door.page(is_open=True)
    await door.page(is_open=False)
    door.passes(GONE + SECOND)
    await asyncio.gather(*(door.looks() for _ in range(4)))
    assert await door.states(begun.id) == [("live", "withdrawn"), ("later", "open")]
    door.passes(SECOND)
    await door.page(is_open=True)
    await asyncio.gather(*(door.looks(back=door.answer()) for _ in range(4)))
    assert await door.states(begun.id) == [("live", "withdrawn"), ("later", "withdrawn"), ("live", "open")]
    async with door.cast.house.database.system() as session:
        told = await session.tuples(
            "select type, count(*) from event where type like 'conversation.customer_%%' group by type order by type"
        )
    assert told == [("conversation.customer_left", 1), ("conversation.customer_returned", 1)]


@pytest.mark.parametrize("seed", range(6))
async def test_the_sum_is_right_and_nothing_moves_later_whatever_they_do(door: Door, seed: int) -> None:
    chance = random.Random(seed)
    begun = await door.begins()
    for _ in range(40):
        door.passes(chance.choice([SECOND, 20 * SECOND, GONE, timedelta(minutes=30)]))
        before = await door.seen(begun.id)
        match chance.choice(["opens", "closes", "writes", "answers", "looks", "looks"]):
            case "opens":
                await door.page(is_open=True)
            case "closes":
                await door.page(is_open=False)
            case "writes":
                await door.says("claire", begun.id, chance.choice([SOON, LATER]))
            case "answers":
                await door.says("lea", begun.id)
            case _:
                await door.looks(back=chance.choice([None, door.answer(), door.answer(LATER)]))
        seen = await door.seen(begun.id)
        if before.answer_by and seen.answer_by and seen.answer_by > before.answer_by:
            assert before.customer_left_at is None, "only who leaves is promised a later time"
            assert seen.customer_left_at is not None
        if before.waiting_since and seen.waiting_since:
            assert seen.waiting_since == before.waiting_since, "what was written is forgotten"
        await door.is_balanced()
