"""The pictures that customers send, drawn when the demo is loaded."""

import io
from collections.abc import Callable
from functools import cache

from PIL import Image, ImageDraw, ImageFont

from visavis.brands.models import Locale

Colour = tuple[int, int, int]

WIDTH, HEIGHT = 800, 600
FINE = 2  # drawn twice as large, then reduced: smooth edges
TINTS = 3

WALLS: tuple[Colour, ...] = ((236, 228, 214), (221, 228, 224), (230, 222, 226))
CLOTHS: tuple[Colour, ...] = ((214, 205, 190), (178, 196, 200), (205, 178, 158))
INK: Colour = (58, 54, 50)
GLOW: Colour = (255, 226, 168)
WOOD: Colour = (158, 116, 80)


@cache
def picture(name: str, tint: int, locale: Locale, text: str) -> bytes:
    """Draw a picture by its name, as a JPEG in one of three tints, with a text on some; raise `KeyError`."""
    sheet = Sheet(tint % TINTS, locale, text)
    DRAWINGS[name](sheet)
    kept = io.BytesIO()
    sheet.image.reduce(FINE).save(kept, "JPEG", quality=82)
    return kept.getvalue()


class Sheet:
    """A sheet to draw on, 800 × 600. Its font has no accents: the words are chosen without."""

    def __init__(self, tint: int, locale: Locale, text: str) -> None:
        self.locale = locale
        self.text = text.replace("×", "x").replace("€", "EUR")
        self.wall = WALLS[tint]
        self.cloth = CLOTHS[tint]
        self.image = Image.new("RGB", (WIDTH * FINE, HEIGHT * FINE), self.wall)
        self._pen = ImageDraw.Draw(self.image)

    def word(self, french: str, english: str) -> str:
        """Choose between two languages."""
        return french if self.locale == "fr" else english

    def box(self, left: int, top: int, right: int, bottom: int, fill: Colour, radius: int = 0) -> None:
        """Draw a rectangle, its corners rounded if wanted."""
        place = (left * FINE, top * FINE, right * FINE, bottom * FINE)
        self._pen.rounded_rectangle(place, radius * FINE, fill=fill)

    def shape(self, fill: Colour, *points: tuple[int, int]) -> None:
        """Draw a polygon."""
        self._pen.polygon([(x * FINE, y * FINE) for x, y in points], fill=fill)

    def line(self, fill: Colour, width: int, *points: tuple[int, int]) -> None:
        """Draw a line through some points."""
        self._pen.line(
            [(x * FINE, y * FINE) for x, y in points], fill=fill, width=width * FINE, joint="curve"
        )

    def oval(self, left: int, top: int, right: int, bottom: int, fill: Colour) -> None:
        """Draw an ellipse in a box."""
        self._pen.ellipse((left * FINE, top * FINE, right * FINE, bottom * FINE), fill=fill)

    def write(self, left: int, top: int, text: str, size: int, fill: Colour = INK) -> None:
        """Write a line of text."""
        self._pen.text((left * FINE, top * FINE), text, fill=fill, font=ImageFont.load_default(size * FINE))


def _darker(colour: Colour, by: int) -> Colour:
    red, green, blue = (max(0, part - by) for part in colour)
    return red, green, blue


def _floor(on: Sheet) -> None:
    on.box(0, 470, WIDTH, HEIGHT, WOOD)
    for x in range(-40, WIDTH, 160):
        on.line(_darker(WOOD, 14), 2, (x, HEIGHT), (x + 90, 470))


