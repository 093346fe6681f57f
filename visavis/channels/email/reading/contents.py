"""What a part holds as text, and what it is called."""

import re

from visavis.channels.email.reading.charsets import decode
from visavis.channels.email.reading.headers import text_of
from visavis.channels.email.reading.parts import MESSAGES, Part

_META = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
CALENDAR = "text/calendar"
LONGEST = 4_000_000  # bytes of a text that are read
LONGEST_NAME = 200


def words_of(part: Part, content: bytes | None = None) -> tuple[str, bool]:
    """Give the text of a leaf, or of this of it, with lines that end in a newline, and whether its charset was guessed."""
    raw = (part.content if content is None else content)[:LONGEST]
    charset = re.split(r"[\s(]", part.params.get("charset", "").strip(), maxsplit=1)[0]
    if part.media_type == "text/html" and not raw.isascii():
        announced = _META.search(raw[:4096])
        if announced and charset.lower() in ("", "us-ascii"):
            charset = announced.group(1).decode("ascii")
    said, guessed = decode(raw, charset)
    said = said.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    if part.params.get("format", "").lower() == "flowed" and part.media_type == "text/plain":
        said = unflowed(said, delete=part.params.get("delsp", "").lower() == "yes")
    return said, guessed


def unflowed(text: str, *, delete: bool = False) -> str:
    """Join the lines that a program broke in order to wrap them (RFC 3676)."""
    lines, joined, open_quotes = list[str](), list[str](), -1
    for line in text.split("\n"):
        quotes = len(line) - len(line.lstrip(">"))
        rest = line[quotes:].removeprefix(" ")
        goes_on = rest.endswith(" ") and rest != "-- "
        if goes_on and delete:
            rest = rest[:-1]
        if open_quotes != quotes or rest == "-- ":
            lines.append("".join(joined))
            joined = [f"{'>' * quotes} "] if quotes else []
        joined.append(rest)
        open_quotes = quotes if goes_on else -1
    return "\n".join([*lines[1:], "".join(joined)])


def name_of(part: Part) -> str:
    """Give an attachment's name as it is safe to show: one line, no path; "" where it has none.

    A mail within the mail is called by its subject.
    """
    name = text_of(part.filename)
    if not name and part.media_type in MESSAGES and part.children:
        subject = re.sub(r"[\\/:*?\"<>|\s]+", " ", text_of(part.children[0].last("subject"))).strip(". ")
        name = f"{subject or 'mail'}.eml"
    if not name and part.media_type == CALENDAR:
        name = "invitation.ics"
    name = re.split(r"[\\/]", name)[-1].strip(". ")
    if len(name) <= LONGEST_NAME:
        return name
    stem, dot, ending = name.rpartition(".")
    return (
        f"{stem[: LONGEST_NAME - len(ending) - 1]}{dot}{ending}"
        if dot and len(ending) < 20
        else name[:LONGEST_NAME]
    )
