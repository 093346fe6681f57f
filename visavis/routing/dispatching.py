"""The policy drives the house: what happens is learnt, what it decides is done.

Every server keeps the picture; one of them leads and acts. Each act looks again at the row that it changes,
in a transaction of its own, and what could not be done is not learnt.
"""

import asyncio
import contextlib
import logging
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from uuid import UUID

from msgspec.structs import replace

from visavis import conversations
from visavis.conversations import Conversation
from visavis.kit.database import Database
from visavis.kit.dispatcher import Row
from visavis.kit.errors import NotFound, VisavisError
from visavis.promises import STEPS, policy
from visavis.routing import cases, desks, presence, said
from visavis.routing.cases import UNPROMISED, Case
from visavis.routing.leading import Leading
from visavis.routing.picture import Picture

# How often time alone is looked at, and how soon again when the database was away (seconds).
TICK, AGAIN = 1.0, 0.2
# Who lets so many go by, one after the other, is not at their desk.
LAPSES = 2
# What goes by together (seconds) goes by once.
TOGETHER = 10.0
# What changes nothing for routing.
INDIFFERENT = frozenset({"conversation.read", "message.edited", "message.deleted", "conversation.opened"})

log = logging.getLogger(__name__)


class Dispatching:
    """One per server; it hears the event log and the words being typed."""

    def __init__(self, database: Database) -> None:
        self.picture = Picture()
        self._database = database
        self._leading = Leading(database)
        self._changed: set[UUID] = set()
        self._desks_changed = False
        self._all_changed = False
        self._woken = asyncio.Event()
        self._wake_at: float | None = None
        self._claimed = 0.0
        self._lapsed: dict[str, tuple[int, float]] = {}
        self._decided_about: dict[str, int] = {}
        self._sent_away: set[str] = set()
        self._task: asyncio.Task[None] | None = None

    @property
    def leads(self) -> bool:
        """Whether this server acts."""
        return self._leading.here

    async def start(self) -> None:
        """Look at everything once, then follow."""
        self._all_changed = self._desks_changed = True
        await self.look()
        self._task = asyncio.create_task(self._follow())

    async def stop(self) -> None:
        """Follow no more, and let another server lead."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self._leading.leave()

    def hear(self, row: Row) -> None:
        """Take note of an event."""
        try:
            self._hear(row)
        except Exception:
            # The news goes on to everybody else, whatever is wrong with the picture.
            log.exception("routing: an event was not understood; everything is read again")
            self._all_changed = self._desks_changed = True
        self._woken.set()

    async def look_at(self, conversation_id: UUID) -> None:
        """Read a conversation again that has just changed: what is decided next counts on it."""
        self._changed.add(conversation_id)
        await self.look()

    def hear_typing(self, agent_id: UUID, conversation_id: UUID) -> None:
        """Take note that an agent writes."""
        self.picture.hear_typing(str(agent_id), str(conversation_id), self._database.clock())

    async def look(self, *, who_is_there: bool = False) -> None:
        """Read again what has changed, and who is there whether one has heard of a change or not."""
        if self._desks_changed or who_is_there:
            self._desks_changed = False
            async with self._database.system() as session:
                there = await desks.read(session)
            self.picture.see_desks(there, self._database.clock())
        if self._all_changed or self._changed:
            await self._read_cases()
        self.picture.pass_time(self._database.clock())

    async def act(self) -> None:
        """Do what the policy decides."""
        now = self._database.clock().timestamp()
        self._wake_at = None
        self._sent_away.clear()
        actions = policy.decide(self.picture.state, policy.Tick(), now)
        self._decided_about = {case.id: case.version for case in self._cases_of(actions)}
        for action in actions:
            match action:
                case policy.Assign():
                    await self._push(action)
                case policy.TakeBack():
                    await self._take_back(action)
                case policy.Wake(at):
                    self._wake_at = at
                case _:
                    self.picture.state.learn(action, now)

    def _hear(self, row: Row) -> None:
        if row.type in ("presence.changed", "staff.changed"):
            self._desks_changed = True
        elif row.type == "customer.service_mode_chosen":
            self._changed |= {
                UUID(case.id) for case in self.picture.cases.values() if case.customer_id == row.customer_id
            }
        elif row.conversation_id is None or row.type in INDIFFERENT:
            return
        elif row.type != "message.sent" or not self._hear_message(row, row.conversation_id):
            self._changed.add(row.conversation_id)
            if row.agent_id and row.type in ("conversation.assigned", "conversation.handed_over"):
                self._lapsed.pop(str(row.agent_id), None)

    def _hear_message(self, row: Row, conversation_id: UUID) -> bool:
        """Learn a message without reading the conversation, where it says all there is to know."""
        case = self.picture.cases.get(str(conversation_id))
        if case is None or case.pushed_to is not None or conversation_id in self._changed:
            return False
        if row.version <= case.version:
            return True
        sent = said.read(row.payload)
        by, at = sent.message.author.kind, sent.message.created_at
        # What a program wrote is nobody's answer.
        if sent.message.kind != "message" or by == "system" or sent.message.author.automated:
            return True
        if by == "agent":
            now_is = replace(case, waiting_since=None, due_at=None, greeted=True)
        elif case.waiting_since is None:
            due = sent.answer_by or at + UNPROMISED
            live = (due - at).total_seconds() <= max(STEPS)
            now_is = replace(case, waiting_since=at, due_at=due, live=live)
        else:
            now_is = case
        now = self._database.clock()
        self.picture.see(replace(now_is, version=row.version, updated_at=at), now)
        if by == "agent":
            self.picture.hear_sent(str(sent.message.author.id), case.id, at, now)
        return True

    async def _read_cases(self) -> None:
        known = {case.id: case.version for case in self.picture.cases.values()}
        everything, changed = self._all_changed, self._changed
        self._all_changed, self._changed = False, set()
        try:
            async with self._database.system() as session:
                found = await cases.read(session, None if everything else changed)
        except VisavisError:
            self._all_changed = True
            raise
        now = self._database.clock()
        for case in found:
            self.picture.see(case, now)
        asked = known.keys() if everything else {str(id) for id in changed}
        for gone in asked - {case.id for case in found}:
            # What was heard of meanwhile is no longer what was read.
            current = self.picture.cases.get(gone)
            if current is None or current.version == known.get(gone):
                self.picture.forget(gone, now)

    def _cases_of(self, actions: Iterable[policy.Action]) -> Iterator[Case]:
        for action in actions:
            if isinstance(action, policy.Assign) and (case := self._case_of(action.work_id)):
                yield case

    def _case_of(self, work_id: str) -> Case | None:
        return self.picture.cases.get(cases.case_id(work_id))

    async def _push(self, action: policy.Assign) -> None:
        case = self._case_of(action.work_id)
        # What came while others were put before agents was not decided about: the next decision sees it.
        if case is None or case.version != self._decided_about.get(case.id):
            return
        # Who was sent away by this very decision was there when it was made.
        if action.agent_id in self._sent_away:
            return
        if case.pushed_to is not None:
            # It was before somebody who is gone.
            await self._withdraw(case.id, case.pushed_to)
            case = self._case_of(action.work_id) or case
        accept_by = datetime.fromtimestamp(action.accept_by, UTC)
        with contextlib.suppress(NotFound):
            async with self._database.system() as session:
                pushed = await conversations.push(
                    session,
                    conversation_id=UUID(case.id),
                    version=case.version,
                    agent_id=UUID(action.agent_id),
                    accept_by=accept_by,
                )
            self._see_again(case.id, pushed)

    async def _take_back(self, action: policy.TakeBack) -> None:
        if not await self._withdraw(cases.case_id(action.work_id), action.agent_id):
            return
        now = self._database.clock().timestamp()
        lapses, last = self._lapsed.get(action.agent_id, (0, 0.0))
        if now - last < TOGETHER:
            return
        self._lapsed[action.agent_id] = lapses + 1, now
        if lapses + 1 >= LAPSES:
            del self._lapsed[action.agent_id]
            self._sent_away.add(action.agent_id)
            self._desks_changed = True
            async with self._database.system() as session:
                await presence.step_away(session, UUID(action.agent_id))
            # What else is before them waits for nobody.
            for case in [case for case in self.picture.cases.values() if case.pushed_to == action.agent_id]:
                await self._withdraw(case.id, action.agent_id)

    async def _withdraw(self, case_id: str, agent_id: str) -> bool:
        with contextlib.suppress(NotFound):
            async with self._database.system() as session:
                withdrawn = await conversations.take_back(
                    session, conversation_id=UUID(case_id), agent_id=UUID(agent_id)
                )
            self._see_again(case_id, withdrawn, refused_by=UUID(agent_id))
            return withdrawn is not None
        return False

    def _see_again(
        self, case_id: str, conversation: Conversation | None, refused_by: UUID | None = None
    ) -> None:
        case = self.picture.cases.get(case_id)
        if case is None or conversation is None:
            # It is not as it was seen: read it again.
            self._changed.add(UUID(case_id))
            self._woken.set()
            return
        self._decided_about[case_id] = conversation.version
        self.picture.see(_changed(case, conversation, refused_by), self._database.clock())

    async def _follow(self) -> None:
        while True:
            await self._wait()
            try:
                await self.look()
                await self._claim()
                if self.leads:
                    await self.act()
            except VisavisError as away:
                log.warning("routing: the database is away (%s)", away)
                self._all_changed = self._desks_changed = True
                await asyncio.sleep(AGAIN)
            except Exception:
                log.exception("routing: what was seen could not be decided; everything is read again")
                self._all_changed = self._desks_changed = True
                await asyncio.sleep(TICK)

    async def _claim(self) -> None:
        now = asyncio.get_running_loop().time()
        if now - self._claimed >= TICK:
            self._claimed = now
            await self._leading.claim()

    async def _wait(self) -> None:
        until_wake = TICK
        if self._wake_at is not None:
            until_wake = min(TICK, max(0.0, self._wake_at - self._database.clock().timestamp()))
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(until_wake):
                await self._woken.wait()
        self._woken.clear()


def _changed(case: Case, conversation: Conversation, refused_by: UUID | None) -> Case:
    return replace(
        case,
        version=conversation.version,
        pushed_to=str(conversation.pushed_to) if conversation.pushed_to else None,
        accept_by=conversation.accept_by,
        callback=conversation.callback,
        refused=[*case.refused, refused_by] if refused_by else case.refused,
    )
