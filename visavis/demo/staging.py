"""From cues to steps: what each person does, at which moment, for the loader to do it in their name."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal

import msgspec

from visavis.demo.filling import Matter, fill, in_the_hand_of
from visavis.demo.people import STAFF, Colleague
from visavis.demo.rehearsing import Cue
from visavis.demo.rhythm import coming_back, morning, opening_after
from visavis.demo.scripts import TeamKey

Do = Literal[
    "say",
    "note",
    "edit",
    "delete",
    "read",
    "take",
    "assign",
    "hand_over",
    "snooze",
    "wake",
    "resolve",
    "sign_in",
]
CUSTOMER, HOUSE = "customer", "house"
ON_FILES = {"label": "size", "receipt": "price", "invoice": "order", "return_label": "order"}
Ending = Literal["resolved", "resolved at once", "as it is"]


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One act of one person; `by` is an agent's name, the customer, or the house itself.

    `file` is a picture or a document to send along, and `on_file` what can be read on it.
    """

    at: datetime
    do: Do
    by: str
    body: str = ""
    file: str | None = None
    on_file: str = ""
    to: str | None = None
    team: TeamKey | None = None
    until: datetime | None = None


def times_forward(chance: random.Random, cues: Sequence[Cue], start: datetime) -> list[datetime]:
    """Give the time of each cue after a start; agents act in opening hours only."""
    found: list[datetime] = []
    at = start
    for before, cue in zip([None, *cues], cues, strict=False):
        at += cue.after
        if before is not None and before.line.mark == "Z":
            at = max(at, wakes_at(found[-1], before) + timedelta(minutes=chance.uniform(3, 90)))
        if cue.line.mark != "C" and (opening := opening_after(at)) != at:
            at = opening + timedelta(seconds=chance.uniform(20, 1500))
        found.append(at)
    return found


def times_backward(cues: Sequence[Cue], end: datetime) -> list[datetime]:
    """Give the time of each cue so that the last one is at `end`, whatever the hour."""
    found = [end]
    for cue in reversed(cues[1:]):
        found.insert(0, found[0] - cue.after)
    return found


def wakes_at(asleep: datetime, cue: Cue) -> datetime:
    """Give the morning at which a conversation put to sleep wakes."""
    return morning(asleep + cue.line.span)


def stage(
    chance: random.Random, matter: Matter, cues: Sequence[Cue], times: Sequence[datetime], ending: Ending
) -> list[Step]:
    """Write the steps of a conversation, in the order of time."""
    steps: list[Step] = []
    held, status = False, "open"
    for cue, at in zip(cues, times, strict=True):
        if steps and status == "asleep" and at >= (woken := _until(steps)):
            steps.append(Step(at=woken, do="wake", by=HOUSE))
        status = {"R": "resolved", "Z": "asleep"}.get(cue.line.mark, "open")
        if cue.line.mark != "C" and not held:
            steps += _picked_up(chance, matter, cue, at)
            held = True
        steps += _acts(chance, matter, cue, at)
    if cues[-1].line.mark == "A" and chance.random() < 0.85:
        steps.append(Step(at=times[-1] + coming_back(chance), do="read", by=CUSTOMER))
    if ending != "as it is" and status != "resolved" and held:
        end = times[-1]
        if status == "asleep":
            end = _until(steps)
            steps.append(Step(at=end, do="wake", by=HOUSE))
        steps += _closed(chance, cues[-1], end, ending)
    return sorted(steps, key=lambda step: step.at)


def _acts(chance: random.Random, matter: Matter, cue: Cue, at: datetime) -> list[Step]:
    line, by = cue.line, CUSTOMER if cue.line.mark == "C" else cue.agent.name
    body = fill(chance, matter, cue.text, at, cue.agent)
    match line.mark:
        case "C" | "A":
            if by == CUSTOMER:
                body = in_the_hand_of(matter.person, body)
            return _said(chance, matter, cue, at, by, body)
        case "N":
            return [Step(at=at, do="note", by=by, body=body)]
        case "H":
            to = cue.to.name if cue.to else None
            return [Step(at=at, do="hand_over", by=by, body=body, to=to, team=line.team)]
        case "Z":
            return [Step(at=at, do="snooze", by=by, until=wakes_at(at, cue))]
        case _:
            return [Step(at=at, do="resolve", by=by)]


def _said(chance: random.Random, matter: Matter, cue: Cue, at: datetime, by: str, body: str) -> list[Step]:
    soon = at + timedelta(seconds=chance.uniform(12, 40))
    if cue.first_text is not None:
        first = fill(chance, matter, cue.first_text, at, cue.agent)
        return [Step(at=at, do="say", by=by, body=first), Step(at=soon, do="edit", by=by, body=body)]
    shown = ON_FILES.get(cue.line.file or "")
    on_file = matter.words[shown] if shown else ""
    said = [Step(at=at, do="say", by=by, body=body, file=cue.line.file, on_file=on_file)]
    if cue.line.deleted:
        said.append(Step(at=soon, do="delete", by=by))
    return said


def _picked_up(chance: random.Random, matter: Matter, cue: Cue, at: datetime) -> list[Step]:
    agent = cue.agent
    looks = at - timedelta(seconds=min(chance.uniform(4, 25), cue.after.total_seconds() * 0.6))
    if chance.random() < 0.15 and (lead := _lead(matter, agent)):
        team = matter.scene.team if matter.scene.team in agent.teams else None
        return [Step(at=looks, do="assign", by=lead.name, to=agent.name, team=team)]
    if cue.line.mark != "A" or chance.random() < 0.4:
        return [Step(at=looks, do="take", by=agent.name)]
    return []  # answering takes it


def _lead(matter: Matter, agent: Colleague) -> Colleague | None:
    leads = (c for c in STAFF if c.role == "supervisor" and matter.scene.brand in c.brands and c != agent)
    return next(leads, None)


def _closed(chance: random.Random, last: Cue, at: datetime, ending: Ending) -> list[Step]:
    agent = last.to or last.agent
    if ending == "resolved":
        at += timedelta(seconds=chance.uniform(40, 1200))
        if (opening := opening_after(at)) != at:
            at = opening + timedelta(seconds=chance.uniform(20, 1500))
    else:
        at += timedelta(seconds=chance.uniform(40, 120))
    by = CUSTOMER if chance.random() < 0.06 else agent.name
    seen = at + timedelta(seconds=chance.uniform(1, 6))
    return [Step(at=at, do="resolve", by=by), Step(at=seen, do="read", by=agent.name)]


def _until(steps: Sequence[Step]) -> datetime:
    return next(step.until for step in reversed(steps) if step.until is not None)
