"""What a part holds: its bytes, decoded as they were encoded, and its text."""

import base64
import binascii
import re
from email.message import Message

from visavis.channels.email.reading.charsets import decode
from visavis.channels.email.reading.headers import text_of
from visavis.channels.email.reading.structure import inside

_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")
_META = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
LONGEST_NAME = 200


def bytes_of(part: Message) -> bytes:
    """Give the decoded bytes of a leaf; of a message within the mail, its source."""
    encoding = str(part.get("content-transfer-encoding", "")).strip().lower()
    if part.is_multipart():
        inner = inside(part)
        if encoding == "base64" and len(inner) == 1:
            # A mail within a mail is never encoded; some are.
            return _base64(_ascii(inner[0]))
        return b"\n".join(map(bytes, inner))
    match encoding:
        case "base64":
            return _base64(_ascii(part))
        case "x-uuencode" | "uuencode" | "uue" | "x-uue":
            return _uuencoded(_ascii(part))
        case _:
            raw = part.get_payload(decode=True)
            return raw if isinstance(raw, bytes) else b""


def _ascii(part: Message) -> bytes:
    return str(part.get_payload()).encode("ascii", "ignore")


def _base64(raw: bytes) -> bytes:
    """Decode what is base64 in it, up to the padding; some gateways add a footer after it."""
    clean = _NOT_BASE64.sub(b"", raw.partition(b"=")[0] if b"=" in raw else raw)
    usable = clean[: len(clean) - (len(clean) % 4 == 1)]
    return base64.b64decode(usable + b"=" * (-len(usable) % 4))


def _uuencoded(raw: bytes) -> bytes:
    lines = raw.splitlines()
    begun = next((n for n, line in enumerate(lines) if line.startswith(b"begin ")), -1)
    decoded = list[bytes]()
    for line in lines[begun + 1 :]:
        if line.strip() in (b"end", b"`"):
            break
        try:
            decoded.append(binascii.a2b_uu(line))
        except binascii.Error:
            # Some programs pad with what is not there.
            length = (((line[0] - 32) & 63) * 4 + 5) // 3 if line else 0
            try:
                decoded.append(binascii.a2b_uu(line[:length]))
            except binascii.Error:
                continue
    return b"".join(decoded)


def words_of(part: Message) -> tuple[str, bool]:
    """Give the text of a leaf with lines that end in a newline, and whether its charset was guessed."""
    raw = bytes_of(part)
    charset = str(part.get_content_charset("") or "")
    if part.get_content_type() == "text/html" and not raw.isascii():
        announced = _META.search(raw[:4096])
        if announced and charset in ("", "us-ascii"):
            charset = announced.group(1).decode("ascii")
    said, guessed = decode(raw, charset)
    said = said.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    if str(part.get_param("format", "")).lower() == "flowed" and part.get_content_type() == "text/plain":
        said = unflowed(said, delete=str(part.get_param("delsp", "")).lower() == "yes")
    return said, guessed


def unflowed(text: str, *, delete: bool = False) -> str:
    """Join the lines that a program broke in order to wrap them (RFC 3676)."""
    lines, open_quotes = list[str](), -1
    for line in text.split("\n"):
        quotes = len(line) - len(line.lstrip(">"))
        rest = line[quotes:].removeprefix(" ")
        goes_on = rest.endswith(" ") and rest != "-- "
        if goes_on and delete:
            rest = rest[:-1]
        if open_quotes == quotes and rest != "-- ":
            lines[-1] += rest
        else:
            lines.append(f"{'>' * quotes} {rest}" if quotes else rest)
        open_quotes = quotes if goes_on else -1
    return "\n".join(lines)


def name_of(part: Message) -> str:
    """Give an attachment's name as it is safe to show: one line, no path; "" where it has none."""
    name = text_of(str(part.get_filename("") or ""))
    name = re.split(r"[\\/]", name)[-1].strip(". ")
    if len(name) <= LONGEST_NAME:
        return name
    stem, dot, ending = name.rpartition(".")
    return (
        f"{stem[: LONGEST_NAME - len(ending) - 1]}{dot}{ending}"
        if dot and len(ending) < 20
        else name[:LONGEST_NAME]
    )
