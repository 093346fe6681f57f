"""The keys with which the house signs a domain's mail; used once the domain publishes them, and not before."""

import asyncio
import base64
import hashlib
import time
from typing import LiteralString
from uuid import UUID

import msgspec
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

from visavis.channels.email.domains import dkim
from visavis.channels.email.domains.asking import Asker, Away
from visavis.channels.email.models import Mailbox
from visavis.kit.crypto import Keys
from visavis.kit.database import Session

BITS = 2048  # the largest whose record fits everywhere; Ed25519 is read by too few
ADD: LiteralString = """
insert into mail_key (brand_id, domain, selector, secret, created_at) values (%s, %s, %s, %s, %s)
on conflict (brand_id, domain) do nothing
"""


class DomainKey(msgspec.Struct, frozen=True):
    """The private key of a domain, and the name under which its public part is published."""

    domain: str
    selector: str
    secret: bytes  # PEM

    @property
    def name(self) -> str:
        """Give the name that is asked for the public key."""
        return f"{self.selector}._domainkey.{self.domain}"

    @property
    def public(self) -> str:
        """Give the public key as the DNS has it."""
        return base64.b64encode(_der(_loaded(self.secret))).decode()


async def find(session: Session, keys: Keys, brand_id: UUID, domain: str) -> DomainKey | None:
    """Give the key of a brand's domain, None where none was made."""
    found = await session.tuple(
        "select selector, secret from mail_key where brand_id = %s and domain = %s", (brand_id, domain)
    )
    if found is None:
        return None
    return DomainKey(domain, found[0], keys.unseal(bytes(found[1]), place=_place(brand_id, domain)))


async def of_mailbox(session: Session, keys: Keys, mailbox: Mailbox) -> DomainKey | None:
    """Give the key of a mailbox's domain, None where none was made."""
    return await find(session, keys, mailbox.brand_id, domain_of(mailbox))


def domain_of(mailbox: Mailbox) -> str:
    """Give the domain that a mailbox's mail is from."""
    return mailbox.address.rpartition("@")[2].lower()


async def find_or_make(session: Session, keys: Keys, mailbox: Mailbox) -> DomainKey:
    """Give the key of a mailbox's domain, made now where there is none."""
    brand_id, domain = mailbox.brand_id, domain_of(mailbox)
    known = await find(session, keys, brand_id, domain)
    if known is None:
        made = await asyncio.to_thread(_make)
        selector = f"vv{hashlib.sha256(_der(made)).hexdigest()[:10]}"
        secret = made.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        sealed = keys.seal(secret, place=_place(brand_id, domain))
        await session.execute(ADD, (brand_id, domain, selector, sealed, session.clock()))
        known = await find(session, keys, brand_id, domain)
    assert known is not None, "it was made a moment ago"
    return known


async def signed(key: DomainKey, raw: bytes) -> bytes:
    """Sign a mail; give it as it is while the key is not published: who cannot verify a signature distrusts it."""
    return await asyncio.to_thread(_signed, key, raw)


def is_public(key: DomainKey, texts: list[str]) -> bool:
    """Tell whether this key alone is what is published under its name, for anybody's mail."""
    try:
        [tags] = [dkim.tags_of(text) for text in texts]
    except ValueError:
        return False
    if (
        tags.get("v", "DKIM1") != "DKIM1"
        or tags.get("k", "rsa") != "rsa"
        or not {"h", "s", "t"}.isdisjoint(tags)
    ):
        return False
    return "".join(tags.get("p", "").split()) == key.public


def _signed(key: DomainKey, raw: bytes) -> bytes:
    try:
        if not is_public(key, Asker().texts(key.name)):
            return raw
    except Away:
        return raw
    return dkim.sign(raw, key.domain, key.selector, _loaded(key.secret), int(time.time())) + raw


def _make() -> RSAPrivateKey:
    return generate_private_key(65537, BITS)


def _loaded(secret: bytes) -> RSAPrivateKey:
    key = serialization.load_pem_private_key(secret, None)
    assert isinstance(key, RSAPrivateKey), "none of another kind is made"
    return key


def _der(key: RSAPrivateKey) -> bytes:
    return key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def _place(brand_id: UUID, domain: str) -> str:
    return f"mail_key/{brand_id}/{domain}"
