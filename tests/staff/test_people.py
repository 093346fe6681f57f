"""Who may welcome, change and disable whom; teams; the first owner."""

import asyncio
from typing import Any
from uuid import UUID

import pytest
from litestar import Router
from litestar.routes import HTTPRoute

from tests.staff.office import PASSWORD, Office
from visavis import staff
from visavis.conversations.routes import dissolve_team
from visavis.kit.errors import InvalidInput
from visavis.staff.errors import LastOwner, OwnerExists, WeakPassword
from visavis.staff.models import Role
from visavis.staff.routes import handlers

TOM = {"name": "Tom", "email": "Tom@maison.example", "role": "agent", "password": "seven quiet rivers"}


async def test_ines_welcomes_tom_who_signs_in_and_sees_only_his_brand(office: Office) -> None:
    ines = await office.browser("ines")
    team = (await ines.call("POST", "/teams", {"name": "Repairs"})).json()
    asked = {**TOM, "brand_ids": [str(office.brands["jardin"])], "team_ids": [team["id"]], "locale": "fr"}
    made = await ines.call("POST", "/agents", asked)
    assert made.status_code == 201
    assert "password" not in made.text
    tom = await office.browser()
    me = (await tom.sign_in("tom@maison.example", "seven quiet rivers")).json()
    assert [brand["slug"] for brand in me["brands"]] == ["jardin"]
    assert me["agent"] == made.json()
    assert me["teams"] == [{"id": team["id"], "name": "Repairs", "agent_ids": [made.json()["id"]]}]


async def test_two_people_cannot_sign_in_with_one_email_however_written(office: Office) -> None:
    ines = await office.browser("ines")
    assert (await ines.call("POST", "/agents", {**TOM, "email": "LEA@Maison.example"})).json()["code"] == (
        "email_taken"
    )
    lea = f"/agents/{office.people['lea']}"
    assert (await ines.call("PATCH", lea, {"email": "Karim@maison.example"})).status_code == 409


UNKNOWN = str(UUID(int=7))


WRONG: list[dict[str, Any]] = [
    {"email": "tom"},
    {"email": "tom@maison.example, eve@evil.example"},
    {"email": "tom@maison.example\r\nBcc: eve@evil.example"},
    {"name": ""},
    {"name": "  "},
    {"name": "N\x00ul"},
    {"name": "Tom\n"},
    {"email": "tom@maison.example\n"},
    {"name": {"$ne": 1}},
    {"role": "root"},
    {"role": ["owner"]},
    {"locale": "de"},
    {"password": "short"},
    {"password": "tom@maison.example"},
    {"password": "Password2026!"},
    {"password": "1234567890"},
    {"password": "x" * 300},
    {"brand_ids": [UNKNOWN]},
    {"team_ids": [UNKNOWN]},
    {"brand_ids": "all"},
]


async def test_a_newcomer_badly_described_is_refused_and_not_half_made(office: Office) -> None:
    ines = await office.browser("ines")
    for wrong in WRONG:
        assert (await ines.call("POST", "/agents", {**TOM, **wrong})).status_code == 400, wrong
    assert "Tom" not in (await ines.call("GET", "/agents")).text


FORCED: dict[str, Any] = {
    "id": UNKNOWN,
    "agent_id": UNKNOWN,
    "brand_id": UNKNOWN,
    "role": "owner",
    "email": "x@x.example",
    "disabled": False,
    "disabled_at": None,
    "created_at": "2020-01-01T00:00:00Z",
    "password_hash": "x",
    "key": "vav_x",
    "key_hash": "x",
    "hint": "x",
    "secret": "x",
    "brand_ids": [],
    "session_id": UNKNOWN,
}


async def test_fields_that_were_not_asked_for_are_refused(office: Office) -> None:
    ana, stranger = await office.browser("ana"), await office.browser()
    lea, brand = office.people["lea"], office.brands["atelier"]
    bodies: list[tuple[str, str, dict[str, Any], set[str]]] = [
        ("PATCH", "/session/profile", {"name": "Ana B."}, set()),
        ("POST", "/session/password", {"current": PASSWORD, "new": "nine tall birches"}, set()),
        ("POST", "/api-keys", {"name": "k"}, set()),
        ("POST", "/agents", TOM, {"role", "email", "brand_ids"}),
        ("PATCH", f"/agents/{lea}", {"name": "L"}, {"role", "email", "brand_ids", "disabled"}),
        ("POST", "/teams", {"name": "t"}, set()),
        ("POST", "/brands", {"slug": "b", "name": "b", "locale": "fr"}, set()),
        ("PATCH", f"/brands/{brand}", {"name": "b"}, set()),
    ]
    signing_in = {"email": "ana@maison.example", "password": PASSWORD}
    for field, value in FORCED.items():
        for method, path, body, known in bodies:
            if field not in known:
                answer = await ana.call(method, path, {**body, field: value})
                assert (answer.status_code, answer.json()["code"]) == (400, "invalid_input"), (path, field)
    for field in FORCED.keys() - signing_in:
        answer = await stranger.call("POST", "/session", {**signing_in, field: FORCED[field]})
        assert answer.status_code in {400, 429}, field
    assert stranger.token is None


