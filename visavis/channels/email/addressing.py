"""The address to which a conversation is answered: it names the conversation, and is signed."""

import base64
import re
from uuid import UUID

from visavis.kit.crypto import Keys

PURPOSE = "email.reply"
SIDE = "email.side"
TAG = "email.tag"
SIGNED = 16  # bytes of the signature: 128 bits
_TAG = re.compile(r"\[#([a-z2-7]{8})\]", re.IGNORECASE)
_TOKEN = re.compile(r"\+([a-z2-7]{52})$")


def reply_address(keys: Keys, address: str, conversation_id: UUID, *, purpose: str = PURPOSE) -> str:
    """Give the address that answers in a conversation go to: `support+…@brand.example`."""
    token = (
        base64.b32encode(conversation_id.bytes + _signature(keys, conversation_id, purpose))
        .decode()
        .rstrip("=")
        .lower()
    )
    local, _, domain = address.rpartition("@")
    return f"{local}+{token}@{domain}"


def side_address(keys: Keys, address: str, side_id: UUID) -> str:
    """Give the address that a third party answers to; it leads nowhere but beside."""
    return reply_address(keys, address, side_id, purpose=SIDE)


def side_of(keys: Keys, address: str) -> UUID | None:
    """Tell which side conversation an address was signed for; None where the signature is not ours."""
    return conversation_of(keys, address, purpose=SIDE)


def conversation_of(keys: Keys, address: str, *, purpose: str = PURPOSE) -> UUID | None:
    """Tell which conversation an address was signed for; None where the signature is not ours."""
    found = _TOKEN.search(address.rpartition("@")[0].lower())
    if found is None:
        return None
    raw = base64.b32decode(found.group(1).upper() + "====")
    conversation_id = UUID(bytes=raw[:16])
    # One spelling only: the spare bits of base32 may not vary.
    if reply_address(keys, "x@y", conversation_id, purpose=purpose) != f"x+{found.group(1)}@y":
        return None
    return conversation_id


def tag_of(keys: Keys, conversation_id: UUID) -> str:
    """Give the tag of a conversation, 40 bits of a signature: `[#k3v9qd2m]`. It finds a conversation, and proves nothing."""
    return f"[#{base64.b32encode(_signature(keys, conversation_id, TAG)[:5]).decode().lower()}]"


def tags_in(subject: str) -> set[str]:
    """List the tags that a subject carries."""
    return {f"[#{found.lower()}]" for found in _TAG.findall(subject)}


def without_token(address: str) -> str:
    """Give the address that people know."""
    local, at, domain = address.rpartition("@")
    return f"{_TOKEN.sub('', local)}{at}{domain}"


def _signature(keys: Keys, conversation_id: UUID, purpose: str) -> bytes:
    return keys.sign(purpose, conversation_id.bytes)[:SIGNED]
