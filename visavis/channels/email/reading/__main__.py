"""The reader's own process: mails come in on standard input, what was read goes out; it may be killed at any moment."""

import contextlib
import resource
import sys
from typing import BinaryIO

import msgspec

from visavis.channels.email.reading.parsing import read_mail

MEMORY = 1 << 30  # bytes of address space
SIZE = 8  # bytes that tell how long what follows is


def main() -> None:
    """Read one mail after the other, until there are none."""
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    given, told = sys.stdin.buffer, sys.stdout.buffer
    encode = msgspec.msgpack.Encoder().encode
    while size := given.read(SIZE):
        raw = given.read(int.from_bytes(size))
        try:
            answer = b"+" + encode(read_mail(raw))
        except MemoryError:
            answer = b"-too_much_memory"
        except Exception as wrong:
            place = wrong.__traceback__
            while place is not None and place.tb_next is not None:
                place = place.tb_next
            where = f"{place.tb_frame.f_code.co_name}:{place.tb_lineno}" if place else ""
            answer = f"-{type(wrong).__name__} at {where}".encode()
        del raw
        _tell(told, answer)


def _tell(told: BinaryIO, answer: bytes) -> None:
    told.write(len(answer).to_bytes(SIZE) + answer)
    told.flush()


if __name__ == "__main__":
    main()
