"""A PostgreSQL server of our own, for when nobody gives us one.

Only the operating-system user who runs Vis-à-vis (and root) gets in, by peer authentication on a
Unix socket.
"""

import fcntl
import hashlib
import logging
import os
import pwd
import shlex
import shutil
import subprocess
import threading
import time
from collections.abc import Generator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO
from urllib.parse import quote

import psycopg

from visavis.kit.postgres_programs import PostgresUnavailable, binaries, run, server_user, version

log = logging.getLogger(__name__)

SUPERUSER = "visavis"
DATABASE = "visavis"
LONGEST_SOCKET_DIR = 90  # bytes; the kernel allows about 107 with the socket's own name
START_SECONDS = 60  # recovery after a crash can take long; a healthy start takes under one second

DURABLE: Mapping[str, str] = {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "shared_buffers": "64MB",
    "max_connections": "60",
    "jit": "off",
    "listen_addresses": "",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "logging_collector": "on",
    "log_directory": "log",
    "log_filename": "postgresql-%a.log",  # a week of logs, then the oldest day is written over
    "log_truncate_on_rotation": "on",
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
    "log_checkpoints": "off",
}


class Embedded:
    """One PostgreSQL server on `data_dir`, shared by every process that starts it there."""

    def __init__(self, data_dir: Path, settings: Mapping[str, str] | None = None) -> None:
        self.data_dir = data_dir.expanduser().absolute()
        self.pgdata = self.data_dir / "postgres"
        self.settings = {**DURABLE, **(settings or {})}
        self._in_use: IO[str] | None = None
        self._bin = Path()
        self._user: pwd.struct_passwd | None = None
        self._closing = threading.Event()

    @property
    def dsn(self) -> str:
        """Where to connect, as a libpq URL."""
        return f"postgresql://{SUPERUSER}@/{DATABASE}?host={quote(str(self.socket_dir), safe='')}"

    def start(self) -> str:
        """Starts the server unless it runs already, and returns its DSN; raises PostgresUnavailable."""
        self.data_dir.mkdir(parents=True, exist_ok=True)
        with self._alone(), ExitStack() as undo:
            in_use = undo.enter_context(_open_lock(self.data_dir / "postgres.users"))
            fcntl.flock(in_use, fcntl.LOCK_SH)
            self._user = server_user()
            self._bin = binaries(self.data_dir, self._user)
            if not (self.pgdata / "PG_VERSION").exists():
                self._initdb()
            self._check_version()
            self._ensure_running()
            undo.pop_all()
            self._in_use = in_use
        self._closing.clear()
        return self.dsn

    def stop(self) -> None:
        """Stops the server when no other process uses it any more."""
        if self._in_use is None:
            return
        self._closing.set()
        with self._alone():
            self._in_use.close()
            self._in_use = None
            with _open_lock(self.data_dir / "postgres.users") as users, suppress(BlockingIOError):
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self._shut_down()

    def watch(self, every: float = 2.0) -> threading.Thread:
        """Starts the server again whenever it has died, until stop(); `every` is in seconds."""

        def look() -> None:
            while not self._closing.wait(every):
                try:
                    if self._answers():
                        continue
                    with self._alone():
                        if not self._closing.is_set() and not self._answers():
                            log.error("PostgreSQL is gone; starting it again")
                            self._ensure_running()
                except (PostgresUnavailable, OSError, psycopg.Error) as error:
                    log.error("PostgreSQL does not start: %s", error)

        thread = threading.Thread(target=look, name="postgres-watch", daemon=True)
        thread.start()
        return thread

    @contextmanager
    def _alone(self) -> Generator[None]:
        # The kernel drops a flock with its process, so that a kill -9 leaves nothing to clean up.
        with _open_lock(self.data_dir / "postgres.lock") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _initdb(self) -> None:
        fresh = self.data_dir / "postgres.new"  # renamed when whole: a killed initdb leaves no half
        shutil.rmtree(fresh, ignore_errors=True)
        self._make_dir(fresh, 0o700)
        options = ["--username", SUPERUSER, "--encoding=UTF8", "--locale=C.UTF-8"]
        options += ["--auth=reject", "--data-checksums", "--no-instructions"]
        if version(self._bin) >= 17:
            options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        if self.settings["fsync"] == "off":
            options.append("--no-sync")
        made = run([str(self._bin / "initdb"), "-D", str(fresh), *options], self._user)
        if made.returncode:
            raise PostgresUnavailable(f"initdb failed in {fresh}: {made.stderr.strip()}")
        fresh.rename(self.pgdata)

    def _check_version(self) -> None:
        data, server = int((self.pgdata / "PG_VERSION").read_text()), version(self._bin)
        if data != server:
            raise PostgresUnavailable(
                f"The data in {self.pgdata} is PostgreSQL {data}'s, and the server here is {server}. "
                "Move it with pg_dump and pg_restore, as docs/operate/upgrade.md tells."
            )

    def _ensure_running(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        if not self._answers():
            self._write_access()
            self._make_dir(self.socket_dir, 0o755)
            self._forget_stale_pid()
            while self._launch().returncode and not self._answers():
                said = self._startup_log()
                # A killed server and its backends need a moment to be gone.
                dying = "shared memory block" in said or "already exists" in said
                if not dying or time.monotonic() > deadline:
                    raise PostgresUnavailable(f"PostgreSQL did not start: {said}")
                time.sleep(0.1)
                self._forget_stale_pid()
        while not self._answers():
            if time.monotonic() > deadline:
                raise PostgresUnavailable(f"PostgreSQL does not answer: {self._startup_log()}")
            time.sleep(0.05)
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if known.fetchone() is None:
                connection.execute(f"CREATE DATABASE {DATABASE}")

    def _launch(self) -> subprocess.CompletedProcess[str]:
        (self.pgdata / "startup.log").unlink(missing_ok=True)
        settings = {**self.settings, "unix_socket_directories": str(self.socket_dir)}
        options = shlex.join(f"--{name}={value}" for name, value in settings.items())
        command = [str(self._bin / "pg_ctl"), "-D", str(self.pgdata), "-w", "-t", str(START_SECONDS)]
        command += ["-l", str(self.pgdata / "startup.log"), "-o", options, "start"]
        return run(command, self._user)

    def _shut_down(self) -> None:
        stop = [str(self._bin / "pg_ctl"), "-D", str(self.pgdata), "-w", "-t", "30", "stop"]
        if run([*stop, "-m", "fast"], self._user).returncode:
            run([*stop, "-m", "immediate"], self._user)

    def _write_access(self) -> None:
        users = {"root", pwd.getpwuid(os.geteuid()).pw_name}
        (self.pgdata / "pg_ident.conf").write_text(
            "".join(f'visavis "{user}" {SUPERUSER}\n' for user in sorted(users))
        )
        (self.pgdata / "pg_hba.conf").write_text(
            "local all all peer map=visavis\nlocal replication all peer map=visavis\n"
        )

    def _forget_stale_pid(self) -> None:
        # A killed server may stay a zombie, and in a restarted container its pid may be anybody's:
        # PostgreSQL would give up. Without the file it still refuses while old backends hold its memory.
        pid_file = self.pgdata / "postmaster.pid"
        with suppress(OSError, IndexError, ValueError):
            pid = int(pid_file.read_text().splitlines()[0])
            name, _, rest = (Path("/proc") / str(pid) / "stat").read_text().rpartition(") ")
            if not name.endswith("(postgres") or rest.startswith("Z"):
                pid_file.unlink()

    def _answers(self) -> bool:
        try:
            psycopg.connect(self._url("postgres"), connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    def _url(self, database: str) -> str:
        return self.dsn.replace(f"@/{DATABASE}?", f"@/{database}?")

    def _startup_log(self) -> str:
        logs = [self.pgdata / "startup.log", *sorted((self.pgdata / "log").glob("*.log"), key=_age)]
        text = "\n".join(path.read_text(errors="replace") for path in logs if path.exists())
        return text[-2000:].strip() or "nothing was logged."

    @property
    def socket_dir(self) -> Path:
        """Where its socket is: beside the data, or in /tmp when that path is too long for one."""
        near = self.data_dir / "run"
        if len(os.fsencode(near)) <= LONGEST_SOCKET_DIR:
            return near
        name = hashlib.sha256(os.fsencode(self.data_dir)).hexdigest()[:12]
        return Path("/tmp") / f"visavis-{name}"

    def _make_dir(self, path: Path, mode: int) -> None:
        path.mkdir(mode=mode, exist_ok=True)
        owner = self._user.pw_uid if self._user else os.geteuid()
        if path.stat(follow_symlinks=False).st_uid not in {owner, os.geteuid()}:
            raise PostgresUnavailable(f"{path} belongs to somebody else; remove it and try again.")
        if self._user:
            os.chown(path, self._user.pw_uid, self._user.pw_gid)
        path.chmod(mode)


def _open_lock(path: Path) -> IO[str]:
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600), "r+")


def _age(path: Path) -> float:
    return path.stat().st_mtime
