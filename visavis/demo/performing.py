"""Doing the steps of one conversation, each in the name of who does it."""

import random
from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from joserfc import jws
from joserfc.jwk import OctKey

from visavis import conversations, customers
from visavis.brands import Brand, Hours
from visavis.conversations import Actor
from visavis.conversations.models import Answer
from visavis.customers import Visitor, VisitorChanges
from visavis.demo.catalogue import SHELVES
from visavis.demo.documents import pdf
from visavis.demo.drawing import DRAWINGS, TINTS, picture
from visavis.demo.planning import Play
from visavis.demo.promising import promised
from visavis.demo.scripts import TeamKey
from visavis.demo.staging import CUSTOMER, Do, Step
from visavis.kit.connecting import Connection
from visavis.kit.database import Session
from visavis.kit.house import House
from visavis.staff import AgentActor

CLAIM_SECONDS = 120
EVERYTHING = 2**31


class PastSession(Session):
    """A session on a transaction that somebody else ends, in which each act has a time of its own."""

    def __init__(self, connection: Connection, at: datetime) -> None:
        super().__init__(self.begin, "", self.clock)
        self.at = at
        self._stage = connection

    def clock(self) -> datetime:
        """Tell the time at which the act that is being done was done."""
        return self.at

    async def begin(self) -> Connection:
        """Give the connection, whose transaction is open."""
        return self._stage


class Troupe(msgspec.Struct, kw_only=True):
    """Who is on stage now: brands, their hours and secrets, teams, agents, and the visitors met so far."""

    now: datetime
    brands: dict[str, Brand]
    hours: dict[str, Hours]
    secrets: dict[str, bytes]
    teams: dict[TeamKey, UUID]
    agents: dict[str, AgentActor]
    visitors: dict[int, Visitor] = {}


