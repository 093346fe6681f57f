"""One server at a time reads a mailbox: it holds a lock of PostgreSQL's, free again as soon as that server is gone."""

import contextlib
import logging
from uuid import UUID

import psycopg

from visavis.kit.connecting import Connection, options
from visavis.kit.database import Database
from visavis.kit.errors import Unavailable

LOCKS = 0x6D61696C  # "mail": the first half of each lock's key

log = logging.getLogger(__name__)


class Holding:
    """Which mailboxes are read here; two servers that believe so do no harm, since a mail is kept once."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection: Connection | None = None
        self.held: frozenset[UUID] = frozenset()

    async def hold(self, wanted: set[UUID]) -> frozenset[UUID]:
        """Hold those of these mailboxes that nobody else does, and no other; give them."""
        if not wanted and not self.held:
            return self.held
        try:
            connection = self._connection = self._connection or await Connection.connect(
                self._database.url,
                autocommit=True,
                options=options("visavis_system"),
                application_name="visavis_mailboxes",
            )
            await connection.execute("select 1")
            for mailbox_id in self.held - wanted:
                await connection.execute(
                    "select pg_advisory_unlock(%s, hashtext(%s))", (LOCKS, str(mailbox_id))
                )
                self.held -= {mailbox_id}
            for mailbox_id in wanted - self.held:
                took = await connection.execute(
                    "select pg_try_advisory_lock(%s, hashtext(%s))", (LOCKS, str(mailbox_id))
                )
                if await took.fetchone() == (True,):
                    self.held |= {mailbox_id}
        except (psycopg.OperationalError, Unavailable) as lost:
            if self.held:
                log.warning("email: the mailboxes are let go with the database (%s)", lost)
            await self.leave()
        return self.held

    async def leave(self) -> None:
        """Let other servers have them all."""
        connection, self._connection = self._connection, None
        self.held = frozenset()
        if connection is not None:
            with contextlib.suppress(psycopg.OperationalError):
                await connection.close()
