"""What a file is: told from its first bytes, at once, whatever it claims to be."""

import io
import struct
import time
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from visavis.kit import media
from visavis.kit.media import clean_name, identify

FORMATS = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif", "WEBP": "image/webp"}


def picture(form: str, mode: str = "RGB", size: tuple[int, int] = (37, 21), **how: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size).save(out, form, **how)
    return out.getvalue()


def chunk(kind: bytes, content: bytes = b"") -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)


HEADER = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 10, 10, 8, 2, 0, 0, 0))
PLAIN = {
    **{form: picture(form) for form in FORMATS},
    "PNG with a palette": picture("PNG", "P"),
    "PNG in grey with alpha": picture("PNG", "LA"),
    "JPEG, progressive": picture("JPEG", progressive=True),
    "JPEG with EXIF and a profile": picture(
        "JPEG", exif=b"Exif\0\0" + b"x" * 60_000, icc_profile=b"y" * 200_000
    ),
    "JPEG in grey": picture("JPEG", "L"),
    "JPEG in CMYK": picture("JPEG", "CMYK"),
    "WebP without loss": picture("WEBP", lossless=True),
    "WebP with alpha": picture("WEBP", "RGBA"),
    "WebP with EXIF": picture("WEBP", exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0"),
    "animation": picture("GIF", save_all=True, append_images=[Image.new("RGB", (37, 21), "red")]),
    "WebP animation": picture("WEBP", save_all=True, append_images=[Image.new("RGB", (37, 21), "red")]),
}
NOT_PLAIN = {
    "nothing": b"",
    "text": b"bonjour",
    "SVG": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "SVG with a declaration": b'\xef\xbb\xbf<?xml version="1.0"?><svg onload="alert(1)"/>',
    "HTML": b"<!doctype html><script>alert(1)</script>",
    "HTML behind a GIF's first letters": b"GIF8<script>alert(1)</script>",
    "BMP": picture("BMP"),
    "TIFF": picture("TIFF"),
    "ICO": picture("ICO"),
    "zip": b"PK\x03\x04" + b"\0" * 30,
    "program": b"\x7fELF" + b"\0" * 60,
    "RIFF sound": b"RIFF\x24\0\0\0WAVEfmt ",
    "PNG of gigapixels": HEADER[:16] + struct.pack(">II", 100_000, 100_000) + HEADER[24:],
    "PNG of negative size": HEADER[:16] + b"\xff" * 8 + HEADER[24:],
    "PNG of no size": HEADER[:16] + b"\0" * 8 + HEADER[24:],
    "PNG bomb": picture("PNG", "1", (30_000, 30_000)),
    "WebP bomb": picture("WEBP", size=(16_383, 16_383)),
    "GIF bomb": b"GIF89a" + b"\xff" * 7,
    "JPEG without a picture": b"\xff\xd8\xff\xd9",
}
# An image library spends seconds, or gigabytes, on each of these.
SLOW = {
    "PNG of a million words": HEADER + chunk(b"tEXt", b"a\0b") * 1_000_000,
    "PNG with a packed bomb": HEADER + chunk(b"zTXt", b"a\0\0" + zlib.compress(b"\0" * 100_000_000)),
    "JPEG of millions of segments": b"\xff\xd8" + b"\xff\xe5\x00\x02" * 5_000_000,
    "JPEG of filling": b"\xff\xd8" + b"\xff" * 20_000_000,
    "GIF of millions of comments": b"GIF89a\x0a\0\x0a\0\0\0\0" + b"!\xfe\x01a\0" * 4_000_000,
    "WebP as large as can be": NOT_PLAIN["WebP bomb"],
}


@pytest.mark.parametrize("content", PLAIN.values(), ids=PLAIN.keys())
def test_a_plain_image_is_shown_in_its_size(content: bytes) -> None:
    with Image.open(io.BytesIO(content)) as image:
        known = (FORMATS[image.format or ""], *image.size)
    found = identify(content)
    assert (found.media_type, found.width, found.height) == known
    assert found.inline


@pytest.mark.parametrize("content", NOT_PLAIN.values(), ids=NOT_PLAIN.keys())
def test_anything_else_is_for_downloading(content: bytes) -> None:
    assert identify(content) == media.Media("application/octet-stream")


def test_a_pdf_is_known_and_not_shown() -> None:
    assert not identify(b"%PDF-1.7").inline


@pytest.mark.parametrize("content", SLOW.values(), ids=SLOW.keys())
def test_no_file_takes_the_server_its_time(content: bytes) -> None:
    begun = time.process_time()
    identify(content)
    assert time.process_time() - begun < 0.05


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(PLAIN)), st.data())
def test_a_damaged_image_is_never_an_error(name: str, data: st.DataObject) -> None:
    content = bytearray(PLAIN[name][:2000])
    for _ in range(data.draw(st.integers(0, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    found = identify(bytes(content[: data.draw(st.integers(0, len(content)))]))
    assert found.width is None or 0 < found.width * (found.height or 0) <= media.MAX_PIXELS


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_are_an_error(content: bytes) -> None:
    identify(content)


@settings(max_examples=500, deadline=None)
@given(st.text(max_size=400))
def test_a_name_is_one_short_visible_line_without_a_path(name: str) -> None:
    kept = clean_name(name)
    assert 0 < len(kept) <= media.NAME_LENGTH
    assert kept.isprintable() or all(c.isspace() or c.isprintable() for c in kept)
    assert not {"/", "\\", "\0", "\n", "\r", "\u202e", "\u200b"} & set(kept)
    assert kept not in (".", "..")
    assert clean_name(kept) == kept, "a clean name stays as it is"


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("facture.pdf", "facture.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\claire\\reçu.pdf", "reçu.pdf"),
        ("facture\u202efdp.exe", "facturefdp.exe"),
        ("a\0b\u200b.png", "ab.png"),
        ("..", "file"),
        ("   ", "file"),
        ("x" * 4000 + ".jpeg", "x" * 145 + ".jpeg"),
        ("x" * 4000, "x" * 150),
    ],
)
def test_names_keep_what_people_read(given_name: str, kept: str) -> None:
    assert clean_name(given_name) == kept
