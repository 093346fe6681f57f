"""The checks that need no database and no browser; `--generated` does one of them, `--fix` repairs."""

import filecmp
import subprocess
import sys
import tempfile
from pathlib import Path

from _steps import ROOT, VENV, environment, step

WEB = ROOT / "web"
CLIENT = WEB / "packages" / "client"
SCHEMA = CLIENT / "src" / "schema.d.ts"
BIN = VENV / "bin"


def checks() -> list[str]:
    """Runs the fast checks and names those that failed."""
    commands = {
        "Python style": [BIN / "ruff", "check"],
        "Python format": [BIN / "ruff", "format", "--check"],
        "Floors (imports)": [BIN / "lint-imports", "--no-cache"],
        "Generated client": [sys.executable, "-B", __file__, "--generated"],
        "Python types": [BIN / "basedpyright", "--warnings"],
    }
    failed = [name for name, command in commands.items() if not step(name, command)]
    if not step("Web types", [BIN / "npm", "run", "check"], folder=WEB):
        failed.append("Web types")
    return failed


def stale() -> bool:
    """Tells whether the generated types no longer match the server's API."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder, "schema.d.ts")
        generate(fresh)
        return not filecmp.cmp(fresh, SCHEMA, shallow=False)


def generate(schema: Path) -> None:
    """Writes the TypeScript types made from the API's description, live frames included."""
    command = [BIN / "node", CLIENT / "generate.ts", schema]
    subprocess.run(command, check=True, cwd=WEB, env=environment())


def main(options: list[str]) -> str | None:
    if options == ["--generated"]:
        if stale():
            return f"Stale: {SCHEMA.relative_to(ROOT)}. Run bin/check --fix and commit it."
        return None
    if options == ["--fix"]:
        for command in (["check", "--fix"], ["format"]):
            subprocess.run([BIN / "ruff", *command], check=False, cwd=ROOT)
        generate(SCHEMA)
        subprocess.run([sys.executable, "-B", ROOT / "bin" / "_reference.py"], check=True)
        return None
    if options:
        return "bin/check [--generated | --fix]"
    failed = checks()
    return f"Failed: {', '.join(failed)}" if failed else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
