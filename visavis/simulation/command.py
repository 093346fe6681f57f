"""The command `visavis simulate`: which days are lived, and how it says what it found."""

import argparse
import json
from collections.abc import Callable
from itertools import product
from pathlib import Path

import msgspec

from visavis import config
from visavis.simulation.calibrating import calibration, quotes_of
from visavis.simulation.comparing import Row, assumed, compare, days_of, figures, row_of
from visavis.simulation.counting import Day
from visavis.simulation.plotting import curve_of, drawing
from visavis.simulation.policies import POLICIES
from visavis.simulation.printing import (
    print_calibrations,
    print_facts,
    print_figures,
    print_markdown,
    print_table,
)
from visavis.simulation.replaying import replay
from visavis.simulation.scenario import PatienceLaw, Scenario, Trouble
from visavis.simulation.staffing import by_formula, by_simulation


def run(options: argparse.Namespace) -> int:
    """Simulate as the options say, and print the figures."""
    _refuse_what_does_not_go_together(options)
    if options.calls:
        found = dict(replay(Path(options.calls)))
        if options.json:
            print(json.dumps(found))
        else:
            print_facts(found)
    elif options.staffing:
        _say(options, _staffing(options), print_table)
    elif options.calibration:
        _calibrate(options)
    else:
        _live(options)
    return 0


def _refuse_what_does_not_go_together(options: argparse.Namespace) -> None:
    kinds = [name for name in ("calls", "staffing", "calibration") if getattr(options, name)]
    others = [name for name in ("compare", "plot", "markdown") if getattr(options, name)]
    together = kinds if len(kinds) > 1 else [*kinds, *others] if kinds else []
    if options.json and options.markdown:
        together = ["json", "markdown"]
    if len(together) > 1:
        raise config.BadSetting(f"--{together[0]} and --{together[1]} do not go together.")


def _live(options: argparse.Namespace) -> None:
    names, rows, drawn = _policies(options), list[Row](), list[str]()
    for scenario in _cells(options):
        lived = {n: days_of(n, scenario, str(options.seed), options.days, options.jobs) for n in names}
        several = options.compare or len(names) > 1
        rows += compare(lived, scenario) if several else [row_of(n, scenario, d) for n, d in lived.items()]
        drawn.append(_drawing(scenario, lived, options.seed))
    if options.plot:
        _draw(Path(options.plot), drawn)
    _say(options, rows, print_figures)


def _calibrate(options: argparse.Namespace) -> None:
    rows: list[Row] = []
    for scenario, name in product(_cells(options), _policies(options)):
        quotes = quotes_of(name, scenario, str(options.seed), options.days, options.jobs)
        row: Row = {"policy": name, "load": scenario.load, "days": options.days, **assumed(scenario)}
        rows.append(row | msgspec.to_builtins(calibration(quotes, scenario.promise)))
    _say(options, rows, print_calibrations)


def _staffing(options: argparse.Namespace) -> list[Row]:
    [scenario, *others] = _cells(options)
    if others:
        raise config.BadSetting("How many agents it takes is asked for one scenario at a time.")
    return [
        *by_formula(scenario.promise),
        *by_simulation(scenario, str(options.seed), min(options.days, 3)),
    ]


def _policies(options: argparse.Namespace) -> list[str]:
    names: list[str] = options.policy or ([*POLICIES] if options.compare else ["kept_promise"])
    if unknown := [name for name in names if name not in POLICIES]:
        raise config.BadSetting(f"{unknown[0]} is no policy; there are {', '.join(POLICIES)}.")
    return names


def _cells(options: argparse.Namespace) -> list[Scenario]:
    """Give the cells of the grid: each team under each load, trouble and patience."""
    loads = options.load or ([0.5, 0.62, 1.0] if options.compare else [0.62])
    usual = Scenario()
    troubles: list[Trouble] = options.trouble or ["none"]
    laws: list[PatienceLaw] = options.patience or ["usual"]
    teams: list[int] = options.agents or [usual.agents]
    return [
        Scenario(
            agents=agents,
            load=load,
            trouble=trouble,
            patience_law=patience,
            turn=options.turn or usual.turn,
            think=options.think or usual.think,
            continuity=options.continuity,
            other_channels=options.other_channels,
        )
        for agents, trouble, patience, load in product(teams, troubles, laws, loads)
    ]


def _say(options: argparse.Namespace, rows: list[Row], show: Callable[[list[Row]], None]) -> None:
    if options.json:
        print(
            json.dumps({"seed": options.seed, "trouble": " ".join(options.trouble or ["none"]), "rows": rows})
        )
    elif options.markdown:
        print_markdown(rows)
    else:
        show(rows)


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
    trouble = "" if scenario.trouble == "none" else f", {scenario.trouble}"
    title = f"First human word by chat at load {scenario.load:g}{trouble}"
    note = f"{scenario.agents} agents, days simulated: {days}, seed {seed}; 95 % intervals"
    return drawing(title, note, curves)


def _draw(path: Path, drawn: list[str]) -> None:
    """Write the drawing; several cells make several files, numbered."""
    for n, svg in enumerate(drawn):
        target = path if len(drawn) == 1 else path.with_name(f"{path.stem}-{n + 1}{path.suffix}")
        try:
            target.write_text(svg)
        except OSError as error:
            raise config.CannotStart(f"{target} cannot be written: {error.strerror}.") from None
