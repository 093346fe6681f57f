"""Installs what a command of bin/ needs, then hands over to it.

Runs on the system's Python with the standard library alone. Each step is skipped when a stamp says
that it was done for the very same input; the stamp lives inside of what the step makes.
"""

import hashlib
import os
import re
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

from _steps import ROOT, VENV, environment, require

WEB = ROOT / "web"
BUILT = ROOT / "visavis" / "web"
# The packages of the servers that tests speak to, each with a program of it.
MAIL_SERVERS = {
    "dovecot-imapd": "imap",
    "dovecot-lmtpd": "lmtp",
    "postfix": "postfix",
    "dnsmasq-base": "dnsmasq",
}
DERIVED = {"node_modules", "dist", "paraglide", "cache", "test-results"}


def main(command: str, arguments: list[str]) -> None:
    os.chdir(ROOT)
    install_python(everything=command in {"test", "check", "dev", "screenshots"})
    if command in {"demo", "test", "check", "dev", "screenshots"}:
        install_web()
    if command in {"demo", "dev", "screenshots"}:
        build_web()
    if command in {"test", "screenshots"}:
        install_chromium()
    if command == "test":
        install_mail_servers()
    python = str(VENV / "bin" / "python")
    match command:
        case "demo":
            program = [str(VENV / "bin" / "visavis"), "demo", *arguments]
        case "bench":
            program = [str(VENV / "bin" / "visavis"), "bench", *arguments]
        case _:
            program = [python, "-B", str(ROOT / "bin" / f"_{command}.py"), *arguments]
    sys.stdout.flush()
    os.execve(program[0], program, environment())


def install_python(*, everything: bool) -> None:
    lock = (ROOT / "uv.lock").read_text()
    uv = VENV / "bin" / "uv"
    if not uv.exists():
        require("Virtual environment", [sys.executable, "-m", "venv", "--clear", VENV], hint=no_venv())
        found = re.search(r'^name = "uv"\nversion = "([^"]+)"', lock, re.MULTILINE)
        version = found[1] if found else ""
        require("uv", [VENV / "bin" / "python", "-m", "pip", "install", "--quiet", f"uv=={version}"])
    # A demo after a test run keeps the tools: what is there already is never removed for it.
    groups = ["--all-groups"] if everything else ["--no-default-groups", "--group", "build", "--inexact"]
    wanted = digest([ROOT / "uv.lock", ROOT / "pyproject.toml"]) + str(ROOT)
    stamps = [VENV / "stamp-all"] if everything else [VENV / "stamp-all", VENV / "stamp-demo"]
    if not any(read(stamp) == wanted for stamp in stamps):
        require(
            "Python packages",
            [uv, "sync", "--frozen", "--quiet", "--python", VENV / "bin" / "python", *groups],
        )
        stamps[-1].write_text(wanted)


def install_web() -> None:
    stamp = WEB / "node_modules" / ".visavis-stamp"
    wanted = digest([WEB / "package-lock.json"])
    if read(stamp) != wanted:
        command = ["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"]
        require("Web packages", [VENV / "bin" / command[0], *command[1:]], folder=WEB)
        stamp.write_text(wanted)


def build_web() -> None:
    stamp = BUILT / ".visavis-stamp"
    wanted = digest(web_sources())
    if read(stamp) != wanted:
        require("Web apps", [VENV / "bin" / "npm", "run", "build"], folder=WEB)
        # Counted again: the build compiles the texts into the sources' folders.
        stamp.write_text(digest(web_sources()))


def install_chromium() -> None:
    cached = [*Path.home().glob(".cache/ms-playwright/chromium-*")]
    if shutil.which("chromium") or (cached and os.geteuid() != 0):
        return
    debian = "ID=debian" in read(Path("/etc/os-release"))
    if os.geteuid() == 0 and debian:
        os.environ["DEBIAN_FRONTEND"] = "noninteractive"
        require("Package lists", ["apt-get", "update", "-qq"], hint="Try: apt-get update")
        apt = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"]
        require("Chromium", apt, hint="Try: apt-get install chromium")
    else:
        browser = [VENV / "bin" / "playwright", "install", "chromium"]
        if os.geteuid() == 0:
            browser.insert(2, "--with-deps")
        require(
            "Chromium",
            browser,
            hint="Try: sudo apt-get install chromium, or: .venv/bin/playwright install chromium",
        )


def install_mail_servers() -> None:
    """Dovecot and Postfix, which tests run from configurations of their own; none of them is to start by itself."""
    path = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/usr/lib/dovecot"])
    if all(shutil.which(name, path=path) for name in MAIL_SERVERS.values()):
        return
    words = f"apt-get install --no-install-recommends {' '.join(MAIL_SERVERS)}"
    if os.geteuid() != 0 or "ID=debian" not in read(Path("/etc/os-release")):
        print(f"  Not run: the tests against real mail servers. On Debian, as root: {words}")
        return
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    denying = Path("/usr/sbin/policy-rc.d")
    ours = not denying.exists()
    if ours:
        denying.write_text("#!/bin/sh\nexit 101\n")
        denying.chmod(0o755)
    try:
        require("Package lists", ["apt-get", "update", "-qq"], hint="Try: apt-get update")
        apt = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *MAIL_SERVERS]
        require("Mail servers", apt, hint=f"Try: {words}")
    finally:
        if ours:
            denying.unlink()


def web_sources() -> Iterable[Path]:
    for folder, folders, files in os.walk(WEB):
        folders[:] = sorted(name for name in folders if name not in DERIVED and not name.startswith("."))
        yield from (Path(folder, name) for name in sorted(files))


def digest(paths: Iterable[Path]) -> str:
    found = hashlib.sha256()
    for path in paths:
        found.update(f"{path.relative_to(ROOT)}\0".encode())
        found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


def read(path: Path) -> str:
    return path.read_text() if path.exists() else ""


def no_venv() -> str:
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    return f"This Python cannot make a virtual environment. Run: sudo apt-get install python{version}-venv"


if __name__ == "__main__":
    try:
        main(sys.argv[1], sys.argv[2:])
    except KeyboardInterrupt:
        sys.exit(130)
