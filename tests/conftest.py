"""What every test stands on: a real PostgreSQL, a real server, a real Chromium.

One server and one migrated template serve the whole run, all xdist workers together; each test that
asks for `database_url` gets a clone of its own (30 ms), so that whatever it commits is its own.
"""

import asyncio
import fcntl
import functools
import inspect
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import hypothesis
import psycopg
import pytest
from playwright.async_api import Browser, async_playwright

from tests.cast import Cast, Running, cast_on, running_on
from tests.databases import Clone, turn
from visavis import config, migrating
from visavis.kit.postgres import DATABASE, Embedded

ROOT = Path(__file__).parents[1]
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "200"}
RUN = pytest.StashKey[Path]()
READY_SECONDS = 120  # patience on a busy machine, not a measure
# What is slow on a busy machine is not wrong.
hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")
LONGEST = 120  # seconds: a test that hangs fails, and says where


def pytest_configure(config: pytest.Config) -> None:
    # The folder's path is short, for the socket, and open to PostgreSQL's own user when we are root.
    run = os.environ.setdefault("VISAVIS_TEST_RUN", f"/tmp/visavis-test-{uuid4().hex[:12]}")
    config.stash[RUN] = Path(run)
    if "PYTEST_XDIST_WORKER" not in os.environ:
        for old in Path("/tmp").glob("visavis-test-*"):
            if old.stat().st_uid == os.geteuid() and _abandoned(old):
                _remove(old)


def pytest_unconfigure(config: pytest.Config) -> None:
    run = config.stash[RUN]
    if "PYTEST_XDIST_WORKER" not in os.environ and run.exists():
        _remove(run)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # pytest-timeout raises in a signal's handler, where the event loop swallows it.
    for item in items:
        if isinstance(item, pytest.Function) and inspect.iscoroutinefunction(item.obj):
            item.obj = _bounded(item.obj)


def _bounded(test: Callable[..., Coroutine[None, None, None]]) -> Callable[..., Coroutine[None, None, None]]:
    @functools.wraps(test)
    async def bounded(**given: object) -> None:
        async with asyncio.timeout(LONGEST):
            await test(**given)

    return bounded


def _abandoned(run: Path) -> bool:
    """Tells whether a run was killed: it is an hour old, and no process holds its server."""
    try:
        with (run / "postgres.users").open() as users:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return run.stat().st_mtime < time.time() - 3600
    except (BlockingIOError, FileNotFoundError):
        return False


def _remove(run: Path) -> None:
    """Removes a server's folder, and stops the server first if a killed process left it running."""
    if (run / "postgres" / "postmaster.pid").exists():
        leftover = Embedded(run, FAST)
        leftover.start()
        leftover.stop()
    shutil.rmtree(run)


@pytest.fixture(scope="session")
def anyio_backend() -> tuple[str, dict[str, bool]]:
    return "asyncio", {"use_uvloop": True}


@pytest.fixture(scope="session")
def postgres(pytestconfig: pytest.Config) -> Iterator[Callable[[str], str]]:
    """Gives the URL of a database by its name, on the one server of this run."""
    run = pytestconfig.stash[RUN]
    embedded = Embedded(run, FAST)
    dsn = embedded.start()
    try:
        # The lock of `Clone`: while one worker migrates, or looks whether it must, no other may clone.
        with psycopg.connect(dsn.replace(f"@/{DATABASE}?", "@/postgres?"), autocommit=True) as admin:
            admin.execute("SELECT pg_advisory_lock(1)")
            migrating.migrate(dsn, tell=lambda sentence: None)
        yield lambda name: dsn.replace(f"@/{DATABASE}?", f"@/{name}?")
    finally:
        embedded.stop()


@pytest.fixture
def undisturbed(pytestconfig: pytest.Config, postgres: Callable[[str], str]) -> Iterator[None]:
    """Nobody else holds a long transaction open while this test runs."""
    with turn(pytestconfig.stash[RUN]):
        yield


@pytest.fixture
def empty_database_url(postgres: Callable[[str], str]) -> Iterator[str]:
    """A database of this test's own, with nothing in it: not even the schema."""
    with Clone(postgres, template="template0") as url:
        yield url


@pytest.fixture
def database_url(postgres: Callable[[str], str]) -> Iterator[str]:
    """A migrated, empty database of this test's own."""
    with Clone(postgres, template=DATABASE) as url:
        yield url


