"""Presence, the board and what is at risk over HTTP, for the staff."""

from litestar import get, patch
from litestar.handlers import BaseRouteHandler
from litestar.params import JSONBody

from visavis import promises
from visavis.promises import PromiseAtRisk
from visavis.routing import board, presence
from visavis.routing.board_models import Board
from visavis.routing.models import Presence, PresenceChanges
from visavis.staff import CurrentAgent, HouseHere, staff_policy

POLICY = staff_policy()
SUPERVISORS = staff_policy("supervisor")


@get("/presence", policy=POLICY, summary="List who is there")
async def list_presence(house: HouseHere, actor: CurrentAgent) -> list[Presence]:
    async with house.database.session(actor.brand_ids) as session:
        return await presence.of_colleagues(session, actor)


@patch("/presence", policy=POLICY, summary="Choose one's own status")
async def change_presence(house: HouseHere, actor: CurrentAgent, data: JSONBody[PresenceChanges]) -> Presence:
    async with house.database.session(actor.brand_ids) as session:
        return await presence.change(session, actor, data)


@get("/board", policy=SUPERVISORS, summary="See how the brands are doing now and today")
async def show_board(house: HouseHere, actor: CurrentAgent) -> Board:
    async with house.database.session(actor.brand_ids) as session:
        return await board.board(session)


@get(
    "/promises/at_risk", policy=POLICY, summary="List the promises that were called out and are not kept yet"
)
async def list_at_risk(house: HouseHere, actor: CurrentAgent) -> list[PromiseAtRisk]:
    async with house.database.session(actor.brand_ids) as session:
        return await promises.called_out(session, actor)


handlers: list[BaseRouteHandler] = [list_presence, change_presence, show_board, list_at_risk]
