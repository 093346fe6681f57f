"""Resolving, opening again, sleeping and waking."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.cast import Cast
from visavis import conversations
from visavis.conversations.errors import AlreadyOpen, AlreadyResolved, PastTime
from visavis.kit.clock import system_clock


async def test_resolved_is_not_resolved_again(cast: Cast) -> None:
    conversation = await cast.starts(cast.claire)
    async with cast.house.database.session(cast.lea.brand_ids) as session:
        done = await conversations.resolve(session, cast.lea, conversation_id=conversation.id)
        assert (done.status, done.waiting_since) == ("resolved", None)
        with pytest.raises(AlreadyResolved):
            await conversations.resolve(session, cast.lea, conversation_id=conversation.id)


async def test_what_is_open_is_not_opened_again(cast: Cast) -> None:
    conversation = await cast.starts(cast.claire)
    async with cast.house.database.session(cast.lea.brand_ids) as session:
        with pytest.raises(AlreadyOpen):
            await conversations.reopen(session, cast.lea, conversation_id=conversation.id)


@pytest.mark.parametrize(
    "until", [datetime(2020, 1, 1, tzinfo=UTC), datetime.fromisoformat("2999-01-01")], ids=["past", "no zone"]
)
async def test_nobody_sleeps_until_yesterday(cast: Cast, until: datetime) -> None:
    conversation = await cast.starts(cast.claire)
    async with cast.house.database.session(cast.lea.brand_ids) as session:
        with pytest.raises(PastTime):
            await conversations.snooze(session, cast.lea, conversation_id=conversation.id, until=until)


async def test_a_sleeping_conversation_wakes_when_its_time_has_come(cast: Cast) -> None:
    conversation = await cast.starts(cast.claire)
    until = system_clock() + timedelta(hours=1)
    async with cast.house.database.session(cast.lea.brand_ids) as session:
        await conversations.snooze(session, cast.lea, conversation_id=conversation.id, until=until)
    async with cast.house.database.system() as session:
        await conversations.wake(session, conversation_id=conversation.id)
    assert (await cast.reads(cast.lea, conversation.id))[0].status == "snoozed", "not yet"
    async with cast.house.database.system(clock=lambda: until) as session:
        await conversations.wake(session, conversation_id=conversation.id)
    assert (await cast.reads(cast.lea, conversation.id))[0].status == "open"


async def test_the_alarm_is_set_if_and_only_if_it_sleeps(cast: Cast) -> None:
    conversation = await cast.starts(cast.claire)
    until = system_clock() + timedelta(hours=1)

    async def alarms() -> list[tuple[object, ...]]:
        async with cast.house.database.system() as session:
            return await session.tuples("select task_name, scheduled_at from procrastinate_jobs")

    async def sleep_and_fail() -> None:
        async with cast.house.database.session(cast.lea.brand_ids) as session:
            await conversations.snooze(session, cast.lea, conversation_id=conversation.id, until=until)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await sleep_and_fail()
    assert await alarms() == []
    async with cast.house.database.session(cast.lea.brand_ids) as session:
        await conversations.snooze(session, cast.lea, conversation_id=conversation.id, until=until)
    assert await alarms() == [("conversations.wake", until)]


async def test_customer_who_writes_wakes_it_at_once(cast: Cast) -> None:
    conversation = await cast.starts(cast.claire)
    until = system_clock() + timedelta(hours=1)
    async with cast.house.database.session(cast.lea.brand_ids) as session:
        await conversations.snooze(session, cast.lea, conversation_id=conversation.id, until=until)
    await cast.says(cast.claire, conversation.id, "Une précision")
    seen, messages = await cast.reads(cast.claire, conversation.id)
    assert (seen.status, seen.snoozed_until) == ("open", None)
    assert all(message.entry is None or message.entry.until is None for message in messages)
