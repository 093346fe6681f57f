"""The fields at the head of a part, and the parameters that some of them have (RFC 5322, 2045, 2231)."""

import re
from itertools import islice
from urllib.parse import unquote_to_bytes

from visavis.channels.email.reading.charsets import decode

FIELDS, BYTES = 1000, 1_000_000  # of one head that are read
PARAMS, LONGEST = 200, 65_536  # of one field, and its characters
MEDIA = re.compile(r"[\w!#$&^.+-]+/[\w!#$&^.+*-]+", re.ASCII)
Params = dict[str, str]
_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:")
_EMPTY = re.compile(rb"^\r?\n", re.MULTILINE)
# Names that no line of a text begins with by chance.
KNOWN = re.compile(
    rb"(?:subject|from|to|cc|bcc|date|sender|reply-to|received|return-path|message-id|in-reply-to|references"
    rb"|mime-version|content-[a-z-]+|x-[a-z0-9-]+|dkim-signature|authentication-results|delivered-to|user-agent):",
    re.IGNORECASE,
)
_NAME = r"[^\s=;\"]{1,100}"
# A quote within a quoted value, and a blank within a bare one, end it only where something ends or begins.
_PARAM = re.compile(
    rf"""[;\s]*+(?P<name>{_NAME})\s*+=\s*+
    (?:"(?P<quoted>(?:[^"\\]|\\.|"(?!\s*+(?:;|$|{_NAME}=)))*+)(?:"|$)
    |(?P<bare>(?:[^;\s]|\s++(?!{_NAME}=))*+))
    |[^;]*+(?:;|$)""",
    re.DOTALL | re.VERBOSE,
)
_NUMBERED = re.compile(r"(.+?)\*(\d{1,4})(\*?)")


def fields_at(raw: bytes, at: int) -> tuple[list[tuple[str, str]], int, bool]:
    """Read the fields that begin here: their names in lower case and what they say, where the content begins, and whether
    all were read.

    A line that is no field ends them, and belongs to the content; among known ones it is left out.
    """
    fields, begun = list[tuple[str, str]](), at
    name, value = "", list[bytes]()
    whole = True
    while at < len(raw):
        if len(fields) >= FIELDS or at - begun > BYTES:
            whole = False
            found = _EMPTY.search(raw, at)
            at = found.end() if found else len(raw)
            break
        end = raw.find(b"\n", at) + 1 or len(raw)
        # Some take a lone carriage return for the end of a line: who hides a second sender behind one is not overlooked.
        lone = raw.find(b"\r", at, end - 2) + 1
        end = lone or end
        line = raw[at : min(end, at + BYTES)]
        if line in (b"\n", b"\r\n", b"\r"):
            at = end
            break
        if line[:1] in b" \t" and name:
            value.append(line)
        elif (found := _FIELD.match(line)) is not None:
            if name:
                fields.append((name, _said(value)))
            name, value = found.group(1).decode("ascii").lower(), [line[found.end() :]]
        elif not (at == begun and line.startswith((b"From ", b">From "))) and (
            line.startswith(b"--") or not KNOWN.match(raw, end)
        ):
            break
        at = end
    if name:
        fields.append((name, _said(value)))
    return fields, at, whole


def _said(value: list[bytes]) -> str:
    return b"".join(value).decode("ascii", "surrogateescape").strip()


def params_of(value: str) -> tuple[str, Params]:
    """Take a field with parameters apart: what stands before them, and what each says, continued ones joined."""
    first, semicolon, rest = value[:LONGEST].partition(";")
    said = re.split(r"[\s(]", first.strip(), maxsplit=1)[0]
    if not semicolon or "=" in first:
        rest = first.strip()[len(said) :] + semicolon + rest
    params, pieces = Params(), dict[str, dict[int, tuple[bool, str]]]()
    unfolded = re.sub(r"\r?\n[ \t]*", " ", rest)
    for found in islice(_PARAM.finditer(unfolded), PARAMS):
        name = (found["name"] or "").lower()
        if not name:
            continue
        text = (
            re.sub(r'\\(["\\])', r"\1", found["quoted"])
            if found["quoted"] is not None
            else found["bare"].strip()
        )
        if (numbered := _NUMBERED.fullmatch(name)) is not None:
            pieces.setdefault(numbered[1], {})[int(numbered[2])] = (bool(numbered[3]), text)
        elif name.endswith("*"):
            pieces.setdefault(name[:-1], {})[0] = (True, text)
        else:
            params.setdefault(name, text)
    return said, params | {name: _joined(parts) for name, parts in pieces.items()}


def _joined(parts: dict[int, tuple[bool, str]]) -> str:
    """Join the pieces of one parameter (RFC 2231): `utf-8'fr'%C3%A9t%C3%A9`."""
    charset, held = "", b""
    for number in sorted(parts):
        encoded, text = parts[number]
        if encoded and not charset and text.count("'") >= 2:
            charset, _, text = text.split("'", 2)
        raw = text.encode("utf-8", "surrogateescape")
        held += unquote_to_bytes(raw) if encoded else raw
    return decode(held, charset)[0]
