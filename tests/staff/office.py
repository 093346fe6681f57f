"""A small office: Ana owns it, Ines runs it, Karim leads, Lea answers; two brands, a clock to turn."""

from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, cast
from uuid import UUID

import httpx
from litestar import Litestar

from visavis import brands, staff
from visavis.app import http_app
from visavis.brands import NewBrand
from visavis.kit.crypto import Keys
from visavis.kit.database import Database
from visavis.kit.files import Files
from visavis.kit.house import House
from visavis.kit.ids import uuid7
from visavis.kit.limits import Limits
from visavis.staff import AgentActor, Role, passwords

HERE = "http://localhost:8321"
PASSWORD = "five otters at noon"


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def seconds(self) -> float:
        return self.now.timestamp()

    def pass_(self, **time: float) -> None:
        self.now += timedelta(**time)


class Browser:
    """Someone's browser on one of our own pages."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self.http = http

    async def call(self, method: str, path: str, json: object = None, **headers: str) -> httpx.Response:
        origin = str(self.http.base_url).removesuffix("/")
        ours = {"Origin": origin, "X-Visavis": "1", "Sec-Fetch-Site": "same-origin"}
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {name: value for name, value in {**ours, **given}.items() if value}
        return await self.http.request(method, f"/api/v1{path}", json=json, headers=sent)

    async def sign_in(self, email: str, password: str = PASSWORD, **headers: str) -> httpx.Response:
        return await self.call("POST", "/session", {"email": email, "password": password}, **headers)

    @property
    def token(self) -> str | None:
        name = "__Host-visavis" if self.http.base_url.scheme == "https" else "visavis"
        return self.http.cookies.get(name)


class Office:
    def __init__(self, database: Database, clock: Clock, files: Files, stack: AsyncExitStack) -> None:
        self.database, self.clock = database, clock
        self.keys = Keys(b"k" * 32)
        self.limits = Limits(clock=clock.seconds)
        self.files, self._stack = files, stack
        self.brands: dict[str, UUID] = {}
        self.people: dict[str, UUID] = {}
        self._apps: dict[str, Litestar] = {}

    def house(self, base_url: str = HERE) -> House:
        return House(self.database, self.keys, self.files, self.limits, base_url, 20 * 2**20)

    async def browser(self, who: str = "", *, base_url: str = HERE, address: str = "192.0.2.1") -> Browser:
        if base_url not in self._apps:
            self._apps[base_url] = _app(self.house(base_url))
        # Litestar and httpx describe the same ASGI in two ways.
        app = cast("Any", self._apps[base_url])
        transport = httpx.ASGITransport(app=app, client=(address, 50000))
        http = await self._stack.enter_async_context(
            httpx.AsyncClient(transport=transport, base_url=base_url)
        )
        browser = Browser(http)
        if who:
            answer = await browser.sign_in(f"{who}@maison.example")
            assert answer.status_code == 201, answer.text
        return browser

    async def open_brand(self, slug: str) -> UUID:
        async with self.database.system() as session:
            made = await brands.create(
                session, self.keys, NewBrand(slug=slug, name=slug.title(), locale="fr")
            )
        self.brands[slug] = made.id
        return made.id

    async def hire(self, name: str, role: Role, *slugs: str) -> None:
        # Beside the front door, and hashed once for all: hundreds are hired in a run.
        self.people[name] = uuid7()
        async with self.database.system() as session:
            await session.execute(
                """
                insert into agent (id, email, name, role, locale, password_hash, created_at)
                values (%s, %s, %s, %s, 'en', %s, %s)
                """,
                (self.people[name], f"{name}@maison.example", name.title(), role, _hash(), self.clock()),
            )
            for slug in slugs:
                await session.execute(
                    "insert into agent_brand values (%s, %s)", (self.people[name], self.brands[slug])
                )

    async def actor(self, name: str, session_id: UUID | None = None) -> AgentActor | None:
        async with self.database.system() as session:
            return await staff.load_actor(session, self.people[name], session_id)

    async def told(self) -> list[UUID | None]:
        """Lists whom the staff's news so far concerned, and forgets it."""
        async with self.database.system() as session:
            rows = await session.tuples(
                "select agent_id from event where type = 'staff.changed' order by xid, position"
            )
            await session.execute("delete from event")
        return [row[0] for row in rows]


@cache
def _hash() -> str:
    return passwords.hasher.hash(PASSWORD)


def _app(house: House) -> Litestar:
    return http_app(house, demo=False)
