"""Live sockets: who gets in, what each hears of each conversation, and how soon a lost right is lost."""

from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

import msgspec
import pytest

from tests.security.live_doors import bearer, connect, hello, ticket
from tests.security.stage import GHOSTS, PLACES, STAFF, VISITORS, Place, Stage
from visavis import conversations, staff
from visavis.conversations import Conversation, reading
from visavis.kit.database import Session

pytestmark = pytest.mark.usefixtures("undisturbed")

SECRET = "entre nous seulement"


@pytest.mark.parametrize("role", [*STAFF, *(f"{who}'s key" for who in STAFF), *VISITORS])
async def test_who_is_known_is_let_in_as_oneself(stage: Stage, role: str) -> None:
    async with await connect(stage, role) as ear:
        who = stage.visitors.get(role) or stage.agents[stage.person(role)]
        assert (ear.ready["me"]["id"], ear.ready["me"]["kind"]) == (str(who.id), who.kind)


async def test_nothing_else_opens_a_live_door(stage: Stage) -> None:
    keys = stage.running.app.house.keys
    now = stage.running.app.house.database.clock()
    lea, denis = stage.agents["lea"], stage.agents["denis"]
    good = await ticket(stage, "lea")
    fresh = msgspec.structs.replace(lea, session_id=uuid4())
    wrong: list[tuple[str, object]] = [
        ("agent", staff.make_ticket(keys, lea, now - timedelta(seconds=31))),
        ("agent", staff.make_ticket(keys, denis, now)),
        ("agent", staff.make_ticket(keys, fresh, now)),
        ("agent", bearer(stage, "anonymous visitor")),
        ("visitor", good),
        *(("visitor", good[:n]) for n in range(0, len(good), 16)),
        *(("agent", good[:n] + ("A" if good[n] != "A" else "B") + good[n + 1 :]) for n in range(len(good))),
        *((door, bearer(stage, role)) for role in GHOSTS for door in ("agent", "visitor")),
        *((door, bearer(stage, role)) for role in STAFF for door in ("agent", "visitor")),
        *((door, bearer(stage, f"{who}'s key")) for who in STAFF for door in ("agent", "visitor")),
        *((door, bearer(stage, "ended visit")) for door in ("agent", "visitor")),
        *(
            (door, odd)
            for door in ("agent", "visitor")
            for odd in ("", " ", "null", "é" * 40, "a" * 200, "=" * 96)
        ),
        *(
            (door, odd)
            for door in ("agent", "visitor")
            for odd in (None, True, 7, [good], {"token": good}, 1e300)
        ),
    ]
    for door, token in wrong:
        ear, said = await hello(stage, door, token)
        assert said == "4401", (door, token, ear.heard)
        assert not [frame for frame in ear.heard if frame["type"] != "error"]


@dataclass
class Scene:
    """A conversation of some kind, and who shall hear of it."""

    place: Place
    assignee: str | None
    team: bool
    heard_by: set[str]


SCENES = {
    "nobody's, at Lumen": Scene("own", None, False, {"lea", "karim", "camille", "adam", "ana"}),
    "Salon's": Scene("own", None, True, {"lea", "camille", "adam", "ana"}),
    "Atelier's": Scene("other team", None, True, {"karim", "camille", "adam", "ana"}),
    "Karim's, no team": Scene("own", "karim", False, {"lea", "karim", "camille", "adam", "ana"}),
    "Karim's, in Salon": Scene("own", "karim", True, {"lea", "karim", "camille", "adam", "ana"}),
    "Léa's, in Atelier": Scene("other team", "lea", True, {"lea", "karim", "camille", "adam", "ana"}),
    "Brume's": Scene("other brand", None, True, {"oliver", "adam", "ana"}),
    "Oliver's": Scene("other brand", "oliver", True, {"oliver", "adam", "ana"}),
}


