"""Databases that tests clone, and the turns that they take."""

import fcntl
import os
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg


@contextmanager
def turn(run: Path) -> Generator[None]:
    """Hold a transaction open for seconds, or hear news within one: never both at a time, in any worker.

    An open transaction holds up the news of every database of the server; to copy a database is one.
    """
    if run in _turns:
        yield
        return
    with (run / "turn").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        _turns.add(run)
        try:
            yield
        finally:
            _turns.discard(run)


# Whose turn this worker has: it need not wait for itself.
_turns: set[Path] = set()


class Clone:
    """A database for as long as a `with` lasts, cloned from a template."""

    def __init__(self, postgres: Callable[[str], str], template: str) -> None:
        self.admin = postgres("postgres")
        self.name = f"test_{uuid4().hex[:12]}"
        self.url = postgres(self.name)
        self.template = template

    def _turn(self) -> AbstractContextManager[None]:
        return turn(Path(os.environ["VISAVIS_TEST_RUN"]))

    def __enter__(self) -> str:
        with self._turn(), psycopg.connect(self.admin, autocommit=True) as connection:
            # Two clones at once would each find the template in use.
            connection.execute("SELECT pg_advisory_lock(1)")
            connection.execute(
                f"CREATE DATABASE {self.name} TEMPLATE {self.template} STRATEGY file_copy".encode()
            )
        return self.url

    def __exit__(self, *_: object) -> None:
        with self._turn(), psycopg.connect(self.admin, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {self.name} WITH (FORCE)".encode())
