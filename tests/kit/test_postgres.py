"""These start servers of their own, apart from the one that the other tests share."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from visavis.kit import postgres_programs
from visavis.kit.postgres import Embedded
from visavis.kit.postgres_programs import PostgresUnavailable

QUICK = {"fsync": "off"}  # nothing here loses the power, only processes die
START_AND_DIE = """
import os, signal, sys
from pathlib import Path
from visavis.kit.postgres import Embedded
Embedded(Path(sys.argv[1])).start()
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def folder(data_folder: Path) -> Path:
    return data_folder


def ask(dsn: str, query: str) -> object:
    with psycopg.connect(dsn) as connection:
        row = connection.execute(query.encode()).fetchone()
        return row[0] if row else None


def pid_of(folder: Path) -> int:
    return int((folder / "postgres" / "postmaster.pid").read_text().splitlines()[0])


def until(holds: Callable[[], bool], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.02)


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"


def test_it_is_durable_by_default_and_keeps_what_was_written(folder: Path):
    first = Embedded(folder)
    dsn = first.start()
    for setting in ("fsync", "synchronous_commit", "full_page_writes", "data_checksums"):
        assert ask(dsn, f"SHOW {setting}") == "on", setting
    with psycopg.connect(dsn) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 'yes' AS word")
    pid = pid_of(folder)
    first.stop()
    until(lambda: gone(pid))
    again = Embedded(folder)
    assert ask(again.start(), "SELECT word FROM kept") == "yes"
    again.stop()


def test_french_words_are_folded_and_stemmed(folder: Path):
    server = Embedded(folder, QUICK)
    assert ask(server.start(), "SELECT to_tsvector('french', 'ÉLÉPHANTS')::text") == "'éleph':1"
    server.stop()


def test_two_processes_share_one_server_and_the_last_stops_it(folder: Path):
    first, second = Embedded(folder, QUICK), Embedded(folder, QUICK)
    assert first.start() == second.start()
    pid = pid_of(folder)
    first.stop()
    assert ask(second.dsn, "SELECT 1") == 1
    second.stop()
    until(lambda: gone(pid))


def test_server_left_by_a_killed_process_is_used_again(folder: Path):
    died = subprocess.run([sys.executable, "-c", START_AND_DIE, str(folder)], check=False)
    assert died.returncode == -signal.SIGKILL
    orphan = pid_of(folder)
    server = Embedded(folder, QUICK)
    assert ask(server.start(), "SELECT 1") == 1
    assert pid_of(folder) == orphan
    server.stop()
    until(lambda: gone(orphan))


def test_killed_postgresql_starts_again_with_what_was_committed(folder: Path):
    server = Embedded(folder, QUICK)
    with psycopg.connect(server.start()) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 'yes' AS word")
    os.kill(pid_of(folder), signal.SIGKILL)
    second = Embedded(folder, QUICK)
    assert ask(second.start(), "SELECT word FROM kept") == "yes"
    second.stop()
    server.stop()


def test_watch_starts_a_dead_server_again(folder: Path):
    server = Embedded(folder, QUICK)
    dsn = server.start()
    thread = server.watch(every=0.05)
    dead = pid_of(folder)
    os.kill(dead, signal.SIGKILL)

    def answers() -> bool:
        try:
            return ask(dsn, "SELECT 1") == 1 and pid_of(folder) != dead
        except (psycopg.OperationalError, FileNotFoundError):
            return False

    until(answers)
    server.stop()
    thread.join(timeout=10)
    assert not thread.is_alive()


def test_pid_file_that_names_another_program_does_not_stop_it(folder: Path):
    server = Embedded(folder, QUICK)
    server.start()
    server.stop()
    (folder / "postgres" / "postmaster.pid").write_text(f"{os.getpid()}\n{folder}/postgres\n1\n5432\n\n\n")
    again = Embedded(folder, QUICK)
    assert ask(again.start(), "SELECT 1") == 1
    again.stop()


def test_long_folder_still_gets_a_socket(folder: Path):
    deep = folder / ("d" * 100)
    deep.mkdir(mode=0o755)
    server = Embedded(deep, QUICK)
    try:
        assert ask(server.start(), "SELECT 1") == 1
        assert "visavis-" in server.dsn
    finally:
        server.stop()
        shutil.rmtree(server.socket_dir)


def test_killed_first_start_leaves_no_half_made_data(folder: Path):
    (folder / "postgres.new").mkdir()
    (folder / "postgres.new" / "PG_VERSION").write_text("18\n")
    server = Embedded(folder, QUICK)
    assert ask(server.start(), "SELECT 1") == 1
    server.stop()


def test_data_of_another_major_version_is_left_alone(folder: Path):
    server = Embedded(folder, QUICK)
    server.start()
    server.stop()
    (folder / "postgres" / "PG_VERSION").write_text("15\n")
    with pytest.raises(PostgresUnavailable, match=r"is PostgreSQL 15's.*upgrade\.md"):
        Embedded(folder, QUICK).start()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be somebody else")
def test_other_people_of_the_machine_are_not_let_in(folder: Path):
    server = Embedded(folder, QUICK)
    dsn = server.start()
    psql = str(postgres_programs.binaries(folder, None) / "psql")
    tried = subprocess.run(
        [psql, dsn, "-c", "SELECT 1"], user="nobody", capture_output=True, text=True, check=False
    )
    assert tried.returncode
    assert "Peer authentication failed" in tried.stderr
    server.stop()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root needs another user")
def test_private_folder_is_refused_with_advice_rather_than_opened(folder: Path):
    private = folder / "private"
    private.mkdir(mode=0o700)
    with pytest.raises(PostgresUnavailable, match="VISAVIS_DATA"):
        Embedded(private / "data", QUICK).start()
    assert private.stat().st_mode & 0o777 == 0o700
