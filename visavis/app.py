"""The application: the only file that knows every module."""

import asyncio
import logging
import socket
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from typing import Any

from litestar import Litestar, Router
from litestar.datastructures import State
from litestar.di import Provide
from litestar.openapi import OpenAPIConfig
from litestar.types import Receive, Scope, Send
from procrastinate import App as Jobs

import visavis
from visavis import callbacks, customers, inviting, live, pages, promises, routing, staff
from visavis.callbacks import routes as callback_routes
from visavis.channels import chat
from visavis.channels.email import jobs as email_jobs
from visavis.channels.email import routes as email_routes
from visavis.channels.email import stop_routes
from visavis.channels.email.clerk import Clerk
from visavis.channels.email.delivering import Postman
from visavis.channels.email.fetching import Fetcher
from visavis.channels.email.hooks import routes as hook_routes
from visavis.channels.email.listening import Listener
from visavis.channels.email.posting import keep_post
from visavis.config import Settings
from visavis.conversations import jobs as conversation_jobs
from visavis.conversations import routes as conversation_routes
from visavis.customers import jobs as customer_jobs
from visavis.customers import routes as customer_routes
from visavis.inviting import jobs as inviting_jobs
from visavis.inviting import routes as inviting_routes
from visavis.kit.answering import Headers, answer_error
from visavis.kit.crypto import Keys
from visavis.kit.database import Database
from visavis.kit.files import Files
from visavis.kit.house import House
from visavis.kit.jobs import jobs_app
from visavis.kit.jobs import run as run_jobs
from visavis.kit.limits import Bucket, Limits
from visavis.kit.policy import Anyone, declared, enforce
from visavis.live import describing
from visavis.live import jobs as live_jobs
from visavis.promises import routes as promise_routes
from visavis.routing import routes as routing_routes
from visavis.staff import jobs as staff_jobs
from visavis.staff import routes as staff_routes

# Registered here and nowhere else: what each module needs done in the background.
JOBS: list[Callable[[Jobs, House], None]] = [
    conversation_jobs.register,
    customer_jobs.register,
    email_jobs.register,
    inviting_jobs.register,
    live_jobs.register,
    staff_jobs.register,
]
STAFF = [
    *staff_routes.handlers,
    *customer_routes.handlers,
    *conversation_routes.handlers,
    *promise_routes.handlers,
    *callback_routes.handlers,
    *routing_routes.handlers,
    *inviting_routes.handlers,
    *email_routes.handlers,
    *hook_routes.handlers,
]
# How soon jobs are taken up again when their runner has ended by itself (seconds).
AGAIN = 1.0
SCHEMA = Anyone(bucket=Bucket("schema", 60, 120))


log = logging.getLogger(__name__)


class Application:
    """The whole server as one ASGI application: HTTP by Litestar, sockets by `live`."""

    def __init__(self, settings: Settings, database_url: str, door: socket.socket | None = None) -> None:
        self.house = build_house(settings, database_url)
        self.live = live.Live(self.house)
        self.jobs = _jobs(self.house, database_url)
        self.http = http_app(
            self.house, demo=settings.demo, watch=self.live.watch, lifespan=self._run(settings, door)
        )
        self._answering = Headers(self.http, secure=self.house.secure)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":  # pyright: ignore[reportUnnecessaryComparison]
            await self.live(scope, receive, send)
        elif scope["type"] == "lifespan":  # pyright: ignore[reportUnnecessaryComparison]
            await self.http(scope, receive, send)
        else:
            await self._answering(scope, receive, send)

    async def drain(self) -> None:
        """Send the sockets away, each at its own moment, once what is under way is done."""
        await self.live.drain()

    def _run(self, settings: Settings, door: socket.socket | None) -> Callable[[Litestar], Any]:
        lmtp = settings.mail_listen.startswith("lmtp:")
        listener = Listener(self.house, lmtp=lmtp, peers=settings.mail_peers)

        @asynccontextmanager
        async def run(_: Litestar) -> AsyncGenerator[None]:
            async with _opened(self.house):
                await self.live.start()
                working = asyncio.create_task(_work(self.jobs, self.house)) if settings.work else None
                if door:
                    await listener.start(door)
                try:
                    yield
                finally:
                    await listener.stop()
                    if working:
                        working.cancel()
                        await asyncio.gather(working, return_exceptions=True)
                    await self.live.stop()

        return run