async def play(stage: Stage, scene: Scene) -> tuple[Conversation, set[str]]:
    """Do everything that can be done in a conversation of this kind, and tell what customers may not hear."""
    database, ana = stage.running.app.house.database, stage.agents["ana"]
    row = await stage.row(scene.place)
    where = row.conversation.id

    async def ana_does(act: Callable[[Session], Awaitable[object]]) -> None:
        async with database.session(ana.brand_ids) as session:
            await act(session)

    team = stage.team_of(scene.place) if scene.team else None
    agent = stage.agents[scene.assignee].id if scene.assignee else None
    await ana_does(
        lambda s: conversations.assign(s, ana, conversation_id=where, agent_id=agent, team_id=team)
    )
    said = await stage.cast.says(row.visitor, where, "Allô ?")
    note = await stage.cast.says(ana, where, SECRET, kind="note")
    async with database.session(row.visitor.brand_ids) as session:
        await conversations.edit(session, row.visitor, message_id=said.id, body="Allô !")
    async with database.session(row.visitor.brand_ids) as session:
        await reading.mark_read(session, row.visitor, conversation_id=where, seq=2)
    await ana_does(lambda s: conversations.edit(s, ana, message_id=note.id, body=f"{SECRET} !"))
    await ana_does(lambda s: conversations.delete(s, ana, message_id=note.id))
    until = database.clock() + timedelta(days=1)
    await ana_does(lambda s: conversations.snooze(s, ana, conversation_id=where, until=until))
    await ana_does(lambda s: conversations.reopen(s, ana, conversation_id=where))
    await ana_does(lambda s: conversations.resolve(s, ana, conversation_id=where))
    return row.conversation, {SECRET, "snooz", "waiting_since", "Salon", "Atelier", str(team or SECRET)}


async def test_each_hears_what_she_may_see_and_nothing_else(stage: Stage) -> None:
    mine = {role: stage.visitors[role].id for role in VISITORS}
    claire, hugo, nina = stage.cast.claire.id, stage.cast.hugo.id, stage.cast.nina.id
    async with AsyncExitStack() as stack:
        ears = {
            role: await stack.enter_async_context(await connect(stage, role)) for role in (*STAFF, *VISITORS)
        }
        for who in ("claire", "hugo", "nina"):
            ears[who] = await stack.enter_async_context(await stage.running.live_visitor(who))
            mine[who] = {"claire": claire, "hugo": hugo, "nina": nina}[who]
        for name, scene in SCENES.items():
            already = {role: len(ear.heard) for role, ear in ears.items()}
            conversation, hidden = await play(stage, scene)
            # Ana hears everything: when she has heard the end, everyone was told.
            await ears["ana"].hears("conversation.resolved", conversation_id=str(conversation.id))
            listeners = {role for role, customer in mine.items() if customer == conversation.customer.id}
            for role, ear in ears.items():
                await ear.catch_up()
                heard = [
                    f for f in ear.heard[already[role] :] if f.get("conversation_id") == str(conversation.id)
                ]
                about = [f for f in heard if f["type"] != "conversation.removed"]
                if role in listeners:
                    told = msgspec.json.encode(about).decode()
                    assert len(about) >= 5, (role, name)
                    assert not [word for word in hidden if word in told], (role, name, told)
                elif role in scene.heard_by:
                    assert len(about) >= 9, (role, name, [f["type"] for f in about])
                else:
                    # Before it was given away, it was anybody's of that brand or team.
                    later = [f for f in about if f["version"] > conversation.version + 1]
                    assert later == [], (role, name, later)
                others = str(conversation.id) in msgspec.json.encode(ear.heard[already[role] :]).decode()
                same_brand = (role == "oliver") == (scene.place == "other brand") or role in ("adam", "ana")
                assert not others or role in listeners or (role in STAFF and same_brand), (role, name)


@pytest.mark.parametrize("place", PLACES[1:])
async def test_nothing_can_be_said_where_one_sees_nothing(stage: Stage, place: Place) -> None:
    row = await stage.row(place)
    where = str(row.conversation.id)
    witness = "ana"
    async with AsyncExitStack() as stack:
        ears = [
            await stack.enter_async_context(await connect(stage, role))
            for role in ("lea", "lea's key", *VISITORS)
        ]
        ana = await stack.enter_async_context(await connect(stage, witness))
        customer = await stack.enter_async_context(
            await stage.running.live_visitor("hugo" if place == "other team" else "nina")
        )
        for ear in ears:
            for kind in ("message", "note"):
                refused = await ear.send(UUID(where), "Bonjour !", kind=kind)
                assert refused["error"]["code"] in ("conversation_not_found", "forbidden")
                absent = await ear.send(uuid4(), "Bonjour !", kind=kind)
                assert absent["error"] == refused["error"]
            for frame in ({"type": "typing"}, {"type": "read", "seq": 1}):
                await ear.say(**frame, conversation_id=where)
                assert (await ear.hears("error"))["error"]["code"] == "conversation_not_found"
        for listener in (ana, customer):
            assert [f for f in await listener.catch_up() if f.get("conversation_id") == where] == []
