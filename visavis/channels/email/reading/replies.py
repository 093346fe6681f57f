"""A reply's own words, apart from what it quotes and what signs it.

Nothing that cannot be told apart is cut: the whole message stays one click away, and a word too many is better
than a word lost.
"""

import re
from itertools import takewhile

import msgspec

from visavis.channels.email.reading import phrases
from visavis.channels.email.reading.signatures import (
    FENCE,
    LENGTH,
    MARK,
    RULE,
    WRAPPED,
    without_signature,
)

HEADER_LINES = 4  # over which "On … wrote:" may be wrapped
WROTE_LINES = 2  # over which it is wrapped where it is marked with `>` and what it announces is not
HEADER_LENGTH = 400  # characters of it
BLOCK_LINES = 10  # of "From: … Sent: … Subject: …"
LINES = 3000  # that are looked at
_GLUED = re.compile(
    r"^(?:(-{4,9} ?[^-\n]{5,40} ?-{4,9})|([ \t]*+(?:On|Le|Am|El|Il|Em|Op)\b[^<>\n]{5,150}<[^<>\n]{3,100}>[^<>:\n]{0,20}:))[ \t]*+(\S.*)$",
    re.MULTILINE,
)
_QUOTED = re.compile(r"^\s*>")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u202a\u202c"))


class Reply(msgspec.Struct, frozen=True):
    """A message taken apart: what its author wrote, what they signed with, what they quoted."""

    text: str
    signature: str = ""
    quoted: str = ""


def split_reply(text: str, *, forwards: bool = False) -> Reply:
    """Take a plain text apart; what it forwards is part of what it says, and so is all of a mail that `forwards`."""
    lines = [line if line == MARK else line.rstrip() for line in _clean(text).split("\n")]
    if forwards:
        return Reply(_join(lines))
    lines, beyond = lines[:LINES], lines[LINES:]
    own, quoted, forwarded = _without_quotes(lines)
    own, signature = without_signature(own)
    if not any(map(str.strip, own)):
        return Reply(_join([*lines, *beyond]))
    if forwarded or not (quoted or signature):
        forwarded += beyond
    return Reply(_join([*own, *forwarded]), _join(signature), _join(quoted))


