"""Signing in and out, sessions, and what someone who should not be there meets."""

import asyncio
from datetime import datetime

import pytest

from tests.staff.office import PASSWORD, Clock, Office
from visavis.kit import crypto
from visavis.staff import passwords


async def test_lea_signs_in_and_sees_her_desk(office: Office) -> None:
    browser = await office.browser()
    answer = await browser.sign_in("LEA@maison.example ")
    assert answer.status_code == 201
    me = answer.json()
    assert me["agent"]["email"] == "lea@maison.example"
    assert [brand["slug"] for brand in me["brands"]] == ["atelier"]
    assert (await browser.call("GET", "/session")).json() == me


async def test_lea_finds_karim_in_her_directory_without_his_email_and_noa_not_at_all(office: Office) -> None:
    me = (await (await office.browser("lea")).call("GET", "/session")).json()
    assert {a["name"]: a["email"] for a in me["agents"]} == {
        "Ana": None,
        "Ines": None,
        "Karim": None,
        "Lea": "lea@maison.example",
    }
    assert all(a["brand_ids"] == [str(office.brands["atelier"])] for a in me["agents"])


async def test_karim_who_leads_sees_emails_of_his_brand_and_ines_everyones(office: Office) -> None:
    karim = (await (await office.browser("karim")).call("GET", "/agents")).json()
    assert {a["email"] for a in karim} == {f"{n}@maison.example" for n in ("ana", "ines", "karim", "lea")}
    ines = (await (await office.browser("ines")).call("GET", "/agents")).json()
    assert len(ines) == 5
    assert all(agent["email"] for agent in ines)


WRONG = [
    ("lea@maison.example", "five otters at noo"),
    ("lea@maison.example", ""),
    ("lea@maison.example", "FIVE OTTERS AT NOON"),
    ("nobody@maison.example", "five otters at noon"),
    ("", ""),
    ("tom@maison.example", "five otters at noon"),
]


async def test_whatever_is_wrong_the_answer_is_the_same(office: Office) -> None:
    await office.hire("tom", "agent", "atelier")
    ana, stranger = await office.browser("ana"), await office.browser()
    await ana.call("PATCH", f"/agents/{office.people['tom']}", {"disabled": True})
    for email, password in WRONG:
        answer = await stranger.sign_in(email, password)
        assert answer.status_code == 401
        assert answer.json() == {
            "type": "urn:visavis:error:wrong_credentials",
            "title": "This email and this password do not go together.",
            "status": 401,
            "code": "wrong_credentials",
        }
        assert "set-cookie" not in answer.headers


async def test_an_unknown_account_costs_the_same_hash_and_has_no_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert not passwords.outdated(passwords.NOBODY)
    monkeypatch.setattr(passwords, "NOBODY", passwords.hasher.hash(PASSWORD))
    assert not await passwords.verify(None, PASSWORD)


async def test_a_password_hashed_long_ago_is_hashed_again_at_sign_in(office: Office) -> None:
    old = passwords.PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash("five otters at noon")
    async with office.database.system() as session:
        await session.execute(
            "update agent set password_hash = %s where id = %s", (old, office.people["lea"])
        )
    await office.browser("lea")
    async with office.database.system() as session:
        row = await session.tuple("select password_hash from agent where id = %s", (office.people["lea"],))
    assert row
    assert not passwords.outdated(row[0])
    await office.browser("lea")


async def test_a_cookie_that_someone_planted_is_never_adopted(office: Office) -> None:
    browser = await office.browser()
    planted = crypto.token("vas")
    browser.http.cookies.set("visavis", planted)
    assert (await browser.call("GET", "/session")).status_code == 401
    answer = await browser.sign_in("lea@maison.example", Cookie=f"visavis={planted}")
    assert answer.status_code == 201
    assert answer.cookies["visavis"] != planted
    thief = await office.browser()
    assert (await thief.call("GET", "/session", Cookie=f"visavis={planted}")).status_code == 401


async def test_signing_in_again_ends_the_session_that_the_browser_had(office: Office) -> None:
    browser = await office.browser("lea")
    first = browser.token
    await browser.sign_in("lea@maison.example")
    thief = await office.browser()
    assert (await thief.call("GET", "/session", Cookie=f"visavis={first}")).status_code == 401
    assert (await browser.call("GET", "/session")).status_code == 200


async def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(office: Office) -> None:
    answer = await (await office.browser()).sign_in("lea@maison.example")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("visavis=vas_")
    assert {"httponly", "samesite=lax", "path=/"} <= {p.strip().lower() for p in cookie.split(";")}
    https = await office.browser(base_url="https://aide.maison.example")
    cookie = (await https.sign_in("lea@maison.example")).headers["set-cookie"]
    assert cookie.startswith("__Host-visavis=vas_")
    assert {"secure", "httponly", "samesite=lax", "path=/"} <= {p.strip().lower() for p in cookie.split(";")}
    assert "domain" not in cookie.lower()


async def test_the_token_is_not_in_the_database(office: Office) -> None:
    browser = await office.browser("lea")
    async with office.database.system() as session:
        row = await session.tuple("select token_hash from agent_session")
    assert row
    assert row[0] == crypto.fingerprint(browser.token or "")


async def test_lea_signs_out_and_her_cookie_is_worth_nothing(office: Office) -> None:
    browser = await office.browser("lea")
    token = browser.token
    await office.told()
    assert (await browser.call("DELETE", "/session")).status_code == 204
    assert browser.token is None
    assert await office.told() == [office.people["lea"]]
    thief = await office.browser()
    assert (await thief.call("GET", "/session", Cookie=f"visavis={token}")).status_code == 401


