"""The call is made, tried or called off, and the ledger says so."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from tests.callbacks.office import NOON, Office, owed, slot
from visavis import callbacks, conversations
from visavis.conversations.errors import CallStillOwed, ConversationNotFound

SLOT = slot(15, 0)
A_SECOND = timedelta(seconds=1)


async def test_on_the_line_in_time_the_promise_is_kept(office: Office) -> None:
    begun = await office.books()
    await office.passes(timedelta(minutes=2))
    called = await office.on_it(office.cast.lea, callbacks.on_the_line, begun)
    assert (called.callback, called.waiting_since, called.assignee_id) == (None, None, office.cast.lea.id)
    (kept,) = await office.ledger(begun.id)
    assert (kept.state, kept.agent_id, kept.ended_at) == ("kept", office.cast.lea.id, office.now)
    assert await office.ends() == ["called"]
    _, said = await office.cast.reads(office.cast.claire, begun.id)
    assert [message.entry and message.entry.what for message in said][-1] == "called"


async def test_a_second_too_late_it_is_broken_even_before_the_clock_is_looked_at(office: Office) -> None:
    begun = await office.books()
    office.now += timedelta(minutes=2) + A_SECOND
    await office.on_it(office.cast.lea, callbacks.on_the_line, begun)
    assert await office.states(begun) == [("callback", "broken")]
    _, said = await office.cast.reads(office.cast.claire, begun.id)
    assert said[-1].entry is not None
    assert said[-1].entry.missed == owed(begun).by, "we own up to it"


async def test_silence_breaks_it_and_the_call_is_still_owed(office: Office) -> None:
    begun = await office.books(SLOT.after)
    await office.passes(SLOT.by - NOON + 3 * A_SECOND)
    assert await office.states(begun) == [("callback", "broken")]
    now, _ = await office.cast.reads(office.cast.lea, begun.id)
    assert now.callback == owed(begun)
    await office.on_it(office.cast.lea, callbacks.on_the_line, begun)
    assert await office.states(begun) == [("callback", "broken")]


async def test_who_is_called_has_been_answered(office: Office) -> None:
    begun = await office.writes()
    asked = await office.books(conversation_id=begun.id)
    await office.passes(timedelta(minutes=1))
    called = await office.on_it(office.cast.lea, callbacks.on_the_line, asked)
    assert (called.answer_by, called.waiting_since) == (None, None)
    assert await office.states(asked) == [("first_response", "kept"), ("callback", "kept")]


async def test_not_reached_they_are_tried_again_and_then_it_ends(office: Office) -> None:
    begun = await office.books(SLOT.after)
    with pytest.raises(callbacks.CallTooEarly):
        await office.on_it(office.cast.lea, callbacks.not_reached, begun)
    await office.passes(SLOT.after - NOON)
    tried = await office.on_it(office.cast.lea, callbacks.not_reached, begun)
    assert owed(tried).tries == 1
    assert await office.states(begun) == [("callback", "open")]
    _, said = await office.cast.reads(office.cast.claire, begun.id)
    assert said[-1].entry is not None
    assert (said[-1].entry.what, said[-1].entry.until) == ("callback_tried", SLOT.by), "they are told"
    await office.passes(timedelta(minutes=5))
    ended = await office.on_it(office.cast.lea, callbacks.not_reached, begun)
    assert ended.callback is None
    assert await office.states(begun) == [("callback", "withdrawn")]
    assert await office.ends() == ["not_reached"]


async def test_tried_once_and_not_again_the_promise_is_broken(office: Office) -> None:
    begun = await office.books()
    await office.on_it(office.cast.lea, callbacks.not_reached, begun)
    await office.passes(timedelta(minutes=3))
    assert await office.states(begun) == [("callback", "broken")]


async def test_a_customer_who_cancels_in_time_gives_the_promise_back(office: Office) -> None:
    begun = await office.books(SLOT.after)
    cancelled = await office.on_it(office.cast.claire, callbacks.cancel, begun)
    assert (cancelled.callback, cancelled.status) == (None, "resolved"), "there was nothing else in it"
    assert await office.states(begun) == [("callback", "withdrawn")]
    with pytest.raises(callbacks.CallbackOver):
        await office.on_it(office.cast.claire, callbacks.cancel, begun)
    await office.books(SLOT.after)


async def test_a_customer_who_cancels_in_a_conversation_goes_on_with_it(office: Office) -> None:
    begun = await office.writes()
    asked = await office.books(SLOT.after, conversation_id=begun.id)
    cancelled = await office.on_it(office.cast.claire, callbacks.cancel, asked)
    assert (cancelled.status, cancelled.answer_by) == ("open", begun.answer_by)
    assert cancelled.waiting_since == begun.waiting_since
    assert await office.states(asked) == [("first_response", "open"), ("callback", "withdrawn")]


async def test_a_customer_who_cancels_too_late_was_let_down(office: Office) -> None:
    begun = await office.books()
    office.now += timedelta(minutes=2) + A_SECOND
    await office.on_it(office.cast.claire, callbacks.cancel, begun)
    assert await office.states(begun) == [("callback", "broken")]


async def test_an_agent_who_calls_off_breaks_the_promise_with_a_word(office: Office) -> None:
    begun = await office.books(SLOT.after)
    off = await office.on_it(
        office.cast.lea, callbacks.call_off, begun, body="Nous sommes en panne.", client_id=uuid4()
    )
    assert off.callback is None
    assert off.last_message is not None
    assert off.last_message.body == "Nous sommes en panne."
    assert await office.states(begun) == [("callback", "broken")]


async def test_an_agent_does_not_resolve_what_is_owed_and_a_customer_may(office: Office) -> None:
    begun = await office.books(SLOT.after)
    with pytest.raises(CallStillOwed):
        await office.act(office.cast.lea, conversations.resolve, conversation_id=begun.id)
    closed = await office.act(office.cast.claire, conversations.resolve, conversation_id=begun.id)
    assert closed.callback is None
    assert await office.states(begun) == [("callback", "withdrawn")]
    assert await office.ends() == ["cancelled"]


async def test_who_was_not_called_may_ask_again(office: Office) -> None:
    begun = await office.books()
    await office.passes(timedelta(minutes=3))
    again = await office.books(conversation_id=begun.id)
    assert owed(again).id != owed(begun).id
    assert await office.states(begun) == [("callback", "broken"), ("callback", "open")]
    assert await office.ends() == ["cancelled"], "the first will not be made as well"
    with pytest.raises(callbacks.CallbackOver):
        await office.on_it(office.cast.lea, callbacks.on_the_line, begun)


async def test_two_agents_call_once(office: Office) -> None:
    begun = await office.books()
    done = await asyncio.gather(
        *(office.on_it(who, callbacks.on_the_line, begun) for who in (office.cast.lea, office.cast.camille)),
        return_exceptions=True,
    )
    assert len([error for error in done if isinstance(error, callbacks.CallbackOver)]) == 1
    assert (await office.sum_is_right()).kept == 1


async def test_whose_brand_it_is_not_knows_of_no_call(office: Office) -> None:
    begun = await office.books(SLOT.after)
    for who in (office.cast.oliver, office.cast.nina, office.cast.hugo):
        act = callbacks.on_the_line if who is office.cast.oliver else callbacks.cancel
        with pytest.raises(ConversationNotFound):
            await office.on_it(who, act, begun)


async def test_the_sum_is_right_whatever_happens_at_once(office: Office) -> None:
    """Two are called back, one of whom wrote, while everybody clicks on everything."""
    written = await office.writes()
    calls = [await office.books(conversation_id=written.id), await office.books(who=office.cast.hugo)]
    office.now += timedelta(minutes=2, seconds=3)
    customers = (office.cast.claire, office.cast.hugo)
    await asyncio.gather(
        *(office.on_it(office.cast.lea, callbacks.on_the_line, call) for call in calls),
        *(office.on_it(office.cast.camille, callbacks.not_reached, call) for call in calls),
        *(office.on_it(who, callbacks.cancel, call) for who, call in zip(customers, calls, strict=True)),
        *(office.says(office.cast.lea, call) for call in calls),
        *(office.passes(timedelta()) for _ in range(3)),
        *(office.books(conversation_id=call.id, who=who) for who, call in zip(customers, calls, strict=True)),
        return_exceptions=True,
    )
    found = await office.sum_is_right()
    assert found.broken >= 2
    async with office.cast.house.database.session([office.cast.lumen.id]) as session:
        doubled = await session.tuples(
            "select callback_id from callback_end group by callback_id having count(*) > 1"
        )
    assert doubled == []
