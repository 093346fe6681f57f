"""The commands that docs/operate/backup.md and external-postgresql.md give, done for real."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import httpx
import psycopg
import pytest

from tests.conftest import Server
from visavis import migrating
from visavis.kit import postgres_programs

BRAND = """
    INSERT INTO brand (id, slug, name, locale, accent, secret, created_at)
    VALUES (gen_random_uuid(), 'maison', 'Maison', 'fr', '#0e6b75', 'x', now())
"""


def pg(program: str, *arguments: str | Path) -> None:
    folder = postgres_programs.binaries(Path("/"), None)
    done = subprocess.run([folder / program, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def brands(url: str) -> list[str]:
    with psycopg.connect(url) as connection:
        return [slug for (slug,) in connection.execute("SELECT slug FROM brand")]


@pytest.fixture
def owned_url(empty_database_url: str) -> str:
    """A database whose owner is an ordinary role, as external-postgresql.md makes it."""
    role = f"owner_{uuid4().hex[:8]}"
    with psycopg.connect(empty_database_url, autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {role} LOGIN CREATEROLE".encode())
        connection.execute(f"ALTER DATABASE {connection.info.dbname} OWNER TO {role}".encode())
        # The first database of a server makes the two roles; this owner comes second.
        connection.execute(f"GRANT visavis_app, visavis_system TO {role} WITH ADMIN OPTION".encode())
    return f"{empty_database_url}&options=-c%20role%3D{role}"


def test_dump_is_restored_and_served(
    database_url: str, empty_database_url: str, tmp_path: Path, start_server: Callable[..., Server]
):
    with psycopg.connect(database_url) as connection:
        connection.execute(BRAND)
    dump = tmp_path / "visavis.dump"
    pg("pg_dump", "--format=custom", "--enable-row-security", f"--file={dump}", database_url)
    pg("pg_restore", "--exit-on-error", "--no-owner", f"--dbname={empty_database_url}", dump)
    assert brands(empty_database_url) == ["maison"]
    restored = start_server(VISAVIS_DATABASE_URL=empty_database_url)
    assert httpx.get(f"{restored.url}/api/openapi.json").status_code == 200


def test_ordinary_owner_migrates_serves_and_dumps(
    owned_url: str, tmp_path: Path, start_server: Callable[..., Server]
):
    migrating.migrate(owned_url, tell=lambda sentence: None)
    with psycopg.connect(owned_url) as connection:
        connection.execute(BRAND)
    server = start_server(VISAVIS_DATABASE_URL=owned_url)
    assert httpx.get(f"{server.url}/api/openapi.json").status_code == 200
    dump = tmp_path / "visavis.dump"
    pg("pg_dump", "--format=custom", "--enable-row-security", f"--file={dump}", owned_url)
    pg("pg_restore", "--data-only", "--table=brand", f"--file={tmp_path / 'brand.sql'}", dump)
    assert "maison" in (tmp_path / "brand.sql").read_text()
