"""SNS: Amazon signs each message with a certificate of the topic's own region, and of nowhere else."""

import base64
import re
from datetime import UTC, datetime
from typing import Literal
from urllib.parse import urlsplit

import msgspec
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.x509.oid import NameOID

from visavis.channels.email.hooks.errors import MailHookForbidden, MailHookLate, MailHookMalformed
from visavis.kit import egress

MANY = 32  # certificates that are remembered
_CERTIFICATE = re.compile(r"/SimpleNotificationService-[0-9a-zA-Z]{1,64}\.pem")
_HASHES = {"1": SHA1, "2": SHA256}
_SIGNED = {
    "Notification": ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"),
    "SubscriptionConfirmation": (
        *("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"),
    ),
}
_SIGNED["UnsubscribeConfirmation"] = _SIGNED["SubscriptionConfirmation"]
_known = dict[str, x509.Certificate]()


class Message(msgspec.Struct, rename="pascal"):
    """https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html"""

    type: Literal["Notification", "SubscriptionConfirmation", "UnsubscribeConfirmation"]
    message_id: str
    topic_arn: str
    message: str
    timestamp: str
    signature_version: str
    signature: str
    signing_cert_url: str = msgspec.field(name="SigningCertURL")
    subject: str | None = None
    token: str | None = None
    subscribe_url: str | None = msgspec.field(default=None, name="SubscribeURL")


_decode = msgspec.json.Decoder(Message).decode


def read(body: bytes) -> Message:
    """Read a message; raise `MailHookMalformed`."""
    try:
        return _decode(body)
    except msgspec.MsgspecError as odd:
        raise MailHookMalformed(str(odd)) from odd


async def verify(message: Message, topic: str, now: datetime) -> None:
    """Raise `MailHookForbidden` where Amazon did not sign it for this topic; `MailHookLate` where it gives no certificate."""
    hashed = _HASHES.get(message.signature_version)
    url = message.signing_cert_url
    if message.topic_arn != topic or hashed is None or not _is_amazons(url, topic):
        raise MailHookForbidden
    if not _CERTIFICATE.fullmatch(urlsplit(url).path):
        raise MailHookForbidden
    certificate = await _certificate(url)
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    key = certificate.public_key()
    valid = certificate.not_valid_before_utc <= now.astimezone(UTC) <= certificate.not_valid_after_utc
    if (
        not valid
        or not isinstance(key, RSAPublicKey)
        or [name.value for name in names] != ["sns.amazonaws.com"]
    ):
        raise MailHookForbidden
    try:
        key.verify(base64.b64decode(message.signature, validate=True), _words(message), PKCS1v15(), hashed())
    except (InvalidSignature, ValueError) as forged:
        raise MailHookForbidden from forged


async def confirm(message: Message, topic: str) -> None:
    """Tell Amazon that the topic is listened to; raise `MailHookForbidden` where that is asked for at another address."""
    if not message.subscribe_url or not _is_amazons(message.subscribe_url, topic):
        raise MailHookForbidden
    try:
        answer = await egress.fetch(message.subscribe_url, redirects=0)
    except egress.RemoteFailed as away:
        raise MailHookLate from away
    if not answer.is_success:
        raise MailHookLate


def _is_amazons(url: str, topic: str) -> bool:
    """Tell whether an address is of SNS, in the topic's own region: no other is ever called."""
    region = topic.split(":")[3]
    host = f"sns.{region}.amazonaws.com{'.cn' if region.startswith('cn-') else ''}"
    # Compared as it is written: what reads otherwise than it looks is not of them.
    return url.isascii() and url.startswith(f"https://{host}/") and not set("\\\r\n\t @#") & set(url)


async def _certificate(url: str) -> x509.Certificate:
    if url not in _known:
        try:
            answer = await egress.fetch(url, redirects=0)
        except egress.RemoteFailed as away:
            raise MailHookLate from away
        if not answer.is_success:
            raise MailHookLate
        try:
            certificate = x509.load_pem_x509_certificate(answer.content)
        except ValueError as odd:
            raise MailHookForbidden from odd
        if len(_known) >= MANY:
            _known.clear()
        _known[url] = certificate
    return _known[url]


def forget() -> None:
    """Know no certificate any more."""
    _known.clear()


def _words(message: Message) -> bytes:
    values = msgspec.to_builtins(message)
    names = _SIGNED[message.type]
    said = [f"{name}\n{values[name]}\n" for name in names if values.get(name) is not None]
    return "".join(said).encode()
