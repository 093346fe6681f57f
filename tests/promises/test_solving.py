"""A solution is promised by a time, kept by a person who says that it is solved, and never moved."""

import asyncio
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest

from tests.cast import Cast
from visavis import conversations, promises
from visavis.conversations import Actor, Conversation, System
from visavis.conversations.errors import AlreadyResolved, ConversationNotFound, PastTime
from visavis.conversations.models import Resolution
from visavis.conversations.queries import place_of
from visavis.promises import Promise, publishing
from visavis.promises.errors import ResolutionOver, ResolutionPromised, TooFarAhead
from visavis.staff import AgentActor

TOMORROW = timedelta(days=1)
A_SECOND = timedelta(seconds=1)


class Desk:
    """Lumen's desk, at a time that the test chooses, where Léa and Karim are signed in."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.now = cast.house.database.clock()
        self.lea, self.karim = (
            msgspec.structs.replace(agent, session_id=uuid4()) for agent in (cast.lea, cast.karim)
        )

    async def act(self, actor: Actor, act: Any, **more: Any) -> Any:
        assert not isinstance(actor, System)
        async with self.cast.house.database.session(actor.brand_ids, clock=lambda: self.now) as session:
            return await act(session, actor, **more)

    async def begins(self) -> Conversation:
        """Claire has written, and Léa has answered."""
        begun = await self.cast.starts(self.cast.claire)
        await self.cast.says(self.lea, begun.id, "Bonjour, je regarde.")
        return begun

    async def promises(
        self, begun: Conversation, by: timedelta = TOMORROW, who: AgentActor | None = None, **more: Any
    ) -> Conversation:
        by_then = self.now + by
        return await self.act(
            who or self.lea, promises.promise_solution, conversation_id=begun.id, by=by_then, **more
        )

    async def resolves(self, who: Actor, begun: Conversation) -> Conversation:
        return await self.act(who, conversations.resolve, conversation_id=begun.id)

    def passes(self, time: timedelta) -> datetime:
        self.now += time
        return self.now

    async def looks_at_the_clock(self) -> None:
        async with self.cast.house.database.system(clock=lambda: self.now) as session:
            await promises.break_overdue(session, self.now)

    async def ledger(self, begun: Conversation) -> list[Promise]:
        async with self.cast.house.database.session([self.cast.lumen.id]) as session:
            found = await promises.of_conversation(session, begun.id)
        return [promise for promise in found if promise.kind == "resolution"]

    async def states(self, begun: Conversation) -> list[str]:
        return [promise.state for promise in await self.ledger(begun)]

    async def entries(self, begun: Conversation) -> list[conversations.Entry]:
        _, said = await self.cast.reads(self.cast.claire, begun.id)
        return [message.entry for message in said if message.entry]


@pytest.fixture
def desk(cast: Cast) -> Desk:
    return Desk(cast)


def owed(conversation: Conversation) -> Resolution:
    assert conversation.resolution is not None
    return conversation.resolution


async def test_who_promises_a_solution_is_read_by_the_customer_and_keeps_it_by_solving_in_time(
    desk: Desk,
) -> None:
    begun = await desk.begins()
    promised = await desk.promises(begun, words=" Je commande la pièce. ")
    solution, seen = owed(promised), promised.for_customer()
    assert (solution.agent.name, solution.words, solution.by) == (
        "Léa Martin",
        "Je commande la pièce.",
        desk.now + TOMORROW,
    )
    assert seen.resolution == solution
    told = (await desk.entries(begun))[-1]
    assert (told.what, told.until, told.words) == (
        "resolution_promised",
        solution.by,
        "Je commande la pièce.",
    )
    (made,) = await desk.ledger(begun)
    assert (made.id, made.way, made.due_at, made.state) == (solution.id, "later", solution.by, "open")
    solved = desk.passes(TOMORROW)
    closed = await desk.resolves(desk.lea, begun)
    assert closed.resolution is None
    (kept,) = await desk.ledger(begun)
    assert (kept.state, kept.ended_at, kept.agent_id) == ("kept", solved, desk.lea.id)


async def test_a_colleague_who_solves_it_keeps_it(desk: Desk) -> None:
    begun = await desk.begins()
    await desk.promises(begun)
    await desk.resolves(desk.karim, begun)
    assert await desk.states(begun) == ["kept"]


async def test_neither_words_nor_programs_nor_the_house_keep_it(desk: Desk) -> None:
    begun = await desk.begins()
    await desk.promises(begun)
    for kind in ("message", "note"):
        await desk.cast.says(desk.lea, begun.id, "C'est réglé !", kind=kind)
    async with desk.cast.house.database.system() as session:
        await conversations.send(
            session, System(), conversation_id=begun.id, body="Votre demande est close.", client_id=uuid4()
        )
    assert await desk.states(begun) == ["open"]
    by_program, by_house = begun, await desk.begins()
    await desk.promises(by_house)
    program = msgspec.structs.replace(desk.lea, session_id=None)
    await desk.resolves(program, by_program)
    async with desk.cast.house.database.system(clock=lambda: desk.now) as session:
        await conversations.resolve(session, System(), conversation_id=by_house.id)
    assert [await desk.states(one) for one in (by_program, by_house)] == [["broken"], ["broken"]]


async def test_a_second_too_late_it_is_broken_and_said_so(desk: Desk) -> None:
    begun = await desk.begins()
    solution = owed(await desk.promises(begun))
    desk.passes(TOMORROW + A_SECOND)
    await desk.resolves(desk.lea, begun)
    assert await desk.states(begun) == ["broken"]
    assert (await desk.entries(begun))[-1].missed == solution.by


async def test_sleep_and_silence_do_not_stop_its_clock(desk: Desk) -> None:
    begun = await desk.begins()
    await desk.promises(begun)
    until = desk.now + 2 * TOMORROW
    asleep = await desk.act(desk.lea, conversations.snooze, conversation_id=begun.id, until=until)
    assert asleep.resolution is not None
    desk.passes(TOMORROW + 3 * A_SECOND)
    await desk.looks_at_the_clock()
    assert await desk.states(begun) == ["broken"]
    now, _ = await desk.cast.reads(desk.lea, begun.id)
    assert now.resolution is not None, "it is still to be given"


async def test_a_customer_who_needs_nothing_more_gives_it_back(desk: Desk) -> None:
    in_time, late = await desk.begins(), await desk.begins()
    for begun in (in_time, late):
        await desk.promises(begun)
    await desk.resolves(desk.cast.claire, in_time)
    desk.passes(TOMORROW + A_SECOND)
    await desk.resolves(desk.cast.claire, late)
    assert [await desk.states(one) for one in (in_time, late)] == [["withdrawn"], ["broken"]]


async def test_it_is_never_moved_later_but_promised_again_in_its_place(desk: Desk) -> None:
    begun = await desk.begins()
    first = owed(await desk.promises(begun))
    with pytest.raises(ResolutionPromised):
        await desk.promises(begun, 2 * TOMORROW)
    with pytest.raises(ResolutionPromised):
        await desk.promises(begun, 2 * TOMORROW, replaces=uuid4())
    now, _ = await desk.cast.reads(desk.lea, begun.id)
    assert owed(now) == first
    second = owed(await desk.promises(begun, 2 * TOMORROW, replaces=first.id))
    desk.passes(2 * TOMORROW + A_SECOND)
    third = owed(await desk.promises(begun, replaces=second.id))
    made = await desk.ledger(begun)
    assert [(one.id, one.replaces, one.state, one.due_at) for one in made] == [
        (first.id, None, "withdrawn", first.by),
        (second.id, first.id, "broken", second.by),
        (third.id, second.id, "open", third.by),
    ]
    told = [entry for entry in await desk.entries(begun) if entry.what == "resolution_promised"]
    assert [(entry.until, entry.instead, entry.missed) for entry in told] == [
        (first.by, None, None),
        (second.by, first.by, None),
        (third.by, None, second.by),
    ], "the customer reads every time that they were told"


async def test_two_who_promise_at_once_promise_once(desk: Desk) -> None:
    begun = await desk.begins()
    done = await asyncio.gather(
        *(
            desk.promises(begun, TOMORROW + n * A_SECOND, who)
            for n in range(4)
            for who in (desk.lea, desk.karim)
        ),
        return_exceptions=True,
    )
    assert len([error for error in done if isinstance(error, ResolutionPromised)]) == 7
    assert await desk.states(begun) == ["open"]


async def test_asked_again_after_a_bad_connection_it_is_the_same_promise(desk: Desk) -> None:
    begun = await desk.begins()
    once = await desk.promises(begun, words="Demain")
    assert await desk.promises(begun, words="Demain") == once
    assert await desk.states(begun) == ["open"]


async def test_opened_again_it_owes_nothing_until_it_is_promised_again(desk: Desk) -> None:
    begun = await desk.begins()
    first = owed(await desk.promises(begun))
    await desk.resolves(desk.lea, begun)
    with pytest.raises(AlreadyResolved):
        await desk.promises(begun, 2 * TOMORROW)
    await desk.cast.says(desk.cast.claire, begun.id, "Cela recommence.")
    opened, _ = await desk.cast.reads(desk.lea, begun.id)
    assert (opened.status, opened.resolution) == ("open", None)
    with pytest.raises(ResolutionOver):
        await desk.promises(begun, replaces=first.id)
    await desk.promises(begun)
    assert await desk.states(begun) == ["kept", "open"]


async def test_a_time_is_to_come_and_within_thirty_days(desk: Desk) -> None:
    begun = await desk.begins()
    for by, refused in ((timedelta(), PastTime), (-TOMORROW, PastTime), (31 * TOMORROW, TooFarAhead)):
        with pytest.raises(refused):
            await desk.promises(begun, by)
    assert await desk.states(begun) == []


async def test_who_promises_has_what_nobody_had(desk: Desk) -> None:
    begun = await desk.cast.starts(desk.cast.claire)
    promised = await desk.promises(begun, who=desk.karim)
    assert promised.assignee_id == desk.karim.id


async def test_whose_brand_it_is_not_promises_nothing(desk: Desk) -> None:
    begun = await desk.begins()
    with pytest.raises(ConversationNotFound):
        await desk.promises(begun, who=desk.cast.oliver)


async def test_it_is_called_out_a_quarter_of_an_hour_before_and_five_minutes_before(desk: Desk) -> None:
    begun = await desk.begins()
    await desk.promises(begun)
    until = desk.now + 2 * TOMORROW
    await desk.act(desk.lea, conversations.snooze, conversation_id=begun.id, until=until)
    called: list[int] = []
    for left in (16, 14, 6, 4):
        at = desk.now + TOMORROW - timedelta(minutes=left)
        async with desk.cast.house.database.system(clock=lambda at=at: at) as session:
            called.append(await promises.escalate(session))
    assert called == [0, 1, 0, 1]


async def test_the_list_has_it_where_it_is_due(desk: Desk) -> None:
    nothing, solution, waits = await desk.begins(), await desk.begins(), await desk.begins()
    await desk.promises(solution, timedelta(hours=1))
    by = desk.now + timedelta(hours=2)
    later = await desk.cast.promised(desk.cast.hugo, "Bonjour ?", at=desk.now, by=by)
    await desk.cast.says(desk.cast.claire, waits.id, "Et alors ?")
    listed: list[UUID] = []
    after: Any = None
    while page := await desk.act(desk.lea, conversations.inbox, limit=1, after=after):
        listed += [one.id for one in page]
        after = place_of(page[-1])
    assert listed == [waits.id, solution.id, later.id, nothing.id], "page by page, and nobody twice"


async def test_the_public_figure_is_about_answers(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publishing, "LEAST", 1)
    begun = await desk.begins()
    await desk.promises(begun)
    await desk.resolves(desk.lea, begun)
    async with desk.cast.house.database.system() as session:
        before, until = desk.now - TOMORROW, desk.now + TOMORROW
        assert (await promises.balance(session, desk.cast.lumen.id, before, until)).kept == 1
        assert await promises.figure(session, desk.cast.lumen.id, until) is None
