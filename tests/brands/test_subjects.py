"""Subjects over HTTP: who lists them, who changes them, in which order they stand, and what each error says."""

from typing import Any
from uuid import uuid4

from tests.cast import Running


def path(running: Running) -> str:
    return f"/api/v1/brands/{running.cast.lumen.id}/subjects"


def named(fr: str = "Ma commande", en: str = "My order", **more: Any) -> dict[str, Any]:
    return {"names": {"fr": fr, "en": en}, **more}


async def test_ana_adds_changes_and_removes_a_subject_and_lea_may_only_look(running: Running) -> None:
    cast = running.cast
    async with running.as_agent("ana") as ana, running.as_agent("lea") as lea:
        assert (await lea.get(path(running))).json() == []
        assert (await lea.post(path(running), json=named())).status_code == 403
        made = (await ana.post(path(running), json=named(team_id=str(cast.atelier)))).json()
        assert (made["names"]["en"], made["team_id"]) == ("My order", str(cast.atelier))
        one = f"/api/v1/subjects/{made['id']}"
        assert (await lea.patch(one, json={"place": 0})).status_code == 403
        assert (await lea.delete(one)).status_code == 403
        changed = (await ana.patch(one, json=named("Mon colis", "My parcel"))).json()
        assert changed == made | {"names": {"fr": "Mon colis", "en": "My parcel"}}
        assert (await ana.patch(one, json={"team_id": None})).json()["team_id"] is None
        assert (await lea.get(path(running))).json() == [changed | {"team_id": None}]
        assert (await ana.delete(one)).status_code == 204
        assert (await lea.get(path(running))).json() == []
        for gone in (await ana.delete(one), await ana.patch(one, json={"place": 0})):
            assert (gone.status_code, gone.json()["code"]) == (404, "subject_not_found")


async def test_they_stand_in_the_order_in_which_they_were_put(running: Running) -> None:
    async with running.as_agent("ana") as ana:
        ids = [(await ana.post(path(running), json=named(fr=name))).json()["id"] for name in "abcd"]

        async def order() -> str:
            return "".join(one["names"]["fr"] for one in (await ana.get(path(running))).json())

        assert await order() == "abcd"
        for which, place, becomes in ((3, 0, "dabc"), (0, 2, "dbac"), (2, 3, "dbac"), (1, 7, "dacb")):
            (await ana.patch(f"/api/v1/subjects/{ids[which]}", json={"place": place})).raise_for_status()
            assert await order() == becomes
        await ana.delete(f"/api/v1/subjects/{ids[0]}")
        await ana.post(path(running), json=named(fr="e"))
        assert await order() == "dcbe"


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"names": {"fr": "Ma commande"}}, "invalid_input"),
    (named(fr=""), "invalid_input"),
    (named(en=" My order"), "invalid_input"),
    (named(fr="x" * 41), "invalid_input"),
    (named(de="Bestellung"), "invalid_input"),
    ({"names": {"fr": "a", "en": "b", "de": "c"}}, "invalid_input"),
    (named(team_id=str(uuid4())), "subject_team_unknown"),
]


async def test_a_subject_badly_described_is_refused_with_a_reason(running: Running) -> None:
    async with running.as_agent("ana") as ana:
        for wrong, code in WRONG:
            answer = await ana.post(path(running), json=wrong)
            assert (answer.status_code, answer.json()["code"]) == (400, code), (wrong, answer.text)
        made = (await ana.post(path(running), json=named())).raise_for_status().json()
        for n in range(7):
            (await ana.post(path(running), json=named(fr=f"Sujet {n}"))).raise_for_status()
        full = await ana.post(path(running), json=named())
        assert (full.status_code, full.json()["code"]) == (409, "too_many_subjects")
        one = f"/api/v1/subjects/{made['id']}"
        for wrong, code in (
            ({"place": 8}, "invalid_input"),
            ({"place": -1}, "invalid_input"),
            ({"team_id": str(uuid4())}, "subject_team_unknown"),
        ):
            assert (await ana.patch(one, json=wrong)).json()["code"] == code
        nowhere = await ana.get(f"/api/v1/brands/{uuid4()}/subjects")
        assert (nowhere.status_code, nowhere.json()["code"]) == (404, "brand_not_found")


async def test_a_team_that_is_dissolved_leaves_its_subject_to_whoever_is_there(running: Running) -> None:
    async with running.as_agent("ana") as ana:
        team = (await ana.post("/api/v1/teams", json={"name": "Nuit"})).json()["id"]
        await ana.post(path(running), json=named(team_id=team))
        assert (await ana.delete(f"/api/v1/teams/{team}")).status_code == 204
        assert [one["team_id"] for one in (await ana.get(path(running))).json()] == [None]