ROUTES: list[tuple[str, str, dict[str, Any] | None, Role]] = [
    ("GET", "/session", None, "agent"),
    ("GET", "/sessions", None, "agent"),
    ("PATCH", "/session/profile", {"locale": "fr"}, "agent"),
    ("POST", "/live/ticket", None, "agent"),
    ("GET", "/api-keys", None, "agent"),
    ("POST", "/api-keys", {"name": "till"}, "agent"),
    ("GET", "/agents", None, "agent"),
    ("GET", "/teams", None, "agent"),
    ("GET", "/brands", None, "agent"),
    ("POST", "/agents", TOM, "admin"),
    ("PATCH", "/agents/{noa}", {"name": "Noa B."}, "admin"),
    ("POST", "/teams", {"name": "Repairs"}, "admin"),
    ("PATCH", "/teams/{team}", {"name": "Sales"}, "admin"),
    ("DELETE", "/teams/{team}", None, "admin"),
    ("POST", "/brands", {"slug": "cave", "name": "Cave", "locale": "fr"}, "admin"),
    ("PATCH", "/brands/{atelier}", {"name": "L'Atelier"}, "admin"),
    ("POST", "/brands/{atelier}/secret", None, "admin"),
    ("GET", "/brands/{atelier}/hours", None, "agent"),
    ("PUT", "/brands/{atelier}/hours", {"replaces": 0, "hours": {"time_zone": "UTC", "week": {}}}, "admin"),
    ("GET", "/brands/{atelier}/hours/versions", None, "agent"),
]
PEOPLE: dict[str, Role] = {"lea": "agent", "karim": "supervisor", "ines": "admin", "ana": "owner"}
RANKS: list[Role] = ["agent", "supervisor", "admin", "owner"]


async def test_each_role_may_do_what_it_may_and_no_more(office: Office) -> None:
    browsers = {who: await office.browser(who) for who in PEOPLE}
    stranger = await office.browser()
    team = (await browsers["ana"].call("POST", "/teams", {"name": "Original"})).json()["id"]
    for method, path, body, least in ROUTES:
        there = path.format(noa=office.people["noa"], team=team, atelier=office.brands["atelier"])
        assert (await stranger.call(method, there, body)).json()["code"] == "not_signed_in", path
        for who, role in PEOPLE.items():
            answer = await browsers[who].call(method, there, body)
            if RANKS.index(role) < RANKS.index(least):
                assert (answer.status_code, answer.json()["code"]) == (403, "forbidden"), (who, path)
            else:
                # The second one to create or delete the same thing meets 409 or 404.
                assert answer.status_code in {200, 201, 204, 404, 409}, (who, answer.text)


def test_the_matrix_names_every_route_but_those_tried_by_name_elsewhere() -> None:
    elsewhere = {
        ("POST", "/session"),
        ("DELETE", "/session"),
        ("DELETE", "/sessions/{session_id:uuid}"),
        ("POST", "/session/password"),
        ("DELETE", "/api-keys/{key_id:uuid}"),
    }
    names = {"{noa}": "{agent_id:uuid}", "{team}": "{team_id:uuid}", "{atelier}": "{brand_id:uuid}"}
    tried = {(method, _renamed(path, names)) for method, path, _, _ in ROUTES}
    routes = {
        (method, route.path.removeprefix("/api/v1"))
        for route in Router("/api/v1", route_handlers=[*handlers, dissolve_team]).routes
        if isinstance(route, HTTPRoute)
        for handler in route.route_handlers
        for method in handler.http_methods
        if method != "OPTIONS" and "subjects" not in route.path  # tests/security/rules.py has those
    }
    assert routes == tried | elsewhere


def _renamed(path: str, names: dict[str, str]) -> str:
    for short, real in names.items():
        path = path.replace(short, real)
    return path


