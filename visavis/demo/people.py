"""The team that answers, and the customers who write."""

import random
import unicodedata
from typing import Literal

import msgspec

from visavis.brands.models import Locale
from visavis.demo.scripts import TeamKey
from visavis.staff import Role

PASSWORD = "vis-a-vis-demo"
TEAMS: dict[TeamKey, str] = {"advice": "Conseil", "orders": "Commandes & retours"}
BOTH = ("maison-lumen", "atelier-brume")

Gender = Literal["f", "m"]


class Colleague(msgspec.Struct, frozen=True, kw_only=True):
    """An agent of the demo; `pace` multiplies the time that answers take, `share` the conversations."""

    name: str
    role: Role
    gender: Gender
    locale: Locale
    brands: tuple[str, ...]
    teams: tuple[TeamKey, ...]
    answers: tuple[Locale, ...]
    pace: float
    share: float
    byes: dict[Locale, tuple[str, ...]]

    @property
    def first(self) -> str:
        """Give the first name."""
        return self.name.split()[0]

    @property
    def email(self) -> str:
        """Give the address to sign in with."""
        return f"{plain(self.name).replace(' ', '.')}@lumen-brume.example"


STAFF = (
    Colleague(
        name="Léa Martin", role="owner", gender="f", locale="fr", brands=BOTH, teams=("advice",),
        answers=("fr", "en"), pace=0.8, share=0.9,
        byes={
            "fr": ("{Good_day}, et merci d'être passé{ec} par ici. Léa", "Bien à vous, Léa", "{Good_day} à vous ! Léa"),
            "en": ("Warm wishes, Léa", "Have a lovely day. Léa"),
        },
    ),
    Colleague(
        name="Karim Haddad", role="supervisor", gender="m", locale="fr", brands=BOTH, teams=("orders",),
        answers=("fr",), pace=0.7, share=0.6,
        byes={"fr": ("Je reste à votre disposition, Karim", "{Good_day} ! Karim", "Toujours là si besoin. Karim")},
    ),
    Colleague(
        name="Camille Roussel", role="agent", gender="f", locale="fr", brands=("atelier-brume",),
        teams=("advice", "orders"), answers=("fr",), pace=1.2, share=1.5,
        byes={"fr": ("Prenez soin de vous, Camille", "{Good_day}, Camille de l'Atelier", "Bien à vous, Camille 🌿")},
    ),
    Colleague(
        name="Thomas Girard", role="agent", gender="m", locale="fr", brands=("maison-lumen",),
        teams=("advice",), answers=("fr",), pace=1.5, share=1.4,
        byes={"fr": ("Bien cordialement, Thomas Girard", "Cordialement, Thomas", "Excellente suite, Thomas")},
    ),
    Colleague(
        name="Inès Benali", role="agent", gender="f", locale="fr", brands=BOTH, teams=("orders",),
        answers=("fr", "en"), pace=0.6, share=1.3,
        byes={
            "fr": ("À très vite ! Inès", "{Good_day} 🙂 Inès", "Écrivez-moi quand vous voulez. Inès"),
            "en": ("Speak soon! Inès", "Have a great day 🙂 Inès"),
        },
    ),
    Colleague(
        name="Oliver Shaw", role="agent", gender="m", locale="en", brands=BOTH, teams=("advice", "orders"),
        answers=("en",), pace=1.0, share=4.0,
        byes={"en": ("All the best, Oliver", "Take care. Oliver", "Shout if you need anything. Oliver")},
    ),
)  # fmt: skip

