"""Bringing a database's schema to what this version needs."""

from collections.abc import Callable, Sequence
from pathlib import Path

import psycopg

LOCK = 7_236_114_905  # any number that nothing else locks


def migrate(database_url: str, tell: Callable[[str], None]) -> None:
    """Applies the missing migrations as the connecting role, telling each; safe to run twice at once."""
    with psycopg.connect(database_url, autocommit=True) as guard:
        guard.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        missing = pending(database_url)
        if missing:
            _upgrade(database_url)
        for name in missing:
            tell(f"migrated {name}")


def pending(database_url: str) -> Sequence[str]:
    """Names the migrations that this database still lacks, oldest first."""
    applied = _applied(database_url)
    return [name for name in _names() if not applied or revision(name) > applied]


def unknown(database_url: str) -> str | None:
    """Names the last applied migration when this version does not have it: a newer one has been here."""
    applied = _applied(database_url)
    return applied if applied and applied not in map(revision, _names()) else None


def revision(name: str) -> str:
    """Tells a migration's identifier from its file name, `2026-11-22-1000_words`."""
    return name[:15].replace("-", "_")


def folder() -> Path:
    """Where the migrations are: in an installed wheel inside of the package, else beside it."""
    inside = Path(__file__).parent / "migrations"
    return inside if inside.exists() else Path(__file__).parents[1] / "migrations"


def _names() -> list[str]:
    return sorted(path.stem for path in (folder() / "versions").glob("*.py"))


def _applied(database_url: str) -> str | None:
    with psycopg.connect(database_url) as connection:
        there = connection.execute("SELECT to_regclass('alembic_version') IS NOT NULL").fetchone()
        if there != (True,):
            return None
        row = connection.execute("SELECT max(version_num) FROM alembic_version").fetchone()
        return row[0] if row else None


def _upgrade(database_url: str) -> None:
    # Alembic takes a second to import, and most starts have nothing to migrate.
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import create_engine, pool

    engine = create_engine(
        "postgresql+psycopg://", creator=lambda: psycopg.connect(database_url), poolclass=pool.NullPool
    )
    config = Config()
    config.set_main_option("script_location", str(folder()).replace("%", "%%"))
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()