async def test_ines_cannot_make_an_owner_nor_touch_one_nor_raise_herself(office: Office) -> None:
    ines = await office.browser("ines")
    ana, lea, herself = (office.people[name] for name in ("ana", "lea", "ines"))
    refused = [
        ("POST", "/agents", {**TOM, "role": "owner"}),
        ("PATCH", f"/agents/{lea}", {"role": "owner"}),
        ("PATCH", f"/agents/{herself}", {"role": "owner"}),
        ("PATCH", f"/agents/{ana}", {"role": "agent"}),
        ("PATCH", f"/agents/{ana}", {"disabled": True}),
        ("PATCH", f"/agents/{ana}", {"password": "seven quiet rivers"}),
        ("PATCH", f"/agents/{ana}", {"email": "ines2@maison.example"}),
    ]
    for method, path, body in refused:
        answer = await ines.call(method, path, body)
        assert (answer.status_code, answer.json()["code"]) == (403, "above_your_role"), body
    assert (await ines.call("PATCH", f"/agents/{lea}", {"role": "admin"})).status_code == 200
    assert (await (await office.browser("ana")).call("GET", "/session")).json()["agent"]["role"] == "owner"


@pytest.mark.parametrize("change", [{"disabled": True}, {"role": "admin"}])
async def test_the_last_owner_remains(office: Office, change: dict[str, Any]) -> None:
    ana = await office.browser("ana")
    path = f"/agents/{office.people['ana']}"
    assert (await ana.call("PATCH", path, change)).json()["code"] == "last_owner"
    await office.hire("zoe", "owner")
    assert (await ana.call("PATCH", path, change)).status_code == 200


async def test_two_owners_who_demote_each_other_at_once_leave_one(office: Office) -> None:
    await office.hire("zoe", "owner")
    actors = [await office.actor(name) for name in ("ana", "zoe")]

    async def demote(actor: staff.AgentActor | None, other: str) -> None:
        assert actor
        async with office.database.session(actor.brand_ids) as session:
            await staff.change_agent(session, actor, office.people[other], staff.AgentChanges(role="agent"))

    outcomes = await asyncio.gather(
        demote(actors[0], "zoe"), demote(actors[1], "ana"), return_exceptions=True
    )
    assert {type(outcome) for outcome in outcomes} == {LastOwner, type(None)}


async def test_disabling_tom_closes_his_sessions_and_keys_and_coming_back_reopens_none(
    office: Office,
) -> None:
    lea, ines = await office.browser("lea"), await office.browser("ines")
    key = (await lea.call("POST", "/api-keys", {"name": "till"})).json()["key"]
    program = await office.browser()
    await office.told()
    path = f"/agents/{office.people['lea']}"
    assert (await ines.call("PATCH", path, {"disabled": True})).json()["disabled"] is True
    assert await office.told() == [None]
    assert await office.actor("lea") is None
    for _ in range(2):
        assert (await lea.call("GET", "/session")).status_code == 401
        assert (await program.call("GET", "/session", Authorization=f"Bearer {key}")).status_code == 401
        await ines.call("PATCH", path, {"disabled": False})
    assert await office.actor("lea") is not None


async def test_another_role_asks_lea_to_sign_in_again_and_shows_her_what_is_hers_now(office: Office) -> None:
    lea, ines = await office.browser("lea"), await office.browser("ines")
    await office.told()
    await ines.call("PATCH", f"/agents/{office.people['lea']}", {"role": "admin"})
    assert await office.told() == [None]
    assert (await lea.call("GET", "/session")).status_code == 401
    assert len((await lea.sign_in("lea@maison.example")).json()["brands"]) == 2


async def test_another_brand_is_seen_at_once_without_signing_in_again(office: Office) -> None:
    lea, ines = await office.browser("lea"), await office.browser("ines")
    await office.told()
    change = {"brand_ids": [str(office.brands["jardin"])]}
    await ines.call("PATCH", f"/agents/{office.people['lea']}", change)
    assert await office.told() == [None]
    assert [b["slug"] for b in (await lea.call("GET", "/brands")).json()] == ["jardin"]
    actor = await office.actor("lea")
    assert actor
    assert actor.brand_ids == (office.brands["jardin"],)


async def test_the_first_owner_is_made_once_and_signs_in(empty_office: Office) -> None:
    async with empty_office.database.system() as session:
        await staff.create_first_owner(session, " Ana@maison.example", "Ana ", PASSWORD)
    assert (await empty_office.browser("ana")).token
    with pytest.raises(OwnerExists):
        async with empty_office.database.system() as session:
            await staff.create_first_owner(session, "zoe@maison.example", "Zoe", PASSWORD)


@pytest.mark.parametrize(
    ("email", "password", "error"),
    [("ana@maison.example", "short", WeakPassword), ("ana", PASSWORD, InvalidInput)],
)
async def test_a_first_owner_badly_named_or_poorly_locked_is_refused(
    empty_office: Office, email: str, password: str, error: type[Exception]
) -> None:
    async with empty_office.database.system() as session:
        with pytest.raises(error):
            await staff.create_first_owner(session, email, "Ana", password)
