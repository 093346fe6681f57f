"""Identifiers that sort by the time they were made."""

import os
import time
from uuid import UUID

# The last millisecond used and the counter within it: ids of one process never go backwards.
_last = [0, 0]


def uuid7() -> UUID:
    """Make a UUIDv7 (RFC 9562): 48 bits of milliseconds, 12 of counter, 62 of chance."""
    now = time.time_ns() // 1_000_000
    if now > _last[0]:
        _last[0], _last[1] = now, int.from_bytes(os.urandom(1))
    else:
        _last[1] += 1
        if _last[1] > 0xFFF:
            _last[0], _last[1] = _last[0] + 1, 0
    chance = int.from_bytes(os.urandom(8)) & 0x3FFF_FFFF_FFFF_FFFF
    return UUID(int=(_last[0] << 80) | (0x7 << 76) | (_last[1] << 64) | (0b10 << 62) | chance)
