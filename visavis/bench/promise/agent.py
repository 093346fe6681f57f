"""An agent at a console: takes what is put before them at once, and answers one at a time, due first, as the screen
shows it. The same hands as the simulation's `desk`, over the real protocol.
"""

import asyncio
import random
import time
from collections.abc import Callable
from contextlib import suppress

import msgspec
from msgspec.structs import replace

from visavis.bench.promise.client import Client, Frame
from visavis.bench.promise.inviting import PASSWORD, Colleague
from visavis.bench.promise.seen import Seen, stamp
from visavis.bench.promise.visitor import Visitor
from visavis.promises import policy as p
from visavis.simulation.desk import REPLY
from visavis.simulation.scenario import Scenario

TYPING_EVERY = 3.0  # seconds, as the console says it
HELLO = "Bonjour, je suis là et je regarde votre commande."
ANSWER = "Voici où elle en est, et ce que je fais pour vous maintenant."

# Finds the visitor by their customer's id.
Find = Callable[[str], Visitor | None]


class Agent(Client):
    """One console."""

    door = "agent"

    def __init__(
        self,
        port: int,
        chance: random.Random,
        seen: Seen,
        who: Colleague,
        scenario: Scenario,
        find: Find,
    ) -> None:
        super().__init__(port, chance)
        self.seen, self.scenario, self.find = seen, scenario, find
        self._known = {"email": who.email, "password": PASSWORD}
        self._desk = p.Agent(str(who.id), frozenset(), frozenset(), frozenset())
        self._seats: dict[str, p.Seat] = {}
        self._visitors: dict[str, Visitor] = {}
        self._turns: dict[str, int] = {}
        self._doing = ""
        self._stopped = asyncio.Event()
        self._woken = asyncio.Event()

    async def sign_in(self) -> None:
        """Sign in as the console does; raises httpx.HTTPError."""
        (await self.http.post("/session", json=self._known)).raise_for_status()

    async def token(self) -> str:
        answer = await self.http.post("/live/ticket")
        answer.raise_for_status()
        return answer.json()["ticket"]

    def heard(self, frame: Frame) -> None:
        match frame["type"]:
            case "message.sent":
                self._hear_message(frame["data"]["message"])
            case "conversation.pushed":
                conversation = frame["data"]["conversation"]
                if conversation["pushed_to"] == self.me:
                    if self.online.is_set():
                        self.seen.put_before(conversation)
                    self.begin(self._accept(conversation["id"]))
            case "conversation.assigned" | "conversation.handed_over":
                conversation = frame["data"]["conversation"]
                if conversation["assignee_id"] != self.me:
                    self._drop(conversation["id"])
            case "conversation.resolved" | "conversation.removed":
                self._drop(frame["conversation_id"])
            case _:
                pass

    async def work(self) -> None:
        """Answer what comes first, then what comes next, to the end."""
        while True:
            waiting = p.due_first(replace(self._desk, seats=self._seats))
            if waiting:
                await self._write(waiting[0])
            else:
                self._woken.clear()
                await self._woken.wait()

    def _hear_message(self, message: Frame) -> None:
        if message["author"]["kind"] != "customer":
            return
        if self.online.is_set():
            self.seen.on_screen(message)
        seat = self._seats.get(message["conversation_id"])
        if seat is not None and seat.greeted and seat.due_at is None:
            self._set(
                replace(seat, due_at=stamp(message["created_at"]) + REPLY, predicted=self.scenario.turn)
            )

    async def _accept(self, conversation_id: str) -> None:
        answer = await self.post(f"/conversations/{conversation_id}/accept")
        if answer.status_code != 200:
            return
        conversation = answer.json()
        visitor = self.find(conversation["customer"]["id"])
        if conversation["assignee_id"] != self.me or visitor is None:
            return
        self.seen.given.append((conversation_id, self.me))
        if conversation_id in self._seats:
            return
        now = time.time()
        self._visitors[conversation_id] = visitor
        work = p.Work(
            conversation_id, "first_response", ("", "", ""), now, now, predicted=self.scenario.greeting
        )
        self._set(p.Seat(work, now, due_at=now, predicted=work.predicted))

    async def _write(self, seat: p.Seat) -> None:
        conversation_id, visitor = seat.work.id, self._visitors[seat.work.id]
        assert visitor.customer is not None, "who only looks has written"
        turn = self._turns.get(conversation_id, 0)
        seconds = visitor.customer.typing[turn] if seat.greeted else self.scenario.greeting
        if not await self._type(conversation_id, time.time() + seconds):
            return
        if not seat.greeted:
            # Who is gone is greeted, and gets no more: as in the simulation.
            due = None if visitor.gone else time.time() + REPLY
            self._set(replace(seat, greeted=True, due_at=due, predicted=self.scenario.turn))
            self.send(conversation_id, HELLO)
            return
        self._turns[conversation_id] = turn + 1
        self._set(replace(seat, due_at=None))
        said = self.send(conversation_id, ANSWER)
        if turn + 1 >= visitor.customer.turns:
            self.begin(self._resolve(conversation_id, said))

    async def _type(self, conversation_id: str, until: float) -> bool:
        """Write until a moment; tell whether there is still somebody to send it to."""
        self._doing = conversation_id
        self._stopped.clear()
        typing = msgspec.json.encode({"type": "typing", "conversation_id": conversation_id})
        while (left := until - time.time()) > 0 and not self._stopped.is_set():
            self.say(typing)
            with suppress(TimeoutError):
                async with asyncio.timeout(min(left, TYPING_EVERY)):
                    await self._stopped.wait()
        self._doing = ""
        return not self._stopped.is_set()

    async def _resolve(self, conversation_id: str, said: "asyncio.Future[Frame]") -> None:
        await said
        await self.post(f"/conversations/{conversation_id}/resolve")

    def _set(self, seat: p.Seat) -> None:
        self._seats[seat.work.id] = seat
        self._woken.set()

    def _drop(self, conversation_id: str) -> None:
        self._seats.pop(conversation_id, None)
        if self._doing == conversation_id:
            self._stopped.set()
