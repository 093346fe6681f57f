import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import httpx
import psycopg

from tests.conftest import Server, free_port


def serve(**environment: str) -> subprocess.CompletedProcess[str]:
    """Runs `visavis serve` where it is expected to refuse."""
    return subprocess.run(
        [sys.executable, "-m", "visavis", "serve"],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_server_answers_once_it_says_that_it_is_ready_and_ends_orderly(server: Server):
    assert httpx.get(f"{server.url}/api/openapi.json").status_code == 200
    assert server.stop() == 0
    assert "Traceback" not in server.errors.read_text()


def test_second_server_shares_the_database(start_server: Callable[..., Server]):
    first, second = start_server(), start_server()
    assert first.url != second.url
    for server in (first, second):
        assert httpx.get(f"{server.url}/api/openapi.json").status_code == 200


def test_server_on_a_taken_port_stops_with_one_sentence(server: Server, database_url: str, tmp_path: Path):
    port = server.url.rpartition(":")[2]
    refused = serve(VISAVIS_DATABASE_URL=database_url, VISAVIS_DATA=str(tmp_path), VISAVIS_PORT=port)
    assert refused.returncode == 1
    assert refused.stderr.startswith(f"visavis: Cannot listen on 127.0.0.1:{port} ")
    assert refused.stderr.count("\n") == 1


def test_external_database_that_lacks_migrations_is_refused(empty_database_url: str, tmp_path: Path):
    refused = serve(
        VISAVIS_DATABASE_URL=empty_database_url, VISAVIS_DATA=str(tmp_path), VISAVIS_PORT=free_port()
    )
    assert refused.returncode == 1
    assert "Run `visavis migrate` first." in refused.stderr


def test_external_database_of_a_newer_version_is_refused(database_url: str, tmp_path: Path):
    with psycopg.connect(database_url) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '2099_01_01_0000'")
    refused = serve(VISAVIS_DATABASE_URL=database_url, VISAVIS_DATA=str(tmp_path), VISAVIS_PORT=free_port())
    assert refused.returncode == 1
    assert "A newer Vis-à-vis" in refused.stderr


def test_server_and_database_that_are_killed_start_again(
    start_server: Callable[..., Server], data_folder: Path
):
    own = {"VISAVIS_DATABASE_URL": "", "VISAVIS_DATA": str(data_folder)}
    killed = start_server(**own)
    killed.process.send_signal(signal.SIGKILL)
    killed.process.wait()
    orphan = int((data_folder / "postgres" / "postmaster.pid").read_text().splitlines()[0])
    os.kill(orphan, signal.SIGKILL)
    again = start_server(**own)
    assert httpx.get(f"{again.url}/api/openapi.json").status_code == 200
    assert again.stop() == 0
    assert not (data_folder / "postgres" / "postmaster.pid").exists()
