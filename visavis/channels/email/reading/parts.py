"""A mail falls into its parts (RFC 2046): one pass over its bytes, whatever their number, depth and order."""

import re
from collections.abc import Iterator
from functools import cached_property

from visavis.channels.email.reading.encodings import decoded
from visavis.channels.email.reading.fields import KNOWN, MEDIA, fields_at, params_of
from visavis.channels.email.reading.mail import Flaw

DEEPEST = 50  # parts within each other; programs write ten
MANY = 2000  # parts of a mail
MESSAGES = ("message/rfc822", "message/global", "message/news")
REST = [
    ("content-type", "application/octet-stream"),
    ("content-disposition", "attachment; filename=rest.eml"),
]
_SEEN = re.compile(rb"^--([^\s\r\n]{1,200})[ \t]*\r?\ncontent-[a-z-]{1,40}:", re.MULTILINE | re.IGNORECASE)
_LINE = re.compile(rb"^--[^\r\n]{1,2000}", re.MULTILINE)


class Part:
    """One part: its fields as they came, and the place of its content; a mail is the part that holds all."""

    def __init__(
        self, raw: bytes, fields: list[tuple[str, str]], start: int, default: str = "text/plain"
    ) -> None:
        self.fields, self.children = fields, list[Part]()
        self._raw, self._start, self._end = raw, start, len(raw)
        types = [params_of(value) for value in self.all("content-type")]
        split = [(said, params) for said, params in types if params.get("boundary")]
        said, self.params = (split or types or [("", {})])[-1]
        self.media_type = said.lower() if MEDIA.fullmatch(said) else default
        self.disposition, self.disposed = params_of(self.last("content-disposition"))
        self.disposition = self.disposition.lower()
        self.boundary = self.params.get("boundary", "") if self.media_type.startswith("multipart/") else ""

    def all(self, name: str) -> list[str]:
        """Give what the fields of this name say, as they came."""
        return [value for key, value in self.fields if key == name]

    def last(self, name: str) -> str:
        """Give what the last field of this name says; "" where there is none."""
        return next((value for key, value in reversed(self.fields) if key == name), "")

    @property
    def filename(self) -> str:
        """The name it goes by, as it came; "" where it has none."""
        return self.disposed.get("filename") or self.params.get("name") or self.disposed.get("name", "")

    @property
    def encoding(self) -> str:
        return re.split(r"[\s;(]", self.last("content-transfer-encoding").strip().lower(), maxsplit=1)[0]

    @property
    def source(self) -> bytes:
        """The bytes between the fields and what ends the part."""
        return self._raw[self._start : self._end]

    @property
    def content(self) -> bytes:
        """The bytes that it holds, decoded."""
        return self._decoded[0]

    @property
    def readable(self) -> bool:
        """Whether its content is encoded as it says."""
        return self._decoded[1]

    @cached_property
    def _decoded(self) -> tuple[bytes, bool]:
        return decoded(self.source, self.encoding)

    def walk(self) -> Iterator["Part"]:
        """Give it and all that is within it, in order, those of mails within it included."""
        waiting: list[Part] = [self]
        while waiting:
            part = waiting.pop()
            yield part
            waiting.extend(reversed(part.children))

    def before(self, at: int) -> "Part":
        """Give what stands before its first part; where its type was announced twice, that may be the text."""
        types = [
            ("content-type", value)
            for value in self.all("content-type")
            if params_of(value)[1] != self.params
        ]
        part = Part(self._raw, types[-1:], self._start)
        part.ends(at)
        return part

    def ends(self, at: int) -> None:
        """Let its content end here; the line break before a boundary belongs to the boundary."""
        if self._raw[at - 2 : at] == b"\r\n":
            at -= 2
        elif self._raw[at - 1 : at] == b"\n":
            at -= 1
        self._end = max(self._start, at)


def part_of(raw: bytes, flaws: list[Flaw]) -> Part:
    """Split a mail; what is beyond the limits stays together, as a file."""
    raw = _begun(raw)
    mail = _Splitting(raw, flaws, 0, [MANY]).run()
    if mail.media_type.startswith("multipart/") and not mail.children and (seen := _SEEN.search(mail.source)):
        # Another boundary than was announced, or none was.
        mail = _Splitting(raw, flaws, 0, [MANY]).run(seen.group(1).decode("ascii", "surrogateescape"))
    return mail


