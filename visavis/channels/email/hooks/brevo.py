"""Brevo: it signs nothing and gives a mail in parts, whose files are fetched from it."""

from urllib.parse import quote

import msgspec

from visavis.channels.email.hooks.errors import MailHookLate, MailHookMalformed
from visavis.channels.email.hooks.models import Brought, Call, Fate
from visavis.channels.email.hooks.piecing import Part, piece_together
from visavis.channels.email.models import Envelope
from visavis.channels.email.reader import LARGEST
from visavis.kit import egress

FILES = "https://api.brevo.com/v3/inbound/attachments/"
WITHIN = 60.0  # seconds for one file
GONE = (400, 404, 410)
WHAT = {"delivered": "delivered", "hard_bounce": "failed", "invalid_email": "failed", "blocked": "failed"}
WHAT["spam"] = "complained"


class File(msgspec.Struct, rename="pascal"):
    name: str = ""
    content_type: str = ""
    content_id: str | None = msgspec.field(default=None, name="ContentID")
    download_token: str = ""


class Item(msgspec.Struct, rename="pascal"):
    uuid: list[str] = []
    headers: dict[str, str | list[str]] = {}
    raw_text_body: str | None = None
    raw_html_body: str | None = None
    attachments: list[File] | None = None


class Payload(msgspec.Struct):
    """https://developers.brevo.com/docs/inbound-parse-webhooks, or an event of a mail that was sent."""

    items: list[Item] | None = None
    event: str = ""
    email: str = ""
    reason: str | None = None
    message_id: str | None = msgspec.field(default=None, name="message-id")


_decode = msgspec.json.Decoder(Payload).decode


async def read(call: Call, api_key: str) -> list[Brought | Fate]:
    """Read a call, and fetch the files of its mails; raise `MailHookMalformed`, or `MailHookLate` for it to call again."""
    try:
        said = _decode(call.body)
    except msgspec.MsgspecError as odd:
        raise MailHookMalformed(str(odd)) from odd
    if said.items is None:
        if not said.event:
            raise MailHookMalformed("no mail is in it")
        return _fates(said)
    return [await _mail(item, api_key) for item in said.items]


async def _mail(item: Item, api_key: str) -> Brought:
    fields = [
        (name, value)
        for name, values in item.headers.items()
        for value in ([values] if isinstance(values, str) else values)
    ]
    if not fields or not item.uuid:
        raise MailHookMalformed("no mail is named")
    parts = [await _file(file, api_key) for file in item.attachments or []]
    raw = piece_together("brevo", fields, item.raw_text_body or "", item.raw_html_body or "", parts)
    known = {name.lower(): value for name, value in fields}
    to, sender = (known.get(name, "").strip("<> ") for name in ("delivered-to", "return-path"))
    return Brought(raw=raw, key=item.uuid[0], envelope=Envelope(sender=sender, recipients=[to] if to else []))


async def _file(file: File, api_key: str) -> Part:
    try:
        answer = await egress.fetch(
            FILES + quote(file.download_token, safe=""),
            headers={"api-key": api_key, "accept": "*/*"},
            redirects=0,
            within=WITHIN,
            at_most=LARGEST,
        )
    except egress.RemoteFailed as away:
        raise MailHookLate from away
    if answer.status_code in GONE:
        return Part(f"{file.name}.txt", "text/plain", b"Brevo no longer had this file.\n")
    if not answer.is_success:
        raise MailHookLate
    return Part(file.name, file.content_type, answer.content, file.content_id or "")


def _fates(said: Payload) -> list[Brought | Fate]:
    rfc_id, what = (said.message_id or "").strip("<> "), WHAT.get(said.event)
    if not rfc_id or what is None:
        return []
    told = {"what": what, "rfc_id": rfc_id, "recipient": said.email, "why": said.reason or ""}
    return [msgspec.convert(told, Fate)]
