"""The audit of the trace sees a conversation that two agents had at once, and none where it changed hands in order."""

from dataclasses import replace

import pytest

from visavis.bench.promise.doubling import Changed, doubled

ROOM, LEA, KARIM = "room", "léa", "karim"


def there(at: float, agent: str, status: str = "available") -> Changed:
    return Changed(at, "presence.changed", None, 0, None, None, agent, status)


def pushed(at: float, version: int, to: str | None, assignee: str | None = None) -> Changed:
    return Changed(at, "conversation.pushed", ROOM, version, to, assignee)


def given(at: float, version: int, to: str, kind: str = "assigned") -> Changed:
    return Changed(at, f"conversation.{kind}", ROOM, version, None, to)


OPENED = Changed(10, "conversation.opened", ROOM, 0, None, None)
BOTH = [there(0, LEA), there(0, KARIM), OPENED]
TAKEN = [*BOTH, pushed(11, 2, LEA), given(12, 3, LEA)]
DECLINED = [*BOTH, pushed(11, 2, LEA), pushed(12, 3, None), pushed(12, 4, KARIM), given(13, 5, KARIM)]
GONE = [
    *TAKEN,
    there(20, LEA, "offline"),
    pushed(21, 4, KARIM, LEA),
    given(22, 5, KARIM, "handed_over"),
]
BACK_MEANWHILE = [*TAKEN, there(20, LEA, "offline"), there(20.9, LEA), pushed(21, 4, KARIM, LEA)]


@pytest.mark.parametrize("log", [TAKEN, DECLINED, GONE, BACK_MEANWHILE])
def test_a_conversation_that_changes_hands_in_order_is_right(log: list[Changed]) -> None:
    last = log[-1]
    told = [(ROOM, change.assignee) for change in log if change.assignee]
    assert doubled(log, {ROOM: (last.pushed_to, last.assignee)}, told) == []


@pytest.mark.parametrize(
    ("log", "fault"),
    [
        ([*BOTH, pushed(11, 2, LEA), pushed(12, 3, KARIM)], "while it was before léa"),
        ([*TAKEN, pushed(20, 4, KARIM, LEA)], "while léa, who is there, has it"),
        ([*TAKEN, given(20, 4, KARIM)], "while léa had it"),
        ([*BOTH, pushed(11, 2, LEA), given(12, 3, KARIM)], "while it was before léa"),
        ([*BOTH, pushed(11, 2, LEA), given(12, 2, LEA)], "changed twice at version 2"),
    ],
)
def test_what_two_agents_have_at_once_is_found(log: list[Changed], fault: str) -> None:
    last = log[-1]
    (found,) = doubled(log, {ROOM: (last.pushed_to, last.assignee)}, [])
    assert fault in found


def test_rows_and_what_agents_were_told_are_held_against_the_log() -> None:
    assert "other hands" in doubled(TAKEN, {ROOM: (None, KARIM)}, [(ROOM, LEA)])[0]
    assert "never gave it" in doubled(TAKEN, {ROOM: (None, LEA)}, [(ROOM, LEA), (ROOM, KARIM)])[0]
    assert doubled([*BOTH, replace(pushed(11, 2, LEA), pushed_to=None)], {ROOM: (None, None)}, []) == []
