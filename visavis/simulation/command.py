"""The command `visavis simulate`: which days are lived, and how it says what it found."""

import argparse
import json
from pathlib import Path

from visavis import config
from visavis.simulation.comparing import Row, compare, days_of, figures, row_of
from visavis.simulation.counting import Day
from visavis.simulation.plotting import curve_of, drawing
from visavis.simulation.policies import POLICIES
from visavis.simulation.replaying import replay
from visavis.simulation.scenario import Scenario
from visavis.simulation.staffing import by_formula, by_simulation

SHOWN = (
    *("human_within_180", "human_within_60", "broken", "mean_first_word_s", "reply_mean_s", "reply_p90_s"),
    *("same_agent", "workload_cv", "steered", "occupancy"),
)


def run(options: argparse.Namespace) -> int:
    """Simulate as the options say, and print the figures."""
    found: dict[str, object]
    if options.calls:
        found = dict(replay(Path(options.calls)))
        _print(found, options.json)
        return 0
    if options.staffing:
        scenario = Scenario(trouble=options.trouble)
        rows = [
            *by_formula(scenario.promise),
            *by_simulation(scenario, str(options.seed), min(options.days, 3)),
        ]
        if options.json:
            print(json.dumps({"rows": rows}))
        else:
            _table(rows)
        return 0
    if unknown := [name for name in options.policy or () if name not in POLICIES]:
        raise config.BadSetting(f"{unknown[0]} is no policy; there are {', '.join(POLICIES)}.")
    names = [*POLICIES] if options.compare and not options.policy else options.policy or ["kept_promise"]
    rows, drawn = list[Row](), list[str]()
    for load in options.load or ([0.5, 0.62, 1.0] if options.compare else [0.62]):
        scenario = Scenario(
            agents=options.agents,
            load=load,
            trouble=options.trouble,
            other_channels=options.other_channels,
        )
        lived = {n: days_of(n, scenario, str(options.seed), options.days, options.jobs) for n in names}
        several = options.compare or len(names) > 1
        rows += compare(lived, scenario) if several else [row_of(n, scenario, d) for n, d in lived.items()]
        drawn.append(_drawing(scenario, lived, options.seed))
    if options.plot:
        _draw(Path(options.plot), drawn)
    if options.json:
        print(json.dumps({"seed": options.seed, "trouble": options.trouble, "rows": rows}))
    else:
        _table([{key: row[key] for key in ("policy", "load", "days", *SHOWN)} for row in rows])
    return 0


def _drawing(scenario: Scenario, lived: dict[str, list[Day]], seed: int) -> str:
    curves = [
        curve_of(
            name,
            [wait for day in days for wait in day.first_words],
            sum(day.counted for day in days),
            figures(days)["human_within_180"],
        )
        for name, days in lived.items()
    ]
    days = len(next(iter(lived.values())))
    title = f"First human word by chat at load {scenario.load:g}"
    note = f"{scenario.agents} agents, days simulated: {days}, seed {seed}; 95 % intervals"
    return drawing(title, note, curves)


def _draw(path: Path, drawn: list[str]) -> None:
    """Write the drawing; several loads make several files, numbered."""
    for n, svg in enumerate(drawn):
        target = path if len(drawn) == 1 else path.with_name(f"{path.stem}-{n + 1}{path.suffix}")
        try:
            target.write_text(svg)
        except OSError as error:
            raise config.CannotStart(f"{target} cannot be written: {error.strerror}.") from None


def _print(found: dict[str, object], as_json: bool) -> None:
    if as_json:
        print(json.dumps(found))
    else:
        for name, value in found.items():
            print(f"{name:24} {value}")


def _table(rows: list[Row]) -> None:
    """Print rows as columns; rows with other columns begin another table."""
    before: list[str] = []
    for row in rows:
        if list(row) != before:
            before = list(row)
            print("\n" * bool(row is not rows[0]) + "  ".join(_cell(name, name) for name in row))
        print("  ".join(_cell(name, value) for name, value in row.items()))


def _cell(name: str, value: object) -> str:
    said = f"{value:.4f}" if isinstance(value, float) else str(value)
    return f"{said:27}" if name == "policy" else f"{said:>{max(6, len(name))}}"
