"""After a drill: the ledger of promises against what was said and told, told again from the first word."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import class_row

SAID = """
select m.conversation_id, m.id, m.author_kind as by, m.created_at as at,
       (e.payload::jsonb ->> 'answer_by')::timestamptz as told
from message m join event e on e.conversation_id = m.conversation_id and e.type = 'message.sent'
     and e.payload::jsonb -> 'message' ->> 'id' = m.id::text
where m.kind = 'message' order by m.conversation_id, m.seq
"""
MADE = """
select p.id, p.due_at, e.state, e.at as ended_at, o.promise_id is not null as open
from promise p left join promise_end e on e.promise_id = p.id
     left join promise_open o on o.promise_id = p.id
"""


@dataclass(frozen=True)
class Said:
    """A message, and by when its event told that it would be answered."""

    conversation_id: UUID
    id: UUID
    by: str
    at: datetime
    told: datetime | None


@dataclass(frozen=True)
class Made:
    """A promise as the ledger has it; its id is that of the message that it answers."""

    id: UUID
    due_at: datetime
    state: str | None
    ended_at: datetime | None
    open: bool


@dataclass
class Audit:
    """How many promises there are, and what is wrong, in sentences."""

    promises: int = 0
    lost: list[str] = field(default_factory=list[str])
    wrong: list[str] = field(default_factory=list[str])


def read(connection: psycopg.Connection[Any]) -> Audit:
    """Audit the ledger of a database."""
    with (
        connection.cursor(row_factory=class_row(Said)) as said,
        connection.cursor(row_factory=class_row(Made)) as made,
    ):
        return audit(said.execute(SAID).fetchall(), made.execute(MADE).fetchall())


def audit(said: Iterable[Said], made: Sequence[Made]) -> Audit:
    """Tell the story again: a customer who was not waiting is promised what was told, a human word ends it."""
    found = Audit(promises=len(made))
    ledger = {promise.id: promise for promise in made}
    waiting: dict[UUID, Said] = {}
    expected: set[UUID] = set()
    for message in said:
        asked = waiting.get(message.conversation_id)
        if message.by == "customer" and asked is None and message.told:
            waiting[message.conversation_id] = message
            expected.add(message.id)
            promise = ledger.get(message.id)
            if promise is None or promise.due_at != message.told:
                found.lost.append(f"{message.id} was told {message.told}, and the ledger says otherwise")
        elif message.by == "agent" and asked is not None:
            del waiting[message.conversation_id]
            _ended(found, ledger.get(asked.id), message)
    for asked in waiting.values():
        promise = ledger.get(asked.id)
        if promise and promise.state == "kept":
            found.wrong.append(f"{asked.id} is kept and nobody has answered")
    found.wrong += [f"{p.id} answers no message" for p in made if p.id not in expected]
    found.wrong += [
        f"{p.id} is both open and ended, or neither" for p in made if p.open == (p.state is not None)
    ]
    return found


def _ended(found: Audit, promise: Made | None, answer: Said) -> None:
    if promise is None:
        return
    in_time = answer.at <= promise.due_at
    if promise.state != ("kept" if in_time else "broken"):
        found.wrong.append(
            f"{promise.id} was answered {'in time' if in_time else 'too late'}, and is {promise.state}"
        )
    elif in_time and promise.ended_at != answer.at:
        found.wrong.append(f"{promise.id} was kept at another moment than that of the answer")
