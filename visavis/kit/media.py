"""What a file is, decided by its content and never by its name."""

import io
import unicodedata
import warnings

import msgspec
from PIL import Image, UnidentifiedImageError

# The formats that every browser draws and that carry no script.
SHOWN = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif", "WEBP": "image/webp"}
MAX_PIXELS = 50_000_000
NAME_LENGTH = 150


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
    # Only the header is read here: pixels are never decoded on the server.
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=list(SHOWN)) as image:
                width, height = image.size
                if width * height > MAX_PIXELS or image.format not in SHOWN:
                    return None
                return Media(SHOWN[image.format], width, height)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError, Warning):
        return None


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
