"""`visavis doctor`: looks at everything that a healthy Vis-à-vis needs, and says what to do."""

import asyncio
import json
import shutil
import socket
import time
from collections.abc import Generator
from contextlib import contextmanager
from ipaddress import ip_address
from typing import Literal
from urllib.parse import urlsplit
from uuid import uuid4

import msgspec
import psycopg

from visavis import config, migrating
from visavis.config import CannotStart, Settings
from visavis.kit.files import Files
from visavis.kit.postgres import Embedded
from visavis.kit.postgres_programs import OLDEST, PostgresUnavailable

State = Literal["ok", "warning", "problem"]
Connection = psycopg.Connection[tuple[object, ...]]

LOW_DISK_MIB = 1024
NO_DISK_MIB = 200
SKEW_SECONDS = 2.0
ROLES = ("visavis_app", "visavis_system")
# Who may see a brand is read before any brand is in sight; it holds no customer's word.
UNGUARDED = """
    SELECT class.relname::text FROM pg_class class
    JOIN pg_attribute a ON a.attrelid = class.oid AND a.attname = 'brand_id' AND NOT a.attisdropped
    WHERE class.relkind IN ('r', 'p') AND class.relnamespace = 'public'::regnamespace
    AND NOT (class.relrowsecurity AND class.relforcerowsecurity) AND class.relname <> 'agent_brand'
    ORDER BY 1
"""
LOOSE_ROLES = """
    SELECT wanted.name FROM unnest(%s::text[]) AS wanted (name)
    LEFT JOIN pg_roles role ON role.rolname = wanted.name
    WHERE role.rolname IS NULL OR role.rolsuper OR role.rolbypassrls OR NOT pg_has_role(role.oid, 'MEMBER')
"""


class Check(msgspec.Struct, frozen=True):
    """One thing that was looked at, and what to do about it."""

    name: str
    state: State
    says: str


def report(*, as_json: bool) -> int:
    """Prints every check; gives 1 when there is a problem, else 0."""
    checks = examine()
    if as_json:
        print(json.dumps([msgspec.to_builtins(check) for check in checks], indent=2, ensure_ascii=False))
    else:
        for check in checks:
            print(f"{check.state:8} {check.name}: {check.says}")
    return int(any(check.state == "problem" for check in checks))


def examine() -> list[Check]:
    """Looks at settings, address, port, disk, files and database, in that order."""
    try:
        settings = config.read()
    except CannotStart as error:
        return [Check("settings", "problem", str(error))]
    checks = [Check("settings", "ok", f"data is kept in {settings.data}")]
    checks += [_address(settings), _port(settings), _disk(settings), _files(settings)]
    try:
        with _database(settings) as url, psycopg.connect(url, connect_timeout=5) as connection:
            return checks + _server(connection) + _schema(url, connection)
    except (psycopg.Error, PostgresUnavailable) as error:
        what = "the one that VISAVIS_DATABASE_URL names" if settings.database_url else "the embedded one"
        return [*checks, Check("database", "problem", f"{what} does not answer: {str(error).strip()}")]


@contextmanager
def _database(settings: Settings) -> Generator[str]:
    if settings.database_url:
        yield settings.database_url
        return
    embedded = Embedded(settings.data)
    try:
        yield embedded.start()
    finally:
        embedded.stop()


def _address(settings: Settings) -> Check:
    parts = urlsplit(settings.base_url)
    if parts.scheme == "https" or _is_local(parts.hostname or ""):
        return Check("address", "ok", settings.base_url)
    says = f"{settings.base_url} is not encrypted: put a proxy with https before it and set VISAVIS_BASE_URL"
    return Check("address", "warning", says)


def _is_local(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _port(settings: Settings) -> Check:
    place = f"{settings.host}:{settings.port}"
    try:
        with socket.create_connection((settings.host, settings.port), timeout=1):
            return Check("port", "warning", f"something listens on {place}; fine if it is `visavis serve`")
    except OSError:
        pass
    try:
        family, *_, address = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as listening:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind(address)
    except OSError as error:
        says = f"cannot listen on {place} ({error.strerror}); set VISAVIS_HOST or VISAVIS_PORT"
        return Check("port", "problem", says)
    return Check("port", "ok", f"{place} is free")


def _disk(settings: Settings) -> Check:
    free = shutil.disk_usage(settings.data).free >> 20
    state: State = "ok" if free > LOW_DISK_MIB else "warning" if free > NO_DISK_MIB else "problem"
    advice = "" if state == "ok" else "; make room before PostgreSQL has to stop"
    return Check("disk", state, f"{free} MiB are free in {settings.data}{advice}")


def _files(settings: Settings) -> Check:
    key, content = f"doctor/{uuid4()}", b"written, read and deleted by visavis doctor"

    async def try_out() -> bytes:
        files = Files(settings.files)
        await files.put(key, content)
        read = await files.get(key)
        await files.delete(key)
        return read

    where = urlsplit(settings.files)._replace(query="").geturl()
    try:
        if asyncio.run(try_out()) == content:
            return Check("files", "ok", f"{where} can be written and read")
        return Check("files", "problem", f"{where} gives back something else than was written")
    except Exception as error:  # each kind of store has its own errors
        return Check("files", "problem", f"{where} cannot be used ({error}); see VISAVIS_FILES")


def _server(connection: Connection) -> list[Check]:
    version = connection.info.server_version // 10000
    checks = [Check("database", "ok", f"PostgreSQL {version} answers")]
    if version < OLDEST:
        checks = [
            Check("database", "problem", f"PostgreSQL {version} is too old; {OLDEST} or newer is needed")
        ]
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        checks.append(Check("encoding", "problem", f"the database is in {encoding}; make it anew in UTF8"))
    before = time.time()
    row = connection.execute("SELECT extract(epoch FROM clock_timestamp())::float8").fetchone()
    after = time.time()
    theirs = row[0] if row else None
    skew = abs(theirs - (before + after) / 2) if isinstance(theirs, float) else 0.0
    if skew > SKEW_SECONDS:
        says = f"{skew:.1f} s apart from the database's; run a time service (NTP) on both machines"
        return [*checks, Check("clock", "warning", says)]
    return [*checks, Check("clock", "ok", "the same as the database's")]


def _schema(url: str, connection: Connection) -> list[Check]:
    if newer := migrating.unknown(url):
        return [Check("schema", "problem", f"migrated by a newer Vis-à-vis ({newer}); install that version")]
    if missing := migrating.pending(url):
        return [Check("schema", "problem", f"lacks {len(missing)} migration(s); run `visavis migrate`")]
    checks = [Check("schema", "ok", "up to date")]
    loose = [name for (name,) in connection.execute(LOOSE_ROLES, [list(ROLES)])]
    if loose:
        says = f"{', '.join(map(str, loose))}: missing, too mighty, or not ours to take; see "
        checks.append(Check("roles", "problem", says + "docs/operate/external-postgresql.md"))
    else:
        checks.append(Check("roles", "ok", f"{' and '.join(ROLES)} are bound by row-level security"))
    open_tables = [str(name) for (name,) in connection.execute(UNGUARDED)]
    if open_tables:
        says = f"without row-level security: {', '.join(open_tables)}; restore or migrate the schema again"
        return [*checks, Check("walls", "problem", says)]
    return [*checks, Check("walls", "ok", "every brand's rows are guarded by the database")]
