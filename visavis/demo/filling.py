"""Filling in what a scene leaves open: who, what, when, and in which tone."""

import random
import re
from datetime import datetime, timedelta

import msgspec

from visavis.brands.models import Locale
from visavis.demo.catalogue import SHELVES, SIZES, Product, named
from visavis.demo.people import STAFF, Colleague, Person, plain
from visavis.demo.rhythm import CLOSES, PARIS, SUNDAY
from visavis.demo.scripts import Scene

BLANK = re.compile(r"\{(\w+)\}")
OF_A_PERSON = ("{me}",)
FRIDAY_EVENING = (4, 16)

WEEKDAYS: dict[Locale, tuple[str, ...]] = {
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MONTHS: dict[Locale, tuple[str, ...]] = {
    "fr": (
        *("janvier", "février", "mars", "avril", "mai", "juin"),
        *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
HELLOS: dict[Locale, tuple[str, ...]] = {
    "fr": ("{greeting} {first},", "{greeting} {title} {last},", "{greeting} {first},"),
    "en": ("Hi {first},", "Hello {first},"),
}


class Matter(msgspec.Struct, frozen=True, kw_only=True):
    """What one conversation is about, the same from its first line to its last."""

    scene: Scene
    person: Person
    words: dict[str, str]

    def on_page(self, text: str) -> str:
        """Fill an address or a title of the brand's site."""
        return BLANK.sub(lambda blank: self.words[blank[1]], text)


def begin(chance: random.Random, scene: Scene, person: Person, at: datetime, turn: int) -> Matter:
    """Choose what a conversation is about: the order, the dates, and a product that takes its turn."""
    shelf = SHELVES[scene.brand]
    fitting = [p for p in shelf.products if not scene.kinds or p.kind in scene.kinds]
    product = fitting[(len(scene.key) + turn // len(scene.lines[0].ways)) % len(fitting)]
    sizes = SIZES.get(product.kind, SIZES["sheet" if product.kind == "set" else "cover"])
    size, other = chance.sample(sizes, 2)
    soon = _open_day(at, chance.randint(2, 4))
    expected = at - timedelta(days=chance.randint(1, 3))
    words = named(product, scene.locale) | {
        "brand": shelf.name,
        "order": f"{shelf.orders}-{chance.randint(40_000, 79_999)}",
        "tracking": f"6A {chance.randint(1000, 9999)} {chance.randint(1000, 9999)} {chance.randint(100, 999)}",
        "price": money(product.price, scene.locale),
        "part": money(_part(product), scene.locale),
        "page": plain(product.french).replace(" ", "-"),
        "size": size,
        "other_size": other,
        "colour": chance.choice(shelf.colours[scene.locale]),
        "shop": chance.choice(shelf.shops[scene.locale]),
        "city": person.city,
        "me": person.name,
        "ec": "e" if person.gender == "f" else "",
        "ordered": _date(at - timedelta(days=chance.randint(9, 16)), scene.locale),
        "expected": _weekday(expected, scene.locale, past=True),
        "soon": _weekday(soon, scene.locale),
        "Soon": _weekday(soon, scene.locale).capitalize(),
        "later": _around(_open_day(at, chance.randint(12, 22)), scene.locale),
    }
    return Matter(scene=scene, person=person, words=words)


def fill(chance: random.Random, matter: Matter, text: str, at: datetime, agent: Colleague) -> str:
    """Fill a line as it is said at this time, with this agent in the conversation; raise `KeyError`."""
    locale, person = matter.scene.locale, matter.person
    bare = _wish(at, locale)
    words = matter.words | {
        "agent": agent.first,
        "ea": "e" if agent.gender == "f" else "",
        "lead": STAFF[0].first if agent.role == "supervisor" else STAFF[1].first,
        "good_day": bare if locale == "fr" else f"have a lovely {bare}",
        "greeting": "Bonsoir" if _is_evening(at) else "Bonjour",
        "Bonjour": "Bonsoir" if _is_evening(at) else "Bonjour",
        "Hello": chance.choice(("Hello", "Hi", "Hi there")),
        "first": person.first,
        "last": person.last,
        "title": "Madame" if person.gender == "f" else "Monsieur",
    }
    words["Good_day"] = words["good_day"].capitalize()
    words["hello"] = _hello(chance, locale, person)
    words["bye"] = chance.choice(agent.byes.get(locale) or (agent.first,))
    for _ in range(3):  # a greeting or a farewell has blanks of its own
        text = BLANK.sub(lambda blank: words[blank[1]], text)
    return text


def sayable(text: str, person: Person) -> bool:
    """Tell whether this customer can say it: one who gave no name does not sign."""
    return person.known != "nameless" or not any(blank in text for blank in OF_A_PERSON)


def in_the_hand_of(person: Person, text: str) -> str:
    """Write a line the way this customer writes."""
    if person.writes == "in lower case" and text[1:2].islower():
        text = f"{text[0].lower()}{text[1:]}"
    if person.writes != "with care" and text.endswith(".") and not text.endswith(".."):
        text = text[:-1]
    return text


def money(amount: float, locale: Locale) -> str:
    """Write an amount in euros; whole ones without cents."""
    written = f"{amount:.0f}" if amount == int(amount) else f"{amount:.2f}"
    return f"{written.replace('.', ',')} €" if locale == "fr" else f"€{written}"


def _part(product: Product) -> float:
    return max(5.0, round(product.price * 0.15 / 5) * 5.0)


def _hello(chance: random.Random, locale: Locale, person: Person) -> str:
    if person.known == "nameless":
        return "{greeting}," if locale == "fr" else "Hi there,"
    return chance.choice(HELLOS[locale])


def _wish(at: datetime, locale: Locale) -> str:
    local = at.astimezone(PARIS)
    if (local.weekday(), local.hour) >= FRIDAY_EVENING and local.weekday() != SUNDAY:
        return "bon week-end" if locale == "fr" else "weekend"
    if local.hour >= 17:
        return "bonne soirée" if locale == "fr" else "evening"
    return "bonne journée" if locale == "fr" else "day"


def _is_evening(at: datetime) -> bool:
    return at.astimezone(PARIS).hour >= CLOSES.hour - 1


def _open_day(at: datetime, days: int) -> datetime:
    day = at + timedelta(days=days)
    return day + timedelta(days=1) if day.astimezone(PARIS).weekday() == SUNDAY else day


def _date(at: datetime, locale: Locale) -> str:
    local = at.astimezone(PARIS)
    if locale == "en":
        return f"{local.day} {MONTHS['en'][local.month - 1]}"
    return f"le {'1er' if local.day == 1 else local.day} {MONTHS['fr'][local.month - 1]}"


def _around(at: datetime, locale: Locale) -> str:
    date = _date(at, locale)
    return f"vers {date}" if locale == "fr" else f"around {date}"


def _weekday(at: datetime, locale: Locale, *, past: bool = False) -> str:
    local = at.astimezone(PARIS)
    day = WEEKDAYS[locale][local.weekday()]
    if locale == "fr":
        return f"{day} {local.day}"
    return f"on {day}" if past else day
