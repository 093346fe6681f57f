"""Postmark: it signs nothing, and is known by the password in its address."""

import base64
import binascii
import hashlib

import msgspec

from visavis.channels.email.hooks.errors import MailHookMalformed
from visavis.channels.email.hooks.models import Brought, Call, Fate
from visavis.channels.email.hooks.piecing import Part, piece_together
from visavis.channels.email.models import Envelope

# What says that an address will not be reached by trying again.
FAILED = {"HardBounce", "BadEmailAddress", "ManuallyDeactivated", "Blocked", "DMARCPolicy", "SMTPApiError"}
COMPLAINED = {"SpamNotification", "SpamComplaint"}
METADATA = "mail"  # under which our Message-ID comes back; its own is another


class Field(msgspec.Struct, rename="pascal"):
    name: str
    value: str


class File(msgspec.Struct, rename="pascal"):
    name: str = ""
    content: str = ""
    content_type: str = ""
    content_id: str = msgspec.field(default="", name="ContentID")


class Payload(msgspec.Struct, rename="pascal"):
    """https://postmarkapp.com/developer/webhooks: a mail, or an event of one that was sent."""

    record_type: str = "Inbound"
    raw_email: str = ""
    original_recipient: str = ""
    from_: str = msgspec.field(default="", name="From")
    to: str = ""
    cc: str = ""
    reply_to: str = ""
    subject: str = ""
    date: str = ""
    headers: list[Field] = []
    text_body: str = ""
    html_body: str = ""
    attachments: list[File] = []
    type: str = ""
    email: str = ""
    recipient: str = ""
    details: str = ""
    description: str = ""
    metadata: dict[str, str] = {}


_decode = msgspec.json.Decoder(Payload).decode


def read(call: Call) -> list[Brought | Fate]:
    """Read a call; raise `MailHookMalformed`."""
    try:
        said = _decode(call.body)
    except msgspec.MsgspecError as odd:
        raise MailHookMalformed(str(odd)) from odd
    if said.record_type != "Inbound":
        return _fates(said)
    if not said.raw_email and not said.from_:
        raise MailHookMalformed("no mail is in it")
    raw = said.raw_email.encode() if said.raw_email else _pieced(said)
    envelope = Envelope(recipients=[said.original_recipient] if said.original_recipient else [])
    return [Brought(raw=raw, key=hashlib.sha256(raw).hexdigest(), envelope=envelope)]


def _pieced(said: Payload) -> bytes:
    there = [(field.name, field.value) for field in said.headers]
    known = {name.lower() for name, _ in there}
    told = {"From": said.from_, "To": said.to, "Cc": said.cc, "Reply-To": said.reply_to}
    told |= {"Subject": said.subject, "Date": said.date}
    fields = [(name, value) for name, value in told.items() if value and name.lower() not in known] + there
    try:
        parts = [
            Part(file.name, file.content_type, base64.b64decode(file.content), file.content_id)
            for file in said.attachments
        ]
    except (binascii.Error, ValueError) as odd:
        raise MailHookMalformed(str(odd)) from odd
    return piece_together("postmark", fields, said.text_body, said.html_body, parts)


def _fates(said: Payload) -> list[Brought | Fate]:
    rfc_id, about = said.metadata.get(METADATA, ""), said.email or said.recipient
    why = said.details or said.description
    if not rfc_id:
        return []
    if said.record_type == "Delivery":
        return [Fate(what="delivered", rfc_id=rfc_id, recipient=about)]
    if said.record_type == "SpamComplaint" or said.type in COMPLAINED:
        return [Fate(what="complained", rfc_id=rfc_id, recipient=about, why=why)]
    if said.record_type == "Bounce" and said.type in FAILED:
        return [Fate(what="failed", rfc_id=rfc_id, recipient=about, why=why)]
    return []
