"""A connection to PostgreSQL: in which role it acts, and which brands it sees."""

from typing import Any

from psycopg import AsyncConnection

Columns = tuple[Any, ...]

# For the whole connection, and outside of any transaction: a rollback would take it back.
SCOPE = "select set_config('app.brands', %s, false)"


class Connection(AsyncConnection[Columns]):
    """A connection that remembers which brands it was told to see."""

    scope: str | None = None

    async def see(self, brands: str) -> None:
        """Let every statement from now on see these brands and no other."""
        if self.scope != brands:
            self.scope = None
            await self.execute(SCOPE, (brands,))
            self.scope = brands


def options(role: str) -> str:
    """Give the options of a connection that acts in this role."""
    return (
        f"-c role={role} -c statement_timeout=30s"
        " -c idle_in_transaction_session_timeout=30s -c lock_timeout=10s"
        # A statement is planned once and kept: what was planned on an empty table must still do
        # when there are a million rows in it.
        " -c enable_seqscan=off"
    )
