"""Lines to outgoing servers: one that has carried a mail carries the next, where that comes within seconds."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from uuid import UUID

import aiosmtplib

from visavis.channels.email.entering import Secret, enter
from visavis.channels.email.models import Mailbox, Server
from visavis.channels.email.reaching import smtp_of

IDLE = 10.0  # seconds for which a line is held open; servers hang up after minutes
AT_ONCE = 3  # lines of one mailbox; providers allow a handful
GOODBYE = 2.0  # seconds

Key = tuple[UUID, Server, Secret]


class Lines:
    """Of one postman; who enters otherwise than before gets another line."""

    def __init__(self) -> None:
        self._idle: dict[Key, list[tuple[float, aiosmtplib.SMTP]]] = {}
        self._turns: dict[UUID, asyncio.Semaphore] = {}

    def turn(self, mailbox: Mailbox) -> asyncio.Semaphore:
        """Give what to wait for before a mailbox's mail is carried."""
        return self._turns.setdefault(mailbox.id, asyncio.Semaphore(AT_ONCE))

    @asynccontextmanager
    async def line(self, mailbox: Mailbox, secret: Secret, within: float) -> AsyncGenerator[aiosmtplib.SMTP]:
        """Give a line on which mail can be handed over; raise what `smtp_of` and the library do.

        It is kept for the next mail unless something goes wrong on it.
        """
        key = (mailbox.id, mailbox.outgoing, secret)
        client = await self._held(key)
        if client is None:
            client = await smtp_of(mailbox.outgoing, within)
        try:
            if not client.is_connected:
                await client.connect()
                await enter(client, mailbox.outgoing, secret)
            yield client
        except BaseException:
            client.close()
            raise
        self._idle.setdefault(key, []).append((_now(), client))

    async def hang_up(self, unused_for: float = IDLE) -> None:
        """Close the lines that were not used for so long (seconds)."""
        for key, held in list(self._idle.items()):
            self._idle[key] = [(since, client) for since, client in held if _now() - since < unused_for]
            over = [client for since, client in held if _now() - since >= unused_for]
            if not self._idle[key]:
                del self._idle[key]
            await asyncio.gather(*map(_end, over))

    async def _held(self, key: Key) -> aiosmtplib.SMTP | None:
        """Give a line that is open still: one that was hung up meanwhile is found out before a mail is on it."""
        while held := self._idle.get(key):
            _, client = held.pop()
            with contextlib.suppress(aiosmtplib.SMTPException, OSError, TimeoutError):
                if (await client.noop(timeout=GOODBYE)).code < 400:
                    return client
            client.close()
        return None


async def _end(client: aiosmtplib.SMTP) -> None:
    with contextlib.suppress(aiosmtplib.SMTPException, OSError, TimeoutError):
        await client.quit(timeout=GOODBYE)
    client.close()


def _now() -> float:
    return asyncio.get_running_loop().time()
