"""What is counted of a day."""

import math
from collections import defaultdict

import msgspec

SHORT = 10.0  # seconds: who leaves a chat sooner is not counted as lost


class Contact(msgspec.Struct):
    """One visit by chat, as it went."""

    arrived_at: float
    first_word: float | None = None  # seconds
    left: float | None = None  # seconds
    assigned: float = 0.0  # when they left the line, to an agent or for good
    broken: bool = False
    own: str = ""
    own_on_shift: bool = False
    agent: str = ""  # who said the first word
    moved: bool = False  # somebody else went on


class Promised(msgspec.Struct):
    """A call-back or a dated answer, as it went."""

    kind: str
    due_at: float
    done_at: float | None = None


class Day(msgspec.Struct, frozen=True):
    """The figures of one day; shares from 0 to 1, times in seconds."""

    asked: int
    offered: int
    counted: int  # offered, less those who left within 10 s
    within_180: int
    within_60: int
    broken: int
    answered: int
    left_early: int  # before the promise was due
    moved: int
    steered: int
    returning: int
    same: int
    others_due: int
    others_kept: int
    first_words: tuple[float, ...]
    left_after: tuple[float, ...]
    replies: tuple[float, ...]
    workload_cv: float
    occupancy: float
    open: int  # neither answered, nor left, at the end: must be 0
    paged: int  # promises at risk for which agents were called


def count(
    contacts: list[Contact],
    promised: list[Promised],
    replies: list[float],
    *,
    since: float,
    asked: int,
    steered: int,
    work: dict[str, tuple[str, float]],
    time: float,
    paged: int = 0,
) -> Day:
    """Count the day of those who came after the warm-up; `work` names each agent's peers and seconds."""
    seen = [contact for contact in contacts if contact.arrived_at >= since]
    short = sum(c.left is not None and c.left < SHORT for c in seen)
    words = [contact.first_word for contact in seen if contact.first_word is not None]
    again = [c for c in seen if c.own and c.own_on_shift and c.first_word is not None]
    others = [promise for promise in promised if promise.done_at is not None]
    return Day(
        asked=asked,
        offered=len(seen),
        counted=len(seen) - short,
        within_180=sum(word <= 180 for word in words),
        within_60=sum(word <= 60 for word in words),
        broken=sum(contact.broken for contact in seen),
        answered=len(words),
        left_early=sum(c.left is not None and not c.broken for c in seen),
        moved=sum(contact.moved for contact in seen),
        steered=steered,
        returning=len(again),
        same=sum(contact.agent == contact.own for contact in again),
        others_due=len(promised),
        others_kept=sum(p.done_at is not None and p.done_at <= p.due_at for p in others),
        first_words=tuple(words),
        left_after=tuple(contact.left for contact in seen if contact.left is not None),
        replies=tuple(replies),
        workload_cv=spread_of(work),
        occupancy=math.fsum(seconds for _, seconds in work.values()) / time if time else 0.0,
        open=sum(c.first_word is None and c.left is None for c in contacts) + len(promised) - len(others),
        paged=paged,
    )


def spread_of(work: dict[str, tuple[str, float]]) -> float:
    """Give the coefficient of variation of the day's work between agents of equal skills."""
    groups: defaultdict[str, list[float]] = defaultdict(list)
    for peers, seconds in work.values():
        groups[peers].append(seconds)
    squares, free = 0.0, 0
    for seconds in groups.values():
        mean = math.fsum(seconds) / len(seconds)
        if len(seconds) > 1 and mean:
            squares += math.fsum((value / mean - 1) ** 2 for value in seconds)
            free += len(seconds) - 1
    return math.sqrt(squares / free) if free else 0.0
