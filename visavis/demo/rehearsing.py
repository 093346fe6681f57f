"""From a scene to what is really said this time: who plays, which lines, in which words, how fast."""

import random
from collections.abc import Sequence
from datetime import timedelta

import msgspec

from visavis.brands.models import Locale
from visavis.demo.filling import sayable
from visavis.demo.people import STAFF, Colleague, Person
from visavis.demo.rhythm import coming_back, first_look, writing
from visavis.demo.scripts import Line, Scene, TeamKey

FEWEST, MOST = 3, 14


class Cue(msgspec.Struct, frozen=True, kw_only=True):
    """A line that is played: `agent` has the conversation then, `to` is who gets it."""

    line: Line
    text: str = ""
    first_text: str | None = None
    agent: Colleague
    to: Colleague | None = None
    after: timedelta


def rehearse(chance: random.Random, scene: Scene, person: Person, agent: Colleague, turn: int) -> list[Cue]:
    """Choose what is said of a scene; `turn` counts its performances, so that its openings take turns."""
    for optional in (0.78, 1.0):
        lines = _chosen(chance, scene, optional)
        if FEWEST <= sum(line.is_said for line in lines) <= MOST:
            break
    return _timed(chance, lines, scene, person, agent, turn)


def suited(
    brand: str, locale: Locale, team: TeamKey | None = None, but: Colleague | None = None
) -> list[Colleague]:
    """List who answers for a brand in a language, in a team when one is named."""
    return [
        c
        for c in STAFF
        if brand in c.brands and locale in c.answers and (team is None or team in c.teams) and c != but
    ]


def cast(chance: random.Random, scene: Scene, agents: Sequence[Colleague] | None = None) -> Colleague:
    """Choose who answers: those of the scene's team first, each by the share he takes."""
    able = agents or suited(scene.brand, scene.locale)
    return chance.choices(able, [c.share * (3 if scene.team in c.teams else 1) for c in able])[0]


def _chosen(chance: random.Random, scene: Scene, optional: float) -> list[Line]:
    kept: list[Line] = []
    left_out = False
    for line in scene.lines:
        # Nobody answers what was not said.
        answers_nothing = left_out and line.mark == "A"
        left_out = line.optional and (answers_nothing or chance.random() > optional)
        if not left_out:
            kept.append(line)
    return kept


def _timed(
    chance: random.Random, lines: list[Line], scene: Scene, person: Person, agent: Colleague, turn: int
) -> list[Cue]:
    cues: list[Cue] = []
    pause = timedelta()
    before, fresh, way = "", True, 0
    for line in lines:
        if line.mark == "~":
            pause += line.span * chance.uniform(0.85, 1.25)
            continue
        way = _way(chance, line, person, turn if not cues else way if line.same_way else None)
        text, first_text = line.ways[way] if line.ways else ("", None)
        to = None
        if line.mark == "H":
            to = cast(chance, scene, suited(scene.brand, scene.locale, line.team, but=agent))
        after = pause + _delay(chance, line, text, before, agent, fresh)
        cues.append(Cue(line=line, text=text, first_text=first_text, agent=agent, to=to, after=after))
        pause = line.span if line.mark == "Z" else timedelta()
        fresh = (fresh or to is not None) and line.mark != "A"
        before, agent = line.mark, to or agent
    return cues


def _way(chance: random.Random, line: Line, person: Person, wanted: int | None) -> int:
    able = [n for n, way in enumerate(line.ways) if sayable(way[0], person)]
    if wanted is not None and line.ways and wanted % len(line.ways) in able:
        return wanted % len(line.ways)
    return chance.choice(able) if able else 0


def _delay(
    chance: random.Random, line: Line, text: str, before: str, agent: Colleague, fresh: bool
) -> timedelta:
    match line.mark, before:
        case "C", "":
            return timedelta()
        case "C", "C":
            return writing(chance, text) * 0.6
        case "C", _:
            return coming_back(chance) + writing(chance, text)
        case "A", "A":
            return writing(chance, text)
        case "A", _ if fresh:
            return first_look(chance, agent.pace) + writing(chance, text)
        case "A", _:
            return timedelta(seconds=chance.uniform(5, 50) * agent.pace) + writing(chance, text)
        case (("N" | "H"), _):
            return timedelta(seconds=chance.uniform(25, 100)) + writing(chance, text)
        case _:
            return timedelta(seconds=chance.uniform(20, 240))
