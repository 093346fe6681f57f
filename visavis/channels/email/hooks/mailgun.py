"""Mailgun: it signs a time and a token, which is good for one call alone."""

import hashlib
import hmac
from datetime import datetime, timedelta

import msgspec

from visavis.channels.email.hooks.errors import MailHookForbidden, MailHookMalformed
from visavis.channels.email.hooks.forms import fields_of
from visavis.channels.email.hooks.models import Brought, Call, Fate
from visavis.channels.email.models import Envelope

# It tries again for eight hours what was not taken: nothing that is within may be refused for its age.
WINDOW = timedelta(hours=12)


class Signed(msgspec.Struct, frozen=True):
    """What it signs: the same for all that a call may say, so that the token is kept with what it said."""

    timestamp: str
    token: str
    signature: str


class MessageHeaders(msgspec.Struct):
    message_id: str = msgspec.field(default="", name="message-id")


class About(msgspec.Struct):
    headers: MessageHeaders = msgspec.field(default_factory=MessageHeaders)


class Status(msgspec.Struct):
    message: str = ""
    description: str = ""


class Event(msgspec.Struct):
    event: str = ""
    severity: str = ""
    recipient: str = ""
    message: About = msgspec.field(default_factory=About)
    status: Status = msgspec.field(default_factory=Status, name="delivery-status")


class Payload(msgspec.Struct):
    """https://documentation.mailgun.com: an event of a mail that was sent."""

    signature: Signed
    event: Event = msgspec.field(name="event-data")


_decode = msgspec.json.Decoder(Payload).decode


def read(call: Call) -> tuple[Signed, list[Brought | Fate]]:
    """Read a call and who says to have signed it; raise `MailHookMalformed`."""
    if call.content_type.lower().startswith("application/json"):
        try:
            said = _decode(call.body)
        except msgspec.MsgspecError as odd:
            raise MailHookMalformed(str(odd)) from odd
        return said.signature, _fates(said.event)
    fields = fields_of(call.content_type, call.body)
    signed = Signed(*(_text(fields, name) for name in ("timestamp", "token", "signature")))
    raw = fields.get("body-mime", b"")
    if not raw:
        raise MailHookMalformed("no mail is in it: the route's address ends with /mime")
    envelope = Envelope(sender=_text(fields, "sender"), recipients=[_text(fields, "recipient")])
    return signed, [Brought(raw=raw, key=hashlib.sha256(raw).hexdigest(), envelope=envelope)]


def verify(signed: Signed, key: str, now: datetime) -> None:
    """Raise `MailHookForbidden` where it was signed with another key, or at another time."""
    made = hmac.new(key.encode(), f"{signed.timestamp}{signed.token}".encode(), hashlib.sha256).hexdigest()
    if not hmac.compare_digest(made.encode(), signed.signature.encode()):
        raise MailHookForbidden
    told = signed.timestamp
    if not told.isascii() or not told.isdigit() or len(told) > 12:
        raise MailHookForbidden
    if abs(now.timestamp() - int(told)) > WINDOW.total_seconds():
        raise MailHookForbidden("its signature is too old")


def _fates(event: Event) -> list[Brought | Fate]:
    rfc_id = event.message.headers.message_id.strip("<> ")
    what = {"delivered": "delivered", "failed": "failed", "complained": "complained"}.get(event.event)
    # It goes on trying what failed for now.
    if not rfc_id or what is None or (what == "failed" and event.severity != "permanent"):
        return []
    why = event.status.message or event.status.description
    return [msgspec.convert({"what": what, "rfc_id": rfc_id, "recipient": event.recipient, "why": why}, Fate)]


def _text(fields: dict[str, bytes], name: str) -> str:
    return fields.get(name, b"")[:1000].decode("utf-8", "replace")