def _lamp(on: Sheet) -> None:
    _floor(on)
    for size in range(10, 0, -1):
        light = [(part * size + glow * (11 - size)) // 11 for part, glow in zip(on.wall, GLOW, strict=True)]
        spread = size * 26
        on.oval(400 - spread, 200 - spread, 400 + spread, 200 + spread, (light[0], light[1], light[2]))
    on.line(INK, 6, (400, 260), (400, 470))
    on.oval(320, 458, 480, 488, INK)
    on.shape(GLOW, (330, 120), (470, 120), (520, 270), (280, 270))
    on.box(90, 360, 210, 470, on.cloth, 14)


def _shade(on: Sheet) -> None:
    on.box(0, 400, WIDTH, HEIGHT, (196, 160, 118))
    on.shape(on.cloth, (290, 130), (510, 130), (610, 430), (190, 430))
    on.shape(_darker(on.cloth, 18), (440, 130), (510, 130), (610, 430), (500, 430))
    on.shape(
        (94, 84, 74),
        (382, 130),
        (396, 130),
        (420, 240),
        (392, 330),
        (424, 430),
        (400, 430),
        (372, 330),
        (398, 244),
    )
    on.shape((240, 236, 228), (424, 430), (452, 394), (470, 430))


def _torn(on: Sheet) -> None:
    cloth = on.cloth
    on.box(0, 0, WIDTH, HEIGHT, cloth)
    for x in range(0, WIDTH, 90):
        on.line(_darker(cloth, 9), 16, (x, 0), (x + 70, 300), (x + 30, HEIGHT))
    edge = [(170, 320), (250, 286), (330, 300), (420, 262), (520, 280), (640, 236)]
    back = [(560, 318), (450, 336), (350, 372), (260, 352)]
    on.shape((70, 64, 60), *edge, *back)
    for x, y in edge[1:-1]:
        on.line((245, 240, 232), 2, (x, y), (x + 14, y + 34))
        on.line((245, 240, 232), 2, (x + 24, y - 4), (x + 20, y + 26))


def _stain(on: Sheet) -> None:
    cloth = on.cloth
    on.box(0, 0, WIDTH, HEIGHT, cloth)
    for y in range(0, HEIGHT, 12):
        on.line(_darker(cloth, 5), 1, (0, y), (WIDTH, y))
    on.oval(300, 210, 520, 380, _darker(cloth, 26))
    on.oval(316, 222, 500, 362, _darker(cloth, 16))
    on.oval(540, 360, 580, 392, _darker(cloth, 26))
    on.box(0, 0, 120, HEIGHT, _darker(cloth, 34))


def _label(on: Sheet) -> None:
    on.box(0, 0, WIDTH, HEIGHT, on.cloth)
    on.box(240, 110, 560, 490, (250, 248, 244), 6)
    on.write(276, 150, "ATELIER BRUME", 26)
    on.write(276, 220, on.text, 44)
    on.write(276, 310, "100 % lin", 22)
    on.write(276, 350, "40°  /  800", 22)
    on.write(276, 420, "Nantes, France", 18)


def _bed(on: Sheet) -> None:
    _floor(on)
    cloth = on.cloth
    on.box(110, 150, 690, 330, _darker(WOOD, 26), 16)
    on.box(90, 290, 710, 500, cloth, 26)
    on.box(150, 236, 380, 330, (246, 242, 236), 30)
    on.box(420, 236, 650, 330, (246, 242, 236), 30)
    for x in range(140, 700, 80):
        on.line(_darker(cloth, 12), 5, (x, 350), (x - 30, 430), (x + 6, 496))
    on.oval(470, 372, 600, 436, (92, 82, 74))  # the cat
    on.oval(574, 352, 626, 400, (92, 82, 74))


def _room(on: Sheet) -> None:
    on.box(0, 0, WIDTH, HEIGHT, (252, 250, 244))
    for place in ((90, 70, 710, 70), (710, 70, 710, 530), (710, 530, 90, 530), (90, 530, 90, 70)):
        on.line(INK, 5, (place[0], place[1]), (place[2], place[3]))
    on.line((252, 250, 244), 9, (300, 70), (500, 70))
    on.line((90, 140, 170), 3, (300, 66), (500, 66))
    on.box(130, 380, 370, 490, (226, 216, 200), 12)
    on.box(600, 110, 690, 330, (226, 216, 200), 8)
    on.oval(420, 250, 540, 370, (238, 228, 210))
    on.write(366, 84, on.word("baie", "window"), 24)
    on.write(220, 420, "sofa", 24)
    on.write(624, 200, "TV", 24)
    on.write(380, 545, "4 m", 24)
    on.write(24, 290, "3 m", 24)
    on.write(472, 296, "?", 24)


def _payment(on: Sheet) -> None:
    on.box(0, 0, WIDTH, HEIGHT, (40, 42, 46))
    on.box(250, 20, 550, 580, (255, 255, 255), 30)
    on.box(250, 70, 550, 130, (228, 232, 238))
    on.write(280, 86, "3-D Secure", 24)
    on.oval(365, 180, 435, 250, (194, 69, 45))
    on.line((255, 255, 255), 6, (385, 200), (415, 230))
    on.line((255, 255, 255), 6, (415, 200), (385, 230))
    on.write(276, 280, on.word("Paiement non abouti", "Payment refused"), 26)
    on.write(345, 326, "**** 4417", 20)
    on.box(290, 470, 510, 522, (14, 107, 117), 10)
    on.write(338, 482, on.word("Recommencer", "Try again"), 22, (255, 255, 255))


def _receipt(on: Sheet) -> None:
    on.box(0, 0, WIDTH, HEIGHT, (120, 96, 78))
    on.box(220, 30, 580, 570, (250, 249, 246), 4)
    for row, text in enumerate(("03  CB ATELIER BRUME", "03  CB ATELIER BRUME", "02  CB MARCHE")):
        on.write(250, 170 + row * 92, text, 22)
        on.write(400, 210 + row * 92, "- 23,40 EUR" if row == 2 else f"- {on.text}", 22)
    on.write(250, 80, "COMPTE COURANT", 22)
    on.line((194, 69, 45), 4, (238, 160), (562, 152), (566, 342), (240, 350), (238, 160))


def _dimmer(on: Sheet) -> None:
    on.box(250, 120, 550, 420, (246, 245, 242), 22)
    on.oval(310, 160, 490, 340, (226, 224, 218))
    on.oval(336, 186, 464, 314, (238, 236, 232))
    on.line(INK, 6, (400, 196), (400, 240))
    on.write(316, 362, on.word("60 - 300 W ~", "60 - 400 W ~"), 26)


def _table(on: Sheet) -> None:
    _floor(on)
    on.line(INK, 3, (400, 0), (400, 90))
    on.oval(384, 84, 416, 120, GLOW)
    on.shape(_darker(WOOD, 20), (130, 370), (670, 370), (720, 420), (80, 420))
    for x in (120, 660):
        on.box(x, 420, x + 22, 560, _darker(WOOD, 36))
    on.box(330, 330, 380, 372, on.cloth, 8)
    on.oval(430, 348, 500, 376, (240, 236, 230))


DRAWINGS: dict[str, Callable[[Sheet], None]] = {
    "bed": _bed,
    "dimmer": _dimmer,
    "label": _label,
    "lamp": _lamp,
    "payment": _payment,
    "receipt": _receipt,
    "room": _room,
    "shade": _shade,
    "stain": _stain,
    "table": _table,
    "torn": _torn,
}
