"""What one writes about decides who answers and what is promised; visitors know its public name and nothing more.

Léa is of team Salon, Karim of team Atelier.
"""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest

from tests.cast import Cast, Ear, Running
from visavis import brands, conversations
from visavis.brands import NewSubject, NewSubjectNames, Subject, SubjectChanges
from visavis.routing.cases import QUIET

OFFERS = "/api/v1/widget/offers"
TALKS = "/api/v1/widget/conversations"


async def subject(
    cast: Cast, fr: str, en: str, team_id: UUID | None = None, brand_id: UUID | None = None
) -> Subject:
    """A brand, Maison Lumen if nothing else is said, has one more subject."""
    where = brand_id or cast.lumen.id
    async with cast.house.database.session([where]) as session:
        return await brands.add_subject(
            session, where, NewSubject(names=NewSubjectNames(fr=fr, en=en), team_id=team_id)
        )


@pytest.fixture
async def order(running: Running) -> Subject:
    """« Ma commande », which is Atelier's."""
    return await subject(running.cast, "Ma commande", "My order", running.cast.atelier)


@pytest.fixture
async def advice(running: Running) -> Subject:
    """« Un conseil », which is Salon's."""
    return await subject(running.cast, "Un conseil", "Some advice", running.cast.salon)


def ways(offers: list[dict[str, Any]]) -> list[str]:
    return [offer["way"] for offer in offers]


async def told(ear: Ear, about: Subject | None, way: str) -> dict[str, Any]:
    """Wait until an offer of this way comes first for who writes about this."""
    wanted = str(about.id) if about else None
    async with asyncio.timeout(20):
        while True:
            frame = await ear.hears("offers", within=20)
            if frame["subject_id"] == wanted and ways(frame["items"])[:1] == [way]:
                return frame


async def test_who_says_what_it_is_about_is_offered_what_its_team_can_keep(
    running: Running, order: Subject, advice: Subject
) -> None:
    async with (
        await running.live_console("lea"),
        await running.live_visitor("claire") as claire,
        running.as_visitor("claire") as http,
    ):
        await told(claire, None, "live")
        await claire.say(type="about", subject_id=order.id)
        assert ways((await told(claire, order, "later"))["items"]) == ["later"]
        await claire.say(type="about", subject_id=advice.id)
        await told(claire, advice, "live")
        for about, first in ((order, "later"), (advice, "live"), (None, "live")):
            asked = {"subject": str(about.id)} if about else {}
            assert ways((await http.get(OFFERS, params=asked)).json())[0] == first
        # Whoever said it hears of it when that team comes, and again when it leaves.
        await claire.say(type="about", subject_id=order.id)
        async with await running.live_console("karim"):
            await told(claire, order, "live")
        await told(claire, order, "later")
        await claire.say(type="about", subject_id=None)
        await told(claire, None, "live")


async def test_only_who_asked_hears_of_a_teams_offers(running: Running, order: Subject) -> None:
    async with (
        await running.live_console("lea"),
        await running.live_visitor("claire") as claire,
        await running.live_visitor("hugo") as hugo,
    ):
        await told(hugo, None, "live")
        await claire.say(type="about", subject_id=order.id)
        async with await running.live_console("karim"):
            await told(claire, order, "live")
        assert {frame["subject_id"] for frame in await hugo.catch_up() if frame["type"] == "offers"} <= {None}