def create_app(settings: Settings, database_url: str, door: socket.socket | None = None) -> Application:
    """Make the server for these settings and this migrated database; mail is handed over at the `door`."""
    return Application(settings, database_url, door)


def build_house(settings: Settings, database_url: str) -> House:
    """Make the parts that every request shares."""
    promises.keep_books()
    inviting.furnish_brands()
    callbacks.keep_books()
    keep_post()
    return House(
        database=Database(database_url),
        keys=Keys(settings.secret_key.encode()),
        files=Files(settings.files),
        limits=Limits(factor=settings.rate_factor),
        base_url=settings.base_url.rstrip("/"),
        max_upload=settings.max_upload_mib * 1024 * 1024,
        authorities=dict(settings.authorities),
    )


async def make_owner(settings: Settings, database_url: str, email: str, name: str, password: str) -> None:
    """Make the installation's first owner."""
    house = build_house(settings, database_url)
    async with _opened(house), house.database.system() as session:
        await staff.create_first_owner(session, email, name, password)


async def work(settings: Settings, database_url: str) -> None:
    """Run the jobs, and nothing else, until cancelled."""
    house = build_house(settings, database_url)
    async with _opened(house):
        await _work(_jobs(house, database_url), house)


def openapi() -> dict[str, Any]:
    """Describe the API, live frames included, as an OpenAPI 3.1 document."""
    return describing.complete(http_app(None, demo=False).openapi_schema.to_schema())


@asynccontextmanager
async def _opened(house: House) -> AsyncGenerator[None]:
    await house.database.open()
    try:
        yield
    finally:
        for end in house.at_end:
            await end()
        await house.database.close()


def _jobs(house: House, database_url: str) -> Jobs:
    jobs = jobs_app(database_url)
    for register in JOBS:
        register(jobs, house)
    return jobs


async def _work(jobs: Jobs, house: House) -> None:
    postman, fetcher, clerk = Postman(house), Fetcher(house), Clerk(house)
    clerk.start()
    postman.start()
    fetcher.start()
    try:
        await _run_jobs(jobs)
    finally:
        await fetcher.stop()
        await postman.stop()
        await clerk.stop()


async def _run_jobs(jobs: Jobs) -> None:
    while True:
        try:
            async with jobs.open_async():
                await run_jobs(jobs)
        except Exception as error:
            log.warning("jobs: %s", error)
        log.warning("jobs: their runner has ended by itself; it starts again")
        await asyncio.sleep(AGAIN)


def http_app(
    house: House | None,
    *,
    demo: bool,
    watch: routing.Watch | None = None,
    lifespan: Callable[[Litestar], Any] | None = None,
) -> Litestar:
    app = Litestar(
        route_handlers=[
            Router("/api/v1", route_handlers=STAFF, security=[{"session": []}, {"key": []}]),
            Router("/api/v1/widget", route_handlers=chat.handlers, security=[{"visitor": []}]),
            *pages.handlers,
            *stop_routes.handlers,
            *(pages.shop_handlers if demo else []),
        ],
        guards=[enforce],
        dependencies={
            "house": Provide(staff.here, sync_to_thread=False),
            "actor": Provide(staff.current_agent, sync_to_thread=False),
            "watch": Provide(routing.here, sync_to_thread=False),
            "visitor": Provide(customers.current_visitor, sync_to_thread=False),
        },
        exception_handlers={Exception: answer_error},
        lifespan=[lifespan] if lifespan else [],
        state=State({"house": house, "watch": watch}),
        request_max_body_size=(house.max_upload if house else 0) + 65_536,
        openapi_config=OpenAPIConfig(
            title="Vis-à-vis",
            version=visavis.__version__,
            path="/api",
            openapi_router=Router("/api", route_handlers=[], opt={"policy": SCHEMA}),
            render_plugins=[describing.Described(path="/openapi.json")],
            components=describing.security(),
        ),
        debug=False,
    )
    list(declared(app))
    return app
