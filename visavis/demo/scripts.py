"""The notation in which the demo's conversations are written, and its reader.

    == key; team; page; page's title; kinds of product     a scene begins (the last part may be missing)
    C text | another way to say it      the customer writes, in one of these ways
    A text                              the agent writes
    N text                              the agent leaves a note to colleagues
    H team text                         the agent hands over to a team, with a note
    R                                   the agent resolves the conversation
    Z 3 d                               it sleeps for so long
    ~ 2 h                               so long passes before the next line (m, h, d)

After the letter, `?` says that the line may be left out, `~` that it is edited soon after (before `~>`
is what it said first), `x` that it is deleted soon after, `@shade` that a picture or a document of
`drawing.py` comes with it, and `=` that its first way answers the first way of the line before, its
second the second, and so on. Words in braces are filled by `filling.py`.
"""

import re
from datetime import timedelta
from typing import Literal, cast

import msgspec

from visavis.brands.models import Locale

Mark = Literal["C", "A", "N", "H", "R", "Z", "~"]
TeamKey = Literal["advice", "orders"]

LINE = re.compile(r"(?P<mark>[CANHRZ~])(?P<flags>[?~x]*)(?:@(?P<file>\w+))?(?P<same>=?)(?:\s+(?P<text>.+))?")
SPAN = re.compile(r"(\d+) ([mhd])")
UNITS = {"m": "minutes", "h": "hours", "d": "days"}


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a scene; `ways` are those in which it may be said, each with what it said at first."""

    mark: Mark
    ways: tuple[tuple[str, str | None], ...] = ()
    optional: bool = False
    deleted: bool = False
    same_way: bool = False
    file: str | None = None
    team: TeamKey | None = None
    span: timedelta = timedelta()

    @property
    def is_said(self) -> bool:
        """Tell whether the customer reads or writes it."""
        return self.mark in ("C", "A")


class Scene(msgspec.Struct, frozen=True, kw_only=True):
    """A dialogue that may take place many times, never twice in the same words."""

    key: str
    brand: str
    locale: Locale
    team: TeamKey
    page: str
    title: str
    kinds: tuple[str, ...]
    lines: tuple[Line, ...]


class BadScript(Exception):
    """A script has a line that cannot be read."""


def read(script: str, brand: str, locale: Locale) -> list[Scene]:
    """Read the scenes of a script; raise `BadScript`."""
    scenes: list[Scene] = []
    for written in script.strip().split("\n== "):
        heading, *rest = written.removeprefix("== ").splitlines()
        key, team, page, title, *kinds = heading.split("; ")
        scenes.append(
            Scene(
                key=key,
                brand=brand,
                locale=locale,
                team=cast("TeamKey", team),
                page=page,
                title=title,
                kinds=tuple(kinds[0].split(",")) if kinds else (),
                lines=tuple(_line(text) for text in rest if text.strip()),
            )
        )
    return scenes


def _line(written: str) -> Line:
    found = LINE.fullmatch(written.strip())
    if found is None:
        raise BadScript(written)
    mark, flags, file, text = cast("Mark", found["mark"]), found["flags"], found["file"], found["text"] or ""
    if mark in ("~", "Z"):
        return Line(mark=mark, span=_span(text))
    team: TeamKey | None = None
    if mark == "H":
        head, _, text = text.partition(" ")
        team = cast("TeamKey", head)
    return Line(
        mark=mark,
        ways=tuple(_way(way) for way in text.split(" | ")) if text or file else (),
        optional="?" in flags,
        deleted="x" in flags,
        same_way=bool(found["same"]),
        file=file,
        team=team,
    )


def _way(text: str) -> tuple[str, str | None]:
    first, edited, last = text.partition(" ~> ")
    return (last, first) if edited else (text, None)


def _span(text: str) -> timedelta:
    found = SPAN.fullmatch(text)
    if found is None:
        raise BadScript(text)
    return timedelta(**{UNITS[found[2]]: int(found[1])})
