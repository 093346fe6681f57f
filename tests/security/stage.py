"""The cast with a few more people, each with what opens the door, and rows of their own and of others."""

import time
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Literal
from uuid import UUID, uuid4

import httpx
from joserfc import jwt
from joserfc.jwk import OctKey

from tests.cast import Cast, Running
from visavis import brands, conversations, customers, staff
from visavis.conversations import Conversation
from visavis.customers import Visitor
from visavis.customers.welcoming import end_visit
from visavis.kit.ids import uuid7
from visavis.staff import AgentActor, issuing, signing_in
from visavis.staff.schemas import NewAgent, NewApiKey

# Mine or my team's at my brand; another team's (another customer's, for a visitor); another brand's.
Place = Literal["own", "other team", "other brand"]
PLACES: tuple[Place, ...] = ("own", "other team", "other brand")

STAFF = ("lea", "karim", "oliver", "camille", "adam", "ana")
VISITORS = ("anonymous visitor", "signed visitor")
GHOSTS = ("disabled agent", "disabled agent's key", "expired session", "idle session", "revoked session")
ROLES = (
    "nobody",
    *VISITORS,
    *STAFF,
    *(f"{who}'s key" for who in STAFF),
    *GHOSTS,
    "expired key",
    "revoked key",
    "ended visit",
    "made-up cookie",
    "made-up key",
    "made-up visit",
)
HOME: dict[str, Place] = {"lea": "own", "karim": "other team", "oliver": "other brand"}
RANK = {"lea": 0, "karim": 0, "oliver": 0, "camille": 1, "adam": 2, "ana": 3}


@dataclass
class Row:
    """A conversation in a place, with a message, a file and a customer."""

    conversation: Conversation
    visitor: Visitor
    message_id: UUID
    file_id: UUID


