"""What a program may meet is written down: every error, event, setting, command and route."""

import subprocess
import sys
from pathlib import Path

import msgspec

from visavis.config import Settings, variable

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


def test_the_lists_of_errors_and_events_are_current() -> None:
    done = subprocess.run(
        [sys.executable, "-B", ROOT / "bin" / "_reference.py", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_every_setting_is_explained() -> None:
    explained = (DOCS / "operate" / "settings.md").read_text()
    for field in msgspec.structs.fields(Settings):
        assert f"| `{variable(field.name)}` |" in explained


def test_every_command_is_mentioned() -> None:
    written = "".join(path.read_text() for path in [*DOCS.rglob("*.md"), ROOT / "README.md"])
    known = commands()
    assert {"serve", "demo", "migrate"} <= set(known)
    for name in known:
        assert f"visavis {name}" in written, name


def commands() -> list[str]:
    """Name the commands that `visavis` knows."""
    done = subprocess.run(
        [sys.executable, "-m", "visavis", "--help"], capture_output=True, text=True, check=True
    )
    listed = done.stdout.partition("\n  command\n")[2].splitlines()
    return [line.split()[0] for line in listed if line.startswith("    ") and line[4:5] != " "]
