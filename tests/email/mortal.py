"""`visavis work` in processes that kill themselves before or after their Nth deed, whichever that is.

A deed is what others see: a commit, a file that is put, a mail that is handed over. Numbers are read from standard
input, a line each; each is a process, whose id is printed. The parts are loaded once.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import aiosmtplib
import dns.resolver

from visavis import app, config
from visavis.channels.email import delivering, fetching
from visavis.kit import jobs
from visavis.kit.database import Session
from visavis.kit.files import Files


class Fate:
    """How many deeds are left."""

    def __init__(self, left: int) -> None:
        self.left = left

    def passes(self) -> None:
        """Come nearer to the end."""
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def over(self, kind: type, name: str, *, when: Callable[[Any], bool] = lambda _: True) -> None:
        """Count a kind of deed."""
        doing: Callable[..., Awaitable[Any]] = getattr(kind, name)

        async def mortal(it: Any, *arguments: Any, **named: Any) -> Any:
            counts = when(it)
            if counts:
                self.passes()
            done = await doing(it, *arguments, **named)
            if counts:
                self.passes()
            return done

        setattr(kind, name, mortal)


def live(deeds: int) -> None:
    """Work until killed."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    fate = Fate(deeds)
    fate.over(Session, "commit", when=lambda session: session.connection is not None)
    fate.over(Files, "put")
    fate.over(aiosmtplib.SMTP, "data")
    settings = config.read()
    assert settings.database_url
    asyncio.run(app.work(settings, settings.database_url))


def main() -> None:
    # Nobody waits minutes for what the dead left, nor asks the real DNS.
    jobs.BEAT, jobs.DEAD = 0.2, 1.0
    delivering.TICK, delivering.LEASE, fetching.TICK = 0.2, timedelta(seconds=2), 0.2
    dns.resolver.default_resolver = dns.resolver.Resolver(configure=False)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            live(int(line))
            os._exit(1)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