async def test_the_first_word_goes_to_the_subjects_team_with_the_promise_of_its_line(
    running: Running, order: Subject
) -> None:
    cast = running.cast
    async with (
        await running.live_console("lea") as lea,
        await running.live_agent("camille") as camille,
        running.as_visitor("claire") as http,
    ):
        await running.app.live.watch.look()
        said = {"client_id": str(uuid4()), "body": "Où est ma lampe ?", "subject_id": str(order.id)}
        begun = (await http.post(TALKS, json=said)).json()["conversation"]
        # Léa is there, and is not of that team: what is promised does not count on her.
        assert await promised(cast, begun["id"]) == "later"
        opened = (await camille.hears("conversation.opened"))["data"]["conversation"]
        assert opened["team_id"] == str(cast.atelier)
        assert opened["subject"] == {
            "id": str(order.id),
            "names": {"fr": "Ma commande", "en": "My order"},
        }
        entry = (await camille.hears("conversation.subject_chosen"))["data"]["message"]
        assert entry["seq"] == 1
        assert entry["entry"]["subject"] == {"fr": "Ma commande", "en": "My order"}
        assert "conversation.opened" not in [frame["type"] for frame in await lea.catch_up()]
        # Sent again over a slow network, it is the same, and nothing is said twice.
        assert (await http.post(TALKS, json=said)).json()["conversation"]["id"] == begun["id"]
        assert "conversation.subject_chosen" not in [frame["type"] for frame in await camille.catch_up()]


async def test_a_message_on_the_socket_takes_its_subject_along(running: Running, advice: Subject) -> None:
    cast = running.cast
    async with await running.live_console("lea") as lea, await running.live_visitor("claire") as claire:
        await running.app.live.watch.look()
        begun = await claire.send(None, "Laquelle choisir ?", subject_id=advice.id)
        pushed = await lea.hears("conversation.pushed", within=20)
        assert pushed["data"]["conversation"]["team_id"] == str(cast.salon)
        assert await promised(cast, begun["conversation_id"]) == "live"
        # What she chose she knows: no line of hers says it again.
        assert (await claire.hears("conversation.subject_chosen"))["data"]["message"] is None


async def test_another_brands_subject_is_nowhere_accepted(running: Running) -> None:
    cast = running.cast
    foreign = await subject(cast, "Le linge", "Linen", brand_id=cast.brume.id)
    for id_ in (foreign.id, uuid4()):
        async with await running.live_visitor("claire") as claire, running.as_visitor("claire") as http:
            asked = await http.get(OFFERS, params={"subject": str(id_)})
            said = {"client_id": str(uuid4()), "body": "Bonjour", "subject_id": str(id_)}
            begun = await http.post(TALKS, json=said)
            for answer in (asked, begun):
                assert (answer.status_code, answer.json()["code"]) == (404, "subject_not_found")
            await claire.say(type="about", subject_id=id_)
            assert (await claire.hears("error"))["error"]["code"] == "subject_not_found"
            failed = await claire.send(None, "Bonjour", subject_id=id_)
            assert (failed["type"], failed["error"]["code"]) == ("failed", "subject_not_found")
            assert (await http.get(TALKS)).json()["items"] == []


async def test_no_visitor_learns_how_teams_are_made(
    running: Running, order: Subject, advice: Subject
) -> None:
    cast = running.cast
    hidden = (str(cast.atelier), str(cast.salon), "Atelier", "Salon", "team")
    async with (
        running.http() as anyone,
        running.as_visitor("claire") as http,
        await running.live_console("karim") as karim,
        await running.live_visitor("claire") as claire,
    ):
        visit = await anyone.post("/api/v1/widget/session", json={"brand": "maison-lumen"})
        assert visit.json()["brand"]["subjects"] == [
            {"id": str(order.id), "names": {"fr": "Ma commande", "en": "My order"}},
            {"id": str(advice.id), "names": {"fr": "Un conseil", "en": "Some advice"}},
        ]
        await claire.say(type="about", subject_id=order.id)
        await told(claire, order, "live")
        await claire.send(None, "Où est ma lampe ?", subject_id=order.id)
        await karim.hears("conversation.pushed", within=20)
        await running.app.live.watch.look()
        async with running.as_agent("ana") as ana:
            await ana.patch(f"/api/v1/subjects/{order.id}", json={"team_id": str(cast.salon)})
        await claire.hears("subjects.changed")
        seen = [visit.text, msgspec.json.encode(claire.heard).decode()]
        for path in (OFFERS, TALKS, f"{OFFERS}?subject={order.id}"):
            seen.append((await http.get(path)).text)
        own = (await http.get(TALKS)).json()["items"][0]["id"]
        seen.append((await http.get(f"{TALKS}/{own}")).text)
    # The entries name who took it, and nothing of the house: `team_id` and `team_name` are there, and empty.
    for text in seen:
        shown = text.replace('"team_id":null', "").replace('"team_name":null', "")
        assert not [word for word in hidden if word in shown], shown


