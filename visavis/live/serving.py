"""The live sockets' door: origin first, then a token in the first frame, then the news."""

import asyncio
import logging
import random
from collections.abc import MutableMapping
from typing import Any
from uuid import UUID

import msgspec

from visavis.customers import Visitor, load_visitor
from visavis.kit.dispatcher import Dispatcher, Row
from visavis.kit.errors import NotSignedIn, VisavisError
from visavis.kit.house import House
from visavis.kit.limits import Bucket, network_of
from visavis.kit.restoring import renumber
from visavis.live import hearing, resuming
from visavis.live.frames import Draining, Hello, Offers, Problematic, Ready, Reset, Resumed, Who, encode
from visavis.live.registry import Registry
from visavis.live.socket import BAD_TOKEN, NO_HELLO, RESTART, REVOKED, Asgi, Socket
from visavis.promises import Offer
from visavis.routing import Watch
from visavis.routing.watching import About
from visavis.staff import AgentActor, load_actor, read_ticket, session_alive

HELLO_WITHIN = 5.0
CONNECTING = Bucket("live.connecting", 600, 3000)
EPOCH = "select epoch from installation"
# How often the rights of every agent's socket are read again, events or not (seconds).
RECHECK = 60.0
# How soon, when the database was away (seconds).
AGAIN = 0.2

log = logging.getLogger(__name__)
Scope = MutableMapping[str, Any]
Receive = Any
DOORS = {"/live/agent": "agent", "/live/visitor": "visitor"}


