"""The demo server, started again when Python changes, and the web apps, built again when they change."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from _bootstrap import web_sources
from _steps import ROOT, VENV, environment, step

BIN = VENV / "bin"


def main() -> None:
    server = start()
    python, web = newest(python_sources()), newest(web_sources())
    try:
        while True:
            time.sleep(0.5)
            if (now := newest(web_sources())) != web:
                web = now
                step("Web apps", [BIN / "npm", "run", "build"], folder=ROOT / "web")
            if (now := newest(python_sources())) != python:
                python = now
                stop(server)
                server = start()
    except KeyboardInterrupt:
        stop(server)


def start() -> subprocess.Popen[bytes]:
    return subprocess.Popen([BIN / "visavis", "demo"], cwd=ROOT, env=environment(), start_new_session=True)


def stop(server: subprocess.Popen[bytes]) -> None:
    server.send_signal(signal.SIGTERM)
    server.wait()


def python_sources() -> Iterable[Path]:
    return [*(ROOT / "visavis").rglob("*.py"), *(ROOT / "migrations").rglob("*.py")]


def newest(paths: Iterable[Path]) -> tuple[float, int]:
    times = [path.stat().st_mtime for path in paths if path.exists()]
    return max(times, default=0.0), len(times)


if __name__ == "__main__":
    sys.exit(main())
