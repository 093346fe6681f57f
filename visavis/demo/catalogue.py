"""What the two brands sell, with the grammar that its names need."""

from typing import Literal

import msgspec

from visavis.brands.models import Locale


class Product(msgspec.Struct, frozen=True):
    """Something to buy, for the most part in the demo's shop; `french` and `english` are its name without article, `price` is in euros."""

    kind: str
    french: str
    gender: Literal["m", "f"]
    english: str
    price: float
    plural: str


class Shelf(msgspec.Struct, frozen=True):
    """What one brand sells, where, and how it numbers its orders."""

    name: str
    orders: str
    products: tuple[Product, ...]
    colours: dict[Locale, tuple[str, ...]]
    shops: dict[Locale, tuple[str, ...]]


LUMEN = Shelf(
    "Maison Lumen",
    "LU",
    (
        Product("pendant", "suspension Lune", "f", "Lune pendant", 189, "suspensions Lune"),
        Product("pendant", "suspension Cléo", "f", "Cléo pendant", 129, "suspensions Cléo"),
        Product("pendant", "lustre Ombelle", "m", "Ombelle chandelier", 349, "lustres Ombelle"),
        Product("floor", "lampadaire Veille", "m", "Veille floor lamp", 249, "lampadaires Veille"),
        Product("floor", "liseuse Phare", "f", "Phare reading lamp", 199, "liseuses Phare"),
        Product("wall", "applique Escale", "f", "Escale wall lamp", 89, "appliques Escale"),
        Product("wall", "applique Coquille", "f", "Coquille wall lamp", 79.9, "appliques Coquille"),
        Product("desk", "lampe de bureau Scribe", "f", "Scribe desk lamp", 112, "lampes Scribe"),
        Product("table", "lampe Aube", "f", "Aube lamp", 129, "lampes Aube"),
        Product("table", "lampe de chevet Sieste", "f", "Sieste bedside lamp", 69.9, "lampes Sieste"),
        Product("ceiling", "plafonnier Disque", "m", "Disque ceiling light", 139, "plafonniers Disque"),
        Product("cordless", "veilleuse Galet", "f", "Galet night light", 74, "veilleuses Galet"),
    ),
    {
        "fr": ("vert sauge", "terracotta", "bleu nuit", "ivoire", "noir mat", "moutarde"),
        "en": ("sage green", "terracotta", "midnight blue", "ivory", "matt black", "mustard"),
    },
    {
        "fr": ("à la boutique de la rue des Lanternes, à Paris", "à la boutique de Lyon, place du Griffon"),
        "en": ("at our shop on rue des Lanternes, Paris", "at our shop on place du Griffon, Lyon"),
    },
)

BRUME = Shelf(
    "Atelier Brume",
    "BR",
    (
        Product("cover", "housse de couette Alizé", "f", "Alizé duvet cover", 129, "housses Alizé"),
        Product("set", "parure Ondée", "f", "Ondée bed set", 189, "parures Ondée"),
        Product("cover", "housse de couette Brise", "f", "Brise duvet cover", 99, "housses Brise"),
        Product("sheet", "drap-housse Nuage", "m", "Nuage fitted sheet", 64.9, "draps-housses Nuage"),
        Product("sheet", "drap plat Écume", "m", "Écume flat sheet", 74.9, "draps Écume"),
        Product("set", "parure Rosée", "f", "Rosée bed set", 149, "parures Rosée"),
        Product("table", "nappe Matin", "f", "Matin tablecloth", 69, "nappes Matin"),
        Product("throw", "plaid Sillage", "m", "Sillage throw", 89, "plaids Sillage"),
        Product("throw", "jeté de lit Bruyère", "m", "Bruyère bedspread", 149, "jetés de lit Bruyère"),
        Product("robe", "peignoir Bruine", "m", "Bruine bathrobe", 59, "peignoirs Bruine"),
        Product("towel", "drap de bain Embrun", "m", "Embrun bath sheet", 34, "draps de bain Embrun"),
        Product("duvet", "couette Plume", "f", "Plume duvet", 179, "couettes Plume"),
        Product("curtain", "rideau Voile", "m", "Voile curtain", 84.9, "rideaux Voile"),
    ),
    {
        "fr": ("lin naturel", "bleu brume", "terre cuite", "écru", "gris perle", "vert amande"),
        "en": ("natural linen", "mist blue", "burnt clay", "ecru", "pearl grey", "soft green"),
    },
    {
        "fr": ("à la boutique de Lille, rue des Arbalètes", "à l'atelier de Nantes, quai des Filatures"),
        "en": ("at our shop on rue des Arbalètes, Lille", "at the workshop in Nantes, quai des Filatures"),
    },
)

SHELVES = {"maison-lumen": LUMEN, "atelier-brume": BRUME}

SIZES = {
    "sheet": ("90 × 190", "140 × 190", "160 × 200", "180 × 200"),
    "cover": ("200 × 200", "240 × 220", "260 × 240"),
}


def named(product: Product, locale: Locale) -> dict[str, str]:
    """Give the words that speak of a product: with its articles, its pronoun, its agreement."""
    words = _french(product) if locale == "fr" else _english(product)
    return words | {f"{word[0].upper()}{word[1:]}": _capital(said) for word, said in words.items()}


def _french(product: Product) -> dict[str, str]:
    name, feminine = product.french, product.gender == "f"
    elided = name[0].lower() in "aeiouhéè" and not name.startswith("housse")
    return {
        "product": name,
        "plural": product.plural,
        "the": f"l'{name}" if elided else f"{'la' if feminine else 'le'} {name}",
        "of": f"de l'{name}" if elided else f"{'de la' if feminine else 'du'} {name}",
        "my": f"{'ma' if feminine and not elided else 'mon'} {name}",
        "a": f"{'une' if feminine else 'un'} {name}",
        "it": "elle" if feminine else "il",
        "e": "e" if feminine else "",
        "ne": "ne" if feminine else "",
        "neuf": "neuve" if feminine else "neuf",
    }


def _english(product: Product) -> dict[str, str]:
    name = product.english
    article = "an" if name[0] in "AEIOÉ" else "a"
    return {
        "product": name,
        "plural": f"{name}s",
        "the": f"the {name}",
        "my": f"my {name}",
        "a": f"{article} {name}",
        "it": "it",
    }


def _capital(said: str) -> str:
    return f"{said[:1].upper()}{said[1:]}"
