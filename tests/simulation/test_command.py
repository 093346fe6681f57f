"""The command `visavis simulate`, as somebody types it."""

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.simulation.test_calls import record, served
from visavis import cli
from visavis.simulation.scenario import PATIENCE_LAWS, TROUBLES

NAMED = [
    *("human_within_180", "human_within_60", "broken", "mean_first_word_s", "reply_mean_s"),
    *("reply_p90_s", "same_agent", "workload_cv", "steered"),
]
TWO = ["--policy", "kept_promise", "--policy", "least_open_5"]


def simulate(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[object, str, str]:
    """Type the command; give its exit code and what it said."""
    with pytest.raises(SystemExit) as ended:
        cli.main(["simulate", *arguments])
    said = capsys.readouterr()
    return ended.value.code, said.out, said.err


def test_policies_are_compared_in_rows_with_intervals(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = simulate(
        capsys, "--compare", *TWO, "--load", ".5", "--days", "2", "--agents", "4", "--json"
    )
    rows = json.loads(out)["rows"]
    assert code == 0
    assert [(row["policy"], row["load"], row["days"]) for row in rows] == [
        ("kept_promise", 0.5, 2),
        ("least_open_5", 0.5, 2),
    ]
    for row in rows:
        for name in NAMED:
            low, high = row[f"{name}_ci"]
            assert low <= row[name] <= high
    assert rows[0]["against"]["policy"] == "least_open_5"
    assert "mean_first_word_s_ci" in rows[0]["against"]


def test_days_in_several_processes_are_the_same_days(capsys: pytest.CaptureFixture[str]) -> None:
    some = ["--days", "2", "--agents", "4", "--json"]
    _, alone, _ = simulate(capsys, *some)
    _, together, _ = simulate(capsys, *some, "--jobs", "2")
    assert alone == together


def test_a_table_is_printed_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = simulate(capsys, "--days", "1", "--agents", "4")
    heading, row = out.splitlines()
    assert heading.split()[:3] == ["policy", "load", "days"]
    assert row.startswith("kept_promise ")


def test_waiting_times_are_drawn(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "waits.svg"
    simulate(
        capsys, *TWO, "--load", ".3", "--load", ".7", "--days", "1", "--agents", "4", "--plot", str(path)
    )
    for name in ("waits-1.svg", "waits-2.svg"):
        drawn = ElementTree.parse(tmp_path / name).getroot()
        said = [text.text for text in drawn.iter("{http://www.w3.org/2000/svg}text")]
        assert said.count("kept promise") == 2
        assert said.count("least open 5") == 2


def test_how_many_agents_a_promise_takes(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = simulate(capsys, "--staffing", "--days", "1", "--json")
    rows = json.loads(out)["rows"]
    found = {(row["per_hour"], row["keep"]): row for row in rows if row["contact"] == "one_at_a_time"}
    assert found[120, 0.99]["agents_for_keep_only"] == 19
    assert all(row["left"] <= 0.03 for row in found.values())
    chats = [row for row in rows if row["contact"] == "chat"]
    assert all(row["human_within_180"] >= row["keep"] for row in chats)
    # Several chats at once take fewer agents than as many calls.
    assert chats[-1]["agents"] < found[120, 0.95]["agents"]


def test_recorded_calls_are_replayed_with_both_sides(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = record(tmp_path / "calls.csv", served(1000, 0, 60, "TOVA"), served(1200, 9, 60, "TOVA"))
    _, out, _ = simulate(capsys, "--calls", str(path), "--json")
    assert {"served", "within_20s", "mean_wait_s", "abandoned"} <= set(json.loads(out))
    assert {"real_within_20s", "real_mean_wait_s"} <= set(json.loads(out))
    _, out, _ = simulate(capsys, "--calls", str(path))
    assert "within_20s" in out


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--policy", "best"], 2, "best is no policy; there are kept_promise"),
        (["--load", "much"], 2, "a number from 0 to 3 is needed"),
        (["--load", "nan"], 2, "a number from 0 to 3 is needed"),
        (["--turn", "0"], 2, "a number from 1 to 3600 is needed"),
        (["--continuity", "8"], 2, "a number from 0 to 1 is needed"),
        (["--trouble", "rain"], 2, "invalid choice: 'rain'"),
        (["--patience", "endless"], 2, "invalid choice: 'endless'"),
        (["--calibration", "--compare"], 2, "--calibration and --compare do not go together"),
        (["--calls", "a.csv", "--staffing"], 2, "--calls and --staffing do not go together"),
        (["--json", "--markdown"], 2, "--json and --markdown do not go together"),
        (["--staffing", "--agents", "4", "--agents", "5"], 2, "one scenario at a time"),
        (["--days", "0"], 2, "a whole number from 1"),
        (["--calls", "/nothing.csv"], 1, "cannot be read"),
        (["--days", "1", "--agents", "2", "--plot", "/nowhere/a.svg"], 1, "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(
    capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, said: str
) -> None:
    found, _, err = simulate(capsys, *arguments)
    assert (found, said in err) == (code, True)


def test_every_trouble_and_patience_can_be_chosen() -> None:
    assert cli.TROUBLES == TROUBLES
    assert cli.PATIENCE_LAWS == PATIENCE_LAWS


def test_a_grid_has_a_row_for_each_cell(capsys: pytest.CaptureFixture[str]) -> None:
    cells = ["--agents", "2", "--agents", "3", "--trouble", "dropped", "--trouble", "none"]
    assumed = ["--patience", "fitted", "--turn", "45.5", "--think", "31.5", "--continuity", "0.08"]
    _, out, _ = simulate(capsys, *cells, *assumed, "--days", "1", "--json")
    rows = json.loads(out)["rows"]
    assert [(row["agents"], row["trouble"]) for row in rows] == [
        *((2, "dropped"), (2, "none"), (3, "dropped"), (3, "none"))
    ]
    names = ("patience", "turn", "think", "continuity", "load")
    assert {tuple(row[name] for name in names) for row in rows} == {("fitted", 45.5, 31.5, 0.08, 0.62)}


def test_a_documents_table_has_a_line_for_each_cell_with_its_intervals(
    capsys: pytest.CaptureFixture[str],
) -> None:
    _, out, _ = simulate(capsys, *TWO, "--days", "2", "--agents", "3", "--markdown")
    heading, rule, *lines = out.splitlines()
    assert heading.startswith("| policy | load | days | agents | trouble | patience | within 180 s, % |")
    assert len(lines) == 2
    assert {line.count("|") for line in (heading, rule, *lines)} == {16}
    assert all(line.count("[") == 9 for line in lines)


def test_what_was_said_is_printed_beside_what_happened(capsys: pytest.CaptureFixture[str]) -> None:
    some = ["--calibration", "--load", ".9", "--days", "1", "--agents", "4"]
    _, out, _ = simulate(capsys, *some, "--json")
    [row] = json.loads(out)["rows"]
    assert (row["policy"], row["load"], row["agents"]) == ("kept_promise", 0.9, 4)
    assert len(row["deciles"]) == 10
    _, out, _ = simulate(capsys, *some)
    assert "percentile_covers" in out
    assert "visitors" in out
