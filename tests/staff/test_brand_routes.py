"""Brands over HTTP."""

from typing import Any

from tests.staff.office import Office
from visavis import brands


async def test_ines_opens_a_brand_and_every_desk_is_told(office: Office) -> None:
    ines, lea = await office.browser("ines"), await office.browser("lea")
    await office.told()
    new = {"slug": "cave", "name": "La Cave", "locale": "fr", "accent": "#7a1f3d"}
    made = await ines.call("POST", "/brands", new)
    assert made.status_code == 201
    assert made.json() == {
        **new,
        "id": made.json()["id"],
        "greeting": "",
        "allowed_origins": [],
        "routing": "automatic",
        "live_within": 180,
        "later_within": 240,
        "callbacks": False,
        "chats_by_email": True,
    }
    assert await office.told() == [None]
    assert made.json() in (await ines.call("GET", "/brands")).json()
    assert [brand["slug"] for brand in (await lea.call("GET", "/brands")).json()] == ["atelier"]
    assert (await ines.call("POST", "/brands", new)).json()["code"] == "slug_taken"


async def test_ines_edits_a_brand_and_only_what_she_named_changes(office: Office) -> None:
    ines = await office.browser("ines")
    path = f"/brands/{office.brands['atelier']}"
    before = (await ines.call("GET", "/brands")).json()[0]
    change = {"greeting": "Bonjour", "allowed_origins": ["https://atelier.example"]}
    assert (await ines.call("PATCH", path, change)).json() == {**before, **change}
    assert (await ines.call("GET", "/brands")).json()[0] == {**before, **change}
    absent = f"/brands/{office.people['lea']}"
    assert (await ines.call("PATCH", absent, change)).json()["code"] == "brand_not_found"


WRONG: list[dict[str, Any]] = [
    {"accent": "red"},
    {"accent": "#7a1f3d\n"},
    {"allowed_origins": ["https://a.example\n"]},
    {"accent": "#fff;}</style>"},
    {"allowed_origins": ["javascript:alert(1)"]},
    {"allowed_origins": ["https://*.example"]},
    {"allowed_origins": ["https://a.example/path"]},
    {"name": ""},
    {"slug": "other"},
    {"locale": "de"},
]


async def test_a_brand_badly_described_is_refused(office: Office) -> None:
    ines = await office.browser("ines")
    for wrong in WRONG:
        answer = await ines.call("PATCH", f"/brands/{office.brands['atelier']}", wrong)
        assert answer.status_code == 400, wrong


async def test_a_new_secret_is_shown_once_and_the_old_one_dies(office: Office) -> None:
    ines, atelier = await office.browser("ines"), office.brands["atelier"]

    async def kept() -> bytes:
        async with office.database.session([atelier]) as session:
            return await brands.identity_secret(session, office.keys, atelier)

    old = await kept()
    shown = (await ines.call("POST", f"/brands/{atelier}/secret")).json()["secret"]
    assert shown.encode() == await kept() != old
    assert shown not in (await ines.call("GET", "/brands")).text