@pytest.fixture(scope="session")
def corpora() -> Path | None:
    """The folder of real cases that others wrote; None where there is none: `bin/test` says so, once."""
    folder = Path(os.environ.get("VISAVIS_CORPORA", ROOT.parent / "shared" / "corpora"))
    return folder if folder.is_dir() else None


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> config.Settings:
    """Settings on this test's own database, folder and port."""
    return config.read(environment(database_url, tmp_path))


@pytest.fixture
def data_folder(pytestconfig: pytest.Config) -> Iterator[Path]:
    """A folder for an embedded server; pytest's own is closed to PostgreSQL's user when we are root."""
    folder = pytestconfig.stash[RUN].with_name(f"visavis-data-{uuid4().hex[:12]}")
    folder.mkdir(mode=0o755)
    yield folder
    _remove(folder)


@pytest.fixture
async def cast(settings: config.Settings, database_url: str) -> AsyncIterator[Cast]:
    """The cast on its own database, without a server."""
    async with cast_on(settings, database_url) as people:
        yield people


@pytest.fixture
async def running(settings: config.Settings, database_url: str) -> AsyncIterator[Running]:
    """A server in this very process, with the cast in its database."""
    async with running_on(settings, database_url) as house:
        yield house


@pytest.fixture(scope="module")
async def theatre(
    postgres: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Running]:
    """A server in this very process that the tests of one module share, with the cast in it."""
    with Clone(postgres, template=DATABASE) as url:
        settings = config.read(
            environment(url, tmp_path_factory.mktemp("theatre"), VISAVIS_RATE_FACTOR="10000")
        )
        async with running_on(settings, url) as house:
            yield house


@dataclass
class Server:
    """A running `visavis serve`."""

    url: str
    process: subprocess.Popen[str]
    errors: Path

    def stop(self) -> int:
        """Ends it gracefully and gives its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=READY_SECONDS)


@pytest.fixture
def start_server(database_url: str, tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Starts `visavis serve` with extra settings, as often as wanted, on this test's own database."""
    started: list[Server] = []

    def start(**extra: str) -> Server:
        variables = environment(database_url, tmp_path, **extra)
        errors = tmp_path / f"server-{len(started)}.log"
        with errors.open("w") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "visavis", "serve"],
                env={**os.environ, **variables},
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        started.append(Server(f"http://localhost:{variables['VISAVIS_PORT']}", process, errors))
        assert process.stdout
        patience = threading.Timer(READY_SECONDS, process.kill)
        patience.start()
        said: list[str] = []
        for line in process.stdout:
            said.append(line)
            if "ready at" in line:
                patience.cancel()
                return started[-1]
        patience.cancel()
        pytest.fail(f"The server did not start:\n{''.join(said)}{errors.read_text()}")

    yield start
    for server in started:
        if server.process.poll() is None:
            server.stop()
        if server.process.stdout:
            server.process.stdout.close()


@pytest.fixture
def server(start_server: Callable[..., Server]) -> Server:
    """A real server on a database of this test's own."""
    return start_server()


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """A real Chromium; make a context of its own for each person."""
    async with async_playwright() as playwright:
        program = _chromium(playwright.chromium.executable_path)
        flags = ["--disable-gpu", "--disable-background-networking", "--disable-component-update"]
        # Playwright's own list turns partitioned storage off, which every browser has: the last list counts.
        flags.append("--disable-features=Translate,MediaRouter,HttpsUpgrades,PaintHolding,RenderDocument")
        if os.geteuid() == 0:
            flags.append("--no-sandbox")
        chromium = await playwright.chromium.launch(executable_path=program, args=flags)
        yield chromium
        await chromium.close()


def _chromium(theirs: str) -> str:
    if ours := shutil.which("chromium"):
        return ours
    if not Path(theirs).exists():
        pytest.fail("There is no Chromium. `bin/test` installs it; so does `playwright install chromium`.")
    return theirs


def environment(database_url: str, folder: Path, **extra: str) -> dict[str, str]:
    return {
        "VISAVIS_DATABASE_URL": database_url,
        "VISAVIS_DATA": str(folder / "data"),
        "VISAVIS_PORT": free_port(),
        **extra,
    }


def free_port() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return str(free.getsockname()[1])
