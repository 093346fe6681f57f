"""Raw bytes become a mail. Nothing in them can stop it: what is wrong is noted, and what cannot be read stays a file."""

import re
from email import message_from_bytes, policy
from email.message import Message

from visavis.channels.email.reading import headers, html_text
from visavis.channels.email.reading.contents import bytes_of, name_of, words_of
from visavis.channels.email.reading.kinds import kind_of, must_not_be_answered
from visavis.channels.email.reading.mail import File, Flaw, Mail
from visavis.channels.email.reading.replies import split_reply
from visavis.channels.email.reading.reports import about, failures_of
from visavis.channels.email.reading.structure import Structure, structure_of

HEADERS, HEADER_BYTES = 1000, 1_000_000  # that are read
PARTS = 500  # multiparts in one mail; deeper and wider than any program writes
TEXT = 500_000  # characters of text that are kept
FILES = 200
# A boundary that is folded like any other field, which Python's parser takes for another one.
FOLDED = re.compile(rb'(?i)(;[ \t]*(?:\r?\n[ \t]+)?boundary="[^"\r\n]{0,200})\r?\n[ \t]+')
MULTIPART = re.compile(rb"^content-type:\s*(?:multipart|message)/", re.IGNORECASE | re.MULTILINE)


def read_mail(raw: bytes) -> Mail:
    """Read a mail."""
    flaws = list[Flaw]()
    message = _parsed(raw, flaws)
    structure = structure_of(message)
    text, html = _bodies(structure, flaws)
    sender = next(iter(headers.addresses_of(_all(message, "from") or _all(message, "sender"))), None)
    address = sender.email if sender else ""

    def fields(name: str) -> str:
        return headers.text_of(" ".join(_all(message, name)[:3]))

    kind = kind_of(
        fields, message.get_content_type(), str(message.get_param("report-type", "")).lower(), address, text
    )
    report = kind in ("bounce", "complaint")
    own = html_text.text_of(html, own=True) if html and not _plain_of(structure) else text
    reply = split_reply(own)
    return Mail(
        message_id=next(iter(headers.ids_of(_all(message, "message-id"))), ""),
        in_reply_to=headers.ids_of(_all(message, "in-reply-to")),
        references=headers.ids_of(_all(message, "references")),
        subject=headers.text_of(next(iter(_all(message, "subject")), ""))[:1000],
        sender=sender,
        reply_to=headers.addresses_of(_all(message, "reply-to")),
        to=headers.addresses_of(_all(message, "to")),
        cc=headers.addresses_of(_all(message, "cc")),
        sent_at=headers.date_of(next(iter(_all(message, "date")), "")),
        text=text,
        html=html,
        reply=reply.text,
        signature=reply.signature,
        files=[_file(part) for part in structure.files[:FILES]],
        kind=kind,
        failures=failures_of(message, text) if kind == "bounce" else [],
        about=about(message, text) if report else "",
        automatic=must_not_be_answered(fields, kind, address),
        flaws=sorted(set(flaws)),
    )


def leaves(raw: bytes) -> list[Message]:
    """List the parts of a mail that hold something, those of mails within it included."""
    return [part for part in _parsed(raw, []).walk() if not part.is_multipart()]


def _parsed(raw: bytes, flaws: list[Flaw]) -> Message:
    head, gap, body = _split(raw)
    if head.count(b"\n") > HEADERS or len(head) > HEADER_BYTES:
        flaws.append("too_many_headers")
        head = b"\n".join(head[:HEADER_BYTES].split(b"\n")[:HEADERS])
        raw = head + gap + body
    if len(MULTIPART.findall(raw)) > PARTS:
        flaws.append("too_many_parts")
        return _closed(head, body)
    try:
        return message_from_bytes(FOLDED.sub(rb"\1 ", raw), policy=policy.compat32)
    except RecursionError:
        flaws.append("too_deep")
        return _closed(head, body)


def _split(raw: bytes) -> tuple[bytes, bytes, bytes]:
    found = re.search(rb"\r?\n\r?\n", raw)
    return (raw[: found.start()], found.group(), raw[found.end() :]) if found else (raw, b"\n\n", b"")


def _closed(head: bytes, body: bytes) -> Message:
    """Give a mail whose body is one file, as it came."""
    message = message_from_bytes(head + b"\n\n", policy=policy.compat32)
    del message["content-type"], message["content-transfer-encoding"], message["content-disposition"]
    message["Content-Type"] = "application/octet-stream"
    message["Content-Disposition"] = 'attachment; filename="mail.txt"'
    message.set_payload(body.decode("ascii", "surrogateescape"))
    return message


def _all(message: Message, name: str) -> list[str]:
    """Give what the fields of this name say as they came: `get_all` loses bytes that no charset was announced for."""
    return [value for key, value in message.raw_items() if key.lower() == name]


def _plain_of(structure: Structure) -> bool:
    return any(part.get_content_type() == "text/plain" for part in structure.text)


def _bodies(structure: Structure, flaws: list[Flaw]) -> tuple[str, str]:
    texts, htmls = list[str](), list[str]()
    for part in structure.text:
        said, guessed = words_of(part)
        flaws.extend(["charset_guessed"] if guessed else [])
        if part.get_content_type() == "text/html":
            said = html_text.text_of(said)
        elif part.get_content_type() != "text/plain":
            continue
        texts.append(said)
    for part in structure.html:
        if part.get_content_type() == "text/html":
            htmls.append(words_of(part)[0])
    text, html = "\n".join(texts), "\n".join(htmls)
    if html and not text.strip():
        text = html_text.text_of(html)
    if len(text) > TEXT:
        flaws.append("text_cut")
        text = text[:TEXT]
    return text, html


def _file(part: Message) -> File:
    content_id = next(iter(headers.ids_of([str(part.get("content-id", ""))])), "")
    inline = bool(content_id) and part.get_content_disposition() != "attachment"
    return File(name_of(part), part.get_content_type(), bytes_of(part), content_id, inline)
