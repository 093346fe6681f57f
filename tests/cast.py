"""A small cast and one group of two brands, used by every test.

Maison Lumen: Léa and Karim answer (she in team Salon, he in team Atelier), Camille supervises.
Atelier Brume: Oliver answers alone. Ana owns the house. Claire and Hugo are Lumen's customers,
Nina is Brume's.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import httpx
import uvicorn
import websockets

from tests.ear import Ear
from visavis import brands, config, conversations, customers, staff
from visavis.app import Application, build_house, create_app
from visavis.brands import Brand, NewBrand
from visavis.conversations import Actor, Conversation, Message
from visavis.conversations.models import Answer
from visavis.customers import Visitor
from visavis.kit.house import House
from visavis.kit.ids import uuid7
from visavis.staff import AgentActor
from visavis.staff.schemas import NewAgent

PASSWORD = "three swans at dusk"


@dataclass
class Cast:
    """The people, as actors, and the house they are in."""

    house: House
    lumen: Brand
    brume: Brand
    salon: UUID
    atelier: UUID
    agents: dict[str, AgentActor]
    visitors: dict[str, Visitor]
    tokens: dict[str, str]

    @property
    def ana(self) -> AgentActor:
        return self.agents["ana"]

    @property
    def lea(self) -> AgentActor:
        return self.agents["lea"]

    @property
    def karim(self) -> AgentActor:
        return self.agents["karim"]

    @property
    def camille(self) -> AgentActor:
        return self.agents["camille"]

    @property
    def oliver(self) -> AgentActor:
        return self.agents["oliver"]

    @property
    def claire(self) -> Visitor:
        return self.visitors["claire"]

    @property
    def hugo(self) -> Visitor:
        return self.visitors["hugo"]

    @property
    def nina(self) -> Visitor:
        return self.visitors["nina"]

    async def starts(self, visitor: Visitor, body: str = "Bonjour ?") -> Conversation:
        """A visitor begins a conversation."""
        async with self.house.database.session(visitor.brand_ids) as session:
            conversation, _ = await conversations.start(session, visitor, body=body, client_id=uuid4())
        return conversation

    async def promised(self, visitor: Visitor, body: str, *, at: datetime, by: datetime) -> Conversation:
        """A visitor began a conversation then, and was promised an answer by that time."""
        answer = Answer(by=by, way="later", probability=None, hours_version=0)
        async with self.house.database.session(visitor.brand_ids, clock=lambda: at) as session:
            begun, _ = await conversations.start(
                session, visitor, body=body, client_id=uuid4(), answer=answer
            )
        return begun

    async def says(
        self, actor: Actor, conversation_id: UUID, body: str, *, client_id: UUID | None = None, **more: Any
    ) -> Message:
        """Someone writes in a conversation, as the sockets and the API do."""
        assert not isinstance(actor, conversations.System)
        async with self.house.database.session(actor.brand_ids, lean=True) as session:
            return await conversations.send(
                session,
                actor,
                conversation_id=conversation_id,
                body=body,
                client_id=client_id or uuid4(),
                **more,
            )

    async def reads(self, actor: Actor, conversation_id: UUID) -> tuple[Conversation, list[Message]]:
        """Someone opens a conversation."""
        assert not isinstance(actor, conversations.System)
        async with self.house.database.session(actor.brand_ids) as session:
            conversation = await conversations.access_conversation(session, actor, conversation_id)
            messages, _ = await conversations.timeline.page(session, actor, conversation)
        return conversation, messages

    async def gives(
        self, conversation_id: UUID, agent: AgentActor | None = None, team_id: UUID | None = None
    ) -> Conversation:
        """The supervisor gives a conversation to someone."""
        async with self.house.database.session(self.camille.brand_ids) as session:
            return await conversations.assign(
                session,
                self.camille,
                conversation_id=conversation_id,
                agent_id=agent.id if agent else None,
                team_id=team_id,
            )


async def gather(house: House) -> Cast:
    """Make the brands, the teams and the people."""
    async with house.database.system() as session:
        lumen = await brands.create(
            session, house.keys, NewBrand(slug="maison-lumen", name="Maison Lumen", locale="fr")
        )
        brume = await brands.create(
            session, house.keys, NewBrand(slug="atelier-brume", name="Atelier Brume", locale="fr")
        )
        teams: dict[str, UUID] = {}
        for name in ("Salon", "Atelier"):
            teams[name] = uuid7()
            await session.execute(
                "insert into team (id, name, created_at) values (%s, %s, %s)",
                (teams[name], name, session.clock()),
            )
        people: dict[str, tuple[str, staff.Role, list[UUID], list[UUID]]] = {
            "ana": ("Ana Lopes", "owner", [], []),
            "camille": ("Camille Roussel", "supervisor", [lumen.id], []),
            "lea": ("Léa Martin", "agent", [lumen.id], [teams["Salon"]]),
            "karim": ("Karim Haddad", "agent", [lumen.id], [teams["Atelier"]]),
            "oliver": ("Oliver Shaw", "agent", [brume.id], []),
        }
        agents: dict[str, AgentActor] = {}
        for key, (name, role, brand_ids, team_ids) in people.items():
            made = await staff.create_agent(
                session,
                None,
                NewAgent(
                    name=name,
                    email=f"{key}@house.example",
                    role=role,
                    password=PASSWORD,
                    brand_ids=brand_ids,
                    team_ids=team_ids,
                ),
            )
            actor = await staff.load_actor(session, made.id, None)
            assert actor is not None
            agents[key] = actor
        visitors: dict[str, Visitor] = {}
        tokens: dict[str, str] = {}
        for key, brand in (("claire", lumen), ("hugo", lumen), ("nina", brume)):
            welcome = await customers.welcome(session, brand.id, "fr", None)
            visitors[key], tokens[key] = welcome.visitor, welcome.token
    return Cast(house, lumen, brume, teams["Salon"], teams["Atelier"], agents, visitors, tokens)


@asynccontextmanager
async def cast_on(settings: config.Settings, database_url: str) -> AsyncGenerator[Cast]:
    """A cast on its own database, without a server."""
    house = build_house(settings, database_url)
    await house.database.open()
    try:
        yield await gather(house)
    finally:
        await house.database.close()


@dataclass
class Running:
    """A server in this very process, on a free port, with the cast in its database."""

    cast: Cast
    app: Application
    url: str
    server: uvicorn.Server = field(repr=False)

    def http(self, **headers: str) -> httpx.AsyncClient:
        """An HTTP client that speaks from our own pages."""
        ours = {"Origin": self.app.house.origin, "X-Visavis": "1"}
        return httpx.AsyncClient(base_url=self.url, headers=ours | headers)

    def as_visitor(self, who: str) -> httpx.AsyncClient:
        """A visitor's HTTP client."""
        return self.http(Authorization=f"Bearer {self.cast.tokens[who]}")

    @asynccontextmanager
    async def as_agent(self, who: str) -> AsyncGenerator[httpx.AsyncClient]:
        """An agent's HTTP client, signed in."""
        async with self.http() as client:
            known = {"email": f"{who}@house.example", "password": PASSWORD}
            answer = await client.post("/api/v1/session", json=known)
            answer.raise_for_status()
            yield client

    async def live_agent(self, who: str, resume: str | None = None) -> "Ear":
        """The live socket of an agent's program, which makes nobody present."""
        actor = self.cast.agents[who]
        ticket = staff.make_ticket(self.app.house.keys, actor, self.app.house.database.clock())
        return await self._ear("agent", ticket, resume)

    async def live_console(self, who: str) -> "Ear":
        """The live socket of an agent who has signed in, as the console opens it."""
        async with self.as_agent(who) as client:
            ticket = (await client.post("/api/v1/live/ticket")).json()["ticket"]
        return await self._ear("agent", ticket, None)

    async def live_with(self, ticket: str) -> "Ear":
        """The live socket that a ticket opens."""
        return await self._ear("agent", ticket, None)

    async def live_visitor(self, who: str, resume: str | None = None) -> "Ear":
        """A visitor's live socket."""
        return await self._ear("visitor", self.cast.tokens[who], resume)

    async def _ear(self, door: str, token: str, resume: str | None) -> "Ear":
        await self._caught_up()
        ear = Ear(await websockets.connect(f"{self.url.replace('http', 'ws')}/live/{door}", max_size=None))
        await ear.say(type="hello", token=token, resume=resume)
        ear.ready = await ear.hears("ready")
        return ear

    async def _caught_up(self) -> None:
        """Wait until all that happened was told: whoever connects now does not hear it as news."""
        async with self.cast.house.database.system() as session:
            newest = await session.tuple(
                "select xid::text::bigint, position from event order by xid desc, position desc limit 1"
            )
        while newest is not None and self.app.live.dispatcher.cursor < newest:  # noqa: ASYNC110 - bounded by the test
            await asyncio.sleep(0.005)


@asynccontextmanager
async def running_on(settings: config.Settings, database_url: str) -> AsyncGenerator[Running]:
    """Serve in this process, with the cast loaded."""
    app = create_app(settings, database_url)
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            port=settings.port,
            ws="websockets-sansio",
            log_level="warning",
            lifespan="on",
            loop="none",
            timeout_graceful_shutdown=1,
        )
    )
    serving = asyncio.create_task(server.serve())
    while not server.started:
        assert not serving.done(), "the server did not start"
        await asyncio.sleep(0.005)
    try:
        yield Running(await gather(app.house), app, settings.base_url, server)
    finally:
        server.should_exit = True
        await serving