async def test_a_session_left_alone_for_half_a_day_is_over(office: Office, clock: Clock) -> None:
    browser = await office.browser("lea")
    clock.pass_(hours=11)
    assert (await browser.call("GET", "/session")).status_code == 200
    clock.pass_(hours=11)
    assert (await browser.call("GET", "/session")).status_code == 200
    clock.pass_(hours=12)
    assert (await browser.call("GET", "/session")).status_code == 401


async def test_a_session_is_over_after_two_weeks_however_busy(office: Office, clock: Clock) -> None:
    browser = await office.browser("lea")
    for _ in range(28):
        clock.pass_(hours=11.9)
        assert (await browser.call("GET", "/session")).status_code == 200
    clock.pass_(hours=11.9)
    assert (await browser.call("GET", "/session")).status_code == 401


async def test_the_last_use_is_written_once_a_minute_at_most(office: Office, clock: Clock) -> None:
    browser = await office.browser("lea")
    start = clock.now
    clock.pass_(seconds=50)
    assert (await browser.call("GET", "/sessions")).json()[0]["last_seen_at"] == _text(start)
    clock.pass_(seconds=20)
    assert (await browser.call("GET", "/sessions")).json()[0]["last_seen_at"] == _text(clock.now)


async def test_lea_ends_the_session_of_her_lost_phone(office: Office) -> None:
    laptop, phone = await office.browser("lea"), await office.browser("lea")
    listed = (await laptop.call("GET", "/sessions")).json()
    assert [s["current"] for s in listed].count(True) == 1
    lost = next(s["id"] for s in listed if not s["current"])
    await office.told()
    assert (await laptop.call("DELETE", f"/sessions/{lost}")).status_code == 204
    assert (await phone.call("GET", "/session")).status_code == 401
    assert (await laptop.call("GET", "/session")).status_code == 200
    assert await office.told() == [office.people["lea"]]


async def test_noa_can_neither_see_nor_end_a_session_of_leas(office: Office) -> None:
    lea, noa = await office.browser("lea"), await office.browser("noa")
    session_id = (await lea.call("GET", "/sessions")).json()[0]["id"]
    assert session_id not in [s["id"] for s in (await noa.call("GET", "/sessions")).json()]
    refused = await noa.call("DELETE", f"/sessions/{session_id}")
    absent = await noa.call("DELETE", f"/sessions/{office.people['noa']}")
    assert refused.status_code == absent.status_code == 404
    assert refused.json() == absent.json()
    assert (await lea.call("GET", "/session")).status_code == 200


@pytest.mark.parametrize("email", ["lea@maison.example", "nobody@maison.example"])
async def test_guessing_at_one_email_from_many_addresses_is_slowed_known_or_not(
    office: Office, email: str
) -> None:
    for n in range(8):
        browser = await office.browser(address=f"198.51.100.{n}")
        assert (await browser.sign_in(email, "a wrong guess")).status_code == 401
    slowed = await (await office.browser(address="198.51.100.99")).sign_in(email)
    assert slowed.status_code == 429
    assert slowed.json()["retry_after"] > 0


async def test_guessing_at_many_emails_from_one_address_is_slowed(office: Office) -> None:
    browser = await office.browser()
    codes = [(await browser.sign_in(f"a{n}@maison.example", "guess")).status_code for n in range(21)]
    assert codes == [401] * 20 + [429]


async def test_lea_who_mistyped_and_then_got_it_right_starts_afresh(office: Office) -> None:
    browser = await office.browser()
    for _ in range(2):
        for _ in range(7):
            assert (await browser.sign_in("lea@maison.example", "mistyped")).status_code == 401
        assert (await browser.sign_in("lea@maison.example")).status_code == 201


FOREIGN = [
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://localhost:8321.evil.example"},
    {"Origin": "https://localhost:8321"},
    {"Origin": "http://localhost"},
    {"Origin": ""},
    {"Origin": "", "Referer": "https://evil.example/http://localhost:8321/"},
    {"Origin": "", "Referer": "http://[::1"},
    {"X_Visavis": ""},
    {"X_Visavis": "0"},
    {"Sec_Fetch_Site": "cross-site"},
    {"Sec_Fetch_Site": "same-site"},
]


async def test_another_site_can_neither_act_as_lea_nor_sign_her_in(office: Office) -> None:
    lea, stranger = await office.browser("lea"), await office.browser()
    for headers in FOREIGN:
        answer = await lea.call("PATCH", "/session/profile", {"name": "Pwned"}, **headers)
        assert (answer.status_code, answer.json()["code"]) == (403, "foreign_origin"), headers
        answer = await stranger.sign_in("noa@maison.example", **headers)
        assert (answer.status_code, answer.json()["code"]) == (403, "foreign_origin"), headers
    assert (await lea.call("GET", "/session")).json()["agent"]["name"] == "Lea"
    assert stranger.token is None


async def test_an_old_browser_that_names_only_the_page_is_believed(office: Office) -> None:
    lea = await office.browser("lea")
    answer = await lea.call(
        "PATCH",
        "/session/profile",
        {"locale": "fr"},
        Origin="",
        Sec_Fetch_Site="",
        Referer="http://localhost:8321/console/",
    )
    assert answer.json()["locale"] == "fr"


async def test_when_too_many_hash_the_next_one_is_told_to_come_back() -> None:
    slots = passwords.Slots(threads=1, queue=0)
    with pytest.raises(passwords.SignInBusy):
        await asyncio.gather(*(slots.run(passwords.hasher.hash, word) for word in ("one", "two")))


def _text(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