class Live:
    """Every live socket of this process, fed by its dispatcher."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.registry = Registry("")
        self.dispatcher = Dispatcher(house.database, self._deliver, self._overhear)
        self.watch = Watch(
            house.database,
            self.registry.at_their_console,
            lambda person: self.registry.is_here(*person),
            self._tell_offers,
            self.registry.chosen,
        )
        self._draining = False
        self._at_work = 0
        self._recheck: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin to listen to the event log."""
        async with self.house.database.system() as session:
            await renumber(session)
            found = await session.tuple(EPOCH)
        assert found is not None, "the installation row is made by the first migration"
        self.registry.epoch = found[0]
        await self.dispatcher.start()
        await self.watch.start()
        self._recheck = asyncio.create_task(self._keep_rights_fresh())

    async def stop(self) -> None:
        """Stop listening."""
        if self._recheck:
            self._recheck.cancel()
        await self.watch.stop()
        await self.dispatcher.stop()

    async def drain(self, within: float = 5.0) -> None:
        """Ask every client to come back at its own moment, finish what is under way, and close."""
        self._draining = True
        sockets = list(self.registry.every_socket())
        for socket in sockets:
            # Spread over time: everyone at once would be a storm.
            socket.push(encode(Draining(reconnect_in=random.uniform(0, within))).decode())
        deadline = asyncio.get_running_loop().time() + within
        while self._at_work and asyncio.get_running_loop().time() < deadline:  # noqa: ASYNC110 - bounded, at the very end
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.05)
        for socket in sockets:
            socket.close(RESTART)

    async def __call__(self, scope: Scope, receive: Receive, send: Asgi) -> None:
        """Serve one WebSocket, from handshake to close."""
        who = DOORS.get(scope["path"])
        await receive()
        if who is None or not self._welcome_origin(scope) or self._draining:
            await send({"type": "websocket.close", "code": 1008})
            return
        try:
            self.house.limits.take(CONNECTING, network_of((scope.get("client") or ("?", 0))[0]))
        except VisavisError:
            await send({"type": "websocket.close", "code": 1008})
            return
        await send({"type": "websocket.accept"})
        socket = await self._greet(who, receive, send)
        if socket is None:
            return
        try:
            await self._converse(socket, receive)
        finally:
            self.registry.remove(socket)
            socket.gone()
            self._stir(socket.actor)

    def _welcome_origin(self, scope: Scope) -> bool:
        """Only our own pages connect: browsers send no CORS question before a WebSocket.

        A client that is no browser sends no Origin and no cookie; its token speaks for it.
        """
        origins = [value for name, value in scope["headers"] if name == b"origin"]
        if not origins:
            return True
        return len(origins) == 1 and origins[0].decode("latin-1").lower() == self.house.origin

    async def _greet(self, who: str, receive: Receive, send: Asgi) -> Socket | None:
        """Wait for the first frame and let its token decide; then catch up."""
        try:
            async with asyncio.timeout(HELLO_WITHIN):
                first = await receive()
            if first["type"] == "websocket.disconnect":
                return None
            said = hearing.understand(first.get("text") or "")
            if not isinstance(said, Hello):
                raise NotSignedIn("hello comes first")
            actor = await self._recognise(who, said.token)
        except TimeoutError:
            await _close(send, NO_HELLO)
            return None
        except VisavisError as refused:
            await _tell(send, encode(Problematic(error=refused.problem())).decode())
            await _close(send, BAD_TOKEN if refused.status in (400, 401) else RESTART)
            return None
        socket = Socket(send, actor)
        socket.hold()
        # Registered before the cursor is read: whatever comes later is held, nothing falls between.
        self.registry.add(socket)
        try:
            await socket.release(await self._opening(actor, said.resume))
        except (VisavisError, OSError) as failed:
            self.registry.remove(socket)
            if isinstance(failed, VisavisError):
                await _close(send, RESTART)
            return None
        if isinstance(actor, AgentActor):
            self.watch.hurry()
        self._stir(actor)
        return socket

    def _stir(self, actor: AgentActor | Visitor) -> None:
        if isinstance(actor, Visitor):
            self.watch.customers.stir((actor.brand_id, actor.id))

    async def _opening(self, actor: AgentActor | Visitor, resume: str | None) -> list[str]:
        cursor = self.dispatcher.cursor
        epoch = self.registry.epoch
        at = f"{epoch}.{cursor.xid}.{cursor.position}"
        ready = Ready(at=at, me=Who(kind=actor.kind, id=actor.id, name=actor.name))
        frames = [encode(ready).decode()]
        if isinstance(actor, Visitor) and (items := self.watch.offers(actor.brand_id, actor.locale)):
            frames.append(encode(Offers(subject_id=None, items=items)).decode())
        if resume is None:
            return frames
        since = resuming.read_at(resume, epoch)
        told = since and await resuming.missed(
            self.house.database, actor, since=since, until=cursor, epoch=epoch
        )
        if told is None:
            return [*frames, encode(Reset(at=at)).decode()]
        return [*frames, *told, encode(Resumed(at=at)).decode()]

    async def _recognise(self, who: str, token: str) -> AgentActor | Visitor:
        async with self.house.database.system() as session:
            if who == "visitor":
                return await load_visitor(session, token)
            agent_id, session_id = read_ticket(self.house.keys, token, session.clock())
            actor = await load_actor(session, agent_id, session_id, automated=session_id is None)
            if actor is None or (session_id and not await session_alive(session, session_id)):
                raise NotSignedIn
            return actor

    async def _converse(self, socket: Socket, receive: Receive) -> None:
        while not socket.closed:
            message = await receive()
            if message["type"] == "websocket.disconnect":
                return
            try:
                said = hearing.understand(message.get("text") or "")
            except VisavisError as bad:
                socket.push(encode(Problematic(error=bad.problem())).decode())
                continue
            self._at_work += 1
            try:
                whisper = await hearing.answer(self.house, self.watch, self.registry, socket, said)
            finally:
                self._at_work -= 1
            if whisper is not None:
                self.dispatcher.whisper(msgspec.json.encode(whisper).decode())

    def _tell_offers(self, about: About, offers: list[Offer]) -> None:
        frame = encode(Offers(subject_id=about[1], items=offers)).decode()
        self.registry.whisper(self.registry.visitors_at(about), frame)

    async def _deliver(self, row: Row) -> None:
        self.registry.deliver(row)
        self.watch.dispatching.hear(row)
        if row.type == "message.sent" and row.brand_id and row.customer_id:
            self.watch.customers.hear_word((row.brand_id, row.customer_id))
        if row.type == "staff.changed":
            # Nothing else is told before it is known who may hear it.
            while not await self._refreshed_agents(row.agent_id):  # noqa: ASYNC110 - it is a database that is waited for
                await asyncio.sleep(AGAIN)
        elif row.type == "visitor.left" and row.customer_id is not None:
            self._end_visits(row)

    def _overhear(self, text: str) -> None:
        whisper = msgspec.json.decode(text, type=hearing.Whisper)
        self.watch.dispatching.hear_typing(whisper.by, whisper.conversation_id)
        row = Row(
            *(0, 0, "typing", whisper.brand_id, None, 0, whisper.customer_id),
            *(whisper.team_id, whisper.agent_id, False, None, None, "", None),
        )
        hearers = [*self.registry.hearing(row), *self.registry.visitors_of(whisper.customer_id)]
        others = (socket for socket in hearers if socket.actor.id != whisper.by)
        self.registry.whisper(others, whisper.frame)

    def _end_visits(self, row: Row) -> None:
        ended = msgspec.json.decode(row.payload, type=dict[str, UUID])["session_id"]
        for socket in self.registry.visitors_of(row.customer_id) if row.customer_id else ():
            if isinstance(socket.actor, Visitor) and socket.actor.session_id == ended:
                socket.close(REVOKED)

    async def _refresh_agents(self, changed_id: UUID | None = None) -> None:
        """Read the rights of every connected agent again; who has none left is sent away.

        What an agent's API keys have opened is closed when that agent's sessions or keys changed:
        a key that is still good asks for another ticket.
        """
        async with self.house.database.system() as session:
            for agent_id, sockets in list(self.registry.agents.items()):
                for socket in list(sockets):
                    known = socket.actor
                    assert isinstance(known, AgentActor)
                    actor = await load_actor(session, known.id, known.session_id, automated=known.automated)
                    alive = not known.session_id or await session_alive(session, known.session_id)
                    by_key = known.session_id is None
                    if actor is None or not alive or (by_key and agent_id == changed_id):
                        socket.close(REVOKED)
                    elif actor != known:
                        self.registry.remove(socket)
                        socket.actor = actor
                        self.registry.add(socket)

    async def _refreshed_agents(self, changed_id: UUID | None = None) -> bool:
        try:
            await self._refresh_agents(changed_id)
        except VisavisError as away:
            log.warning("live: rights could not be read again (%s)", away)
            return False
        return True

    async def _keep_rights_fresh(self) -> None:
        while True:
            await asyncio.sleep(RECHECK)
            await self._refreshed_agents()


async def _tell(send: Asgi, frame: str) -> None:
    await send({"type": "websocket.send", "text": frame})


async def _close(send: Asgi, code: int) -> None:
    await send({"type": "websocket.close", "code": code})
