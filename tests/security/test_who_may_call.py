"""Every route, every role, every place: the route table says what there is to try, the rules what is right."""

import re
from uuid import UUID, uuid4

import httpx
import pytest
from litestar import Litestar, get

from tests.security import mails
from tests.security.rules import API, RANKS, RULES, Rule
from tests.security.stage import PLACES, RANK, ROLES, VISITORS, Place, Stage
from visavis.kit.policy import Policy, UndeclaredPolicy, declared

STRANGERS = {
    "nobody",
    "made-up cookie",
    "made-up key",
    "made-up visit",
    "ended visit",
    "expired key",
    "revoked key",
}


async def test_every_route_has_its_rule_and_every_rule_its_route(stage: Stage) -> None:
    routes = {(method, path) for method, path, _ in declared(stage.running.app.http)}
    assert routes == set(RULES)


def test_a_route_without_a_policy_keeps_the_server_from_starting() -> None:
    @get("/forgotten")
    async def forgotten() -> None: ...

    with pytest.raises(UndeclaredPolicy, match="GET /forgotten"):
        list(declared(Litestar([forgotten], openapi_config=None)))


async def test_what_routes_declare_is_what_the_rules_say(stage: Stage) -> None:
    said = {"anyone on our pages": "our pages"}
    for method, path, policy in declared(stage.running.app.http):
        rule = RULES[method, path]
        assert (said.get(policy.who, policy.who), getattr(policy, "in_person", False)) == (
            rule.admits,
            rule.in_person,
        ), f"{method} {path}"
        assert isinstance(policy, Policy)
        assert policy.bucket.burst > 0


@pytest.mark.parametrize(("method", "path"), RULES, ids=lambda part: part)
async def test_each_role_finds_the_door_open_or_shut(stage: Stage, method: str, path: str) -> None:
    rule = RULES[method, path]
    places = PLACES if rule.row and rule.row != "spare session" else PLACES[:1]
    absent: dict[int, tuple[int, bytes]] = {}
    for role in ROLES:
        for place in places:
            expected = expect(stage, rule, role, place)
            answer = await knock(stage, rule, method, path, role, place, find=expected == 200)
            about = f"{method} {path} as {role}, {place}: {answer.status_code} {answer.text[:200]}"
            if expected == 200:
                # Several reasons for yes are possible; none of them is a refusal of the person.
                assert answer.is_success or answer.is_redirect or code(answer) == rule.yes, about
            else:
                assert answer.status_code == expected, about
                assert code(answer) != rule.yes, about
            if expected == 404:
                nowhere = await knock(stage, rule, method, path, role, place, find=False, at=uuid4())
                same = (nowhere.status_code, nowhere.content)
                assert (answer.status_code, answer.content) == same, f"{about} but nowhere: {nowhere.text}"
                assert absent.setdefault(404, same) == same, "one answer for everyone"


def expect(stage: Stage, rule: Rule, role: str, place: Place) -> int:
    """Say what a role gets: 200 for yes, or 401, 403, 404."""
    if rule.admits in ("anyone", "our pages"):
        return 200
    who = stage.person(role)
    known = role in VISITORS if rule.admits == "visitor" else who in RANK
    if not known or role in STRANGERS:
        return 401
    if rule.admits != "visitor":
        if RANK[who] < RANKS[rule.admits]:
            return 403
        if rule.in_person and who != role:
            return 403
    if rule.row in ("session", "key"):
        return 200 if place == "own" else 404
    if rule.row in ("", "spare session", "agent", "team"):
        return 200
    return 200 if stage.sees(role, place, rule.row) else 404


async def knock(
    stage: Stage,
    rule: Rule,
    method: str,
    path: str,
    role: str,
    place: Place,
    *,
    find: bool,
    at: UUID | None = None,
) -> httpx.Response:
    """Call a route as a role about something in a place, or about `at`."""
    hand = None
    if rule.row == "spare session" and role in RANK:
        hand, _ = await stage.cookie(role)
    named = at or await name(stage, rule, role, place, find=find)
    address = f"/{rule.fills}" if rule.fills else re.sub(r"\{\w+:uuid\}", str(named), path)
    says = (
        {"content": rule.content}
        if rule.content
        else {"json": rule.says() if callable(rule.says) else rule.says}
    )
    return await stage.ask(role, method, address, hand=hand, **says)


async def name(stage: Stage, rule: Rule, role: str, place: Place, *, find: bool) -> UUID:
    """Make what the address names, and give its id."""
    match rule.row:
        case "session" | "key":
            who = (
                stage.person(role)
                if place == "own"
                else "camille"
                if stage.person(role) != "camille"
                else "lea"
            )
            if who not in RANK:
                return uuid4()
            _, made = await (stage.cookie(who) if rule.row == "session" else stage.key(who))
            return made
        case "agent":
            return stage.agents[{"own": "lea", "other team": "karim", "other brand": "oliver"}[place]].id
        case "team":
            return await a_team(stage)
        case "brand":
            return stage.brand_of(place)
        case "invitation rule":
            return await stage.invitation_rule(place)
        case "subject":
            return await stage.subject(place)
        case "mailbox":
            return await mails.a_mailbox(stage, place)
        case "mail hook":
            return await mails.a_hook(stage, place)
        case "mail aside":
            return await mails.a_mail_aside(stage, place)
        case "invitation":
            return await stage.invitation((await stage.row(place, role, fresh=False)).visitor)
        case "customer":
            return (await stage.row(place, role, fresh=False)).visitor.id
        case "":
            return uuid4()
        case _:
            return await in_conversation(stage, rule, role, place, fresh=find)


async def in_conversation(stage: Stage, rule: Rule, role: str, place: Place, *, fresh: bool) -> UUID:
    row = await stage.row(place, role, fresh=fresh)
    match rule.row:
        case "file":
            return row.file_id
        case "mail":
            return await mails.by_mail(stage, place, row.conversation.id, row.message_id)
        case "side":
            return await mails.a_side(stage, place, row.conversation.id)
        case "message":
            return row.message_id
        case "own message" if rule.admits != "visitor":
            return await stage.note_by(stage.writer(role, place), row) if fresh else row.message_id
        case "own message":
            return row.message_id
        case "scheduled":
            return await mails.scheduled_by(stage, stage.writer(role, place), row.conversation.id)
        case "resolved conversation" if fresh:
            answer = await stage.ask("ana", "POST", f"{API}/conversations/{row.conversation.id}/resolve")
            assert answer.is_success
            return row.conversation.id
        case _:
            return row.conversation.id


async def a_team(stage: Stage) -> UUID:
    async with stage.running.app.house.database.system() as session:
        made = uuid4()
        await session.execute(
            "insert into team (id, name, created_at) values (%s, %s, now())", (made, made.hex)
        )
    return made


def code(answer: httpx.Response) -> str:
    """Give the code of a refusal; a page that does not exist may say so as a page."""
    said = answer.headers.get("content-type", "")
    if said.startswith("application/problem+json"):
        return answer.json()["code"]
    return "not_found" if answer.status_code == 404 else ""