@dataclass
class Stage:
    """The running house, who may knock, and with what in the hand."""

    running: Running
    client: httpx.AsyncClient
    agents: dict[str, AgentActor]
    visitors: dict[str, Visitor]
    given: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])
    rows: dict[UUID, Row] = field(default_factory=dict[UUID, Row])

    @property
    def cast(self) -> Cast:
        return self.running.cast

    def person(self, role: str) -> str:
        """Name whose right a role uses."""
        return role.removesuffix("'s key")

    def brand_of(self, place: Place) -> UUID:
        return self.cast.brume.id if place == "other brand" else self.cast.lumen.id

    def team_of(self, place: Place) -> UUID | None:
        return {"own": self.cast.salon, "other team": self.cast.atelier, "other brand": None}[place]

    def sees(self, role: str, place: Place, kind: str) -> bool:
        """Tell, from the rule as people would say it, whether a row is this role's to see."""
        who = self.person(role)
        if who in VISITORS:
            return place == "own"
        if RANK[who] >= 2:
            return True
        if kind in ("customer", "brand", "invitation rule", "subject") or who == "camille":
            return (place == "other brand") == (who == "oliver")
        return HOME[who] == place

    def writer(self, role: str, place: Place) -> AgentActor:
        """Name an agent who may write at a place: the role itself if it may, a colleague otherwise."""
        who = self.person(role)
        if who in RANK and self.sees(role, place, "conversation"):
            return self.agents[who]
        return self.agents["ana"]

    async def row(self, place: Place, role: str = "", *, fresh: bool = True) -> Row:
        """Give a conversation of this place; `own` is a visitor's own when it is a visitor who asks.

        One that is not fresh may have been given before, to be looked at.
        """
        visitor = {
            "own": self.visitors.get(role, self.cast.claire),
            "other team": self.cast.hugo,
            "other brand": self.cast.nina,
        }[place]
        if fresh:
            return await self._begin(place, visitor)
        if visitor.id not in self.rows:
            self.rows[visitor.id] = await self._begin(place, visitor)
        return self.rows[visitor.id]

    async def _begin(self, place: Place, visitor: Visitor) -> Row:
        house = self.running.app.house
        async with house.database.session(visitor.brand_ids) as session:
            file = await conversations.attach(
                session, house.files, visitor, conversation_id=None, name="a.txt", content=b"a", limit=10
            )
            conversation, message = await conversations.start(
                session, visitor, body=f"in {place}", client_id=uuid4(), attachment_ids=[file.id]
            )
        async with house.database.session(self.agents["ana"].brand_ids) as session:
            conversation = await conversations.assign(
                session,
                self.agents["ana"],
                conversation_id=conversation.id,
                agent_id=None,
                team_id=self.team_of(place),
            )
        return Row(conversation, visitor, message.id, file.id)

    async def invitation_rule(self, place: Place) -> UUID:
        """Add a rule by which the brand of a place invites."""
        made = uuid4()
        async with self.running.app.house.database.system() as session:
            # Beside the act, which would stop at fifty.
            await session.execute(
                """
                insert into invitation_rule (id, brand_id, moment, threshold, enabled, created_at)
                values (%s, %s, 'no_result', 2, true, now())
                """,
                (made, self.brand_of(place)),
            )
        return made

    async def subject(self, place: Place) -> UUID:
        """Add something that the customers of the brand of a place may write about."""
        made = uuid4()
        async with self.running.app.house.database.system() as session:
            # Beside the act, which would stop at eight.
            await session.execute(
                """
                insert into subject (id, brand_id, place, name_fr, name_en, created_at)
                values (%s, %s, 0, 'Ma commande', 'My order', now())
                """,
                (made, self.brand_of(place)),
            )
        return made

    async def invitation(self, visitor: Visitor, *, days_ago: int = 0) -> UUID:
        """Invite a visitor, past every chance and pace."""
        made, rule_id = (
            uuid4(),
            await self.invitation_rule("own" if visitor.brand_id == self.cast.lumen.id else "other brand"),
        )
        async with self.running.app.house.database.system() as session:
            await session.execute(
                """
                insert into invitation (id, brand_id, rule_id, customer_id, visit_id, moment, page, arm, chance, at)
                values (%s, %s, %s, %s, %s, 'no_result', '/search', 'invited', 1, %s)
                """,
                (
                    made,
                    visitor.brand_id,
                    rule_id,
                    visitor.id,
                    uuid4(),
                    session.clock() - timedelta(days=days_ago),
                ),
            )
        return made

    async def note_by(self, actor: AgentActor, row: Row) -> UUID:
        """An agent leaves a note in a conversation."""
        return (await self.cast.says(actor, row.conversation.id, "entre nous", kind="note")).id

    async def cookie(self, who: str) -> tuple[dict[str, str], UUID]:
        """Open a session for someone, as signing in does, and give its cookie and its id."""
        async with self.running.app.house.database.system() as session:
            found = await session.tuple(
                "select id, password_hash from agent where email = %s", (f"{who}@house.example",)
            )
            assert found is not None
            browser = signing_in.Browser("127.0.0.1", "a test", None)
            opened = await signing_in.open_session(session, browser, found[0], found[1])
        assert opened.actor.session_id is not None
        return {"cookie": f"visavis={opened.token}"}, opened.actor.session_id

    async def key(self, who: str) -> tuple[dict[str, str], UUID]:
        """Make an API key for someone."""
        async with self.running.app.house.database.system() as session:
            fresh = await issuing.issue_key(session, self.agents[who], NewApiKey(name="a program"))
        return {"authorization": f"Bearer {fresh.key}"}, fresh.id

    async def visit(self, signed: str | None = None) -> tuple[Visitor, str]:
        """Begin a visit at Maison Lumen, anonymous or as the customer that the brand calls `signed`."""
        database, brand = self.running.app.house.database, self.cast.lumen
        async with database.system() as session:
            welcome = await customers.welcome(session, brand.id, "fr", None)
            if signed is not None:
                secret = await brands.identity_secret(session, self.running.app.house.keys, brand.id)
                known = await customers.identify(
                    session,
                    welcome.visitor,
                    brand=brand,
                    secret=secret,
                    jwt=claim(secret, brand.slug, signed),
                )
                welcome = known.welcome
        return welcome.visitor, welcome.token

    async def ask(
        self, role: str, method: str, path: str, *, hand: dict[str, str] | None = None, **more: Any
    ) -> httpx.Response:
        """Call a route as someone."""
        given = self.given[role] if hand is None else hand
        self.client.cookies.clear()
        return await self.client.request(method, path, headers=given, **more)


