"""The auditor of the crash drill sees a promise that is lost, and one that ended otherwise than it should."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from visavis.bench.auditing import Made, Said, audit

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
DUE = NOON + timedelta(minutes=3)
ROOM = UUID(int=1)
ASKED = Said(ROOM, UUID(int=10), "customer", NOON, DUE)
AGAIN = Said(ROOM, UUID(int=11), "customer", NOON + timedelta(minutes=1), DUE + timedelta(minutes=1))
IN_TIME = Said(ROOM, UUID(int=12), "agent", NOON + timedelta(minutes=2), None)
TOO_LATE = replace(IN_TIME, at=DUE + timedelta(seconds=1))
KEPT = Made(ASKED.id, DUE, "kept", IN_TIME.at, open=False)
BROKEN = Made(ASKED.id, DUE, "broken", DUE, open=False)
OPEN = Made(ASKED.id, DUE, None, None, open=True)


@pytest.mark.parametrize(
    ("said", "made"),
    [
        ([ASKED, AGAIN, IN_TIME], [KEPT]),
        ([ASKED, AGAIN], [OPEN]),
        ([ASKED, TOO_LATE], [BROKEN]),
        ([ASKED], [BROKEN]),
        ([replace(ASKED, told=None), IN_TIME], []),
    ],
)
def test_a_ledger_that_says_what_happened_is_right(said: list[Said], made: list[Made]) -> None:
    found = audit(said, made)
    assert (found.lost, found.wrong) == ([], [])


@pytest.mark.parametrize(
    ("said", "made", "fault"),
    [
        ([ASKED], [], "lost"),
        ([ASKED], [replace(OPEN, due_at=DUE + timedelta(minutes=5))], "lost"),
        ([ASKED], [KEPT], "wrong"),
        ([ASKED, IN_TIME], [OPEN], "wrong"),
        ([ASKED, TOO_LATE], [KEPT], "wrong"),
        ([ASKED, IN_TIME], [replace(KEPT, open=True)], "wrong"),
        ([ASKED], [OPEN, replace(OPEN, id=UUID(int=99))], "wrong"),
        ([ASKED, IN_TIME], [replace(KEPT, ended_at=NOON)], "wrong"),
    ],
)
def test_what_is_missing_or_ended_otherwise_is_found(said: Any, made: Any, fault: str) -> None:
    assert getattr(audit(said, made), fault)
