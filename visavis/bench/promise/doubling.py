"""After a trace: was any conversation two agents' at once, by the event log, by the rows, by what agents were told?"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg.rows import class_row

# Hands as they changed, and who was there meanwhile.
CHANGED = """
select extract(epoch from at)::float8 as at, type, conversation_id::text, version,
       payload::jsonb #>> '{conversation,pushed_to}' as pushed_to,
       payload::jsonb #>> '{conversation,assignee_id}' as assignee,
       payload::jsonb #>> '{presence,agent_id}' as agent, payload::jsonb #>> '{presence,status}' as status
from event
where type = 'presence.changed' or payload::jsonb -> 'conversation' ? 'pushed_to'
order by xid, position
"""
# Who has just come back may find that what was theirs is on its way to somebody else (seconds).
BACK = 2.0
HELD = "select id::text, pushed_to::text, assignee_id::text from conversation"


@dataclass(frozen=True)
class Changed:
    """A change of a conversation, or of somebody's presence (seconds since 1970)."""

    at: float
    type: str
    conversation_id: str | None
    version: int
    pushed_to: str | None
    assignee: str | None
    agent: str | None = None
    status: str | None = None


@dataclass
class Hands:
    """Before whom a conversation is, and whose it is."""

    version: int = -1
    pushed_to: str | None = None
    assignee: str | None = None


def read(connection: psycopg.Connection[Any], given: Iterable[tuple[str, str]]) -> list[str]:
    """Find what was doubled in a database; `given`: conversation and agent, as agents were told it is theirs."""
    with connection.cursor(row_factory=class_row(Changed)) as cursor:
        changed = cursor.execute(CHANGED).fetchall()
    held = {id: (pushed_to, assignee) for id, pushed_to, assignee in connection.execute(HELD).fetchall()}
    return doubled(changed, held, given)


def doubled(
    changed: Sequence[Changed],
    held: dict[str, tuple[str | None, str | None]],
    given: Iterable[tuple[str, str]],
) -> list[str]:
    """Say in sentences what two agents had at once."""
    found: list[str] = []
    there: dict[str, float] = {}
    hands: dict[str, Hands] = defaultdict(Hands)
    owners: dict[str, set[str]] = defaultdict(set)
    for change in changed:
        if change.conversation_id is None:
            there[change.agent or ""] = change.at if change.status == "available" else float("inf")
            continue
        known = hands[change.conversation_id]
        found += _wrong(known, change, there)
        if change.assignee is not None:
            owners[change.conversation_id].add(change.assignee)
        hands[change.conversation_id] = Hands(change.version, change.pushed_to, change.assignee)
    for id, now in hands.items():
        if held.get(id) != (now.pushed_to, now.assignee):
            found.append(f"{id} is in other hands than the log says")
    for id, agent in given:
        if agent not in owners[id]:
            found.append(f"{id} was accepted by {agent}, to whom the log never gave it")
    return found


def _wrong(known: Hands, change: Changed, there: dict[str, float]) -> list[str]:
    id, found = change.conversation_id, list[str]()
    if change.version <= known.version:
        found.append(f"{id} changed twice at version {change.version}")
    another = change.pushed_to not in (None, known.pushed_to)
    if another and known.pushed_to is not None:
        found.append(f"{id} was put before {change.pushed_to} while it was before {known.pushed_to}")
    if another and known.assignee is not None and there.get(known.assignee, change.at) < change.at - BACK:
        found.append(f"{id} was put before {change.pushed_to} while {known.assignee}, who is there, has it")
    taken = change.assignee not in (None, known.assignee)
    if taken and known.assignee is not None and change.type != "conversation.handed_over":
        found.append(f"{id} was given to {change.assignee} while {known.assignee} had it")
    if taken and known.pushed_to not in (None, change.assignee):
        found.append(f"{id} was given to {change.assignee} while it was before {known.pushed_to}")
    return found
