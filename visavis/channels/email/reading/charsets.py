"""Bytes become text: as announced where that is true, as they look like where it is not."""

import codecs
import re

from charset_normalizer import from_bytes

# Names that programs write, and what they mean by them: Latin 1 is written by those who use Windows' own.
MEANT = {
    **dict.fromkeys(
        ("us-ascii", "ascii", "iso-8859-1", "latin1", "latin-1", "iso8859-1", "8859-1"), "cp1252"
    ),
    **dict.fromkeys(("unknown", "unknown-8bit", "x-unknown", "default", "binary", "8bit", "7bit"), ""),
    **dict.fromkeys(("gb2312", "gb_2312-80", "gbk", "x-gbk"), "gb18030"),
    **dict.fromkeys(("ks_c_5601-1987", "ks_c_5601", "euc-kr"), "cp949"),
    **dict.fromkeys(("shift_jis", "shift-jis", "x-sjis", "sjis"), "cp932"),
    **dict.fromkeys(("iso-8859-8-i", "iso-8859-8-e"), "iso-8859-8"),
    **dict.fromkeys(("x-mac-roman", "macintosh", "x-macintosh"), "mac-roman"),
    **dict.fromkeys(("iso-2022-jp", "csiso2022jp"), "iso2022_jp_ext"),
    **dict.fromkeys(("unicode-1-1-utf-7", "x-unicode-2-0-utf-7"), "utf-7"),
    "utf8": "utf-8",
    "utf-8mb4": "utf-8",
    "big5": "big5hkscs",
    "tis-620": "cp874",
    "windows-874": "cp874",
}
# Python also calls things codecs that are none of text.
_NOT_TEXT = re.compile(
    r"base64|hex|zip|zlib|bz2|quopri|rot|uu|idna|punycode|undefined|unicode.escape|escape", re.I
)
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]+")
TOGETHER = 2  # letters with accents that stand side by side, at most, in a Latin language
GUESSED = 65_536  # bytes that are looked at to guess


def decode(raw: bytes, charset: str) -> tuple[str, bool]:
    """Give the text, and whether its charset had to be guessed."""
    if raw.isascii() and b"\x1b" not in raw and charset.lower() not in ("utf-7", "hz-gb-2312"):
        return raw.decode("ascii"), False
    name = _codec(charset)
    if name == "cp1252" and (said := _strictly(raw, "utf-8")) is not None:
        return said, charset.lower() not in ("utf-8", "utf8")
    if name and (said := _strictly(raw, name)) is not None:
        return said, False
    return _guessed(raw, name), True


def _codec(charset: str) -> str:
    wanted = charset.strip().strip("\"'").lower()
    wanted = MEANT.get(wanted, wanted)
    if _NOT_TEXT.search(wanted):
        return ""
    try:
        return codecs.lookup(wanted).name
    except (LookupError, ValueError):
        return ""


def _strictly(raw: bytes, name: str) -> str | None:
    try:
        return raw.decode(name)
    except (UnicodeError, ValueError, LookupError):
        return None


def _guessed(raw: bytes, name: str) -> str:
    if (said := _strictly(raw, "utf-8")) is not None:
        return said
    if name == "utf-8" and len(_MULTIBYTE.findall(raw)) > raw.decode("utf-8", "replace").count("\ufffd"):
        return raw.decode("utf-8", "replace")  # it is that, with a broken character
    if name not in ("", "utf-8"):
        said = raw.decode(name, "replace")
        if said.count("\ufffd") * 20 <= len(said):
            return said
    if all(len(run) <= TOGETHER for run in _HIGH.findall(raw)):
        return raw.decode("cp1252", "replace")  # a Latin language
    best = from_bytes(raw[:GUESSED]).best()
    return raw.decode(best.encoding if best else "cp1252", "replace")
