"""What a file is, decided by its content and never by its name."""

import struct
import unicodedata

import msgspec

MAX_PIXELS = 50_000_000
NAME_LENGTH = 150

# Of a JPEG: how many segments may precede the picture, which begin it, and which tell its size.
MAX_SEGMENTS = 1000
PICTURE = {0xD8, 0xD9, 0xDA}
FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}

Size = tuple[int, ...]


class Media(msgspec.Struct, frozen=True):
    """What was found: its type, and its size in pixels when it is an image that may be shown."""

    media_type: str
    width: int | None = None
    height: int | None = None

    @property
    def inline(self) -> bool:
        """Tell whether a browser may show it in place."""
        return self.width is not None


def identify(content: bytes) -> Media:
    """Find what the content is; anything but a plain image is bytes to download."""
    image = _image(content)
    if image is not None:
        return image
    if content.startswith(b"%PDF-"):
        return Media("application/pdf")
    return Media("application/octet-stream")


def _image(content: bytes) -> Media | None:
    for media_type, measure in SHOWN.items():
        width, height = measure(content) or (0, 0)
        if 0 < width * height <= MAX_PIXELS:
            return Media(media_type, width, height)
    return None


def _png(content: bytes) -> Size | None:
    if content[:8] != b"\x89PNG\r\n\x1a\n" or content[12:16] != b"IHDR":
        return None
    return _numbers(">II", content, 16)


def _gif(content: bytes) -> Size | None:
    return _numbers("<HH", content, 6) if content[:6] in (b"GIF87a", b"GIF89a") else None


def _jpeg(content: bytes) -> Size | None:
    if content[:2] != b"\xff\xd8":
        return None
    at = 2
    for _ in range(MAX_SEGMENTS):
        mark, kind, length = _numbers(">BBH", content, at) or (0, 0, 0)
        if mark == kind == 0xFF:
            at += 1  # a segment may be preceded by any number of these
            continue
        if mark != 0xFF or kind in PICTURE or length < 2:
            return None
        if kind in FRAMES:
            height, width = _numbers(">HH", content, at + 5) or (0, 0)
            return width, height
        at += 2 + length
    return None


def _webp(content: bytes) -> Size | None:
    if content[:4] != b"RIFF" or content[8:12] != b"WEBP":
        return None
    match content[12:16]:
        case b"VP8 " if content[23:26] == b"\x9d\x01\x2a":
            width, height = _numbers("<HH", content, 26) or (0, 0)
            return width & 0x3FFF, height & 0x3FFF
        case b"VP8L" if content[20:21] == b"\x2f":
            (bits,) = _numbers("<I", content, 21) or (0,)
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8X" if len(content) >= 30:
            return int.from_bytes(content[24:27], "little") + 1, int.from_bytes(content[27:30], "little") + 1
        case _:
            return None


def _numbers(form: str, content: bytes, at: int) -> tuple[int, ...] | None:
    return struct.unpack_from(form, content, at) if len(content) >= at + struct.calcsize(form) else None


# The formats that every browser draws and that carry no script. Their first bytes are read here and
# nowhere else: an image library reads further than that, for seconds or gigabytes if the file wants it so.
SHOWN = {"image/png": _png, "image/jpeg": _jpeg, "image/gif": _gif, "image/webp": _webp}


def clean_name(name: str) -> str:
    """Make a file name safe to show and to download: one line, no path, no invisible trick."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    # Cc, Cf, Cs, Co, Cn: controls, direction marks, zero-width, lone surrogates.
    kept = "".join(c for c in name if not unicodedata.category(c).startswith("C"))
    kept = kept.strip().strip(".").strip()
    if len(kept) > NAME_LENGTH:
        stem, dot, ending = kept.rpartition(".")
        short = len(ending) <= 10 and bool(dot)
        kept = f"{stem[: NAME_LENGTH - len(ending) - 1]}.{ending}" if short else kept[:NAME_LENGTH]
    return kept or "file"