NAMES: dict[tuple[Locale, Gender], str] = {
    ("fr", "f"): """Hélène Sophie Nathalie Claire Julie Émilie Fatou Aïcha Manon Chloé Margaux Sylvie Isabelle Lucie
        Élodie Anaïs Mathilde Yasmine Solène Gaëlle Mireille Pauline Thi-Lan Agathe Delphine Noémie""",
    ("fr", "m"): """Julien Nicolas Antoine Mathieu Guillaume Étienne Moussa Rachid Benoît Maxime Hugo Vincent Loïc
        Yann Gérard Philippe Baptiste Samir Théo Rémi Sylvain Damien Florent Olivier""",
    ("en", "f"): """Emily Charlotte Priya Hannah Grace Sarah Fiona Megan Zoe Rachel Amara Beth Siobhan Imogen Laura
        Nicola""",
    ("en", "m"): """James Daniel Tom Callum Rajesh Owen Patrick Ben Harry Simon Kwame Alistair George Declan Matthew
        Ewan""",
}  # fmt: skip
SURNAMES: dict[Locale, str] = {
    "fr": """Vasseur Lefèvre Garnier Chevalier Marchand Fontaine Diallo Bouchard Perrin Nguyen Morel Lambert Leclerc
        Da_Silva Le_Goff Berger Renaud Picard Colin Amrani Guérin Masson Barbier Tessier Traoré Humbert
        Prévost Carlier Delaunay Mercier Kowalski Aubry Pelletier Blin Cazenave Sabatier""",
    "en": """Henderson Whitfield Okafor Patel Murphy Clarke Bennett Sinclair O'Brien Hughes Fletcher Ahmed Lawson
        Pritchard Kerr Doyle Marsh Campbell Thornton Evans Osei Harding Walsh Reid""",
}  # fmt: skip
CITIES: dict[Locale, str] = {
    "fr": """Lyon Nantes Lille Rennes Bordeaux Toulouse Grenoble Angers Dijon Strasbourg Montpellier Clermont-Ferrand
        Annecy Tours Brest Metz Pau Montreuil Versailles Orléans""",
    "en": "London Bristol Leeds Edinburgh Cork Brighton Manchester Cardiff York Belfast Oxford Galway",
}
MAIL = ("example.com", "example.net", "example.org")


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """A customer: known because the brand's site signs who it is, by name only, or not at all."""

    number: int
    brand: str
    locale: Locale
    gender: Gender
    known: Literal["signed", "named", "nameless"]
    first: str
    last: str
    city: str
    email: str
    phone: str | None
    since: int
    orders: int
    writes: Literal["with care", "in lower case", "without a full stop"]

    signs_as: str

    @property
    def name(self) -> str:
        """Give the full name."""
        return f"{self.first} {self.last}"


# The customer as whom one signs in at the demo's shops (visavis/pages/shop.py): she has a past there.
CLAIRE = tuple(
    Person(
        number=number, brand=brand, locale="fr", gender="f", known="signed", first="Claire", last="Fontaine",
        city="Lyon", email="claire.fontaine@exemple.fr", phone="+33 6 39 98 41 07", since=2021, orders=6,
        writes="with care", signs_as="88213",
    )
    for number, brand in enumerate(BOTH)
)  # fmt: skip


def plain(name: str) -> str:
    """Write a name as an address would: without accents, in lower case."""
    apart = unicodedata.normalize("NFKD", name.replace("'", ""))
    return "".join(c for c in apart if not unicodedata.combining(c)).lower()


def newcomer(chance: random.Random, number: int, brand: str, locale: Locale, year: int) -> Person:
    """Make up the customer of this number."""
    gender: Gender = "f" if chance.random() < 0.58 else "m"
    first = chance.choice(NAMES[locale, gender].split())
    last = chance.choice(SURNAMES[locale].split()).replace("_", " ")
    return Person(
        number=number,
        brand=brand,
        locale=locale,
        gender=gender,
        known=chance.choices(("signed", "named", "nameless"), (52, 27, 21))[0],
        first=first,
        last=last,
        city=chance.choice(CITIES[locale].split()),
        email=f"{plain(first)}.{plain(last).replace(' ', '')}{number}@{chance.choice(MAIL)}",
        phone=_phone(chance, locale) if chance.random() < 0.5 else None,
        since=chance.randint(year - 7, year),
        orders=chance.choices((1, 2, 3, 5, 8, 14), (30, 25, 18, 14, 9, 4))[0],
        writes=chance.choices(("with care", "in lower case", "without a full stop"), (55, 22, 23))[0],
        signs_as=str(20_000 + number * 37),
    )


def _phone(chance: random.Random, locale: Locale) -> str:
    # Numbers that the regulators keep for fiction: they ring nowhere.
    if locale == "fr":
        return f"+33 6 39 98 {chance.randint(10, 99)} {chance.randint(10, 99)}"
    return f"+44 7700 900{chance.randint(100, 999)}"
