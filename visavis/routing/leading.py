"""One server leads: it holds a lock of PostgreSQL's, which is free again as soon as that server is gone."""

import contextlib
import logging

import psycopg

from visavis.kit.connecting import Connection, options
from visavis.kit.database import Database
from visavis.kit.errors import Unavailable

LOCK = 0x76697361  # "visa"

log = logging.getLogger(__name__)


class Leading:
    """Whether this server leads; two that believe so do no harm, since each act looks at the row it changes."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection: Connection | None = None
        self.here = False

    async def claim(self) -> bool:
        """Keep the lead, or take it if nobody has it; tell whether it is here."""
        try:
            connection = self._connection = self._connection or await Connection.connect(
                self._database.url,
                autocommit=True,
                options=options("visavis_system"),
                application_name="visavis_leading",
            )
            if self.here:
                await connection.execute("select 1")
                return True
            row = await (await connection.execute("select pg_try_advisory_lock(%s)", (LOCK,))).fetchone()
            self.here = bool(row and row[0])
        except (psycopg.OperationalError, Unavailable) as lost:
            if self.here:
                log.warning("routing: the lead is lost with the database (%s)", lost)
            await self.leave()
        return self.here

    async def leave(self) -> None:
        """Let another server lead."""
        connection, self._connection = self._connection, None
        if connection is not None:
            if self.here:
                with contextlib.suppress(psycopg.OperationalError):
                    await connection.execute("select pg_advisory_unlock(%s)", (LOCK,))
            await connection.close()
        self.here = False
