"""What a brand can count on: places that are really taken, and customers who are really ahead."""

from datetime import datetime, timedelta
from uuid import uuid4

from tests.cast import Cast
from visavis import conversations
from visavis.conversations.models import Answer
from visavis.promises import Outlook
from visavis.routing import outlooks, presence


async def outlook(cast: Cast, now: datetime) -> Outlook:
    async with cast.house.database.system(clock=lambda: now) as session:
        return (await outlooks.read(session, {}))[cast.lumen.id]


async def test_who_is_answered_later_is_not_ahead_of_who_comes_now(cast: Cast) -> None:
    now = cast.house.database.clock()
    for due in (timedelta(minutes=2), timedelta(hours=4)):
        async with cast.house.database.session([cast.lumen.id], clock=lambda: now) as session:
            answer = Answer(by=now + due, way="later", probability=None, hours_version=0)
            await conversations.start(
                session, cast.claire, body="Bonjour ?", client_id=uuid4(), answer=answer
            )
    assert (await outlook(cast, now)).waiting == 1
    assert (await outlook(cast, now + timedelta(minutes=20))).waiting == 0


async def test_a_place_is_taken_while_something_is_said(cast: Cast) -> None:
    now = cast.house.database.clock()
    async with cast.house.database.system(clock=lambda: now) as session:
        await presence.renew(session, [cast.lea.id])
    begun = await cast.starts(cast.claire)
    await cast.gives(begun.id, cast.lea)
    taken = await outlook(cast, cast.house.database.clock())
    assert (taken.agents, taken.places, taken.free) == (1, 4, 3)
    async with cast.house.database.system() as session:
        await session.execute(
            "update agent_presence set lease_until = lease_until + interval '1 hour' where agent_id = %s",
            (cast.lea.id,),
        )
    quiet = await outlook(cast, cast.house.database.clock() + outlooks.QUIET)
    assert (quiet.agents, quiet.free) == (1, 4)
