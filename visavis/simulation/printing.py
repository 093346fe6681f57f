"""Figures on paper: columns for people, a table for documents, objects for programs."""

from typing import cast

from visavis.simulation.comparing import Row

CELL = ("policy", "load", "days", "agents", "trouble", "patience")
SHOWN = (
    *("human_within_180", "human_within_60", "broken", "mean_first_word_s", "reply_mean_s", "reply_p90_s"),
    *("same_agent", "workload_cv", "steered", "occupancy"),
)
# Heading, figure, what it is multiplied by, decimals.
DOCUMENTED = (
    ("within 180 s, %", "human_within_180", 100, 2),
    ("within 60 s, %", "human_within_60", 100, 1),
    ("broken, %", "broken", 100, 3),
    ("first word, s", "mean_first_word_s", 1, 1),
    ("reply, s", "reply_mean_s", 1, 0),
    ("same agent", "same_agent", 1, 3),
    ("workload CV", "workload_cv", 1, 3),
    ("steered, %", "steered", 100, 1),
    ("occupancy", "occupancy", 1, 2),
)


def print_facts(found: Row) -> None:
    """Print one object, a line for each figure."""
    for name, value in found.items():
        print(f"{name:24} {value}")


def print_figures(rows: list[Row]) -> None:
    """Print what a screen is wide enough for."""
    print_table([{name: row[name] for name in (*CELL, *SHOWN)} for row in rows])


def print_calibrations(rows: list[Row]) -> None:
    """Print each row's facts, then its deciles as a table."""
    for row in rows:
        print_facts({name: value for name, value in row.items() if name != "deciles"})
        if isinstance(deciles := row["deciles"], list):
            print_table(cast("list[Row]", deciles))
        print()


def print_table(rows: list[Row]) -> None:
    """Print rows as columns; rows with other columns begin another table."""
    before: list[str] = []
    for row in rows:
        if list(row) != before:
            before = list(row)
            print("\n" * bool(row is not rows[0]) + "  ".join(_cell(name, name) for name in row))
        print("  ".join(_cell(name, value) for name, value in row.items()))


def print_markdown(rows: list[Row]) -> None:
    """Print a line for each cell and policy, each figure with its interval."""
    headings = (*CELL, *(heading for heading, *_ in DOCUMENTED))
    print(f"| {' | '.join(headings)} |\n|{'---|' * len(headings)}")
    for row in rows:
        cells = [f"`{row[name]}`" if name == "policy" else str(row[name]) for name in CELL]
        for _, name, times, digits in DOCUMENTED:
            low, high = cast("list[float | None]", row[f"{name}_ci"])
            value = f"{cast('float', row[name]) * times:.{digits}f}"
            if low is not None and high is not None:
                value += f" [{low * times:.{digits}f}, {high * times:.{digits}f}]"
            cells.append(value)
        print(f"| {' | '.join(cells)} |")


def _cell(name: str, value: object) -> str:
    said = f"{value:.4f}" if isinstance(value, float) else str(value)
    return f"{said:27}" if name == "policy" else f"{said:>{max(6, len(name))}}"
