"""Secrets: random tokens, their fingerprints, signatures, and values sealed at rest."""

import hashlib
import hmac
import os
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM


def token(prefix: str) -> str:
    """Make a token of 256 random bits, its prefix telling what it opens."""
    return f"{prefix}_{secrets.token_urlsafe(32)}"


def fingerprint(secret: str) -> bytes:
    """Give what is stored of a random token: its SHA-256."""
    return hashlib.sha256(secret.encode()).digest()


class Keys:
    """The keys derived from the installation's one secret, a key for each purpose."""

    def __init__(self, secret: bytes) -> None:
        if len(secret) < 32:
            raise ValueError("the secret key must have at least 32 bytes")
        self._secret = secret

    def _derive(self, purpose: str) -> bytes:
        return hmac.digest(self._secret, b"visavis:" + purpose.encode(), "sha256")

    def sign(self, purpose: str, message: bytes) -> bytes:
        """Sign a message for one purpose (HMAC-SHA256, 32 bytes)."""
        return hmac.digest(self._derive(purpose), message, "sha256")

    def verify(self, purpose: str, message: bytes, signature: bytes) -> bool:
        """Tell whether the signature is ours, in constant time."""
        return hmac.compare_digest(self.sign(purpose, message), signature)

    def seal(self, value: bytes, *, place: str) -> bytes:
        """Encrypt a value for the place where it is kept (AES-256-GCM)."""
        nonce = os.urandom(12)
        return nonce + AESGCM(self._derive("seal")).encrypt(nonce, value, place.encode())

    def unseal(self, sealed: bytes, *, place: str) -> bytes:
        """Decrypt a sealed value; raise `ValueError` when it was altered or moved."""
        try:
            return AESGCM(self._derive("seal")).decrypt(sealed[:12], sealed[12:], place.encode())
        except InvalidTag as altered:
            raise ValueError(f"the sealed value at {place} does not open with this key") from altered
