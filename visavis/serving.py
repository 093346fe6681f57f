"""The running server: its database, its listening socket, and a graceful end."""

import asyncio
import logging
import socket
import time
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from urllib.parse import urlsplit

import uvicorn

from visavis import app, migrating, process
from visavis.config import CannotStart, Settings
from visavis.kit.postgres import Embedded

DRAIN_SECONDS = 10


@contextmanager
def database(settings: Settings, tell: Callable[[str], None]) -> Generator[str]:
    """Gives the URL of a database that is there and migrated; an embedded server lives as long."""
    if settings.database_url:
        _check_migrated(settings.database_url)
        yield settings.database_url
        return
    embedded = Embedded(settings.data)
    try:
        url = embedded.start()
        embedded.watch(every=0.5)
        migrating.migrate(url, tell)
        yield url
    finally:
        embedded.stop()


def serve(
    settings: Settings,
    tell: Callable[[str], None],
    *,
    load: Callable[[str], None] = lambda url: None,
    ready: Callable[[], None] = lambda: None,
) -> None:
    """Serves until SIGTERM or SIGINT.

    `load` is called with the database's URL before anybody can come in, `ready` once they can.
    """
    with (
        _listen(settings) as listening,
        _listen_for_mail(settings) as door,
        database(settings, tell) as url,
    ):
        load(url)
        application = app.create_app(settings, url, door)
        config = server_config(application, settings)

        def announce() -> None:
            tell(f"ready at {settings.base_url} after {time.monotonic() - process.STARTED:.1f} s")
            ready()

        try:
            _Server(config, application.drain, announce).run(sockets=[listening])
        finally:
            tell("stopped")


def work(settings: Settings, tell: Callable[[str], None]) -> None:
    """Runs the jobs, and nothing else, until SIGTERM or SIGINT."""
    with database(settings, tell) as url:
        tell("working")
        asyncio.run(app.work(settings, url))


def server_config(application: Callable[..., Awaitable[None]], settings: Settings) -> uvicorn.Config:
    """Tells uvicorn how to serve an application for these settings."""
    return uvicorn.Config(
        application,
        host=settings.host,
        port=settings.port,
        loop="uvloop",
        http="httptools",
        ws="websockets-sansio",
        ws_per_message_deflate=False,  # memory per socket, and messages are short
        ws_max_size=1 << 20,
        forwarded_allow_ips=[*settings.trusted_proxies],
        server_header=False,
        access_log=settings.log_level == "debug",
        log_config=None,
        timeout_graceful_shutdown=DRAIN_SECONDS,
    )


class _Server(uvicorn.Server):
    """Tells the sockets to come back elsewhere before it closes them."""

    def __init__(
        self, config: uvicorn.Config, drain: Callable[[], Awaitable[None]], announce: Callable[[], None]
    ) -> None:
        super().__init__(config)
        self._drain = drain
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            process.settle()
            self._announce()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        try:
            await asyncio.wait_for(self._drain(), DRAIN_SECONDS)
        except TimeoutError:
            logging.getLogger(__name__).warning("Not every socket left in time.")
        await super().shutdown(sockets)


def _listen(settings: Settings) -> socket.socket:
    return _bound(settings.host, settings.port, "VISAVIS_HOST or VISAVIS_PORT")


@contextmanager
def _listen_for_mail(settings: Settings) -> Generator[socket.socket | None]:
    if not settings.mail_listen:
        yield None
        return
    parts = urlsplit(settings.mail_listen)
    with _bound(parts.hostname or "", parts.port or 0, "VISAVIS_MAIL_LISTEN") as listening:
        yield listening


def _bound(host: str, port: int, setting: str) -> socket.socket:
    # Before the database: a second server on the same port stops at once, with one sentence.
    try:
        places = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        family, kind, protocol, _, address = places[0]
        listening = socket.socket(family, kind, protocol)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
    except OSError as error:
        raise CannotStart(
            f"Cannot listen on {host}:{port} ({error.strerror}). Stop what listens there, or set {setting}."
        ) from None
    return listening


def _check_migrated(database_url: str) -> None:
    if newer := migrating.unknown(database_url):
        raise CannotStart(f"A newer Vis-à-vis has migrated this database ({newer}). Install that version.")
    if missing := migrating.pending(database_url):
        raise CannotStart(f"The database lacks {len(missing)} migration(s). Run `visavis migrate` first.")
