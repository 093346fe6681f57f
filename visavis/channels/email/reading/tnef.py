"""What Outlook packs into winmail.dat: attachments, and a text where the mail has no other (MS-OXTNEF).

Lengths in it are claims: each is held against what is there, and so many are read.
"""

import re
import struct
from collections.abc import Iterator
from uuid import UUID

import msgspec

from visavis.channels.email.reading.charsets import decode
from visavis.channels.email.reading.mail import File
from visavis.channels.email.reading.rich_text import html_of, uncompressed

SIGNATURE = b"\x78\x9f\x3e\x22"
MANY, VALUES = 200, 5000  # attachments, and properties of each
DEEPEST = 3  # of mails within, which are packed alike
_NAME = re.compile(r"[\\/]")
# Attributes of the stream.
RENDERED, DATA, TITLE, OF_MAIL, OF_FILE, CODEPAGE, BODY = (
    *(0x9002, 0x800F, 0x8010, 0x9003),
    *(0x9005, 0x9007, 0x800C),
)
# Properties of a mail and of a file.
TEXT, RICH, LAID_OUT, BYTES, LONG_NAME, SHORT_NAME, MEDIA, CONTENT_ID, SHOWN = (
    *(0x1000, 0x1009, 0x1013, 0x3701, 0x3707),
    *(0x3704, 0x370E, 0x3712, 0x3001),
)
_FIXED = {2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 10: 4, 11: 4, 20: 8, 64: 8, 72: 16}
_SIZED = {13, 30, 31, 258}
_WIDE = 31


class Packed(msgspec.Struct):
    """What was in it."""

    text: str = ""
    html: str = ""
    files: list[File] = []
    rich: bool = False  # whether a rich text was looked at; one is enough


def unpacked(raw: bytes, depth: int = 0) -> Packed | None:
    """Read it as far as it goes; None where it is none."""
    if not raw.startswith(SIGNATURE):
        return None
    found, charset, file = Packed(files=[]), "cp1252", dict[int, bytes]()
    for name, value in _attributes(raw):
        if name == CODEPAGE and len(value) >= 4:
            charset = f"cp{struct.unpack_from('<I', value)[0]}"
        elif name == OF_MAIL:
            _read_mail(found, _properties(value), charset)
        elif name == BODY:
            found.text = found.text or decode(value.rstrip(b"\0"), charset)[0]
        elif name == RENDERED:
            _keep(found, file, charset, depth)
            file = {}
        elif name == DATA:
            file[BYTES] = value
        elif name == TITLE:
            file.setdefault(SHORT_NAME, value)
        elif name == OF_FILE:
            file |= _properties(value)
        if len(found.files) >= MANY:
            return found
    _keep(found, file, charset, depth)
    return found


def _attributes(raw: bytes) -> Iterator[tuple[int, bytes]]:
    at = 6
    while at + 9 <= len(raw):
        name, length = struct.unpack_from("<HxxI", raw, at + 1)
        yield name, raw[at + 9 : at + 9 + length]
        at += 9 + length + 2


def _properties(raw: bytes) -> dict[int, bytes]:
    """Give the properties of one list by their names, texts in UTF-8."""
    found = dict[int, bytes]()
    try:
        at = 4
        for _ in range(min(VALUES, struct.unpack_from("<I", raw)[0])):
            kind, name = struct.unpack_from("<HH", raw, at)
            at += 4
            if name >= 0x8000:
                at = _after_name(raw, at)
            size, count = _FIXED.get(kind & 0xFFF, 0), 1
            sized = kind & 0xFFF in _SIZED
            if sized or kind & 0x1000:
                count = struct.unpack_from("<I", raw, at)[0]
                at += 4
            for _ in range(min(count, VALUES)):
                if sized:
                    size = struct.unpack_from("<I", raw, at)[0]
                    at += 4
                value = raw[at : at + size]
                at += size + -size % 4
                if kind == _WIDE:
                    value = value.decode("utf-16-le", "replace").encode()
                found.setdefault(name, value)
            if not (size or sized) or at > len(raw):
                break
    except struct.error:
        pass  # it is cut off
    return found


def _after_name(raw: bytes, at: int) -> int:
    """Give where a property's value begins that has a name of its own."""
    by_text, length = struct.unpack_from("<II", raw, at + 16)
    return at + 24 + (length + -length % 4 if by_text else 0)


def _read_mail(found: Packed, values: dict[int, bytes], charset: str) -> None:
    found.text = found.text or _said(values.get(TEXT, b""), charset)
    found.html = found.html or _said(values.get(LAID_OUT, b""), charset)
    if (rich := values.get(RICH)) and not found.rich:
        found.rich = True
        said, laid_out = html_of(uncompressed(rich))
        found.html = found.html or (said if laid_out else "")
        found.text = found.text or ("" if laid_out else said)


def _keep(found: Packed, file: dict[int, bytes], charset: str, depth: int) -> None:
    content = file.get(BYTES, b"")
    if not content:
        return
    name = _said(file.get(LONG_NAME) or file.get(SHORT_NAME) or file.get(SHOWN, b""), charset)
    within = unpacked(content[16:], depth + 1) if _is_mail(content) and depth < DEEPEST else None
    if within is not None:
        said = within.text or within.html
        found.files += [File(f"{name or 'mail'}.txt", "text/plain", said.encode()), *within.files]
        return
    content_id = _said(file.get(CONTENT_ID, b""), charset).strip("<>")
    media_type = _said(file.get(MEDIA, b""), charset).lower() or "application/octet-stream"
    found.files.append(File(_NAME.split(name)[-1][:200], media_type, content, content_id, bool(content_id)))


def _is_mail(content: bytes) -> bool:
    """Tell whether a file is a mail, which has the name of its interface (IMessage) before it."""
    return content[:16] == UUID("00020307-0000-0000-c000-000000000046").bytes_le


def _said(raw: bytes, charset: str) -> str:
    raw = raw.rstrip(b"\0")
    try:
        return raw.decode().strip()
    except UnicodeDecodeError:
        return decode(raw, charset)[0].strip()
