"""Signing in, one's own sessions and keys; and the list of every route about staff and brands."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, delete, get, patch, post
from litestar.datastructures import Cookie
from litestar.params import FromPath, JSONBody

from visavis.kit.house import House, address_of
from visavis.staff import (
    agent_routes,
    brand_routes,
    changing,
    hours_routes,
    issuing,
    queries,
    revoking,
    signing_in,
    subject_routes,
    tickets,
)
from visavis.staff.access import (
    CurrentAgent,
    HouseHere,
    OwnPages,
    cookie_name,
    staff_policy,
)
from visavis.staff.models import Agent, AgentSession, ApiKey, Me
from visavis.staff.recognising import LIFE
from visavis.staff.schemas import Credentials, FreshApiKey, NewApiKey, PasswordChange, ProfileChanges, Ticket

Call = Request[Any, Any, Any]

MINE = staff_policy("agent")
IN_PERSON = staff_policy("agent", in_person=True)
SESSION = ["Session"]
KEYS = ["API keys"]


@post(
    "/session",
    policy=OwnPages(bucket=signing_in.PER_ADDRESS),
    summary="Sign in",
    tags=SESSION,
    security=[{}],
)
async def sign_in(request: Call, house: HouseHere, data: JSONBody[Credentials]) -> Response[Me]:
    signed_in = await signing_in.sign_in(
        house.database, house.limits, _browser(request, house), email=data.email, password=data.password
    )
    return await _welcome(house, signed_in)


@get("/session", policy=MINE, summary="Who I am, my brands, and whom I work with", tags=SESSION)
async def me(house: HouseHere, actor: CurrentAgent) -> Me:
    async with house.database.session(actor.brand_ids) as session:
        return await queries.me(session, actor)


@delete("/session", policy=IN_PERSON, summary="Sign out", tags=SESSION)
async def sign_out(request: Call, house: HouseHere) -> Response[None]:
    async with house.database.system() as session:
        await signing_in.sign_out(session, request.cookies[cookie_name(house)])
    return Response(None, status_code=204, cookies=[_cookie(house, "", 0)])


@get("/sessions", policy=IN_PERSON, summary="Where I am signed in", tags=SESSION)
async def sessions(house: HouseHere, actor: CurrentAgent) -> list[AgentSession]:
    async with house.database.session(actor.brand_ids) as session:
        return await queries.sessions(session, actor)


@delete("/sessions/{session_id:uuid}", policy=IN_PERSON, summary="End one of my sessions", tags=SESSION)
async def end_session(house: HouseHere, actor: CurrentAgent, session_id: FromPath[UUID]) -> None:
    async with house.database.session(actor.brand_ids) as session:
        await revoking.revoke(session, actor, session_id=session_id)


@post("/session/password", policy=IN_PERSON, status_code=200, summary="Change my password", tags=SESSION)
async def change_password(
    request: Call, house: HouseHere, actor: CurrentAgent, data: JSONBody[PasswordChange]
) -> Response[Me]:
    signed_in = await changing.change_password(
        house.database, house.limits, actor, _browser(request, house), change=data
    )
    return await _welcome(house, signed_in)


@patch("/session/profile", policy=MINE, summary="Change my name or language", tags=SESSION)
async def change_profile(house: HouseHere, actor: CurrentAgent, data: JSONBody[ProfileChanges]) -> Agent:
    async with house.database.session(actor.brand_ids) as session:
        return await changing.change_profile(session, actor, data)


@post("/live/ticket", policy=MINE, status_code=200, summary="Get a ticket to the live socket", tags=SESSION)
async def ticket(house: HouseHere, actor: CurrentAgent) -> Ticket:
    return Ticket(ticket=tickets.make_ticket(house.keys, actor, house.database.clock()))


@get("/api-keys", policy=IN_PERSON, summary="My API keys", tags=KEYS)
async def api_keys(house: HouseHere, actor: CurrentAgent) -> list[ApiKey]:
    async with house.database.session(actor.brand_ids) as session:
        return await queries.api_keys(session, actor)


@post("/api-keys", policy=IN_PERSON, summary="Make an API key, shown this once", tags=KEYS)
async def issue_key(house: HouseHere, actor: CurrentAgent, data: JSONBody[NewApiKey]) -> FreshApiKey:
    async with house.database.session(actor.brand_ids) as session:
        return await issuing.issue_key(session, actor, data)


@delete("/api-keys/{key_id:uuid}", policy=IN_PERSON, summary="Delete one of my API keys", tags=KEYS)
async def revoke_key(house: HouseHere, actor: CurrentAgent, key_id: FromPath[UUID]) -> None:
    async with house.database.session(actor.brand_ids) as session:
        await issuing.revoke_key(session, actor, key_id=key_id)


def _browser(request: Call, house: House) -> signing_in.Browser:
    return signing_in.Browser(
        address_of(request), request.headers.get("user-agent", ""), request.cookies.get(cookie_name(house))
    )


async def _welcome(house: House, signed_in: signing_in.SignedIn) -> Response[Me]:
    actor = signed_in.actor
    async with house.database.session(actor.brand_ids) as session:
        mine = await queries.me(session, actor)
    return Response(mine, cookies=[_cookie(house, signed_in.token, int(LIFE.total_seconds()))])


def _cookie(house: House, value: str, max_age: int) -> Cookie:
    return Cookie(
        key=cookie_name(house),
        value=value,
        max_age=max_age,
        path="/",
        secure=house.secure,
        httponly=True,
        samesite="lax",
    )


handlers = [
    *(sign_in, me, sign_out, sessions, end_session, change_password, change_profile, ticket),
    *(api_keys, issue_key, revoke_key),
    *agent_routes.handlers,
    *brand_routes.handlers,
    *hours_routes.handlers,
    *subject_routes.handlers,
]
