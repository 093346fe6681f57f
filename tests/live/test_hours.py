"""Opening hours on the live sockets: every visitor of the brand hears of them, and no one else's."""

from uuid import UUID

from tests.brands.schedules import OFFICE, SHOP
from tests.cast import Running
from visavis import brands


async def save(running: Running, brand_id: UUID, schedule: brands.Hours, replaces: int) -> None:
    async with running.cast.house.database.session([brand_id]) as session:
        await brands.save_hours(session, brand_id, schedule, replaces=replaces, by=running.cast.ana.id)


async def test_new_hours_are_heard_by_the_brands_visitors_and_agents_only(running: Running) -> None:
    cast = running.cast
    async with (
        await running.live_visitor("claire") as claire,
        await running.live_visitor("hugo") as hugo,
        await running.live_visitor("nina") as nina,
        await running.live_agent("lea") as lea,
        await running.live_agent("oliver") as oliver,
    ):
        await save(running, cast.lumen.id, OFFICE, 0)
        told = [await ear.hears("hours.changed") for ear in (claire, hugo, lea)]
        assert {frame["data"]["brand_id"] for frame in told} == {str(cast.lumen.id)}
        assert {frame["data"]["opening"]["version"] for frame in told} == {1}
        for stranger in (nina, oliver):
            assert "hours.changed" not in [frame["type"] for frame in await stranger.catch_up()]
        async with running.as_visitor("claire") as http:
            fresh = (await http.get("/api/v1/widget/hours")).json()
        assert fresh["spans"] == told[0]["data"]["opening"]["spans"]


async def test_a_visitor_who_was_away_is_told_of_the_hours_that_changed_meanwhile(running: Running) -> None:
    cast = running.cast
    async with await running.live_visitor("claire") as claire, await running.live_visitor("nina") as nina:
        places = claire.ready["at"], nina.ready["at"]
    await save(running, cast.lumen.id, OFFICE, 0)
    await save(running, cast.lumen.id, SHOP, 1)
    async with (
        await running.live_visitor("claire", resume=places[0]) as claire,
        await running.live_visitor("nina", resume=places[1]) as nina,
    ):
        await claire.hears("resumed")
        heard = [frame for frame in claire.heard if frame["type"] == "hours.changed"]
        assert [frame["data"]["opening"]["version"] for frame in heard] == [1, 2]
        await nina.hears("resumed")
        assert not [frame for frame in nina.heard if frame["type"] == "hours.changed"]


async def test_a_visit_begins_with_the_hours_of_its_brand(running: Running) -> None:
    await save(running, running.cast.lumen.id, OFFICE, 0)
    async with running.http() as http:
        for slug, version in (("maison-lumen", 1), ("atelier-brume", 0)):
            answer = await http.post("/api/v1/widget/session", json={"brand": slug})
            assert answer.json()["brand"]["opening"]["version"] == version
