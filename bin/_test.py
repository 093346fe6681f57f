"""Everything that CI runs, the quick parts first; ends with 1 when any of it failed."""

import os
import sys
import time
from pathlib import Path

from _check import checks
from _steps import ROOT, VENV, step

WEB = ROOT / "web"
BIN = VENV / "bin"


def main() -> str | None:
    started = time.monotonic()
    failed = checks()
    for name, script in {"Web tests": "test", "Web build": "build", "Widget size": "size"}.items():
        if not step(name, [BIN / "npm", "run", script], folder=WEB):
            failed.append(name)
    if not step("Tests", [BIN / "pytest", "-n", "2", "--dist", "worksteal"], shown=True):
        failed.append("Tests")
    corpora = Path(os.environ.get("VISAVIS_CORPORA", ROOT.parent / "shared" / "corpora"))
    if not corpora.is_dir():
        print(f"  Not run: whatever reads the corpora, since {corpora} is not there (set VISAVIS_CORPORA).")
    print(f"  Total: {time.monotonic() - started:.0f} s")
    return f"Failed: {', '.join(failed)}" if failed else None


if __name__ == "__main__":
    sys.exit(main())
