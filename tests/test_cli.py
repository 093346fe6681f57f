import os
import subprocess
import sys
from pathlib import Path

import pytest

from visavis import cli

ROOT = Path(__file__).parents[1]
COMMANDS = ["serve", "demo", "work", "migrate", "openapi", "simulate", "doctor", "bench"]


def visavis(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "visavis", *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit, match="0"):
        cli.main(["--help"])
    shown = capsys.readouterr().out
    assert all(f"\n    {command} " in shown for command in COMMANDS)


def test_every_command_is_documented():
    documented = "".join(path.read_text() for path in (ROOT / "docs" / "operate").glob("*.md"))
    assert not [command for command in COMMANDS if f"`visavis {command}" not in documented]


def test_mistyped_option_is_refused():
    done = visavis("serve", "--prot", "80")
    assert (done.returncode, "unknown: --prot 80" in done.stderr) == (2, True)


def test_bad_setting_ends_with_2_and_one_sentence():
    done = visavis("serve", VISAVIS_PORT="eighty")
    assert done.returncode == 2
    assert done.stderr == "visavis: VISAVIS_PORT is 'eighty': a whole number from 1 to 65535 is needed.\n"


def test_database_that_does_not_answer_ends_with_1_and_advice(tmp_path: Path):
    done = visavis(
        "migrate", VISAVIS_DATA=str(tmp_path), VISAVIS_DATABASE_URL="postgresql://nobody@127.0.0.1:1/nothing"
    )
    assert done.returncode == 1
    assert "Run `visavis doctor` for more." in done.stderr
    assert "Traceback" not in done.stderr


def test_external_database_is_migrated_by_the_command(tmp_path: Path, empty_database_url: str):
    done = visavis("migrate", VISAVIS_DATA=str(tmp_path), VISAVIS_DATABASE_URL=empty_database_url)
    assert done.returncode == 0, done.stderr
    assert "visavis: migrated 2026-11-22-1000_ground_floor\n" in done.stdout
