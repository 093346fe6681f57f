"""An answer that will be missed, or was: what can still be kept is the customer's to choose."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from tests.brands.schedules import OFFICE
from tests.callbacks.office import NOON, Office, desk, owed, slot
from visavis import callbacks, promises
from visavis.callbacks import remedies
from visavis.callbacks.remedying import answer_again
from visavis.conversations import Conversation
from visavis.promises.errors import NothingPromised, PromiseInTime
from visavis.promises.renewing import DANGER

LEFT = timedelta(minutes=3) - DANGER
THEN = datetime(2026, 11, 25, 12, 20, tzinfo=UTC)


async def chooses(office: Office, conversation: Conversation, by: datetime) -> Conversation:
    return await office.act(
        office.cast.claire,
        callbacks.promise_again,
        conversation_id=conversation.id,
        by=by,
        desk=office.desk,
    )


def test_the_second_answer_has_more_time_than_any_first_and_a_round_hour() -> None:
    assert answer_again(desk(), NOON) == NOON.replace(minute=15), "ten minutes, to the next five"
    crowded = desk(agents=4, hands=0, free=0, places=16, waiting=30)
    assert answer_again(crowded, NOON) == NOON.replace(minute=25)


def test_with_nobody_there_it_comes_later() -> None:
    assert answer_again(desk(agents=0, hands=0, free=0, places=0), NOON) == promises.later(
        desk().hours.hours, NOON
    )
    night = datetime(2026, 11, 25, 23, 0, tzinfo=UTC)
    found = remedies(desk(OFFICE), night)
    assert found.answer_by == promises.later(OFFICE, night)
    assert found.callbacks[0].within_s is None, "nobody calls at night"


async def test_before_it_is_in_danger_nothing_is_chosen_instead(office: Office) -> None:
    begun = await office.writes()
    await office.passes(LEFT - timedelta(seconds=1))
    with pytest.raises(PromiseInTime):
        await chooses(office, begun, THEN)
    assert await office.states(begun) == [("first_response", "open")]


async def test_chosen_in_time_the_first_promise_is_given_back(office: Office) -> None:
    begun = await office.writes()
    await office.passes(LEFT)
    chosen = await chooses(office, begun, THEN)
    assert (chosen.answer_by, chosen.waiting_since) == (THEN, begun.waiting_since)
    first, second = await office.ledger(begun.id)
    assert (first.state, second.state) == ("withdrawn", "open")
    assert (second.kind, second.due_at, second.replaces) == ("first_response", THEN, first.id)
    _, said = await office.cast.reads(office.cast.claire, begun.id)
    assert said[-1].entry is not None
    assert (said[-1].entry.what, said[-1].entry.until, said[-1].entry.missed) == ("promised", THEN, None)
    assert await chooses(office, begun, THEN) == chosen, "clicked twice, it is one choice"
    await office.says(office.cast.lea, begun)
    assert await office.states(begun) == [("first_response", "withdrawn"), ("first_response", "kept")]
    await office.sum_is_right()


async def test_chosen_too_late_the_first_promise_stays_broken_and_so_does_the_apology(office: Office) -> None:
    begun = await office.writes()
    await office.passes(timedelta(minutes=4))
    await chooses(office, begun, THEN)
    assert await office.states(begun) == [("first_response", "broken"), ("first_response", "open")]
    _, said = await office.cast.reads(office.cast.claire, begun.id)
    assert said[-1].entry is not None
    assert said[-1].entry.missed == begun.answer_by


async def test_chosen_in_the_second_when_it_passes_it_is_broken_and_made_once(office: Office) -> None:
    begun = await office.writes()
    office.now += timedelta(minutes=3, seconds=1)
    await chooses(office, begun, THEN)
    assert await office.states(begun) == [("first_response", "broken"), ("first_response", "open")]
    await office.sum_is_right()


async def test_only_what_can_be_kept_is_promised_again(office: Office) -> None:
    begun = await office.writes()
    await office.passes(LEFT)
    for too_soon in (NOON + timedelta(minutes=4), NOON + timedelta(minutes=9)):
        with pytest.raises(callbacks.OfferGone):
            await chooses(office, begun, too_soon)
    gone = msgspec.structs.replace(office.desk, agents=0, hands=0, places=0, free=0)
    with pytest.raises(callbacks.OfferGone):
        await office.act(
            office.cast.claire, callbacks.promise_again, conversation_id=begun.id, by=THEN, desk=gone
        )


async def test_where_nothing_was_promised_nothing_is_promised_again(office: Office) -> None:
    begun = await office.writes(by=None)
    with pytest.raises(NothingPromised):
        await chooses(office, begun, THEN)


async def test_a_call_chosen_instead_ends_the_answer_that_was_in_danger(office: Office) -> None:
    begun = await office.writes()
    await office.passes(LEFT)
    asked = await office.books(conversation_id=begun.id)
    assert asked.answer_by is None
    assert await office.states(asked) == [("first_response", "withdrawn"), ("callback", "open")]


async def test_a_call_chosen_after_it_was_missed_does_not_make_it_good(office: Office) -> None:
    begun = await office.writes()
    await office.passes(timedelta(minutes=4))
    asked = await office.books(slot(15, 0).after, conversation_id=begun.id)
    assert (asked.answer_by, asked.waiting_since, owed(asked).by) == (None, None, slot(15, 0).by)
    assert await office.states(asked) == [("first_response", "broken"), ("callback", "open")]
    _, said = await office.cast.reads(office.cast.claire, begun.id)
    assert said[-1].entry is not None
    assert said[-1].entry.missed == begun.answer_by


async def test_the_median_counts_from_the_first_word_once(office: Office) -> None:
    begun = await office.writes()
    await office.passes(timedelta(minutes=4))
    await chooses(office, begun, THEN)
    await office.passes(timedelta(minutes=1))
    await office.says(office.cast.lea, begun)
    async with office.cast.house.database.session([office.cast.lumen.id]) as session:
        since = NOON - timedelta(days=1)
        median = await promises.median_first_response(session, office.cast.lumen.id, since, office.now)
    assert median == timedelta(minutes=5)