def _begun(raw: bytes) -> bytes:
    """Give a mail from its first field on; its lines may end in what ended them on machines of old."""
    if b"\n" not in raw:
        raw = raw.replace(b"\r", b"\n")
    bare = raw.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    return bare if KNOWN.match(bare) else raw


class _Splitting:
    def __init__(self, raw: bytes, flaws: list[Flaw], depth: int, room: list[int]) -> None:
        self._raw, self._flaws, self._depth, self._room = raw, flaws, depth, room
        self._open = list[Part]()  # each within the one before it
        # Of lines that are awaited: the places, in what is open, of the parts that they divide (False) or end (True).
        self._places = dict[bytes, tuple[list[int], bool]]()

    def run(self, boundary: str = "") -> Part:
        root, begins = self._part(0, "text/plain")
        root.boundary = boundary or root.boundary
        self._begin(root, begins)
        if not self._places:
            return root
        for line in _LINE.finditer(self._raw, begins):
            if line.start() < begins or (found := self._boundary(line.group())) is None:
                continue
            if self._room[0] <= 0:
                self._flaws.append("too_many_parts")
                self._close(1, line.start())
                root.children.append(Part(self._raw, REST, line.start()))
                break
            begins = self._cross(line, *found)
            if not self._places:
                break
        return root

    def _boundary(self, line: bytes) -> tuple[int, bool] | None:
        """Tell which of what is open a line is the boundary of, and whether it is its last; None for any other line."""
        found = self._places.get(line) or self._places.get(line.rstrip(b" \t"))
        return (found[0][-1], found[1]) if found else None

    def _cross(self, line: re.Match[bytes], place: int, last: bool) -> int:
        """End what the boundary ends, and begin what it begins; give from where on the next is looked for."""
        self._close(place + 1, line.start())
        within = self._open[place]
        after = self._raw.find(b"\n", line.end()) + 1 or len(self._raw)
        if last:
            self._forget(within, place)
            return after
        part, begins = self._part(
            after, "message/rfc822" if within.media_type == "multipart/digest" else "text/plain"
        )
        if not within.children and len(within.all("content-type")) > 1:
            within.children.append(within.before(line.start()))
        within.children.append(part)
        return self._begin(part, begins)

    def _part(self, at: int, default: str) -> tuple[Part, int]:
        self._room[0] -= 1
        fields, begins, whole = fields_at(self._raw, at)
        if not whole:
            self._flaws.append("too_many_headers")
        return Part(self._raw, fields, begins, default), begins

    def _begin(self, part: Part, begins: int) -> int:
        """Open a part, and the mail that it may hold, and the mail that may hold."""
        while True:
            place = len(self._open)
            if place + self._depth >= DEEPEST and (part.boundary or part.media_type in MESSAGES):
                self._flaws.append("too_deep")
                self._open.append(part)
                return begins
            self._open.append(part)
            if part.boundary:
                self._await(part, place)
                return begins
            if part.media_type not in MESSAGES:
                return begins
            if part.encoding in ("base64", "quoted-printable"):
                # A mail within a mail is never encoded; some are.
                inner = _Splitting(part.content, self._flaws, self._depth + place + 1, self._room).run()
                part.children.append(inner)
                return begins
            inner, begins = self._part(begins, "text/plain")
            part.children.append(inner)
            part = inner

    def _close(self, place: int, at: int) -> None:
        while len(self._open) > place:
            part = self._open.pop()
            part.ends(at)
            self._forget(part, len(self._open))

    def _await(self, part: Part, place: int) -> None:
        line = b"--" + part.boundary.encode("ascii", "surrogateescape")
        places = self._places.get(line, ([], False))[0]
        places.append(place)
        self._places[line], self._places[line + b"--"] = (places, False), (places, True)

    def _forget(self, part: Part, place: int) -> None:
        line = b"--" + part.boundary.encode("ascii", "surrogateescape")
        places = self._places[line][0] if part.boundary and line in self._places else []
        if places and places[-1] == place:
            places.pop()
            if not places:
                del self._places[line], self._places[line + b"--"]
