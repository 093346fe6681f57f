"""Rules over HTTP: what a brand begins with, who changes it, and what each error says; and what it all does."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx

from tests.cast import Cast, Running
from tests.inviting.house import answers, payment_failed, reports, rules, somebody
from visavis import conversations
from visavis.brands import NewBrand, create
from visavis.inviting.figures import figures
from visavis.inviting.models import InvitationFigures


def path(running: Running) -> str:
    return f"/api/v1/brands/{running.cast.lumen.id}/invitation-rules"


async def test_a_new_brand_begins_with_two_rules_switched_on(running: Running) -> None:
    cast = running.cast
    async with running.as_agent("lea") as lea:
        listed = (await lea.get(path(running))).json()
    assert [(rule["moment"], rule["threshold"]) for rule in listed["items"] if rule["enabled"]] == [
        ("payment_error", 2),
        ("upload_stalled", 30),
    ]
    assert {rule["moment"] for rule in listed["items"]} == set(listed["texts"]) - {"page"}
    assert listed["texts"]["no_result"]["fr"].startswith("Vous ne trouvez pas")
    async with cast.house.database.system() as session:
        made = await create(
            session, cast.house.keys, NewBrand(slug="troisieme", name="Troisième", locale="fr")
        )
    assert len(await rules(cast, made)) == 6


async def test_ana_adds_changes_and_removes_a_rule_and_lea_may_not(running: Running) -> None:
    said = {
        "moment": "page",
        "threshold": 40,
        "pages": ["/livraison", "/en/delivery*"],
        "text_fr": " Une question ? ",
    }
    async with running.as_agent("ana") as ana, running.as_agent("lea") as lea:
        assert (await lea.post(path(running), json=said)).status_code == 403
        made = (await ana.post(path(running), json=said)).json()
        assert (made["text_fr"], made["text_en"], made["enabled"]) == ("Une question ?", "", True)
        one = f"/api/v1/invitation-rules/{made['id']}"
        assert (await lea.patch(one, json={"enabled": False})).status_code == 403
        changed = (await ana.patch(one, json={"enabled": False, "threshold": 60, "hold_out": 20})).json()
        assert changed == made | {"enabled": False, "threshold": 60, "hold_out": 20}
        assert changed in (await lea.get(path(running))).json()["items"]
        assert (await ana.delete(one)).status_code == 204
        assert changed not in (await lea.get(path(running))).json()["items"]
        for gone in (await ana.delete(one), await ana.patch(one, json={"enabled": True})):
            assert (gone.status_code, gone.json()["code"]) == (404, "invitation_rule_not_found")


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"moment": "coffee"}, "invalid_input"),
    ({"threshold": 0}, "invalid_input"),
    ({"threshold": 3601}, "invalid_input"),
    ({"hold_out": 51}, "invalid_input"),
    ({"pages": []}, "pages_needed"),
    ({"pages": ["checkout"]}, "page_pattern_unfit"),
    ({"pages": ["/a*b*c*d*"]}, "page_pattern_unfit"),
    ({"pages": ["/x"] * 21}, "invalid_input"),
    ({"text_fr": "x" * 161}, "invalid_input"),
    ({"regex": ".*"}, "invalid_input"),
]


async def test_a_rule_badly_described_is_refused_with_a_reason(running: Running) -> None:
    async with running.as_agent("ana") as ana:
        for wrong, code in WRONG:
            said = {"moment": "page", "threshold": 30, "pages": ["/x"]} | wrong
            answer = await ana.post(path(running), json=said)
            assert (answer.status_code, answer.json()["code"]) == (400, code), (wrong, answer.text)
        made = (
            await ana.post(path(running), json={"moment": "page", "threshold": 30, "pages": ["/x"]})
        ).json()
        one = f"/api/v1/invitation-rules/{made['id']}"
        assert (await ana.patch(one, json={"pages": []})).json()["code"] == "pages_needed"
        assert (await ana.patch(one, json={"moment": "no_result"})).json()["code"] == "invalid_input"
        while (
            full := await ana.post(path(running), json={"moment": "no_result", "threshold": 9})
        ).is_success:
            pass
        assert (full.status_code, full.json()["code"]) == (409, "too_many_invitation_rules")
        assert len((await ana.get(path(running))).json()["items"]) == 50


async def test_the_widget_is_told_what_to_watch_in_its_own_script(running: Running) -> None:
    async with running.as_agent("ana") as ana, running.http() as anyone:
        await ana.post(path(running), json={"moment": "page", "threshold": 40, "pages": ["/livraison"]})
        found: list[httpx.Response] = [
            await anyone.get("/widget.js", params={"brand": slug} if slug else None)
            for slug in ("maison-lumen", "atelier-brume", "nobody", "")
        ]
    if found[0].status_code == 404:
        assert found[0].json()["code"] == "page_missing"  # the web apps are not built here
        return
    tail = b'(\'watch\',[["page",40,["/livraison"]]]);\n'
    assert [answer.content.endswith(tail) for answer in found] == [True, False, False, False]
    assert len({answer.content for answer in found[1:]}) == 1


async def writes(cast: Cast, visitor: Any, after: timedelta) -> None:
    at = cast.house.database.clock() + after
    async with cast.house.database.session(visitor.brand_ids, clock=lambda: at) as session:
        await conversations.start(session, visitor, body="Bonjour ?", client_id=uuid4())


async def count(cast: Cast, after: timedelta) -> InvitationFigures:
    at = cast.house.database.clock() + after
    async with cast.house.database.session([cast.lumen.id], clock=lambda: at) as session:
        found = await figures(session, cast.lumen.id)
    return next(one for one in found if one.invited or one.held_out)


async def test_who_was_held_out_is_compared_with_who_was_invited(cast: Cast) -> None:
    visitors = [await somebody(cast) for _ in range(200)]
    told = {visitor.id: await reports(cast, visitor, payment_failed()) for visitor in visitors}
    invited = [visitor for visitor in visitors if told[visitor.id]]
    held_out = [visitor for visitor in visitors if not told[visitor.id]]
    assert held_out, "none of two hundred: once in thirty thousand runs"
    for visitor in invited[:60]:
        invitation = told[visitor.id]
        assert invitation
        await answers(cast, visitor, invitation, "accepted")
        await writes(cast, visitor, timedelta(minutes=5))
    await writes(cast, held_out[0], timedelta(minutes=29))
    await writes(cast, invited[60], timedelta(minutes=40))  # too late to be counted
    now = await count(cast, timedelta(minutes=10))
    assert (now.invited, now.held_out, now.accepted) == (len(invited), len(held_out), 60)
    assert (now.invited_measured, now.held_out_measured, now.uplift) == (0, 0, None), (
        "their half hour is not over"
    )
    then = await count(cast, timedelta(hours=1))
    assert (then.invited_measured, then.invited_wrote) == (len(invited), 60)
    assert (then.held_out_measured, then.held_out_wrote) == (len(held_out), 1)
    assert then.uplift is not None
    assert then.uplift_low is not None
    assert then.uplift_high is not None
    assert abs(then.uplift - (60 / len(invited) - 1 / len(held_out))) < 0.001
    assert then.uplift_low < then.uplift < then.uplift_high
