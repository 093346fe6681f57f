"""What the console shows when the demo opens: who waits right now, who was answered, who sleeps."""

import random
from collections.abc import Sequence
from datetime import timedelta
from typing import Literal

import msgspec

from visavis.brands.models import Locale
from visavis.demo.rehearsing import FEWEST, Cue
from visavis.demo.scripts import TeamKey

State = Literal["new", "waiting", "answered", "asleep", "done"]
PAUSE = timedelta(minutes=35)


class Now(msgspec.Struct, frozen=True):
    """A conversation as it stands: its last word was so many seconds ago; `agent` is a first name."""

    state: State
    seconds: int
    brand: str
    locale: Locale = "fr"
    agent: str | None = None
    team: TeamKey | None = None


LUMEN, BRUME = "maison-lumen", "atelier-brume"
# At Lumen, where who writes is put before who is there, only Léa's own customers wait: whoever signs in first
# as Léa is left to look around, until somebody writes in the shop. At Brume they choose for themselves.
# She has hands free besides: with three chats that go on, one more is promised three minutes and not one.
PRESENT = (
    Now("new", 40, BRUME),
    Now("new", 20, BRUME, "en"),
    Now("new", 180, BRUME),
    Now("new", 400, BRUME, "en"),
    Now("new", 700, BRUME, team="advice"),
    Now("new", 1500, BRUME, team="orders"),
    Now("new", 2900, BRUME),
    Now("new", 5200, BRUME),
    Now("waiting", 55, LUMEN, "fr", "Léa"),
    Now("waiting", 95, BRUME, "en", "Oliver"),
    Now("waiting", 130, BRUME, "fr", "Inès"),
    Now("waiting", 210, BRUME, "fr", "Inès"),
    Now("waiting", 250, BRUME, "fr", "Léa"),
    Now("waiting", 540, BRUME, "fr", "Camille"),
    Now("waiting", 840, BRUME, "en", "Oliver"),
    Now("waiting", 1500, LUMEN, "en", "Léa"),
    Now("waiting", 1980, BRUME, "fr", "Karim"),
    Now("waiting", 4200, BRUME, "fr", "Camille"),
    Now("answered", 35, BRUME, "en", "Oliver"),
    Now("answered", 150, LUMEN, "fr", "Léa"),
    Now("answered", 320, LUMEN, "fr", "Thomas"),
    Now("answered", 450, BRUME, "fr", "Camille"),
    Now("answered", 800, LUMEN, "fr", "Inès"),
    Now("answered", 1300, LUMEN, "en", "Oliver"),
    Now("answered", 2600, BRUME, "fr", "Karim"),
    Now("answered", 3700, BRUME, "fr", "Léa"),
    Now("answered", 6500, LUMEN, "fr", "Thomas"),
    Now("answered", 16_000, BRUME, "en", "Oliver"),
    Now("answered", 52_000, LUMEN, "fr", "Inès"),
    Now("answered", 93_000, BRUME, "fr", "Camille"),
    Now("asleep", 9_000, LUMEN, "fr", "Léa"),
    Now("asleep", 21_000, LUMEN, "fr", "Thomas"),
    Now("asleep", 30_000, LUMEN, "en", "Oliver"),
    Now("asleep", 48_000, BRUME, "fr", "Inès"),
    Now("asleep", 70_000, BRUME, "fr", "Camille"),
    *(
        Now("done", seconds, (LUMEN, BRUME)[number % 2], "en" if number % 3 == 2 else "fr")
        for number, seconds in enumerate(range(1800, 34_000, 2300))
    ),
)


def cut(chance: random.Random, cues: Sequence[Cue], state: State) -> list[Cue] | None:
    """Play a conversation up to a place where it stands as wanted; None when it has no such place."""
    whole = _without_pause(cues)
    marks = [cue.line.mark for cue in cues]
    match state:
        case "new":
            said = next((n for n, mark in enumerate(marks) if mark != "C"), 0)
            return list(cues[:said]) or None
        case "done":
            said = sum(cue.line.is_said for cue in whole)
            return list(whole) if said >= FEWEST and "Z" not in marks[: len(whole)] else None
        case "asleep":
            places = [n for n, mark in enumerate(marks[: len(whole)]) if mark == "Z"]
        case "waiting":
            places = [n for n in range(2, len(whole) - 1) if marks[n] == "C" and marks[n + 1] != "C"]
        case _:
            places = [n for n in range(1, len(whole) - 1) if (marks[n], marks[n + 1]) == ("A", "C")]
    stop = chance.choice(places) + 1 if places else 0
    return list(cues[:stop]) if places and "H" not in marks[:stop] else None


def _without_pause(cues: Sequence[Cue]) -> Sequence[Cue]:
    stop = next((n for n, cue in enumerate(cues) if cue.after > PAUSE), len(cues))
    return cues[:stop]
