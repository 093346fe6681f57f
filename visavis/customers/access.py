"""Who may see a customer, and which visitor is calling."""

from typing import Any, cast
from uuid import UUID

from litestar import Request
from litestar.di import NamedDependency

from visavis.customers.errors import VisitorUnknown
from visavis.customers.models import Customer, Visitor
from visavis.customers.queries import customer
from visavis.kit import crypto
from visavis.kit.database import Session
from visavis.kit.house import address_of, house_of
from visavis.kit.limits import Bucket, network_of
from visavis.kit.policy import Call, Policy
from visavis.staff import AgentActor

CurrentVisitor = NamedDependency[Visitor]

KNOCKS = Bucket("customers.knocks", 600, 12_000)


async def access_customer(session: Session, actor: AgentActor, customer_id: UUID) -> Customer:
    """Give a customer known at one of the agent's brands; raise `CustomerNotFound`."""
    found = await customer(session, customer_id)
    known = [i for i in found.identities if i.brand_id in actor.brand_ids]
    found.identities = known
    return found


async def load_visitor(session: Session, token: str) -> Visitor:
    """Find who holds this token (in a system session); raise `VisitorUnknown`."""
    if not token.startswith("vvt_") or len(token) > 100:
        raise VisitorUnknown
    found = await session.row(
        Visitor,
        """
        select s.customer_id as id, s.brand_id, s.id as session_id, s.signed, u.name, u.locale
        from visitor_session s join customer u on u.id = s.customer_id
        where s.token_hash = %s and s.expires_at > %s
        """,
        (crypto.fingerprint(token), session.clock()),
    )
    if found is None:
        raise VisitorUnknown
    return found


class VisitorPolicy(Policy, frozen=True, kw_only=True):
    """A visitor's route: the bearer token says who it is, and which brand."""

    who: str = "visitor"

    async def admit(self, call: Call) -> None:
        house = house_of(call)
        # Asked before the database is: a flood of made-up tokens costs it nothing.
        house.limits.take(KNOCKS, network_of(address_of(call)))
        scheme, _, token = call.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            raise VisitorUnknown
        async with house.database.system() as session:
            visitor = await load_visitor(session, token.strip())
        house.limits.take(self.bucket, str(visitor.id))
        cast("dict[str, Any]", call.scope)["actor"] = visitor


def visitor_policy(name: str = "visitor", *, burst: int = 60, per_minute: float = 240) -> VisitorPolicy:
    """Declare a route that visitors call, with its own bucket."""
    return VisitorPolicy(bucket=Bucket(name, burst, per_minute))


def current_visitor(request: Request[Any, Any, Any]) -> Visitor:
    """Give the visitor whom the policy let in."""
    return cast("Visitor", cast("dict[str, Any]", request.scope)["actor"])
