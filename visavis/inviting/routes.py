"""Invitation rules over HTTP: read by whoever works for the brand, changed by those who manage it."""

from uuid import UUID

from litestar import delete, get, patch, post
from litestar.handlers import BaseRouteHandler
from litestar.params import FromPath, JSONBody

from visavis.inviting import figures, rules
from visavis.inviting.models import (
    InvitationFigures,
    InvitationRule,
    InvitationRuleChanges,
    InvitationRules,
    NewInvitationRule,
)
from visavis.inviting.texts import TEXTS
from visavis.staff import CurrentAgent, HouseHere, staff_policy

ANYONE_HERE = staff_policy("agent")
MANAGERS = staff_policy("admin")
TAGS = ["Invitations"]


@get(
    "/brands/{brand_id:uuid}/invitation-rules",
    policy=ANYONE_HERE,
    summary="When a brand invites its visitors to write",
    tags=TAGS,
)
async def list_rules(house: HouseHere, actor: CurrentAgent, brand_id: FromPath[UUID]) -> InvitationRules:
    async with house.database.session(actor.brand_ids) as session:
        return InvitationRules(items=await rules.rules_of(session, brand_id), texts=TEXTS)


@get(
    "/brands/{brand_id:uuid}/invitation-figures",
    policy=ANYONE_HERE,
    summary="What a brand's invitations do",
    tags=TAGS,
)
async def list_figures(
    house: HouseHere, actor: CurrentAgent, brand_id: FromPath[UUID]
) -> list[InvitationFigures]:
    async with house.database.session(actor.brand_ids) as session:
        return await figures.figures(session, brand_id)


@post("/brands/{brand_id:uuid}/invitation-rules", policy=MANAGERS, summary="Add a rule", tags=TAGS)
async def add(
    house: HouseHere, actor: CurrentAgent, brand_id: FromPath[UUID], data: JSONBody[NewInvitationRule]
) -> InvitationRule:
    async with house.database.session(actor.brand_ids) as session:
        return await rules.add_rule(session, brand_id, data)


@patch("/invitation-rules/{rule_id:uuid}", policy=MANAGERS, summary="Change a rule", tags=TAGS)
async def change(
    house: HouseHere, actor: CurrentAgent, rule_id: FromPath[UUID], data: JSONBody[InvitationRuleChanges]
) -> InvitationRule:
    async with house.database.session(actor.brand_ids) as session:
        return await rules.change_rule(session, rule_id, data)


@delete("/invitation-rules/{rule_id:uuid}", policy=MANAGERS, summary="Remove a rule", tags=TAGS)
async def remove(house: HouseHere, actor: CurrentAgent, rule_id: FromPath[UUID]) -> None:
    async with house.database.session(actor.brand_ids) as session:
        await rules.remove_rule(session, rule_id)


handlers: list[BaseRouteHandler] = [list_rules, list_figures, add, change, remove]
