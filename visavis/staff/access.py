"""The staff's door: a session's cookie from our own pages, or an API key."""

from typing import Any, cast
from urllib.parse import urlsplit

from litestar import Request
from litestar.di import NamedDependency

from visavis.kit.errors import Forbidden, NotSignedIn
from visavis.kit.house import House, address_of, house_of
from visavis.kit.limits import Bucket, network_of
from visavis.kit.policy import Anyone, Call, Policy
from visavis.staff import recognising
from visavis.staff.errors import ForeignOrigin, KeyNotEnough
from visavis.staff.models import AgentActor, Role, outranks

CurrentAgent = NamedDependency[AgentActor]
HouseHere = NamedDependency[House]

SAFE = {"GET", "HEAD", "OPTIONS"}

KNOCKS = Bucket("staff.knocks", 600, 12_000)
ORDINARY = Bucket("staff", 300, 1200)


class Staff(Policy, frozen=True, kw_only=True):
    """Agents of at least this role; `in_person` keeps API keys out."""

    role: Role
    in_person: bool = False

    async def admit(self, call: Call) -> None:
        house = house_of(call)
        # Asked before the database is: a flood of made-up tokens costs it nothing.
        house.limits.take(KNOCKS, network_of(address_of(call)))
        actor = await _recognise(call, house)
        if actor is None:
            raise NotSignedIn
        house.limits.take(self.bucket, str(actor.id))
        if not outranks(actor.role, self.role):
            raise Forbidden
        if self.in_person and actor.session_id is None:
            raise KeyNotEnough
        _scope(call)["actor"] = actor


class OwnPages(Anyone, frozen=True, kw_only=True):
    """Anyone, but from one of our own pages: nobody is signed in from someone else's."""

    who: str = "anyone on our pages"

    async def admit(self, call: Call) -> None:
        refuse_foreign(call, house_of(call))
        await Anyone.admit(self, call)


def staff_policy(role: Role = "agent", bucket: Bucket = ORDINARY, *, in_person: bool = False) -> Staff:
    """Admit agents of at least this role, each with a bucket of his own."""
    return Staff(who=role, role=role, bucket=bucket, in_person=in_person)


def current_agent(request: Request[Any, Any, Any]) -> AgentActor:
    """Give the agent that the policy let in."""
    return cast("AgentActor", _scope(request)["actor"])


def here(request: Request[Any, Any, Any]) -> House:
    """Give the house that a request entered."""
    return house_of(request)


def cookie_name(house: House) -> str:
    """Name the session's cookie; with https, one that neighbouring subdomains cannot plant."""
    return "__Host-visavis" if house.secure else "visavis"


def refuse_foreign(call: Call, house: House) -> None:
    """Raise `ForeignOrigin` unless a browser says that the request comes from our own pages."""
    headers = call.headers
    origin = headers.get("origin") or _origin_of(headers.get("referer", ""))
    if (
        headers.get("x-visavis") != "1"
        or origin.lower() != house.origin
        or headers.get("sec-fetch-site", "same-origin") != "same-origin"
    ):
        raise ForeignOrigin


async def _recognise(call: Call, house: House) -> AgentActor | None:
    authorization = call.headers.get("authorization")
    if authorization is not None:
        scheme, _, key = authorization.partition(" ")
        if scheme.lower() != "bearer" or not key.startswith(recognising.KEY_PREFIX):
            return None
        async with house.database.system() as session:
            return await recognising.by_key(session, key)
    token = call.cookies.get(cookie_name(house))
    if not token:
        return None
    if _scope(call)["method"] not in SAFE:
        refuse_foreign(call, house)
    async with house.database.system() as session:
        return await recognising.by_cookie(session, token)


def _origin_of(referer: str) -> str:
    try:
        parts = urlsplit(referer)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}"


def _scope(call: Call) -> dict[str, Any]:
    return cast("dict[str, Any]", call.scope)
