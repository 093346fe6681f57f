"""A record of calls, read as it is: the columns and the forms of dates and times that the data set has had.

Times run in seconds from the first day's midnight, so that a call may cross midnight.
"""

import csv
import gzip
import io
import math
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import msgspec

from visavis import config

# Our name of each column, and the one in the data set's first description.
COLUMNS = {
    "date": "date",
    "arrive_s": "vru_entry",
    "vru_exit_s": "vru_exit",
    "queue_start_s": "q_start",
    "queue_wait_s": "q_time",
    "outcome": "outcome",
    "service_start_s": "ser_start",
    "service_s": "ser_time",
    "agent": "server",
    "priority": "priority",
    "skill": "type",
}
REACHED = ("AGENT", "HANG")  # a phantom is nobody
DAY = 86_400.0
NOBODY = "NO_SERVER"
CROSSED = 43_200.0  # seconds: a moment that lies so far before the arrival belongs to the next day
NO_TIME = "0:00:00"  # where times are written as on a clock, what did not happen is at midnight

Row = dict[str, str]


class Call(msgspec.Struct, frozen=True):
    """A call that reached the line, as it really went."""

    id: str
    at: float  # when it joined the line
    skill: str
    first: bool  # priority 2
    waited: float
    served: bool
    agent: str  # "" if nobody is named
    began: float | None
    seconds: float  # of service


def read(path: Path) -> list[Call]:
    """Read a record, plain or gzip; rows that never reached the line, and phantoms, are left out.

    Raises CannotStart when the file is missing, is not such a record, or holds no call.
    """
    try:
        rows = list(_rows(path, _text(path)))
    except csv.Error:
        raise config.CannotStart(f"{path} is damaged, or not a table.") from None
    found = [(line, row) for line, row in enumerate(rows, 2) if row["outcome"].upper() in REACHED]
    days = {row["date"]: _day(row["date"]) for _, row in found}
    known = {text: day for text, day in days.items() if day is not None}
    if found and not known:
        raise config.CannotStart(f"{path} has no date like 1999-01-31 or 990131.")
    first = min(known.values(), default=0)
    calls = [
        call
        for line, row in found
        if row["date"] in known and (call := _call(row, line, (known[row["date"]] - first) * DAY)) is not None
    ]
    if not calls:
        raise config.CannotStart(f"{path} holds no call that reached the line.")
    return sorted(calls, key=lambda call: (call.at, call.id))


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
        return (gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw).decode("utf-8-sig")
    except OSError as error:
        raise config.CannotStart(f"{path} cannot be read: {error.strerror or error}.") from None
    except (EOFError, UnicodeDecodeError, zlib.error):
        raise config.CannotStart(f"{path} is damaged, or not a text.") from None


def _rows(path: Path, text: str) -> Iterator[Row]:
    """Give the rows under our names, whatever separates them, the spaces around taken off."""
    heading = text.partition("\n")[0]
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=heading.count))
    names = [name.strip().lower().replace(" ", "_") for name in next(lines, list[str]())]
    places = {
        ours: names.index(ours) if ours in names else names.index(theirs) if theirs in names else -1
        for ours, theirs in COLUMNS.items()
    }
    if missing := [name for name, place in places.items() if place < 0]:
        raise config.CannotStart(f"{path} is no record of calls: it has no {', '.join(missing)}.")
    for line in lines:
        if line:
            yield {name: line[at].strip() if at < len(line) else "" for name, at in places.items()}


def _call(row: Row, line: int, midnight: float) -> Call | None:
    arrived, joined = _seconds(row["arrive_s"]), _seconds(row["queue_start_s"])
    served = row["outcome"].upper() == "AGENT"
    waited = max(0.0, _seconds(row["queue_wait_s"]) or 0.0)
    if row["queue_start_s"] in (NO_TIME, f"0{NO_TIME}") and not waited:
        joined = None
    if arrived is None or (joined is None and not served):
        return None
    if joined is None:
        joined = _seconds(row["vru_exit_s"])
    at = _after(midnight + (arrived if joined is None else joined), midnight + arrived)
    began = _seconds(row["service_start_s"]) if served else None
    began = None if began is None else _after(midnight + began, at)
    if waited > CROSSED:  # nobody holds the line for so long: the end was written on the wrong day
        waited = 0.0 if began is None else max(0.0, began - at)
    return Call(
        id=f"{line:07}",
        at=at,
        skill=row["skill"],
        first=_seconds(row["priority"]) == 2,
        waited=waited,
        served=served,
        agent=row["agent"] if served and row["agent"].upper() != NOBODY else "",
        began=began,
        seconds=max(0.0, _seconds(row["service_s"]) or 0.0),
    )


def _after(moment: float, arrived: float) -> float:
    return moment + DAY if moment < arrived - CROSSED else moment


def _seconds(text: str) -> float | None:
    """Read a number of seconds, or a time of day."""
    try:
        parts = [float(part) for part in text.split(":")]
    except ValueError:
        return None
    if len(parts) not in (1, 3) or not all(map(math.isfinite, parts)):
        return None
    return parts[0] if len(parts) == 1 else (parts[0] * 60 + parts[1]) * 60 + parts[2]


def _day(text: str) -> int | None:
    try:
        if len(text) == 6:
            return datetime.strptime(text, "%y%m%d").date().toordinal()  # noqa: DTZ007 a day has no zone
        return date.fromisoformat(text.replace("/", "-")[:10]).toordinal()
    except ValueError:
        return None