def _clean(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ").translate(_INVISIBLE)
    # What announces a quotation may share a line with the reply before it, or with what it quotes.
    text = re.sub(r"(?m)^(?!>)(.{1,200}?\S)[ \t]+(On [A-Z][a-z]{2}, .{6,200}wrote:)[ \t]*$", r"\1\n\2", text)
    return _GLUED.sub(lambda found: f"{found[1] or found[2]}\n{found[3]}", text)


def _without_quotes(lines: list[str]) -> tuple[list[str], list[str], list[str]]:
    """Give the author's lines, those quoted, below a header all or as far as they are marked with `>`, and those forwarded."""
    own, quoted = list[str](), list[str]()
    at, fenced, begun, below = 0, False, False, False
    while at < len(lines):
        line = lines[at]
        if FENCE.match(line):
            fenced = not fenced
        if begun and not fenced and len(line) <= LENGTH and phrases.FORWARDED.match(line):
            return own, quoted, lines[at:]
        end = 0 if fenced else _header_at(lines, at)
        if not end:
            own.append(line)
            begun |= bool(line.strip())
            at += 1
            continue
        marked = _marked_until(lines, at if _QUOTED.match(line) else end)
        if not any(line.strip("> ") for line in lines[end:marked]):
            marked = end
        if below and begun:
            # They write between what they quote, which makes no sense without it.
            at = end
        elif marked > end or (_QUOTED.match(line) and not (begun and end - at > WROTE_LINES)):
            quoted += lines[at:marked]
            at = marked
        elif begun:
            quoted += lines[at:]
            break
        else:
            # It begins with what it answers or forwards: only a header that names an address is surely no word of theirs.
            own += [] if phrases.ADDRESS.search(" ".join(lines[at:end])) else lines[at:end]
            at, below = end, True
    return *_without_last_quote(own, quoted), []


def _without_last_quote(own: list[str], quoted: list[str]) -> tuple[list[str], list[str]]:
    """Take off a quotation without a header where nothing of one's own comes after it."""
    tail = list(takewhile(lambda line: not line.strip() or _QUOTED.match(line), reversed(own)))
    rest = own[: len(own) - len(tail)]
    if any(map(_QUOTED.match, tail)) and any(map(str.strip, rest)):
        return rest, [*reversed(tail), *quoted]
    return own, quoted


def _marked_until(lines: list[str], at: int) -> int:
    """Give where a quotation marked with `>` ends, the blank lines and broken-off words within it included."""
    end, look = at, at
    while look < len(lines):
        line = lines[look]
        if _QUOTED.match(line):
            end = look + 1
        elif line.strip() and not _broken_off(lines, look):
            break
        look += 1
    return end


def _broken_off(lines: list[str], at: int) -> bool:
    """Tell whether a line is the wrapped end of the quoted line before it: that is full, and quoted lines follow at once."""
    before, after = lines[at - 1] if at else "", lines[at + 1] if at + 1 < len(lines) else ""
    return bool(
        _QUOTED.match(before) and len(before) + len(lines[at].split()[0]) >= WRAPPED and _QUOTED.match(after)
    )


def _header_at(lines: list[str], at: int) -> int:
    """Give where the header of a quotation ends that begins at this line; 0 where none does."""
    line = lines[at].strip()
    if not line or len(line) > LENGTH:
        return 0
    return _between_at(lines, at) or _wrote_at(lines, at) or _block_at(lines, at)


def _between_at(lines: list[str], at: int) -> int:
    """Find "----- Original Message -----", with the header below it."""
    if not (phrases.BETWEEN.match(lines[at]) or phrases.FORWARDED.match(lines[at])):
        return 0
    below = at + 1
    while below < len(lines) and not lines[below].strip():
        below += 1
    return (_block_at(lines, below) if below < len(lines) else 0) or at + 1


def _wrote_at(lines: list[str], at: int) -> int:
    """Find "On … wrote:", wrapped as it may be; or a date, a name, an address and a colon."""
    said = ""
    used, look = 0, at
    while look < len(lines) and used < HEADER_LINES and len(said) < HEADER_LENGTH:
        part = lines[look].strip().lstrip("> ").strip()
        look += 1
        if not part:
            if used and not _unfinished(said):
                return 0
            if not used:
                return 0
            continue
        used += 1
        said = f"{said} {part}".strip()
        if _announces(said, quoted_next=_next_is_quoted(lines, look)):
            return look
        if used == 1 and not _may_announce(said):
            return 0
    return 0


def _unfinished(said: str) -> bool:
    """Tell whether an address is still open: some programs put each part on a paragraph of its own."""
    return (
        said.endswith(("<", "mailto:"))
        or said.count("<") > said.count(">")
        or said.endswith(">")
        or bool(
            phrases.OPENING.match(said)
            and phrases.DATED.search(said)
            and len(said) < 90
            and said[-1] not in ".!?"
        )
    )


def _may_announce(said: str) -> bool:
    return bool(phrases.OPENING.match(said) or phrases.DATED.search(said) or phrases.ADDRESS.search(said))


def _announces(said: str, *, quoted_next: bool) -> bool:
    if len(said) > HEADER_LENGTH:
        return False
    dated, addressed = phrases.DATED.search(said), phrases.ADDRESS.search(said)
    if phrases.SAID.search(said):
        return bool(addressed or (dated and (phrases.OPENING.match(said) or said.endswith((":", "-")))))
    # "Am 24.11.26 um 10:12 schrieb Léa:", the verb before the name; "Quoting Léa:".
    if (
        quoted_next
        and said.endswith(":")
        and (phrases.QUOTING.match(said) or (dated and phrases.VERB.search(said)))
    ):
        return True
    if dated and addressed and said.endswith(":"):
        return bool(phrases.OPENING.match(said) or dated.start() < 25 or phrases.VERB.search(said))
    # "2016-03-03 17:21 GMT+01:00 Some One": the form that Gmail once had.
    if re.match(r"^\d{4}[-/]\d{1,2}[-/]\d{1,2}\s+(?:\d{1,2}:\d{2}\s+GMT[+-]\d|\S.*<\S+@\S+>$)", said):
        return "GMT" in said or quoted_next
    return False


def _next_is_quoted(lines: list[str], at: int) -> bool:
    following = next((line for line in lines[at : at + 3] if line.strip()), "")
    return bool(_QUOTED.match(following))


def _block_at(lines: list[str], at: int) -> int:
    """Find "From: … Sent: … To: … Subject: …" as Outlook and others write it; a rule above it belongs to it."""
    begin = at
    while begin < len(lines) and (RULE.match(lines[begin]) or not lines[begin].strip()) and begin < at + 3:
        begin += 1
    found, end, others = set[str](), begin, 0
    first = ""
    for look in range(begin, min(len(lines), begin + BLOCK_LINES)):
        line = lines[look]
        if not line.strip():
            if found and look > begin and not _kind_of(lines[look + 1] if look + 1 < len(lines) else ""):
                break
            continue
        kind = _kind_of(line)
        if kind:
            first = first or kind
            found.add(kind)
            found |= {k for k, pattern in phrases.HEADERS.items() if k != kind and _inside(pattern, line)}
            end = look + 1
        elif not found:
            return 0
        else:
            others += 1
            if others > 3:
                break
            end = look + 1 if look + 1 < len(lines) and _kind_of(lines[look + 1]) else end
    said = " ".join(lines[begin:end])
    enough = (
        (
            "from" in found
            and len(found) >= 3
            and bool(phrases.DATED.search(said)) + ("subject" in found) + ("@" in said) > 1
        )
        or (found == {"from", "sent"} and first == "from")
        or ({"from", "to"} <= found and first in ("from", "sent") and "@" in said)
    )
    if not enough or first not in ("from", "sent"):
        return 0
    return end


def _inside(pattern: re.Pattern[str], line: str) -> bool:
    """Tell whether another header follows on the same line ("À : abc@abc.be Objet : …")."""
    return any(pattern.match(line[place.start() :]) for place in re.finditer(r"(?<=\s)\S{2,12}\s?:", line))


def _kind_of(line: str) -> str:
    return next((kind for kind, pattern in phrases.HEADERS.items() if pattern.match(line)), "")


def _join(lines: list[str]) -> str:
    return "\n".join(lines).strip("\n")
