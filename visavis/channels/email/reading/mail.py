"""A mail as it was read: plain data, safe to keep and to pass between processes."""

from datetime import date, datetime
from typing import Literal

import msgspec

# What a mail is, beside words from a person: a report of failure, a complaint, an automatic answer, a list's mail.
Kind = Literal["person", "bounce", "complaint", "auto_reply", "list"]
# What was wrong with it, and did not stop it.
Flaw = Literal["too_deep", "too_many_parts", "too_many_headers", "charset_guessed", "text_cut", "damaged"]


class Address(msgspec.Struct, frozen=True):
    """A mailbox; `email` is in lower case where that makes no difference (the domain)."""

    name: str
    email: str


class File(msgspec.Struct, frozen=True):
    """An attachment; an `inline` one is shown within the text, which refers to it by its `content_id`."""

    name: str
    media_type: str
    content: bytes
    content_id: str = ""
    inline: bool = False


class Failure(msgspec.Struct, frozen=True):
    """A recipient that could not be reached, as a report says: `status` is RFC 3463's, "" where it gives none."""

    recipient: str
    action: str
    status: str
    diagnostic: str

    @property
    def permanent(self) -> bool:
        """Whether to try again is in vain."""
        return self.action == "failed" and not self.status.startswith("4")


class Meeting(msgspec.Struct, frozen=True, kw_only=True):
    """What a calendar says: `begins` and `ends` are days (both included) or moments with their zone (ISO 8601).

    `organiser` is who invites, or of a reply who answers; `rhythm` is "" where it does not come again, and then comes
    `every` so many days, weeks, months or years, `until` a day or so many `times`.
    """

    method: str
    title: str
    place: str
    organiser: str
    answer: str
    begins: str
    ends: str
    whole_days: bool
    rhythm: str
    every: int
    until: date | None
    times: int


class Mail(msgspec.Struct, frozen=True, kw_only=True):
    """A mail taken apart: who, to whom, about what, in which words.

    `text` is what it says in plain text, made of `html` where there is no other; `reply` is what of that its
    author wrote now. `failures` and `about` belong to reports: whom they are about, and which Message-ID.
    """

    message_id: str
    in_reply_to: list[str]
    references: list[str]
    subject: str
    sender: Address | None
    reply_to: list[Address]
    to: list[Address]
    cc: list[Address]
    sent_at: datetime | None
    text: str
    html: str
    reply: str
    signature: str
    files: list[File]
    kind: Kind
    failures: list[Failure] = []
    about: str = ""
    automatic: bool = False
    meeting: Meeting | None = None
    flaws: list[Flaw] = []
