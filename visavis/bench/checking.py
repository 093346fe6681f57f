"""After a drill: the ledger against the database, and what each client saw against both."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import msgspec

from visavis.bench.crowd import body_of
from visavis.bench.ledger import Ack, Attempt, Record, Seen


class Stored(msgspec.Struct, frozen=True):
    """A message as the database has it."""

    conversation_id: str
    seq: int
    message_id: str
    client_id: str
    body: str


@dataclass
class Verdict:
    """How many messages were acknowledged, and what is wrong, in sentences."""

    acked: int = 0
    lost: list[str] = field(default_factory=list[str])
    duplicated: list[str] = field(default_factory=list[str])
    out_of_order: list[str] = field(default_factory=list[str])


def check(records: Iterable[Record], stored: Sequence[Stored], rooms: Sequence[str]) -> Verdict:
    """Judge a drill; `rooms` names the conversation of each client, by its number."""
    verdict = Verdict()
    by_name: dict[str, Stored] = {}
    for message in stored:
        if message.client_id in by_name:
            verdict.duplicated.append(f"{message.client_id} is stored twice")
        if message.body != body_of(message.client_id):
            verdict.lost.append(f"{message.client_id} is stored with another text")
        by_name[message.client_id] = message
    numbered: dict[str, list[Stored]] = defaultdict(list)
    for message in stored:
        numbered[message.conversation_id].append(message)
    for room, messages in numbered.items():
        messages.sort(key=lambda message: message.seq)
        if [message.seq for message in messages] != list(range(1, len(messages) + 1)):
            verdict.out_of_order.append(f"the numbers of {room} are not 1 to {len(messages)}")
    attempts: dict[int, list[str]] = defaultdict(list)
    seen: dict[int, list[Seen]] = defaultdict(list)
    acked: dict[str, Ack] = {}
    for record in records:
        match record:
            case Attempt():
                attempts[record.client].append(record.client_id)
            case Seen():
                seen[record.client].append(record)
            case Ack():
                first = acked.setdefault(record.client_id, record)
                if (first.message_id, first.seq) != (record.message_id, record.seq):
                    verdict.duplicated.append(f"{record.client_id} was acknowledged as two messages")
    verdict.acked = len(acked)
    for name, ack in acked.items():
        kept = by_name.get(name)
        if kept is None or (kept.message_id, kept.seq) != (ack.message_id, ack.seq):
            verdict.lost.append(f"{name} was acknowledged and is not stored")
    for client, names in attempts.items():
        # Each message left after the one before was acknowledged, so their numbers must rise.
        _rising(verdict, f"what client {client} wrote", [by_name[n].seq for n in names if n in by_name])
    for client, room in enumerate(rooms):
        _saw_all(verdict, client, seen[client], numbered[room])
    return verdict


def _saw_all(verdict: Verdict, client: int, seen: list[Seen], stored: list[Stored]) -> None:
    events = [one for one in seen if one.by_event]
    ids = [one.message_id for one in events]
    if len(ids) != len(set(ids)):
        verdict.duplicated += [f"client {client} was told {m} twice" for m in set(ids) if ids.count(m) > 1]
    _rising(verdict, f"what client {client} was told", list(dict.fromkeys(one.seq for one in events)))
    known = {one.message_id for one in seen}
    there = {message.message_id for message in stored}
    verdict.lost += [f"client {client} never saw {missing}" for missing in there - known]
    verdict.lost += [f"client {client} saw {ghost}, which is not stored" for ghost in known - there]


def _rising(verdict: Verdict, what: str, numbers: list[int]) -> None:
    falls = sum(later <= earlier for earlier, later in pairwise(numbers))
    verdict.out_of_order += [f"{what} falls back {falls} times"] if falls else []
