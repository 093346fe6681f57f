"""The public figure: said with its sample and interval, or not at all."""

from datetime import timedelta
from uuid import uuid4
from xml.etree import ElementTree

from tests.cast import Running
from visavis import conversations
from visavis.conversations.models import Answer
from visavis.promises.publishing import LEAST


async def keeps(running: Running, kept: int, broken: int) -> None:
    """Lumen keeps so many promises, each within 40 s, and breaks so many."""
    cast = running.cast
    long_ago = cast.house.database.clock() - timedelta(days=3)
    for n in range(kept + broken):
        async with cast.house.database.session([cast.lumen.id], clock=lambda: long_ago) as session:
            due = Answer(by=long_ago + timedelta(minutes=3), way="live", probability=0.99, hours_version=0)
            begun, _ = await conversations.start(
                session, cast.claire, body="Bonjour ?", client_id=uuid4(), answer=due
            )
        late = timedelta(seconds=40 if n < kept else 400)
        async with cast.house.database.session(
            [cast.lumen.id], clock=lambda late=late: long_ago + late
        ) as session:
            await conversations.send(
                session, cast.lea, conversation_id=begun.id, body="Bonjour !", client_id=uuid4()
            )
    watch = running.app.live.watch
    await watch.look()
    await watch.publish()


async def test_too_few_promises_say_nothing(running: Running) -> None:
    await keeps(running, LEAST - 1, 0)
    async with running.http() as http:
        for path in ("", "/badge.svg"):
            said = await http.get(f"/promise/maison-lumen{path}")
            assert said.status_code == 404
            assert said.json()["code"] == "too_few"
        assert (await http.get("/promise/nobody")).json()["code"] == "brand_not_found"


async def test_the_figure_is_told_to_any_site_with_its_sample_and_interval(running: Running) -> None:
    await keeps(running, 45, 5)
    async with running.http() as http:
        said = await http.get("/promise/maison-lumen")
        assert said.json() == {
            "days": 30,
            "kept_rate": 0.9,
            # Wilson, 95 %: 45 of 50.
            "low": 0.7864,
            "high": 0.9565,
            "sample": 50,
            "first_response_s": 40,
        }
        assert said.headers["access-control-allow-origin"] == "*"
        for lang, words in {
            "fr": "90 % promesses tenues sur 30 jours (50)",
            "en": "90% promises kept in 30 days (50)",
        }.items():
            badge = await http.get("/promise/maison-lumen/badge.svg", params={"lang": lang})
            assert badge.headers["content-type"].startswith("image/svg+xml")
            assert ElementTree.fromstring(badge.text).get("aria-label") == words
        assert (await http.get("/promise/atelier-brume")).status_code == 404
