"""DKIM (RFC 6376, 8301, 8463): whether a domain signed a mail. Time and memory grow with its size, whoever wrote it."""

import base64
import binascii
import re
from typing import Literal

import msgspec
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256, Hash
from cryptography.hazmat.primitives.serialization import load_der_public_key

from visavis.channels.email.domains.asking import Asker, ascii_of

HEADER_BYTES = 1_000_000
SIGNATURES = 5  # of one mail that are looked at
SMALLEST, LARGEST = 1024, 8192  # bits of an RSA key
_NAME = re.compile(rb"([\x21-\x39\x3b-\x7e]+)[ \t]*:")
# Fields that ours are signed with; named once more than there are, so that none can be added.
SIGNED = (
    *("from", "to", "cc", "reply-to", "subject", "date", "message-id", "in-reply-to", "references"),
    *("mime-version", "content-type", "content-transfer-encoding", "auto-submitted"),
)

Field = tuple[bytes, bytes]


class Malformed(Exception):
    """A mail whose header cannot be told from its body."""


class Signature(msgspec.Struct, frozen=True, kw_only=True):
    """A DKIM signature as it stands in a mail; `field` is which one of its fields."""

    field: int
    algorithm: Literal["rsa-sha256", "ed25519-sha256"]
    domain: str
    selector: str
    identity: str
    signed: list[str]
    relaxed_header: bool
    relaxed_body: bool
    body_hash: bytes
    value: bytes
    expires: int | None


def split(raw: bytes) -> tuple[list[Field], bytes]:
    """Take a mail apart into its fields, as they stand, and its body; raise `Malformed`."""
    raw = raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    end = raw.find(b"\r\n\r\n", 0, HEADER_BYTES)
    head, body = (raw[: end + 2], raw[end + 4 :]) if end >= 0 else (raw, b"")
    if len(head) > HEADER_BYTES:
        raise Malformed
    fields = list[tuple[bytes, list[bytes]]]()
    for number, line in enumerate(head.removesuffix(b"\r\n").split(b"\r\n")):
        named = _NAME.match(line)
        if line[:1] in (b" ", b"\t") and fields:
            fields[-1][1].append(line)
        elif named:
            fields.append((line[: named.end() - 1], [line[named.end() :]]))
        elif number or not line.startswith(b"From "):  # as mbox begins a mail
            raise Malformed
    return [(name, b"\r\n".join(lines)) for name, lines in fields], body


def signatures_of(fields: list[Field]) -> list[Signature]:
    """List the signatures of a mail that can be checked and that cover all of it."""
    found = list[Signature]()
    for number, (name, value) in enumerate(fields):
        if name.strip().lower() == b"dkim-signature" and len(found) < SIGNATURES:
            try:
                found += [_signature(number, tags_of(value.decode("utf-8")))]
            except (KeyError, ValueError, msgspec.ValidationError):
                continue
    return found


def verifies(signature: Signature, fields: list[Field], body: bytes, asker: Asker, now: int) -> bool:
    """Tell whether a signature is its domain's, over this mail; raise `Away`."""
    if signature.expires is not None and signature.expires < now:
        return False
    if _digest(canonical_body(body, relaxed=signature.relaxed_body)) != signature.body_hash:
        return False
    texts = asker.texts(f"{signature.selector}._domainkey.{signature.domain}")
    key = key_of(texts, signature) if len(texts) == 1 else None
    content = _content(fields, signature)
    try:
        if isinstance(key, RSAPublicKey):
            key.verify(signature.value, content, PKCS1v15(), SHA256())
        elif isinstance(key, Ed25519PublicKey):
            key.verify(signature.value, _digest(content))
        else:
            return False
    except InvalidSignature:
        return False
    return True


def key_of(texts: list[str], signature: Signature) -> RSAPublicKey | Ed25519PublicKey | None:
    """Read the key that a domain publishes for a signature; None where it may not make it, or is revoked."""
    try:
        tags = tags_of(texts[0])
        flags = [flag.strip() for flag in tags.get("t", "").split(":")]
        if tags.get("v", "DKIM1") != "DKIM1" or "y" in flags:
            return None  # somebody who tries out means nothing by it
        if "sha256" not in re.split(r"\s*:\s*", tags.get("h", "sha256")):
            return None
        if not {"*", "email"} & set(re.split(r"\s*:\s*", tags.get("s", "*"))):
            return None
        if "s" in flags and signature.identity != signature.domain:
            return None
        raw, kind = _base64(tags["p"]), tags.get("k", "rsa")
        if f"{kind}-sha256" != signature.algorithm or not raw:
            return None
        if kind == "ed25519":
            return Ed25519PublicKey.from_public_bytes(raw)
        key = load_der_public_key(raw)
    except (KeyError, ValueError, UnsupportedAlgorithm):
        return None
    return key if isinstance(key, RSAPublicKey) and SMALLEST <= key.key_size <= LARGEST else None


