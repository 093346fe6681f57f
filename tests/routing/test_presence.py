"""Who is there, and what is therefore offered."""

import asyncio
from datetime import timedelta
from typing import Any

from tests.cast import Cast, Ear, Running
from visavis import routing
from visavis.routing import PresenceChanges, presence
from visavis.routing.presence import LEASE, RETURNING


async def status(cast: Cast, who: str, seen_by: str = "camille") -> str:
    actor = cast.agents[seen_by]
    async with cast.house.database.session(actor.brand_ids) as session:
        found = await presence.of_colleagues(session, actor)
    return next((p.status for p in found if p.agent_id == cast.agents[who].id), "unknown")


async def test_a_lease_ends_by_itself(cast: Cast) -> None:
    now = cast.house.database.clock()
    async with cast.house.database.system(clock=lambda: now) as session:
        await presence.renew(session, [cast.lea.id])
    assert await status(cast, "lea") == "available"
    for later, left in ((LEASE, 0), (LEASE + timedelta(seconds=1), 1)):
        async with cast.house.database.system(clock=lambda later=later: now + later) as session:
            assert await presence.expire(session) == left
    assert await status(cast, "lea") == "offline"


async def test_who_was_there_when_the_server_ended_is_waited_for_a_little(cast: Cast) -> None:
    now = cast.house.database.clock()
    async with cast.house.database.system(clock=lambda: now) as session:
        await presence.renew(session, [cast.lea.id])
    # The server is gone for half a minute; nobody renewed a lease meanwhile.
    begins = now + timedelta(seconds=30)
    async with cast.house.database.system(clock=lambda: begins) as session:
        assert await presence.await_return(session) == 1
        assert await presence.expire(session) == 0
    for later, left in ((RETURNING, 0), (RETURNING + timedelta(seconds=1), 1)):
        async with cast.house.database.system(clock=lambda later=later: begins + later) as session:
            assert await presence.expire(session) == left
    # After a night nobody is waited for.
    async with cast.house.database.system(clock=lambda: begins + timedelta(hours=9)) as session:
        assert await presence.await_return(session) == 0


async def test_a_status_outlives_the_page_and_its_reason_does_not_outlive_it(cast: Cast) -> None:
    async def choose(**changes: Any) -> routing.Presence:
        async with cast.house.database.session(cast.lea.brand_ids) as session:
            return await presence.change(session, cast.lea, PresenceChanges(**changes))

    async with cast.house.database.system() as session:
        await presence.renew(session, [cast.lea.id])
    busy = await choose(status="busy", reason=" Formation ", places=2)
    assert (busy.status, busy.reason, busy.places) == ("busy", "Formation", 2)
    assert (await choose(places=3)).since == busy.since
    async with cast.house.database.system() as session:
        await presence.renew(session, [cast.lea.id])
    assert await status(cast, "lea") == "busy"
    assert (await choose(status="available")).reason == ""


async def test_colleagues_of_another_brand_know_nothing_of_it(running: Running) -> None:
    cast = running.cast
    async with (
        await running.live_console("lea"),
        await running.live_agent("camille") as camille,
        await running.live_agent("oliver") as oliver,
        running.as_agent("lea") as lea,
    ):
        (await lea.patch("/api/v1/presence", json={"status": "away"})).raise_for_status()
        await camille.hears("presence.changed", data={"presence": {"status": "away"}})
        (await lea.patch("/api/v1/presence", json={"status": "busy"})).raise_for_status()
        await camille.hears("presence.changed", data={"presence": {"status": "busy"}})
        assert not [
            frame
            for frame in await oliver.catch_up()
            if frame["type"] == "presence.changed"
            and frame["data"]["presence"]["agent_id"] == str(cast.lea.id)
        ]
    assert await status(cast, "lea", seen_by="oliver") == "unknown"


async def test_a_program_that_listens_with_a_key_is_not_its_agent(running: Running) -> None:
    async with await running.live_agent("lea"):
        await running.app.live.watch.look()
        assert await status(running.cast, "lea") == "unknown"
        async with await running.live_console("lea"):
            await running.app.live.watch.look()
            assert await status(running.cast, "lea") == "available"


async def offered(ear: Ear, way: str) -> dict[str, Any]:
    """Wait for an offer of this way to come first."""
    patience = LEASE.total_seconds() + 10
    async with asyncio.timeout(patience):
        while True:
            frame = await ear.hears("offers", within=patience)
            if frame["items"][0]["way"] == way:
                return frame


async def test_the_offer_follows_who_is_there_and_the_message_is_promised_what_was_offered(
    running: Running,
) -> None:
    cast = running.cast
    async with await running.live_visitor("claire") as claire, running.as_visitor("claire") as http:
        async with await running.live_console("lea"):
            live = await offered(claire, "live")
            assert [offer["way"] for offer in live["items"]] == ["live", "later"]
            said = {"client_id": "019a0000-0000-7000-8000-000000000001", "body": "Bonjour ?"}
            begun = (await http.post("/api/v1/widget/conversations", json=said)).json()
            sent = await claire.hears("message.sent")
            assert sent["data"]["answer_by"] == begun["conversation"]["answer_by"] is not None
            async with running.as_agent("lea") as lea:
                (await lea.patch("/api/v1/presence", json={"status": "busy"})).raise_for_status()
                await offered(claire, "later")
                (await lea.patch("/api/v1/presence", json={"status": "available"})).raise_for_status()
                await offered(claire, "live")
        # Every console is closed.
        await offered(claire, "later")
        assert [offer["way"] for offer in (await http.get("/api/v1/widget/offers")).json()] == ["later"]
    async with cast.house.database.session([cast.lumen.id]) as session:
        found = await session.tuples("select way, probability >= 0.98 from promise")
    assert found == [("live", True)]
