"""What predicts and decides knows no clock, no chance and no database: it imports next to nothing."""

import ast
from pathlib import Path

import pytest

PROMISES = Path(__file__).parents[2] / "visavis" / "promises"
PURE = ("prediction", "policy")
ALLOWED = {
    "bisect",
    "collections",
    "collections.abc",
    "functools",
    "heapq",
    "itertools",
    "math",
    "operator",
    "typing",
    "msgspec",
    "msgspec.structs",
}


@pytest.mark.parametrize("path", [path for part in PURE for path in sorted((PROMISES / part).glob("*.py"))])
def test_prediction_and_policy_import_nothing_that_could_surprise(path: Path) -> None:
    imported: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add(node.module or "")
    ours = {f"visavis.promises.{part}" for part in PURE}
    others = {name for name in imported if not any(name.startswith(own) for own in ours)}
    assert others - {"visavis.promises"} <= ALLOWED
