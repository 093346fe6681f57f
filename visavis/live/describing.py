"""The live frames as JSON Schema, so that clients are generated from them like from the API."""

import json
import re
from collections.abc import Iterator
from typing import Any

import msgspec
from litestar import Request
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme

from visavis.conversations.events import (
    ConversationChanged,
    ConversationOpened,
    VisitorConversationChanged,
)
from visavis.kit.events import Event
from visavis.live import frames as wire

SAYS = [
    wire.Ready,
    wire.Resumed,
    wire.Reset,
    wire.Offers,
    wire.Sent,
    wire.Failed,
    wire.Pong,
    wire.Problematic,
    wire.Draining,
    wire.SomeoneTyping,
    wire.ConversationRemoved,
]
HEARS = [wire.Hello, wire.Send, wire.About, wire.Typing, wire.Read, wire.Ping]
# Told to nobody: they end the sockets of a visit.
INSIDE = {"visitor.left"}
CHANGES = (ConversationOpened, ConversationChanged)
REFERENCE = re.compile(r"#/components/schemas/(\w+)")
REF = "#/components/schemas/{name}"


class Described(JsonRenderPlugin):
    """Serves the description, live frames included."""

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:
        return msgspec.json.encode(complete(openapi_schema))


def complete(described: dict[str, Any]) -> dict[str, Any]:
    """Add the live frames to a description, and say that answers always hold every field."""
    schemas = described["components"]["schemas"] | frames()
    taken = {kind.__name__ for kind in HEARS} | set(_taken(described["paths"]))
    for name, schema in schemas.items():
        # What we take has defaults; what we give is always whole.
        if schema.get("properties") and name not in taken | {"Problem"}:
            schema["required"] = list(schema["properties"])
    return described | {"components": described["components"] | {"schemas": schemas}}


def _taken(paths: dict[str, Any]) -> Iterator[str]:
    for path in paths.values():
        for operation in path.values():
            yield from REFERENCE.findall(json.dumps(operation.get("requestBody", {})))


def frames() -> dict[str, Any]:
    """Describe every frame by name, with `ClientFrame`, `ServerFrame` and `EventFrame` as their sums."""
    told = [kind for name, kind in Event.kinds.items() if name not in INSIDE]
    _, found = msgspec.json.schema_components(
        [*HEARS, *SAYS, *told, VisitorConversationChanged], ref_template=REF
    )
    schemas: dict[str, Any] = dict(found)
    events = {f"{kind.__name__}Frame": _event(kind) for kind in told}
    return {
        **schemas,
        **events,
        "ClientFrame": _one_of([kind.__name__ for kind in HEARS]),
        "EventFrame": _one_of(list(events)),
        "ServerFrame": _one_of([*(kind.__name__ for kind in SAYS), *events]),
    }


def _one_of(names: list[str]) -> dict[str, Any]:
    return {"oneOf": [{"$ref": REF.format(name=name)} for name in names]}


def _event(kind: type[Event]) -> dict[str, Any]:
    data: dict[str, Any] = {"$ref": REF.format(name=kind.__name__)}
    if kind.for_customer is not Event.for_customer and issubclass(kind, CHANGES):
        data = {"oneOf": [data, {"$ref": REF.format(name=VisitorConversationChanged.__name__)}]}
    about = "string" if kind.type.startswith(("message.", "conversation.")) else "null"
    properties = {
        "type": {"const": kind.type, "type": "string"},
        "at": {"type": "string", "description": "its place in the log; say the last one to resume"},
        "conversation_id": {"type": about, "format": "uuid"},
        "version": {"type": "integer"},
        "data": data,
    }
    return {
        "type": "object",
        "title": f"{kind.__name__}Frame",
        "description": (kind.__doc__ or "").strip(),
        "properties": properties,
        "required": list(properties),
    }


def security() -> Components:
    """Describe how callers say who they are."""
    return Components(
        security_schemes={
            "session": SecurityScheme(type="apiKey", name="visavis", security_scheme_in="cookie"),
            "key": SecurityScheme(type="http", scheme="bearer", description="An API key, vav_…"),
            "visitor": SecurityScheme(type="http", scheme="bearer", description="A visit, vvt_…"),
        }
    )