def sign(raw: bytes, domain: str, selector: str, key: RSAPrivateKey, now: int) -> bytes:
    """Give the field that signs a mail, to be put before it."""
    fields, body = split(raw)
    there = [name.strip().lower().decode("ascii") for name, _ in fields]
    signed = [name for name in there if name in SIGNED]
    body_hash = base64.b64encode(_digest(canonical_body(body, relaxed=True))).decode()
    begun = (
        f" v=1; a=rsa-sha256; c=relaxed/relaxed; d={domain}; s={selector}; t={now};\r\n"
        f" h={':'.join((*signed, *SIGNED))};\r\n bh={body_hash};\r\n b="
    )
    begun = re.sub(r"((?:[^:\r\n]+:){6})(?=[^\r\n])", r"\1\r\n ", begun) if len(signed) else begun
    whole = [*fields, (b"DKIM-Signature", begun.encode())]
    made = _signature(len(fields), tags_of(begun) | {"b": "AA=="})
    value = base64.b64encode(key.sign(_content(whole, made), PKCS1v15(), SHA256())).decode()
    folded = "\r\n ".join(value[at : at + 72] for at in range(0, len(value), 72))
    return f"DKIM-Signature:{begun}{folded}\r\n".encode()


def canonical_body(body: bytes, *, relaxed: bool) -> bytes:
    """Write a body as it is signed."""
    if body and not body.endswith(b"\r\n"):
        body += b"\r\n"
    if relaxed:
        body = _one_space(body).replace(b" \r\n", b"\r\n")
    tail = body[len(body.rstrip(b"\r\n")) :]
    empty = re.match(rb"(?:\n\r)*", tail[::-1])
    body = body[: len(body) - (empty.end() if empty else 0)]
    return body + b"\r\n" if body or not relaxed else b""


def tags_of(text: str) -> dict[str, str]:
    """Read a list of tags; raise ValueError where it is none."""
    tags = dict[str, str]()
    for part in text.split(";"):
        name, equals, value = part.partition("=")
        if not part.strip():
            continue
        if not equals or name.strip() in tags:
            raise ValueError
        tags[name.strip()] = value.strip()
    return tags


def _signature(number: int, tags: dict[str, str]) -> Signature:
    header, _, body = tags.get("c", "simple/simple").partition("/")
    domain = ascii_of(tags["d"]) or ""
    identity = ascii_of(tags["i"].rpartition("@")[2]) if "i" in tags else domain
    signed = [name.strip().lower() for name in tags["h"].split(":")]
    # `l` is not heeded: all of the body has to be signed, or anything might follow what was.
    if tags["v"] != "1" or "from" not in signed:
        raise ValueError
    if not domain or not f".{identity}".endswith(f".{domain}"):
        raise ValueError
    if "dns/txt" not in re.split(r"\s*:\s*", tags.get("q", "dns/txt")):
        raise ValueError
    return msgspec.convert(
        {
            "field": number,
            "algorithm": tags["a"],
            "domain": domain,
            "selector": tags["s"],
            "identity": identity,
            "signed": signed,
            "relaxed_header": {"relaxed": True, "simple": False}[header],
            "relaxed_body": {"relaxed": True, "simple": False}[body or "simple"],
            "body_hash": _base64(tags["bh"]),
            "value": _base64(tags["b"]),
            "expires": int(tags["x"]) if "x" in tags else None,
        },
        Signature,
    )


def _content(fields: list[Field], signature: Signature) -> bytes:
    """Give what of the header is signed: of several fields of a name the last first, then the signature itself."""
    left = dict[str, list[Field]]()
    for number, field in enumerate(fields):
        if number != signature.field:
            left.setdefault(field[0].strip().lower().decode("ascii"), []).append(field)
    chosen = [left[name].pop() for name in signature.signed if left.get(name)]
    name, value = fields[signature.field]
    parts = [
        part if part.partition(b"=")[0].strip() != b"b" else part.partition(b"=")[0] + b"="
        for part in value.split(b";")
    ]
    lines = [_canonical(field, relaxed=signature.relaxed_header) + b"\r\n" for field in chosen]
    return b"".join((*lines, _canonical((name, b";".join(parts)), relaxed=signature.relaxed_header)))


def _canonical(field: Field, *, relaxed: bool) -> bytes:
    name, value = field
    if not relaxed:
        return name + b":" + value
    return name.strip().lower() + b":" + _one_space(value.replace(b"\r\n", b"")).strip(b" ")


def _one_space(text: bytes) -> bytes:
    """Make one space of any run of them; a pattern would take time that grows with the square of a run."""
    text = text.replace(b"\t", b" ")
    while b"  " in text:
        text = text.replace(b"  ", b" ")
    return text


def _digest(content: bytes) -> bytes:
    digest = Hash(SHA256())
    digest.update(content)
    return digest.finalize()


def _base64(text: str) -> bytes:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except binascii.Error as wrong:
        raise ValueError from wrong