def claim(secret: bytes, slug: str, sub: str, **more: Any) -> str:
    """Sign who a customer is, as a brand's own site does."""
    now = int(time.time())
    claims = {"aud": slug, "sub": sub, "iat": now, "exp": now + 240, "jti": str(uuid7())} | more
    return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(secret))


async def set_up(running: Running) -> Stage:
    """Hire Adam the admin and Denis who was dismissed, and give everyone what they knock with."""
    cast, database = running.cast, running.app.house.database
    agents = dict(cast.agents)
    async with database.system() as session:
        for who, name, role in (("adam", "Adam Vidal", "admin"), ("denis", "Denis Morel", "agent")):
            new = NewAgent(
                name=name,
                email=f"{who}@house.example",
                role=role,  # pyright: ignore[reportArgumentType]
                password="nine herons by the lake",
                brand_ids=[cast.lumen.id],
            )
            made = await staff.create_agent(session, None, new)
            actor = await staff.load_actor(session, made.id, None)
            assert actor is not None
            agents[who] = actor
    stage = Stage(running, running.http(), agents, {})
    stage.given["nobody"] = {}
    stage.given["made-up cookie"] = {"cookie": "visavis=vas_" + "x" * 43}
    stage.given["made-up key"] = {"authorization": "Bearer vav_" + "x" * 43}
    stage.given["made-up visit"] = {"authorization": "Bearer vvt_" + "x" * 43}
    for who in STAFF:
        stage.given[who], _ = await stage.cookie(who)
        stage.given[f"{who}'s key"], _ = await stage.key(who)
    for role, signed in (("anonymous visitor", None), ("signed visitor", "88213"), ("ended visit", "5")):
        stage.visitors[role], token = await stage.visit(signed)
        stage.given[role] = {"authorization": f"Bearer {token}"}
    await _let_go(stage)
    return stage


async def _let_go(stage: Stage) -> None:
    """End what shall open nothing any more."""
    ended = {
        role: await stage.cookie("lea") for role in ("expired session", "idle session", "revoked session")
    }
    keys = {role: await stage.key("lea") for role in ("expired key", "revoked key")}
    ended["disabled agent"] = await stage.cookie("denis")
    keys["disabled agent's key"] = await stage.key("denis")
    stage.given |= {role: hand for role, (hand, _) in (ended | keys).items()}
    async with stage.running.app.house.database.system() as session:
        past = session.clock() - timedelta(seconds=1)
        await session.execute(
            "update agent_session set expires_at = %s where id = %s", (past, ended["expired session"][1])
        )
        await session.execute(
            "update agent_session set seen_at = %s where id = %s",
            (past - timedelta(hours=12), ended["idle session"][1]),
        )
        await session.execute("delete from agent_session where id = %s", (ended["revoked session"][1],))
        await session.execute(
            "update api_key set expires_at = %s where id = %s", (past, keys["expired key"][1])
        )
        await session.execute("delete from api_key where id = %s", (keys["revoked key"][1],))
        # Not by the act, which would end his session and his key as well: each wall stands alone.
        await session.execute("update agent set disabled_at = %s where email like 'denis%%'", (past,))
        await end_visit(session, stage.visitors.pop("ended visit"))