class Performance:
    """One conversation, from the visit in which it begins to where it stands now."""

    def __init__(
        self,
        session: PastSession,
        house: House,
        troupe: Troupe,
        play: Play,
        chance: random.Random,
    ) -> None:
        self.session = session
        self.house = house
        self.troupe = troupe
        self.play = play
        self.chance = chance
        self.brand = troupe.brands[play.brand]
        self.conversation_id: UUID | None = None
        self.last_said: dict[str, UUID] = {}
        self._acts: dict[Do, Callable[[Step], Coroutine[Any, Any, object]]] = {
            "say": self._say,
            "note": self._note,
            "edit": self._edit,
            "delete": self._delete,
            "read": self._read,
            "take": self._take,
            "assign": self._assign,
            "hand_over": self._hand_over,
            "snooze": self._snooze,
            "wake": self._wake,
            "resolve": self._resolve,
            "sign_in": self._sign_in,
        }

    async def run(self) -> None:
        """Do every step at its time."""
        self.session.at = self.play.start
        self.visitor = await self._come_in()
        for step in self.play.steps:
            self.session.at = step.at
            await self._acts[step.do](step)
        self.troupe.visitors[self.play.person.number] = self.visitor

    @property
    def _id(self) -> UUID:
        assert self.conversation_id is not None, "nothing happens before the customer writes"
        return self.conversation_id

    def _actor(self, step: Step) -> Actor:
        return self.visitor if step.by == CUSTOMER else self.troupe.agents[step.by]

    async def _come_in(self) -> Visitor:
        person = self.play.person
        if person.number in self.troupe.visitors and not self.play.stranger:
            return self.troupe.visitors[person.number]
        welcome = await customers.welcome(self.session, self.brand.id, person.locale, None)
        if person.known != "named":
            return welcome.visitor
        said = VisitorChanges(name=person.name, attributes={"city": person.city, "orders": person.orders})
        if person.phone:  # those who leave a number mostly leave an address as well
            said.email = person.email
        await customers.describe(self.session, welcome.visitor, said)
        return msgspec.structs.replace(welcome.visitor, name=person.name)

    async def _sign_in(self, step: Step) -> None:
        identified = await customers.identify(
            self.session,
            self.visitor,
            brand=self.brand,
            secret=self.troupe.secrets[self.play.brand],
            jwt=self._claim(step.at),
        )
        self.visitor = identified.welcome.visitor
        if identified.absorbed_id is not None:
            await conversations.move_to(
                self.session,
                from_customer_id=identified.absorbed_id,
                to_customer_id=self.visitor.id,
                name=self.visitor.name,
            )

    def _claim(self, at: datetime) -> str:
        person, now = self.play.person, int(at.timestamp())
        claims = {
            "aud": self.brand.slug,
            "sub": person.signs_as,
            "iat": now,
            "exp": now + CLAIM_SECONDS,
            "jti": f"{person.signs_as}-{now}",
            "name": person.name,
            "email": person.email,
            "phone": person.phone,
            "attributes": {
                "customer_number": person.signs_as,
                "customer_since": person.since,
                "city": person.city,
                "orders": person.orders,
            },
        }
        key = OctKey.import_key(self.troupe.secrets[self.play.brand])
        return jws.serialize_compact({"alg": "HS256"}, msgspec.json.encode(claims), key)

    async def _say(self, step: Step) -> None:
        files = [await self._attach(step)] if step.file else []
        if self.conversation_id is None:
            conversation, message = await conversations.start(
                self.session,
                self.visitor,
                body=step.body,
                client_id=self._client_id(),
                attachment_ids=files,
                page_url=self.play.page_url,
                page_title=self.play.page_title,
                answer=self._promised(step),
            )
            self.conversation_id = conversation.id
            if self.play.team:
                await self._give_to_team(self.play.team)
        else:
            message = await conversations.send(
                self.session,
                self._actor(step),
                conversation_id=self._id,
                body=step.body,
                client_id=self._client_id(),
                attachment_ids=files,
                answer=self._promised(step) if step.by == CUSTOMER else None,
            )
        self.last_said[step.by] = message.id

    def _promised(self, step: Step) -> Answer | None:
        answers = (s.at for s in self.play.steps if s.at > step.at and s.do == "say" and s.by != CUSTOMER)
        hours = self.troupe.hours[self.play.brand]
        return promised(self.chance, hours, step.at, next(answers, None), self.troupe.now)

    async def _note(self, step: Step) -> None:
        await conversations.send(
            self.session,
            self._actor(step),
            conversation_id=self._id,
            body=step.body,
            client_id=self._client_id(),
            kind="note",
        )

    async def _edit(self, step: Step) -> None:
        said = self.last_said[step.by]
        await conversations.edit(self.session, self._actor(step), message_id=said, body=step.body)

    async def _delete(self, step: Step) -> None:
        said = self.last_said[step.by]
        await conversations.delete(self.session, self._actor(step), message_id=said)

    async def _read(self, step: Step) -> None:
        await conversations.mark_read(
            self.session, self._actor(step), conversation_id=self._id, seq=EVERYTHING
        )

    async def _take(self, step: Step) -> None:
        await conversations.take(self.session, self.troupe.agents[step.by], conversation_id=self._id)

    async def _assign(self, step: Step) -> None:
        await conversations.assign(
            self.session,
            self._actor(step),
            conversation_id=self._id,
            agent_id=self.troupe.agents[step.to].id if step.to else None,
            team_id=self.troupe.teams[step.team] if step.team else None,
        )

    async def _give_to_team(self, team: TeamKey) -> None:
        await conversations.assign(
            self.session,
            conversations.System(),
            conversation_id=self._id,
            agent_id=None,
            team_id=self.troupe.teams[team],
        )

    async def _hand_over(self, step: Step) -> None:
        await conversations.hand_over(
            self.session,
            self.troupe.agents[step.by],
            conversation_id=self._id,
            agent_id=self.troupe.agents[step.to].id if step.to else None,
            team_id=self.troupe.teams[step.team] if step.team else None,
            note=step.body,
        )

    async def _snooze(self, step: Step) -> None:
        assert step.until is not None, "a sleep has an end"
        await conversations.snooze(
            self.session, self._actor(step), conversation_id=self._id, until=step.until
        )

    async def _wake(self, step: Step) -> None:
        await conversations.wake(self.session, conversation_id=self._id)

    async def _resolve(self, step: Step) -> None:
        await conversations.resolve(self.session, self._actor(step), conversation_id=self._id)

    async def _attach(self, step: Step) -> UUID:
        name, content = self._file(step)
        attachment = await conversations.attach(
            self.session,
            self.house.files,
            self._actor(step),
            conversation_id=self.conversation_id,
            name=name,
            content=content,
            limit=self.house.max_upload,
        )
        return attachment.id

    def _file(self, step: Step) -> tuple[str, bytes]:
        french = self.play.locale == "fr"
        if step.file in DRAWINGS:
            name = f"IMG_{self.chance.randint(1000, 9999)}.jpg"
            return name, picture(step.file, self.chance.randrange(TINTS), self.play.locale, step.on_file)
        shop, person = SHELVES[self.play.brand], self.play.person
        if step.file == "invoice":
            title, name = (
                (f"Facture {step.on_file}", "facture") if french else (f"Invoice {step.on_file}", "invoice")
            )
        else:
            title, name = (
                ("Étiquette de retour", "etiquette-retour") if french else ("Return label", "return-label")
            )
        lines = [shop.name, f"{step.at:%d/%m/%Y}", step.on_file, "", person.city]
        return f"{name}-{step.on_file}.pdf", pdf(title, lines)

    def _client_id(self) -> UUID:
        return UUID(int=self.chance.getrandbits(128), version=4)
