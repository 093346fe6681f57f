"""How each of our processes presents itself to the system, and how it ends."""

import gc
import resource
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

STARTED = time.monotonic()  # the command imports this first
# Containers that outlive a collection before the next one: young, middle, all. A look at everything
# that ten thousand sockets hold stops the server for a quarter of a second, so it is a rare one.
COLLECT = (10_000, 20, 100)
ENDINGS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


def prepare(name: str) -> None:
    """Names the process, lets it hold many sockets, and turns signals into an orderly end."""
    with suppress(OSError):
        Path("/proc/self/comm").write_text(name)
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))

    def leave(*_: object) -> NoReturn:
        for number in ENDINGS:
            signal.signal(number, signal.SIG_IGN)  # the end is under way; the database stops cleanly
        sys.exit(0)

    for number in ENDINGS:
        signal.signal(number, leave)


def settle() -> None:
    """What is loaded by now stays: the garbage collector need not look at it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT)
