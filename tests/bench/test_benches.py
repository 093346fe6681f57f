"""Each bench runs, small, and says what it found; how fast this machine is, no test judges."""

import json
import subprocess
import sys
from typing import Any

LONGEST = 300  # seconds: a bench that hangs is a failure, not a wait


def bench(*arguments: str) -> tuple[int, dict[str, Any]]:
    """Runs `visavis bench … --json` and gives its exit code and its figures."""
    done = subprocess.run(
        [sys.executable, "-m", "visavis", "bench", *arguments, "--json"],
        capture_output=True,
        text=True,
        timeout=LONGEST,
        check=False,
    )
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout)


def test_chat_loses_nothing_and_reports_every_figure() -> None:
    code, found = bench("chat", "--seconds", "3", "--conversations", "4", "--idle", "20")
    assert code == 0, found
    assert found["lost"] == found["duplicated"] == 0
    for figure in (
        *("messages_per_s", "p50_ms", "p99_ms", "limit_messages_per_s", "ratio"),
        *("ready_s", "first_ready_s", "idle_rss_mib"),
    ):
        assert found[figure] > 0, figure
    assert found["idle_socket_kib"] is not None
    assert found["machine"]["cpus"] > 0
    assert set(found["cpu"]["product"]) == {"server", "generator", "postgres"}


def test_chat_keeps_to_a_rate() -> None:
    code, found = bench("chat", "--seconds", "3", "--conversations", "4", "--idle", "0", "--rate", "20")
    assert code == 0, found
    assert 0 < found["messages_per_s"] <= 30
    assert found["idle_socket_kib"] is None


def test_more_sockets_than_the_system_allows_is_refused_with_advice() -> None:
    done = subprocess.run(
        ["sh", "-c", f"ulimit -n 400; exec {sys.executable} -m visavis bench chat --idle 1000"],
        capture_output=True,
        text=True,
        timeout=LONGEST,
        check=False,
    )
    assert done.returncode == 1
    assert "Raise the limit with `ulimit -n" in done.stderr


def test_kills_under_load_lose_double_and_reorder_nothing() -> None:
    code, found = bench("crash", "--kills", "3", "--messages", "600")
    assert code == 0, found
    assert found["acked"] == 600
    assert found["lost"] == found["duplicated"] == found["out_of_order"] == 0
    assert found["promises"] > 0
    assert found["promises_lost"] == found["promises_wrong"] == 0
    assert found["kills"] == sum(found["killed"].values()) == 3


def test_acknowledging_before_the_commit_is_found_out() -> None:
    code, found = bench("crash", "--kills", "3", "--messages", "600", "--plant", "ack-before-commit")
    assert code == 1
    assert found["lost"] > 0
