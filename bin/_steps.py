"""Named steps with their times; what a step prints is shown only when it fails."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"


def environment() -> dict[str, str]:
    """The environment in which the tools of .venv, its Node included, come first."""
    path = os.pathsep.join([str(VENV / "bin"), os.environ.get("PATH", os.defpath)])
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONHOME"}
    return {**kept, "PATH": path, "VIRTUAL_ENV": str(VENV)}


def step(name: str, command: Sequence[str | Path], *, folder: Path = ROOT, shown: bool = False) -> bool:
    """Runs a command as a step; `shown` lets its output through. Tells whether it succeeded."""
    started = time.monotonic()
    print(f"  {name} …", end="\n" if shown else " ", flush=True)
    output = None if shown else subprocess.PIPE
    try:
        done = subprocess.run(
            command,
            check=False,
            cwd=folder,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=None if shown else subprocess.STDOUT,
        )
        code, said = done.returncode, (done.stdout or b"").decode(errors="replace")
    except OSError as error:
        code, said = 127, f"{command[0]}: {error.strerror}"
    seconds = f"{time.monotonic() - started:.1f} s"
    mark = "ok" if code == 0 else f"FAILED with exit code {code}"
    print(f"  {name}: {mark}, {seconds}" if shown else f"{mark}, {seconds}", flush=True)
    if code and said:
        print(said, flush=True)
    return code == 0


def require(name: str, command: Sequence[str | Path], *, hint: str = "", folder: Path = ROOT) -> None:
    """Runs a step without which nothing else can go on."""
    if not step(name, command, folder=folder):
        sys.exit(hint or f"Stopped at: {name}")
