"""Writes docs/reference/errors.md and events.md from the code; `--check` only tells whether they are current."""

import sys
from collections.abc import Iterable
from pathlib import Path
from types import NoneType
from typing import Any, Literal, get_args, get_origin, get_type_hints

import msgspec
from _steps import ROOT

from visavis import app
from visavis.kit.errors import VisavisError, every_error
from visavis.kit.events import Event
from visavis.live import describing

FOLDER = ROOT / "docs" / "reference"
MADE = "<!-- Made by bin/reference from the code; change it there. -->"


def errors() -> str:
    """Describes every error that the API and the sockets can tell."""
    known = sorted(set(every_error()), key=lambda error: (error.status, error.code))
    rows = (f"| `{error.code}` | {error.status} | {error.sentence()} |" for error in known if ours(error))
    return page(
        "Errors",
        "Every error is `application/problem+json` (RFC 9457), over HTTP and inside the frames `failed` and "
        "`error` alike: `type` is `urn:visavis:error:` and the code, `title` the sentence below, `detail` and "
        "`fields` say more where there is more to say, `retry_after` is in seconds. Programs go by `code`, which "
        "stays; sentences may change.",
        ["code", "status", "meaning"],
        rows,
    )


def events() -> str:
    """Describes every event that the live sockets tell."""
    told = {name: kind for name, kind in sorted(Event.kinds.items()) if name not in describing.INSIDE}
    rows = [
        f"| `{name}` | {kind.__doc__} | {fields(kind)} | {hearers(kind)} |" for name, kind in told.items()
    ]
    rows.append(
        "| `conversation.removed` | The conversation is no longer yours to see; nothing more is told of it. "
        "| none | agents who lost sight of it |"
    )
    return page(
        "Events",
        'What the [live sockets](live.md) tell, each as `{"type","at","conversation_id","version","data"}`. '
        "An agent hears what she may see at that moment; a customer hears of their own conversations, without notes, "
        "teams and sleep, and of the brand that they visit. The schemas are in `/api/openapi.json`: that of `message.sent` is `MessageSentFrame`.",
        ["type", "what happened", "`data`", "who hears it"],
        sorted(rows),
    )


def page(title: str, introduction: str, columns: list[str], rows: Iterable[str]) -> str:
    head = [f"| {' | '.join(columns)} |", f"|{'---|' * len(columns)}"]
    return "\n".join([f"# {title}", "", MADE, "", introduction, "", *head, *rows, ""])


def ours(error: type[VisavisError]) -> bool:
    return error.__module__.startswith("visavis.")


def fields(kind: type[Event]) -> str:
    hints = get_type_hints(kind)
    named = [f"`{field.name}` ({called(hints[field.name])})" for field in msgspec.structs.fields(kind)]
    return ", ".join(named) or "none"


def called(hint: Any) -> str:
    """Names a type for a reader."""
    if isinstance(hint, type):
        return "null" if hint is NoneType else hint.__name__
    if get_origin(hint) is Literal:
        return " or ".join(f"`{value}`" for value in get_args(hint))
    return " or ".join(map(called, get_args(hint)))


def hearers(kind: type[Event]) -> str:
    told = get_type_hints(kind.for_customer)["return"]
    silent = kind.for_customer is Event.for_customer or told is NoneType
    if silent:
        return "agents"
    # What is no conversation's and no customer's is told to whoever visits the brand.
    ours = kind.type.startswith(("message.", "conversation.", "customer."))
    return "agents, and its customer" if ours else "agents, and the brand's visitors"


def main(options: list[str]) -> str | None:
    app.openapi()  # every module with errors or events is loaded now
    stale: list[str] = []
    for name, text in {"errors.md": errors(), "events.md": events()}.items():
        path: Path = FOLDER / name
        if path.exists() and path.read_text() == text:
            continue
        stale.append(name)
        if "--check" not in options:
            path.write_text(text)
    if stale and "--check" in options:
        return f"Stale: {', '.join(stale)} in docs/reference. Run bin/reference and commit them."
    return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
