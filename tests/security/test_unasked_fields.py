"""Nobody sets what was not asked for: a body with a field too many is refused whole."""

from typing import Any

from litestar.routes import HTTPRoute

from tests.security.stage import Stage

# What a row has and no caller ever says: whose it is, who wrote it, when, and whether it is proven.
NEVER = {
    "id",
    "version",
    "author",
    "author_id",
    "customer_id",
    "created_at",
    "updated_at",
    "verified",
    "signed",
}


def bodies(stage: Stage) -> dict[str, Any]:
    """Find what every route takes as its body."""
    found: dict[str, Any] = {}
    for route in stage.running.app.http.routes:
        for handler in route.route_handlers if isinstance(route, HTTPRoute) else ():
            data = handler.parsed_fn_signature.parameters.get("data")
            if data is not None:
                found[f"{sorted(handler.http_methods)[0]} {route.path}"] = data.annotation
    return found


async def test_every_body_is_closed(stage: Stage) -> None:
    found = bodies(stage)
    assert len(found) >= 20
    assert [what for what, kind in found.items() if not kind.__struct_config__.forbid_unknown_fields] == []


async def test_no_body_names_what_is_not_the_callers_to_say(stage: Stage) -> None:
    for what, kind in bodies(stage).items():
        named = set(kind.__struct_fields__)
        assert not named & NEVER, what
        assert not named & {"role", "brand_ids", "team_ids", "disabled"} or "/agents" in what, what
