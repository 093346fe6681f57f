"""Opening hours over HTTP: who reads them, who replaces them, and what each error says."""

from typing import Any

from tests.staff.office import Office

MORNING = [{"opens": "09:00", "closes": "12:00"}]
WEEK = {"monday": MORNING, "tuesday": [*MORNING, {"opens": "14:00", "closes": "02:00"}]}
CLOSED: dict[str, Any] = {"wednesday": [], "thursday": [], "friday": [], "saturday": [], "sunday": []}
NOEL: dict[str, Any] = {"day": "2026-12-25", "name": "Noël", "intervals": []}
SAID: dict[str, Any] = {"time_zone": "Europe/Paris", "week": WEEK, "special_days": [NOEL]}


async def test_ines_sets_the_hours_and_whoever_works_there_reads_them(office: Office) -> None:
    ines, lea, noa = [await office.browser(who) for who in ("ines", "lea", "noa")]
    path = f"/brands/{office.brands['atelier']}/hours"
    none = (await lea.call("GET", path)).json()
    assert (none["version"], none["valid_from"], none["saved_by"]) == (0, None, None)
    assert none["hours"]["week"]["sunday"] == [{"opens": "00:00", "closes": "00:00"}]
    saved = await ines.call("PUT", path, {"replaces": 0, "hours": SAID})
    assert saved.status_code == 200, saved.text
    assert saved.json() == {
        "brand_id": str(office.brands["atelier"]),
        "version": 1,
        "valid_from": "2026-11-23T09:00:00Z",
        "saved_by": str(office.people["ines"]),
        "hours": {**SAID, "week": {**WEEK, **CLOSED}},
    }
    assert (await lea.call("GET", path)).json() == saved.json()
    assert (await noa.call("GET", path)).json()["code"] == "brand_not_found"
    for refused in (lea, await office.browser("karim")):
        assert (await refused.call("PUT", path, {"replaces": 1, "hours": SAID})).status_code == 403


async def test_earlier_hours_can_be_asked_for_by_their_time(office: Office) -> None:
    ines, lea = await office.browser("ines"), await office.browser("lea")
    path = f"/brands/{office.brands['atelier']}/hours"
    await ines.call("PUT", path, {"replaces": 0, "hours": SAID})
    office.clock.pass_(hours=1)
    second = await ines.call("PUT", path, {"replaces": 1, "hours": {**SAID, "special_days": []}})
    assert second.json()["version"] == 2
    listed = (await lea.call("GET", f"{path}/versions")).json()
    assert [known["version"] for known in listed] == [2, 1]
    assert (await lea.call("GET", f"{path}/versions?before=2&limit=1")).json() == listed[1:]
    for at, version in (
        ("2026-11-23T08:00:00Z", 0),
        ("2026-11-23T10:30:00%2B01:00", 1),
        ("2027-01-01T00:00:00Z", 2),
    ):
        assert (await lea.call("GET", f"{path}?at={at}")).json()["version"] == version, at
    assert (await lea.call("GET", f"{path}?at=2026-11-23T08:00:00")).json()["code"] == "invalid_input"


async def test_ines_learns_that_ana_was_faster(office: Office) -> None:
    ines, ana = await office.browser("ines"), await office.browser("ana")
    path = f"/brands/{office.brands['atelier']}/hours"
    await ana.call("PUT", path, {"replaces": 0, "hours": SAID})
    late = await ines.call("PUT", path, {"replaces": 0, "hours": {**SAID, "week": {}}})
    assert (late.status_code, late.json()["code"]) == (409, "hours_outdated")


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"time_zone": "Paris"}, "unknown_time_zone"),
    ({"week": {"monday": [*MORNING, {"opens": "11:00", "closes": "13:00"}]}}, "hours_overlap"),
    ({"special_days": [NOEL, NOEL]}, "day_given_twice"),
    ({"special_days": [{"day": "1789-07-14"}]}, "day_out_of_reach"),
    ({"special_days": [{"day": "2026-02-30"}]}, "invalid_input"),
    ({"week": {"monday": [{"opens": "9:00", "closes": "12:00"}]}}, "invalid_input"),
    ({"week": {"monday": [{"opens": "09:00\n", "closes": "12:00"}]}}, "invalid_input"),
    ({"week": {"monday": [{"opens": "09:00", "closes": "24:00"}]}}, "invalid_input"),
    ({"week": {"lundi": MORNING}}, "invalid_input"),
    ({"week": {"monday": [{**MORNING[0], "note": "?"}]}}, "invalid_input"),
    ({"week": {"monday": MORNING * 13}}, "invalid_input"),
]


async def test_hours_badly_described_are_refused_with_a_reason(office: Office) -> None:
    ines = await office.browser("ines")
    path = f"/brands/{office.brands['atelier']}/hours"
    for wrong, code in WRONG:
        answer = await ines.call("PUT", path, {"replaces": 0, "hours": {**SAID, **wrong}})
        assert (answer.status_code, answer.json()["code"]) == (400, code), (wrong, answer.text)
    assert (await ines.call("GET", path)).json()["version"] == 0
