"""What a report of failed delivery says: of whom, why, and about which mail (RFC 3464)."""

import re

from visavis.channels.email.reading.fields import fields_at
from visavis.channels.email.reading.headers import ids_of, text_of
from visavis.channels.email.reading.mail import Failure
from visavis.channels.email.reading.parts import MESSAGES, Part

MANY = 100
STATUS = ("message/delivery-status", "message/global-delivery-status")
HEADS = ("text/rfc822-headers", "message/rfc822-headers", "message/global-headers")
_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_CODE = re.compile(r"\b([45]\d\d)[ -]")
_RECIPIENT = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w.-]{1,255}\w")
_ABOUT = re.compile(r"^message-id:\s*<([^<>\s]+)>", re.IGNORECASE | re.MULTILINE)


def failures_of(mail: Part, text: str) -> list[Failure]:
    """List the recipients that a report is about; read from its prose where it has no parts for that."""
    found = dict[str, Failure]()
    for part in mail.walk():
        if part.media_type in STATUS:
            for block in re.split(rb"\n\s*?\n", part.content)[:MANY]:
                failure = _failure(dict(fields_at(block.strip() + b"\n", 0)[0]))
                if failure is not None and len(found) < MANY:
                    found.setdefault(failure.recipient, failure)
    if not found:
        for recipient in ids_or_addresses(mail.last("x-failed-recipients")):
            found[recipient] = Failure(recipient, "failed", _status(text), _line(text))
    if not found:
        found = {f.recipient: f for f in _from_prose(text)}
    return list(found.values())


def about(mail: Part, text: str) -> str:
    """Give the Message-ID of the mail that a report is about, "" where it does not say."""
    for part in mail.walk():
        found = list[str]()
        if part is not mail and part.media_type in MESSAGES:
            found = [rfc_id for inner in part.children for rfc_id in ids_of(inner.all("message-id"))]
        elif part.media_type in HEADS:
            found = _ABOUT.findall(part.content.decode("ascii", "replace"))
        if found:
            return found[0]
    return next(iter(_ABOUT.findall(text)), "")


def ids_or_addresses(value: str) -> list[str]:
    """List the addresses in a field."""
    return list(dict.fromkeys(_RECIPIENT.findall(value)))


def _failure(block: dict[str, str]) -> Failure | None:
    recipient = block.get("final-recipient") or block.get("original-recipient") or ""
    address = _RECIPIENT.search(recipient.partition(";")[2] or recipient)
    if address is None:
        return None
    diagnostic = text_of(block.get("diagnostic-code", ""))
    status = _STATUS.search(block.get("status", "")) or _STATUS.search(diagnostic)
    return Failure(
        address.group(),
        block.get("action", "failed").strip().lower() or "failed",
        status.group(1) if status else "",
        diagnostic.partition(";")[2].strip() or diagnostic,
    )


def _from_prose(text: str) -> list[Failure]:
    above = re.split(r"(?m)^(?:-{3,}|={3,}|Received:|Return-Path:|> ?From:)", text, maxsplit=1)[0]
    return [Failure(a, "failed", _status(text), _line(text)) for a in ids_or_addresses(above)[:5]]


def _status(text: str) -> str:
    found = _STATUS.search(text)
    if found:
        return found.group(1)
    code = _CODE.search(text)
    return f"{code.group(1)[0]}.0.0" if code else ""


def _line(text: str) -> str:
    return next(
        (line.strip()[:300] for line in text.split("\n") if _STATUS.search(line) or _CODE.search(line)), ""
    )
