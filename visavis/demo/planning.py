"""The whole demo, decided before anything is written: pure, and the same for the same seed and time."""

import random
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from visavis.brands.models import Locale
from visavis.demo import (
    scenes_brume_en,
    scenes_brume_fr,
    scenes_brume_fr_more,
    scenes_lumen_en,
    scenes_lumen_fr,
    scenes_lumen_fr_more,
)
from visavis.demo.filling import begin
from visavis.demo.people import BOTH, CLAIRE, STAFF, Colleague, Person, newcomer
from visavis.demo.present import PRESENT, Now, cut
from visavis.demo.rehearsing import Cue, cast, rehearse
from visavis.demo.rhythm import beginnings
from visavis.demo.scripts import Scene, TeamKey, read
from visavis.demo.staging import CUSTOMER, Ending, Step, stage, times_backward, times_forward

SEED = 1789
DAYS = 122
PAST = 372
FRENCH = 0.65
COMES_BACK = 0.36

LUMEN, BRUME = BOTH
SCENES: tuple[Scene, ...] = (
    *read(scenes_lumen_fr.SCRIPT, LUMEN, "fr"),
    *read(scenes_lumen_fr_more.SCRIPT, LUMEN, "fr"),
    *read(scenes_lumen_en.SCRIPT, LUMEN, "en"),
    *read(scenes_brume_fr.SCRIPT, BRUME, "fr"),
    *read(scenes_brume_fr_more.SCRIPT, BRUME, "fr"),
    *read(scenes_brume_en.SCRIPT, BRUME, "en"),
)


class Play(msgspec.Struct, frozen=True, kw_only=True):
    """One conversation: whose, where it began, and every step of it; a stranger has not signed in yet."""

    key: str
    brand: str
    locale: Locale
    person: Person
    stranger: bool
    page_url: str
    page_title: str
    team: TeamKey | None
    steps: tuple[Step, ...]

    @property
    def start(self) -> datetime:
        """Give the time of the first step."""
        return self.steps[0].at


def plan(now: datetime, seed: int = SEED) -> list[Play]:
    """Decide every conversation of the demo, in the order in which they begin."""
    planner = _Planner(now, random.Random(seed))
    started = beginnings(planner.chance, now - timedelta(days=DAYS), now - timedelta(days=2), PAST)
    hers = dict(zip(started[:: len(started) // (2 * len(BOTH) + 1)][1:], CLAIRE * 2, strict=False))
    plays = [play for start in started if (play := planner.past(start, hers.get(start)))]
    plays += [planner.present(wanted) for wanted in sorted(PRESENT, key=lambda p: -p.seconds)]
    return sorted(plays, key=lambda play: play.start)


class _Planner:
    def __init__(self, now: datetime, chance: random.Random) -> None:
        self.now = now
        self.chance = chance
        self.people: list[Person] = [*CLAIRE]
        self.busy_until: dict[int, datetime] = {}
        self.played: dict[int, set[str]] = {}
        self.turns: Counter[str] = Counter()
        self.decks: dict[tuple[str, str], list[Scene]] = {}

    def past(self, start: datetime, person: Person | None) -> Play | None:
        brand = person.brand if person else self.chance.choice(BOTH)
        locale: Locale = "fr" if person or self.chance.random() < FRENCH else "en"
        person = person or self._person(brand, locale, start)
        for _ in range(5):
            scene = self._scene(brand, locale, person)
            cues = rehearse(self.chance, scene, person, cast(self.chance, scene), self.turns[scene.key])
            times = times_forward(self.chance, cues, start)
            play = self._play(scene, person, cues, times, "resolved", None)
            if play.steps[-1].at < self.now - timedelta(hours=1):
                return self._kept(play)
        return None

    def present(self, wanted: Now) -> Play:
        end = self.now - timedelta(seconds=wanted.seconds)
        while True:
            person = self._person(wanted.brand, wanted.locale, end - timedelta(hours=3))
            scene = self._scene(wanted.brand, wanted.locale, person)
            agent = _named(wanted.agent) or cast(self.chance, scene)
            cues = rehearse(self.chance, scene, person, agent, self.turns[scene.key])
            played = cut(self.chance, cues, wanted.state)
            if played is None:
                continue
            ending: Ending = "resolved at once" if wanted.state == "done" else "as it is"
            times = times_backward(played, end)
            play = self._play(scene, person, played, times, ending, wanted.team)
            if play.steps[-1].at <= self.now:
                return self._kept(play)

    def _play(
        self,
        scene: Scene,
        person: Person,
        cues: Sequence[Cue],
        times: Sequence[datetime],
        ending: Ending,
        team: TeamKey | None,
    ) -> Play:
        matter = begin(self.chance, scene, person, times[0], self.turns[scene.key])
        steps = stage(self.chance, matter, cues, times, ending)
        knows_us = person.number in self.played
        stranger = (
            person.known == "signed" and (knows_us or ending != "as it is") and self.chance.random() < 0.1
        )
        if person.known == "signed" and (stranger or not knows_us):
            steps = _signs_in(self.chance, steps, later=stranger)
        return Play(
            key=scene.key,
            brand=scene.brand,
            locale=scene.locale,
            person=person,
            stranger=stranger,
            page_url=f"https://www.{scene.brand}.example{matter.on_page(scene.page)}",
            page_title=f"{matter.on_page(scene.title)} | {matter.words['brand']}",
            team=team,
            steps=tuple(steps),
        )

    def _kept(self, play: Play) -> Play:
        number = play.person.number
        if number == len(self.people):
            self.people.append(play.person)
        self.busy_until[number] = play.steps[-1].at
        self.played.setdefault(number, set()).add(play.key)
        self.turns[play.key] += 1
        return play

    def _person(self, brand: str, locale: Locale, start: datetime) -> Person:
        back = [
            person
            for person in self.people
            if (person.brand, person.locale) == (brand, locale)
            and self.busy_until.get(person.number, start) < start - timedelta(days=1)
        ]
        if back and self.chance.random() < COMES_BACK:
            return self.chance.choice(back)
        return newcomer(self.chance, len(self.people), brand, locale, start.year)

    def _scene(self, brand: str, locale: Locale, person: Person) -> Scene:
        deck = self.decks.setdefault((brand, locale), [])
        known = self.played.get(person.number, set())
        fresh = next((scene for scene in deck if scene.key not in known), None)
        if fresh is None:
            again = [scene for scene in SCENES if (scene.brand, scene.locale) == (brand, locale)]
            self.chance.shuffle(again)
            deck += again
            fresh = next(scene for scene in deck if scene.key not in known)
        deck.remove(fresh)
        return fresh


def _named(first: str | None) -> Colleague | None:
    return next((colleague for colleague in STAFF if colleague.first == first), None)


def _signs_in(chance: random.Random, steps: list[Step], *, later: bool) -> list[Step]:
    # A stranger writes first and signs in after; others were signed in before they wrote.
    seconds = chance.uniform(2, 5) if later else -chance.uniform(20, 240)
    step = Step(at=steps[0].at + timedelta(seconds=seconds), do="sign_in", by=CUSTOMER)
    return sorted([*steps, step], key=lambda step: step.at)
