"""Amazon SES: mails and what became of them, as notifications of SNS."""

import base64
import binascii

import msgspec

from visavis.channels.email.hooks.errors import MailHookMalformed
from visavis.channels.email.hooks.models import Brought, Fate
from visavis.channels.email.hooks.sns import Message
from visavis.channels.email.models import Envelope


class Field(msgspec.Struct):
    name: str = ""
    value: str = ""


class Sent(msgspec.Struct, rename="camel"):
    message_id: str = ""
    source: str = ""
    headers: list[Field] = []


class Action(msgspec.Struct):
    type: str = ""
    encoding: str = ""


class Receipt(msgspec.Struct):
    recipients: list[str] = []
    action: Action = msgspec.field(default_factory=Action)


class Recipient(msgspec.Struct, rename="camel"):
    email_address: str = ""
    diagnostic_code: str = ""


class Bounce(msgspec.Struct, rename="camel"):
    bounce_type: str = ""
    bounced_recipients: list[Recipient] = []


class Complaint(msgspec.Struct, rename="camel"):
    complained_recipients: list[Recipient] = []
    complaint_feedback_type: str | None = None


class Delivery(msgspec.Struct):
    recipients: list[str] = []


class Payload(msgspec.Struct, rename="camel"):
    """https://docs.aws.amazon.com/ses/latest/dg: receiving-email-notifications-contents and notification-contents."""

    notification_type: str = ""
    event_type: str = ""
    mail: Sent = msgspec.field(default_factory=Sent)
    receipt: Receipt = msgspec.field(default_factory=Receipt)
    content: str | None = None
    bounce: Bounce = msgspec.field(default_factory=Bounce)
    complaint: Complaint = msgspec.field(default_factory=Complaint)
    delivery: Delivery = msgspec.field(default_factory=Delivery)


_decode = msgspec.json.Decoder(Payload).decode


def read(message: Message) -> list[Brought | Fate]:
    """Read a notification; raise `MailHookMalformed`. What is said beside mails brings nothing."""
    if not message.message.lstrip().startswith("{"):
        return []  # "Successfully validated SNS topic for Amazon SES event publishing."
    try:
        said = _decode(message.message)
    except msgspec.MsgspecError as odd:
        raise MailHookMalformed(str(odd)) from odd
    match said.notification_type or said.event_type:
        case "Received":
            return [_mail(said)]
        case "Bounce" if said.bounce.bounce_type == "Permanent":
            return _fates(said, "failed", said.bounce.bounced_recipients)
        case "Complaint":
            return _fates(said, "complained", said.complaint.complained_recipients)
        case "Delivery":
            return _fates(said, "delivered", [Recipient(address) for address in said.delivery.recipients])
        case _:
            return []


def _mail(said: Payload) -> Brought:
    if not said.mail.message_id:
        raise MailHookMalformed("no mail is named")
    envelope = Envelope(sender=said.mail.source, recipients=said.receipt.recipients)
    if not said.content:
        # It lies in S3, or was too large for SNS: that it came is seen, and where it is.
        key = f"{said.mail.message_id} elsewhere"
        return Brought(raw=b"", key=key, envelope=envelope, whole=False)
    raw = said.content.encode()
    if said.receipt.action.encoding.upper() == "BASE64":
        try:
            raw = base64.b64decode(said.content)
        except (binascii.Error, ValueError) as odd:
            raise MailHookMalformed(str(odd)) from odd
    return Brought(raw=raw, key=said.mail.message_id, envelope=envelope)


def _fates(said: Payload, what: str, about: list[Recipient]) -> list[Brought | Fate]:
    # It gives mails an identifier of its own; ours is among the fields that it was given.
    ours = [field.value.strip("<> ") for field in said.mail.headers if field.name.lower() == "message-id"]
    return [
        msgspec.convert(
            {"what": what, "rfc_id": rfc_id, "recipient": one.email_address, "why": one.diagnostic_code}, Fate
        )
        for rfc_id in ours[:1]
        for one in about
    ]