async def test_a_removed_subject_breaks_nothing_that_began_with_it(running: Running, order: Subject) -> None:
    cast = running.cast
    async with running.as_visitor("claire") as http, await running.live_visitor("claire") as claire:
        said = {"client_id": str(uuid4()), "body": "Où est ma lampe ?", "subject_id": str(order.id)}
        before = (await http.post(TALKS, json=said)).json()["conversation"]["id"]
        async with running.as_agent("ana") as ana:
            assert (await ana.delete(f"/api/v1/subjects/{order.id}")).status_code == 204
            assert (await claire.hears("subjects.changed"))["data"]["items"] == []
            known = (await ana.get(f"/api/v1/conversations/{before}")).json()["conversation"]
            assert (known["subject"]["names"]["fr"], known["team_id"]) == ("Ma commande", str(cast.atelier))
            # Who had it before their eyes a moment ago is not turned away.
            late = {"client_id": str(uuid4()), "body": "Et encore", "subject_id": str(order.id)}
            begun = (await http.post(TALKS, json=late)).json()["conversation"]["id"]
            assert (await ana.get(f"/api/v1/conversations/{begun}")).json()["conversation"]["team_id"] == str(
                cast.atelier
            )
        async with running.http() as anyone:
            visit = await anyone.post("/api/v1/widget/session", json={"brand": "maison-lumen"})
            assert visit.json()["brand"]["subjects"] == []


async def test_a_subject_that_is_given_to_another_team_is_offered_anew(
    running: Running, order: Subject
) -> None:
    cast = running.cast
    async with await running.live_console("lea"), await running.live_visitor("claire") as claire:
        await claire.say(type="about", subject_id=order.id)
        await told(claire, order, "later")
        for team_id, way in ((cast.salon, "live"), (cast.atelier, "later"), (None, "live")):
            async with cast.house.database.session([cast.lumen.id]) as session:
                await brands.change_subject(session, order.id, SubjectChanges(team_id=team_id))
            await told(claire, order, way)


async def test_what_follows_in_a_teams_conversation_is_promised_by_its_own_people(
    running: Running, order: Subject
) -> None:
    """Also when it was quiet for so long that routing has put it out of its mind."""
    cast = running.cast
    long_ago = cast.house.database.clock() - 2 * QUIET
    async with cast.house.database.session(cast.claire.brand_ids, clock=lambda: long_ago) as session:
        begun, _ = await conversations.start(
            session, cast.claire, body="Où est ma lampe ?", client_id=uuid4(), subject=order
        )
    async with cast.house.database.session(cast.karim.brand_ids, clock=lambda: long_ago) as session:
        await conversations.send(
            session, cast.karim, conversation_id=begun.id, body="Elle part demain.", client_id=uuid4()
        )
    async with await running.live_console("lea"), running.as_visitor("claire") as http:
        watch = running.app.live.watch
        await watch.look()
        assert str(begun.id) not in watch.dispatching.picture.cases
        said = {"client_id": str(uuid4()), "body": "Toujours rien"}
        (await http.post(f"{TALKS}/{begun.id}/messages", json=said)).raise_for_status()
    assert await promised(cast, str(begun.id)) == "later"


async def promised(cast: Cast, conversation_id: str) -> str:
    """Tell in which way the last answer of a conversation was promised."""
    async with cast.house.database.system() as session:
        found = await session.tuple(
            "select way from promise where conversation_id = %s order by made_at desc, id desc limit 1",
            (conversation_id,),
        )
    assert found is not None
    return found[0]
