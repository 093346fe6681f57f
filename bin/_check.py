"""The checks that need no database and no browser; `--generated` does one of them, `--fix` repairs."""

import filecmp
import subprocess
import sys
import tempfile
from pathlib import Path

from _steps import ROOT, VENV, environment, step

WEB = ROOT / "web"
CLIENT = WEB / "packages" / "client"
DESCRIPTION = CLIENT / "openapi.json"
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


def stale() -> list[Path]:
    """Names the generated files that no longer match the server's API."""
    with tempfile.TemporaryDirectory() as folder:
        description, schema = Path(folder, "openapi.json"), Path(folder, "schema.d.ts")
        generate(description, schema)
        pairs = [(description, DESCRIPTION), (schema, SCHEMA)]
        return [
            kept for fresh, kept in pairs if not kept.exists() or not filecmp.cmp(fresh, kept, shallow=False)
        ]


def generate(description: Path, schema: Path) -> None:
    """Writes the API's description and the TypeScript types made from it."""
    said = subprocess.run([BIN / "visavis", "openapi"], check=True, stdout=subprocess.PIPE)
    description.write_bytes(said.stdout)
    npm = [BIN / "npm", "exec", "--no", "--workspace=@visavis/client", "--", "openapi-typescript"]
    command = [*npm, description, "--output", schema]
    subprocess.run(command, check=True, cwd=WEB, env=environment(), stdout=subprocess.DEVNULL)


def main(options: list[str]) -> str | None:
    if options == ["--generated"]:
        if old := stale():
            names = ", ".join(str(path.relative_to(ROOT)) for path in old)
            return f"Stale: {names}. Run bin/check --fix and commit them."
        return None
    if options == ["--fix"]:
        for command in (["check", "--fix"], ["format"]):
            subprocess.run([BIN / "ruff", *command], check=False, cwd=ROOT)
        generate(DESCRIPTION, SCHEMA)
        return None
    if options:
        return "bin/check [--generated | --fix]"
    failed = checks()
    return f"Failed: {', '.join(failed)}" if failed else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
