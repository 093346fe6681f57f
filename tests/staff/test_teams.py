"""Teams, as their members and managers see them."""

from tests.staff.office import Office


async def test_ines_forms_a_team_fills_it_and_dissolves_it(office: Office) -> None:
    ines, lea = await office.browser("ines"), await office.browser("lea")
    everyone = [str(office.people[name]) for name in ("lea", "noa")]
    team = (await ines.call("POST", "/teams", {"name": "Repairs", "agent_ids": everyone})).json()
    assert sorted(team["agent_ids"]) == sorted(everyone)
    actor = await office.actor("lea")
    assert actor
    assert [str(team_id) for team_id in actor.team_ids] == [team["id"]]
    assert (await lea.call("GET", "/session")).json()["agent"]["team_ids"] == [team["id"]]
    await office.told()
    fewer = await ines.call("PATCH", f"/teams/{team['id']}", {"name": "Care", "agent_ids": everyone[1:]})
    assert fewer.json() == {"id": team["id"], "name": "Care", "agent_ids": everyone[1:]}
    assert await office.told() == [None]
    assert (await ines.call("DELETE", f"/teams/{team['id']}")).status_code == 204
    assert (await lea.call("GET", "/teams")).json() == []


async def test_lea_sees_in_a_team_only_those_whose_brand_she_shares(office: Office) -> None:
    ines, lea = await office.browser("ines"), await office.browser("lea")
    everyone = [str(office.people[name]) for name in ("lea", "noa")]
    await ines.call("POST", "/teams", {"name": "Repairs", "agent_ids": everyone})
    assert (await lea.call("GET", "/teams")).json()[0]["agent_ids"] == everyone[:1]


async def test_two_teams_cannot_have_one_name_nor_strangers_in_them(office: Office) -> None:
    ines = await office.browser("ines")
    await ines.call("POST", "/teams", {"name": "Repairs"})
    assert (await ines.call("POST", "/teams", {"name": "REPAIRS"})).json()["code"] == "team_name_taken"
    stranger = [str(office.brands["atelier"])]
    refused = await ines.call("POST", "/teams", {"name": "Care", "agent_ids": stranger})
    assert refused.status_code == 400
    assert [team["name"] for team in (await ines.call("GET", "/teams")).json()] == ["Repairs"]
    absent = f"/teams/{office.brands['atelier']}"
    assert (await ines.call("PATCH", absent, {"name": "Care"})).json()["code"] == "team_not_found"
    assert (await ines.call("DELETE", absent)).json()["code"] == "team_not_found"
