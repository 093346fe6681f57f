"""Default deny: every route declares who may call it, or the server refuses to start."""

from collections.abc import Iterable
from typing import Any

import msgspec
from litestar import Litestar
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler
from litestar.routes import HTTPRoute

from visavis.kit.errors import MethodNotAllowed
from visavis.kit.house import address_of, house_of
from visavis.kit.limits import Bucket, network_of

Call = ASGIConnection[Any, Any, Any, Any]


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """Who may call a route, and how often."""

    who: str
    bucket: Bucket

    async def admit(self, call: Call) -> None:
        """Let the caller in, or raise; the actor, if any, is left in `call.scope["actor"]`."""
        raise NotImplementedError


class Anyone(Policy, frozen=True, kw_only=True):
    """A public route, limited by network address."""

    who: str = "anyone"

    async def admit(self, call: Call) -> None:
        house_of(call).limits.take(self.bucket, network_of(address_of(call)))


class UndeclaredPolicy(RuntimeError):
    """A route declares no policy."""


async def enforce(call: Call, handler: BaseRouteHandler) -> None:
    """Apply the policy that the route declares; the one guard of the application."""
    policy: Policy | None = handler.opt.get("policy")
    if policy is None:  # the framework's own answer to OPTIONS: no other site is expected here
        raise MethodNotAllowed
    await policy.admit(call)


def declared(app: Litestar) -> Iterable[tuple[str, str, Policy]]:
    """List every route as (method, path, policy); raise `UndeclaredPolicy` where one has none."""
    for route in app.routes:
        if not isinstance(route, HTTPRoute):
            raise UndeclaredPolicy(f"{route.path} is not an HTTP route")
        for handler in route.route_handlers:
            policy = handler.opt.get("policy")
            for method in sorted(handler.http_methods):
                if method == "OPTIONS" and handler.fn.__module__.startswith("litestar."):
                    continue
                if not isinstance(policy, Policy):
                    raise UndeclaredPolicy(f"{method} {route.path} declares no policy")
                yield method, route.path, policy
