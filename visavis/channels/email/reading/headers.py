"""Header fields as people wrote them: encoded words, addresses, identifiers, dates, whatever is wrong with them."""

import base64
import binascii
import re
from datetime import UTC, datetime, tzinfo
from email.utils import parsedate_to_datetime

from visavis.channels.email.reading.addresses import mailboxes
from visavis.channels.email.reading.charsets import decode
from visavis.channels.email.reading.mail import Address

LONGEST = 65_536  # characters of one field that are read
MANY = 500  # addresses of one field
_WORD = re.compile(r"=\?([^?\s*]+)(?:\*[^?]*)?\?([bBqQ])\?([^?]*)\?=")
_WORDS = re.compile(rf"(?:{_WORD.pattern})(?:\s*(?:{_WORD.pattern}))*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")
_LOCAL = re.compile(r"([^<>]{0,200})<([\w.+-]{1,64})>")
_ID = re.compile(r"<([^<>\s]{1,900})>")


def text_of(raw: str) -> str:
    """Decode a field to what it says on one line."""
    unfolded = re.sub(r"\r?\n[ \t]*|\r", " ", native(raw[:LONGEST]))
    return _CONTROL.sub(" ", _decoded(unfolded)).strip()


def native(raw: str) -> str:
    """Read bytes that were written in no announced charset (RFC 6532, or carelessness)."""
    try:
        return decode(raw.encode("ascii", "surrogateescape"), "")[0] if not raw.isascii() else raw
    except UnicodeEncodeError:
        return raw


def _decoded(value: str) -> str:
    return _WORDS.sub(lambda run: _run(run.group()), value)


def _run(words: str) -> str:
    """Decode adjacent encoded words: a character may be split between two of the same charset."""
    said, charset, held = list[str](), "", b""
    for word in _WORD.finditer(words):
        named, how, body = word.group(1).lower(), word.group(2).lower(), word.group(3)
        if named != charset and held:
            said.append(decode(held, charset)[0])
            held = b""
        charset = named
        held += _base64(body) if how == "b" else _quoted(body)
    return "".join((*said, decode(held, charset)[0]))


def _base64(body: str) -> bytes:
    clean = re.sub(r"[^A-Za-z0-9+/]", "", body)
    try:
        return base64.b64decode(clean + "=" * (-len(clean) % 4))
    except (binascii.Error, ValueError):
        return base64.b64decode(clean[: len(clean) // 4 * 4])


def _quoted(body: str) -> bytes:
    raw = body.replace("_", " ").encode("utf-8", "surrogateescape")
    return re.sub(rb"=([0-9A-Fa-f]{2})", lambda found: bytes([int(found.group(1), 16)]), raw)


def addresses_of(raws: list[str]) -> list[Address]:
    """List the mailboxes that fields name, each once; groups give their members."""
    found: dict[str, Address] = {}
    for raw in raws:
        unfolded = re.sub(r"\r?\n[ \t]*|\r", " ", native(raw[:LONGEST]))
        for name, email in mailboxes(unfolded):
            mailbox = _mailbox(name, email)
            if mailbox is not None and len(found) < MANY:
                found.setdefault(mailbox.email, mailbox)
    return list(found.values())


def sender_of(raws: list[str]) -> Address | None:
    """Give who wrote a mail; of who writes from within a house (`<root>`), the name there, which nobody can answer."""
    if found := addresses_of(raws):
        return found[0]
    local = next(filter(None, (_LOCAL.search(raw[:LONGEST]) for raw in raws)), None)
    return Address(text_of(local.group(1)).strip("'\""), local.group(2)) if local else None


def _mailbox(name: str, email: str) -> Address | None:
    email = _CONTROL.sub("", _decoded(email)).strip().strip("<>'\" ")
    if "@" not in email or " " in email:
        return None
    local, _, domain = email.rpartition("@")
    if not local or not domain:
        return None
    return Address(_CONTROL.sub(" ", _decoded(name)).strip().strip("'\""), f"{local}@{domain.lower()}")


def ids_of(raws: list[str]) -> list[str]:
    """List the message identifiers that fields name, each once, without their brackets."""
    found = list[str]()
    for raw in raws:
        found += _ID.findall(raw[:LONGEST].replace("\r", "").replace("\n", ""))
        if not found and "@" in raw and " " not in raw.strip():
            found.append(raw.strip())
    return list(dict.fromkeys(found))[:MANY]


def zone_of(raw: str) -> tzinfo:
    """Give the zone that a date is told in, UTC where it tells none."""
    try:
        return parsedate_to_datetime(text_of(raw)).tzinfo or UTC
    except (ValueError, TypeError, IndexError, OverflowError):
        return UTC


def date_of(raw: str) -> datetime | None:
    """Read a date; None where it is none."""
    try:
        at = parsedate_to_datetime(text_of(raw))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    try:
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
