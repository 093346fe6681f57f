"""Every setting, read once from the environment at the edge and passed down."""

import ipaddress
import os
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Literal, TypeVar, get_args
from urllib.parse import urlsplit

import msgspec
import platformdirs

LogLevel = Literal["debug", "info", "warning", "error"]
# Loopback and private networks.
PRIVATE = "127.0.0.0/8,::1,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,fc00::/7"
SECRET = {"database_url", "secret_key"}  # never printed
T = TypeVar("T")


class CannotStart(Exception):
    """Something outside of us is in the way; the message says what to do."""


class BadSetting(CannotStart):
    """A setting has a value that cannot be used; the message names it and says what would do."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What a running Vis-à-vis was told; docs/operate/settings.md explains each field."""

    database_url: str | None
    data: Path
    base_url: str
    host: str
    port: int
    secret_key: str
    files: str
    trusted_proxies: tuple[str, ...]
    max_upload_mib: int
    authorities: tuple[tuple[str, str], ...]
    mail_listen: str
    mail_peers: tuple[str, ...]
    work: bool
    demo: bool
    rate_factor: float
    log_level: LogLevel


def variable(field: str) -> str:
    """Names the environment variable of a field of Settings."""
    return f"VISAVIS_{field.upper()}"


def read(environment: Mapping[str, str] = os.environ) -> Settings:
    """Reads the settings, making the data folder and a secret key if needed; raises BadSetting."""

    def get(field: str, default: str, parse: Callable[[str], T]) -> T:
        value = environment.get(variable(field), "").strip() or default
        try:
            return parse(value)
        except ValueError as error:
            shown = "set" if field in SECRET else repr(value)
            raise BadSetting(f"{variable(field)} is {shown}: {error}") from None

    data = get("data", default_data(), _folder)
    port = get("port", "8321", _between(1, 65535))
    return Settings(
        database_url=get("database_url", "", _database_url),
        data=data,
        base_url=get("base_url", f"http://localhost:{port}", _base_url),
        host=get("host", "127.0.0.1", str),
        port=port,
        secret_key=get("secret_key", "", _long_enough) or _kept_key(data),
        files=get("files", (data / "files").as_uri(), _files_url),
        trusted_proxies=get("trusted_proxies", "127.0.0.1,::1", _networks),
        max_upload_mib=get("max_upload_mib", "20", _between(1, 1024)),
        authorities=get("authorities", "", _authorities),
        mail_listen=get("mail_listen", "", _mail_url),
        mail_peers=get("mail_peers", PRIVATE, _networks),
        work=get("work", "true", _yes_or_no),
        demo=get("demo", "false", _yes_or_no),
        rate_factor=get("rate_factor", "1", _positive),
        log_level=get("log_level", "info", _log_level),
    )


def default_data(name: str = "visavis") -> str:
    """Names the folder where data is kept when VISAVIS_DATA is not set."""
    # PostgreSQL's own user must be able to enter it, and could not under root's private home.
    return f"/var/lib/{name}" if os.geteuid() == 0 else platformdirs.user_data_dir(name)


def _folder(value: str) -> Path:
    path = Path(value).expanduser().absolute()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ValueError(f"this folder cannot be made ({error.strerror}).") from None
    return path


def _kept_key(data: Path) -> str:
    path = data / "secret_key"
    with suppress(FileNotFoundError):
        return path.read_text().strip()
    fresh = path.with_name(f"secret_key.{secrets.token_hex(4)}")
    try:
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):  # another process was first: its key is the one
            os.link(fresh, path)
        fresh.unlink()
        return path.read_text().strip()
    except OSError as error:
        raise BadSetting(
            f"VISAVIS_SECRET_KEY is not set, and no key can be kept in {path} ({error.strerror})."
        ) from None


def _long_enough(value: str) -> str:
    if value and len(value) < 32:
        raise ValueError("a secret key has at least 32 characters.")
    return value


def _database_url(value: str) -> str | None:
    if value and urlsplit(value).scheme not in {"postgresql", "postgres"}:
        raise ValueError("write it as postgresql://user:password@host:5432/database.")
    return value or None


def _base_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("write the address that people use, such as https://help.example.com.")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError("Vis-à-vis needs a host name of its own, without a path.")
    return f"{parts.scheme}://{parts.netloc}"


def _files_url(value: str) -> str:
    if urlsplit(value).scheme not in {"file", "s3", "gs", "az"}:
        raise ValueError("write file:///folder, s3://bucket/prefix, gs://… or az://….")
    return value


def _mail_url(value: str) -> str:
    if not value:
        return value
    parts = urlsplit(value)
    if parts.scheme not in {"lmtp", "smtp"} or not parts.hostname or not parts.port or parts.path:
        raise ValueError("write lmtp://127.0.0.1:8024, or smtp://….")
    return value


def _networks(value: str) -> tuple[str, ...]:
    networks = tuple(part.strip() for part in value.split(",") if part.strip())
    for network in networks:
        ipaddress.ip_network(network, strict=False)
    return networks


def _authorities(value: str) -> tuple[tuple[str, str], ...]:
    found: dict[str, str] = {}
    for part in filter(None, map(str.strip, value.split(","))):
        name, _, address = part.partition("=")
        parts = urlsplit(address.strip())
        open_way = parts.scheme == "http" and parts.hostname in {"localhost", "127.0.0.1", "::1"}
        if name.strip() not in {"google", "microsoft"} or not parts.hostname or "@" in parts.netloc:
            raise ValueError("write microsoft=https://login.example.com, and google=… after a comma.")
        if (
            not (parts.scheme == "https" or open_way)
            or parts.path.strip("/")
            or parts.query
            or parts.fragment
        ):
            raise ValueError("an address begins with https:// and has no path.")
        found[name.strip()] = f"{parts.scheme}://{parts.netloc}"
    return tuple(found.items())


def _between(low: int, high: int) -> Callable[[str], int]:
    def parse(value: str) -> int:
        if not value.isascii() or not value.isdigit() or not low <= int(value) <= high:
            raise ValueError(f"a whole number from {low} to {high} is needed.")
        return int(value)

    return parse


def _yes_or_no(value: str) -> bool:
    if value.lower() in {"true", "yes", "on", "1"}:
        return True
    if value.lower() in {"false", "no", "off", "0"}:
        return False
    raise ValueError("true or false is needed.")


def _log_level(value: str) -> LogLevel:
    for level in get_args(LogLevel):
        if value.lower() == level:
            return level
    raise ValueError(f"one of {', '.join(get_args(LogLevel))} is needed.")


def _positive(value: str) -> float:
    number = float(value)
    if not 0 < number < 1e9:
        raise ValueError("a number above 0 is needed")
    return number
