"""A house of its own for a benchmark: a folder, PostgreSQL with its durable defaults, a server."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from visavis.config import CannotStart
from visavis.kit.postgres import Embedded

SECRET_KEY = "benchmarks-are-run-on-a-house-of-their-own"
START_SECONDS = 90
STOP_SECONDS = 30


class Server:
    """One process that serves; it says `ready` when it does."""

    def __init__(self, module: str, arguments: list[str], environment: dict[str, str], log: Path) -> None:
        self.port = int(environment["VISAVIS_PORT"])
        self.log = log
        started = time.monotonic()
        with log.open("ab") as errors:
            self.process = subprocess.Popen(
                [sys.executable, "-m", module, *arguments],
                env=environment,
                stdout=subprocess.PIPE,
                stderr=errors,
                stdin=subprocess.DEVNULL,
            )
        self._await_ready(started)
        self.ready_s = time.monotonic() - started

    @property
    def pid(self) -> int:
        """Its process id."""
        return self.process.pid

    def kill(self) -> None:
        """End it without a word."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self._close()

    def stop(self) -> None:
        """End it gracefully."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.process.send_signal(signal.SIGKILL)
                self.process.wait()
        self._close()

    def _await_ready(self, started: float) -> None:
        assert self.process.stdout
        os.set_blocking(self.process.stdout.fileno(), False)
        said = b""
        while b"ready" not in said:
            if self.process.poll() is not None or time.monotonic() - started > START_SECONDS:
                self.kill()
                raise CannotStart(f"The server did not start:\n{self.log.read_text()[-2000:]}")
            time.sleep(0.005)
            said += self.process.stdout.read() or b""

    def _close(self) -> None:
        if self.process.stdout:
            self.process.stdout.close()


class Stage:
    """A fresh folder, and how to serve from it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"

    @property
    def postmaster(self) -> int:
        """The process id of PostgreSQL's first process; raises OSError or ValueError when it is away."""
        return int((self.data / "postgres" / "postmaster.pid").read_text().splitlines()[0])

    def serve(self, *, port: int | None = None, module: str = "visavis") -> Server:
        """Start `visavis serve` as in production, only with rate limits out of the way."""
        return Server(module, ["serve"], self._environment(port or free_port()), self.folder / "server.log")

    def serve_bare(self, url: str) -> Server:
        """Start the yardstick's server on this database."""
        environment = self._environment(free_port())
        return Server("visavis.bench.bare", [url], environment, self.folder / "bare.log")

    def _environment(self, port: int) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("VISAVIS_", "PG"))}
        return {
            **kept,
            "VISAVIS_DATA": str(self.data),
            "VISAVIS_PORT": str(port),
            "VISAVIS_SECRET_KEY": SECRET_KEY,
            "VISAVIS_RATE_FACTOR": "1000000",
            "VISAVIS_LOG_LEVEL": "warning",
        }


@contextmanager
def fresh_stage() -> Generator[Stage]:
    """Give a stage with nothing on it, and clear it away afterwards."""
    # Short, for the socket's path, and open to PostgreSQL's own user when we are root.
    folder = Path(f"/tmp/visavis-bench-{uuid4().hex[:12]}")
    folder.mkdir(mode=0o755)
    stage = Stage(folder)
    try:
        yield stage
    finally:
        if (stage.data / "postgres" / "postmaster.pid").exists():
            left = Embedded(stage.data)
            with suppress(Exception):
                left.start()
                left.stop()
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
