"""Everything that CI runs, the quick parts first; ends with 1 when any of it failed."""

import os
import sys
import time
from pathlib import Path

from _check import checks
from _steps import ROOT, VENV, step

WEB = ROOT / "web"
BIN = VENV / "bin"
ACCEPTANCE = ROOT / "tests" / "acceptance"


def main() -> str | None:
    started = time.monotonic()
    failed = checks()
    for name, script in {"Web tests": "test", "Web build": "build", "Widget size": "size"}.items():
        if not step(name, [BIN / "npm", "run", script], folder=WEB):
            failed.append(name)
    parallel = ["-n", "2", "--dist", "worksteal", "--ignore", ACCEPTANCE]
    if not step("Tests", [BIN / "pytest", *parallel], shown=True):
        failed.append("Tests")
    # Two browsers and a server fill a small machine: one at a time.
    # A second try is told in the summary: a busy machine may outlast a wait of Chromium's own.
    if not step("Tests in browsers", [BIN / "pytest", ACCEPTANCE, "--reruns", "1"], shown=True):
        failed.append("Tests in browsers")
    corpora = Path(os.environ.get("VISAVIS_CORPORA", ROOT.parent / "shared" / "corpora"))
    if not corpora.is_dir():
        print(f"  Not run: whatever reads the corpora, since {corpora} is not there (set VISAVIS_CORPORA).")
    print(f"  Total: {time.monotonic() - started:.0f} s")
    return f"Failed: {', '.join(failed)}" if failed else None


if __name__ == "__main__":
    sys.exit(main())
