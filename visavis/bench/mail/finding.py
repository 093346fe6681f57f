"""Folders of mails, and what is expected of some of them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import msgspec

ENDINGS = (".eml", ".msg", ".raw", ".mail")
EXPECTED = "expected.jsonl"
NOT_MAILS = {"readme", "license"}


class Case(msgspec.Struct, frozen=True):
    """A mail in a file, and what its corpus expects of it; None where it says nothing."""

    path: Path
    corpus: str
    expected: dict[str, Any] | None = None

    def raw(self) -> bytes:
        return self.path.read_bytes()


def mails_of(folder: Path) -> Iterator[Case]:
    """List the mails below a folder: those named as mails, and texts that begin as one does."""
    said = _expected(folder)
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        if path.suffix.lower() in ENDINGS or (path.suffix.lower() == ".txt" and _begins_as_mail(path)):
            yield Case(path, folder.name, said.get(path.relative_to(folder).as_posix()) or _beside(path))


def _expected(folder: Path) -> dict[str, dict[str, Any]]:
    listed = folder / EXPECTED
    if not listed.is_file():
        return {}
    rows = (json.loads(line) for line in listed.read_text().splitlines() if line.strip())
    return {row["file"]: row for row in rows}


def _beside(path: Path) -> dict[str, Any] | None:
    """Read the typed parts that may stand beside a mail, as Stalwart's parser writes them."""
    beside = path.with_suffix(".json")
    if not beside.is_file():
        return None
    read: object = json.loads(beside.read_text())
    return cast("dict[str, Any]", read) if isinstance(read, dict) and "parts" in read else None


def _begins_as_mail(path: Path) -> bool:
    if path.stem.lower() in NOT_MAILS or "_decoded" in path.stem:
        return False
    with path.open("rb") as file:
        first = file.readline(500)
    name, colon, _ = first.partition(b":")
    return bool(colon) and (first.startswith(b"From ") or name.replace(b"-", b"").isalnum())
