"""One's own password and API keys."""

from datetime import timedelta

import pytest

from tests.staff.office import PASSWORD, Clock, Office


async def test_lea_changes_her_password_and_the_phone_she_lost_is_signed_out(office: Office) -> None:
    laptop, phone = await office.browser("lea"), await office.browser("lea")
    before = laptop.token
    await office.told()
    changed = await laptop.call(
        "POST", "/session/password", {"current": PASSWORD, "new": "nine tall birches"}
    )
    assert changed.status_code == 200
    assert await office.told() == [office.people["lea"]]
    assert laptop.token not in {before, None}
    assert (await laptop.call("GET", "/session")).status_code == 200
    assert (await phone.call("GET", "/session")).status_code == 401
    thief = await office.browser()
    assert (await thief.call("GET", "/session", Cookie=f"visavis={before}")).status_code == 401
    assert (await thief.sign_in("lea@maison.example")).status_code == 401
    assert (await thief.sign_in("lea@maison.example", "nine tall birches")).status_code == 201


async def test_who_found_leas_laptop_open_cannot_change_her_password(office: Office) -> None:
    laptop, phone = await office.browser("lea"), await office.browser("lea")
    for guess in ("", "a guess", "nine tall birches"):
        answer = await laptop.call(
            "POST", "/session/password", {"current": guess, "new": "nine tall birches"}
        )
        assert (answer.status_code, answer.json()["code"]) == (403, "wrong_password")
    assert (await phone.call("GET", "/session")).status_code == 200
    await office.browser("lea")


@pytest.mark.parametrize("weak", ["short", "lea@maison.example", "aaaaaaaaaaaa", "Motdepasse123"])
async def test_lea_is_told_that_her_new_password_is_too_easy(office: Office, weak: str) -> None:
    lea = await office.browser("lea")
    answer = await lea.call("POST", "/session/password", {"current": PASSWORD, "new": weak})
    assert (answer.status_code, answer.json()["code"]) == (400, "weak_password")


async def test_a_manager_gives_lea_a_new_password_but_not_himself_one(office: Office) -> None:
    lea, ines = await office.browser("lea"), await office.browser("ines")
    new = {"password": "seven quiet rivers"}
    assert (await ines.call("PATCH", f"/agents/{office.people['lea']}", new)).status_code == 200
    assert (await lea.call("GET", "/session")).status_code == 401
    assert (await lea.sign_in("lea@maison.example", "seven quiet rivers")).status_code == 201
    refused = await ines.call("PATCH", f"/agents/{office.people['ines']}", new)
    assert refused.json()["code"] == "own_password"


async def test_a_key_is_shown_once_and_acts_as_lea_until_it_expires(office: Office, clock: Clock) -> None:
    lea, program = await office.browser("lea"), await office.browser()
    expires = (clock.now + timedelta(days=1)).isoformat()
    made = (await lea.call("POST", "/api-keys", {"name": "till", "expires_at": expires})).json()
    key = made.pop("key")
    assert key.startswith("vav_")
    listed = await lea.call("GET", "/api-keys")
    assert listed.json() == [made]
    assert key not in listed.text
    assert made["hint"] == key[-4:]
    async with office.database.system() as session:
        row = await session.tuple("select row_to_json(api_key)::text from api_key")
    assert row
    assert key not in row[0]
    # A program sends no Origin: nobody's browser can be made to send its key.
    bearer = {"Authorization": f"Bearer {key}", "Origin": "", "X_Visavis": "", "Sec_Fetch_Site": ""}
    changed = await program.call("PATCH", "/session/profile", {"name": "Léa"}, **bearer)
    assert changed.json()["name"] == "Léa"
    assert (await lea.call("GET", "/api-keys")).json()[0]["last_used_at"] is not None
    clock.pass_(hours=11)
    assert (await program.call("GET", "/session", **bearer)).status_code == 200
    clock.pass_(hours=13)
    assert (await program.call("GET", "/session", **bearer)).status_code == 401


async def test_a_key_cannot_make_another_nor_take_over_the_account(office: Office) -> None:
    ana, program = await office.browser("ana"), await office.browser()
    key = (await ana.call("POST", "/api-keys", {"name": "till"})).json()["key"]
    for method, path in [
        ("POST", "/api-keys"),
        ("GET", "/sessions"),
        ("DELETE", "/session"),
        ("POST", "/session/password"),
        ("POST", f"/brands/{office.brands['atelier']}/secret"),
    ]:
        answer = await program.call(method, path, {}, Authorization=f"Bearer {key}")
        assert answer.json()["code"] == "key_not_enough", path


async def test_noa_cannot_delete_leas_key_and_lea_can(office: Office) -> None:
    lea, noa, program = await office.browser("lea"), await office.browser("noa"), await office.browser()
    made = (await lea.call("POST", "/api-keys", {"name": "till"})).json()
    assert (await noa.call("DELETE", f"/api-keys/{made['id']}")).status_code == 404
    bearer = f"Bearer {made['key']}"
    assert (await program.call("GET", "/session", Authorization=bearer)).status_code == 200
    assert (await lea.call("DELETE", f"/api-keys/{made['id']}")).status_code == 204
    assert (await program.call("GET", "/session", Authorization=bearer)).status_code == 401


async def test_a_bad_key_is_refused_even_beside_a_good_cookie(office: Office) -> None:
    lea = await office.browser("lea")
    made = (await lea.call("POST", "/api-keys", {"name": "till"})).json()
    for bad in ("", "Bearer", "Bearer ", "Bearer vav_", f"Bearer {made['key']}x", f"Basic {made['key']}"):
        answer = await lea.call("GET", "/session", Authorization=bad or " ")
        assert answer.status_code == 401, bad
    session = f"Bearer {lea.token}"
    assert (await (await office.browser()).call("GET", "/session", Authorization=session)).status_code == 401
