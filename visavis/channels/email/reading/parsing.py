"""Raw bytes become a mail. Nothing in them can stop it: what is wrong is noted, and what cannot be read stays a file."""

import re

import msgspec

from visavis.channels.email.reading import enclosed, headers, html_text, tnef
from visavis.channels.email.reading.calendars import meeting_in
from visavis.channels.email.reading.contents import CALENDAR, name_of, words_of
from visavis.channels.email.reading.kinds import kind_of, must_not_be_answered
from visavis.channels.email.reading.mail import File, Flaw, Mail, Meeting
from visavis.channels.email.reading.parts import MESSAGES, Part, part_of
from visavis.channels.email.reading.replies import split_reply
from visavis.channels.email.reading.reports import HEADS, about, failures_of
from visavis.channels.email.reading.storable import storable
from visavis.channels.email.reading.structure import Structure, structure_of

TEXT = 500_000  # characters of text that are kept
FILES = 200
PACKED = ("application/ms-tnef", "application/vnd.ms-tnef")
_FORWARDS = re.compile(r"(?:fwd?|tr|wg|rv|i|enc|vb|doorst|pd|vs|转发|轉寄)\s{0,3}[:：]", re.IGNORECASE)


def read_mail(raw: bytes) -> Mail:
    """Read a mail."""
    flaws = list[Flaw]()
    message = part_of(raw, flaws)
    structure = structure_of(message)
    said = _bodies(structure, flaws)
    sender = headers.sender_of(message.all("from")) or headers.sender_of(message.all("sender"))
    address = sender.email if sender else ""

    def fields(name: str) -> str:
        return headers.text_of(" ".join(message.all(name)[:3]))

    kind = kind_of(
        fields,
        message.media_type,
        message.params.get("report-type", "").lower(),
        address,
        said.text,
        encloses=any(part.media_type in (*MESSAGES, *HEADS) for part in message.walk()),
    )
    subject = headers.text_of(next(iter(message.all("subject")), ""))
    date = next(iter(message.all("date")), "")
    report = kind in ("bounce", "complaint")
    reply = split_reply(said.marked, forwards=bool(_FORWARDS.match(subject)))
    mail = Mail(
        message_id=next(iter(headers.ids_of(message.all("message-id"))), ""),
        in_reply_to=headers.ids_of(message.all("in-reply-to")),
        references=headers.ids_of(message.all("references")),
        subject=subject[:1000],
        sender=sender,
        reply_to=headers.addresses_of(message.all("reply-to")),
        to=headers.addresses_of(message.all("to")),
        cc=headers.addresses_of(message.all("cc")),
        sent_at=headers.date_of(date),
        text=said.text,
        html=said.html,
        reply=reply.text,
        signature=reply.signature,
        files=said.files,
        kind=kind,
        failures=failures_of(message, said.text) if kind == "bounce" else [],
        about=about(message, said.text) if report else "",
        automatic=must_not_be_answered(fields, kind, address),
        meeting=_meeting(structure, date),
        flaws=sorted(set(flaws)),
    )
    return storable(mail)


def leaves(raw: bytes) -> list[Part]:
    """List the parts of a mail that hold something, those of mails within it included."""
    return [part for part in part_of(raw, []).walk() if not part.children]


class Bodies(msgspec.Struct):
    """What a mail says: its text, its HTML, the text with what programs mark as quoted marked, and its files."""

    text: str
    html: str
    marked: str
    files: list[File]


def _bodies(structure: Structure, flaws: list[Flaw]) -> Bodies:
    texts, htmls, files = list[str](), list[str](), list[File]()
    for part in structure.text:
        if part.media_type in ("text/plain", "text/html"):
            content, lifted = enclosed.lifted(part.content)
            said, guessed = words_of(part, content)
            flaws.extend(["charset_guessed"] if guessed else [])
            texts.append(said if part.media_type == "text/plain" else html_text.text_of(said))
            files += lifted
    for part in structure.html:
        if part.media_type == "text/html":
            htmls.append(words_of(part)[0])
    text, html = "\n".join(texts), "\n".join(htmls)
    plain = any(part.media_type == "text/plain" for part in structure.text) and bool(text.strip())
    for part in structure.files[:FILES]:
        packed = tnef.unpacked(part.content) if _is_packed(part) else None
        if packed is None:
            files.append(_file(part))
            continue
        files += packed.files
        if not text.strip() and not html.strip():
            text, html, plain = packed.text, packed.html, bool(packed.text.strip())
    if html and not text.strip():
        text = html_text.text_of(html)
    if len(text) > TEXT:
        flaws.append("text_cut")
        text = text[:TEXT]
    marked = html_text.text_of(html, marked=True) if html and not plain else text
    return Bodies(text, html, marked, files[:FILES])


def _meeting(structure: Structure, date: str) -> Meeting | None:
    for part in structure.files[:FILES]:
        if part.media_type == CALENDAR or name_of(part).lower().endswith(".ics"):
            return meeting_in(words_of(part)[0], headers.zone_of(date))
    return None


def _is_packed(part: Part) -> bool:
    return part.media_type in PACKED or name_of(part).lower() == "winmail.dat"


def _file(part: Part) -> File:
    content_id = next(iter(headers.ids_of([part.last("content-id")])), "")
    inline = bool(content_id) and part.disposition != "attachment"
    return File(name_of(part), part.media_type, part.content, content_id, inline)
