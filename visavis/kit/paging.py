"""Opaque cursors: where a page ended, so that the next one starts right there."""

import base64
import binascii
from typing import TypeVar

import msgspec

from visavis.kit.errors import InvalidInput

T = TypeVar("T")


class BadCursor(InvalidInput):
    """This page cursor is not one of ours."""


def pack(position: msgspec.Struct) -> str:
    """Make a cursor out of a position."""
    return base64.urlsafe_b64encode(msgspec.json.encode(position)).decode().rstrip("=")


def unpack(cursor: str, into: type[T]) -> T:
    """Read a cursor back; raise `BadCursor` when it was not made by `pack`."""
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        return msgspec.json.decode(raw, type=into)
    except (binascii.Error, ValueError, msgspec.MsgspecError) as bad:
        raise BadCursor from bad
