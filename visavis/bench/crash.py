"""`visavis bench crash`: kills server and PostgreSQL under load, and looks for a word that was lost."""

import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

import msgspec
import psycopg

from visavis.bench import auditing, ledger, machine, people
from visavis.bench.auditing import Audit
from visavis.bench.checking import Stored, Verdict, check
from visavis.bench.crowd import Place, Task
from visavis.bench.faults import Faults, Stuck, silences
from visavis.bench.ledger import Ack
from visavis.bench.people import Pair
from visavis.bench.stage import SECRET_KEY, Stage, fresh_stage
from visavis.kit.postgres import Embedded

CONVERSATIONS = 16
SERVERS = {None: "visavis", "ack-before-commit": "visavis.bench.planted"}
SHOWN = 20  # findings told in words
LAST_WORDS = 90  # seconds for the crowd to end by itself

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Options:
    """How many kills over how many messages; the seed chooses; a planted fault must be found."""

    kills: int
    messages: int
    seed: int
    plant: str | None


def run(options: Options, tell: Tell) -> tuple[dict[str, object], bool]:
    """Run the drill; the figures, and whether nothing was lost, doubled or reordered."""
    with fresh_stage() as stage:
        faults = Faults(stage, SERVERS[options.plant], options.seed)
        path = stage.folder / "ledger"
        try:
            url = Embedded(stage.data).dsn
            pairs = people.invite(url, CONVERSATIONS, 0).pairs
            tell("the crowd talks")
            crowd, stuck = _drill(options, _task(options, pairs, faults.server.port, path), faults)
            faults.server.stop()
            verdict, audit, answers = _judge(stage, pairs, path)
        finally:
            faults.server.stop()
    _explain(verdict, audit, stuck, faults, tell)
    found: dict[str, object] = {
        "acked": verdict.acked,
        "lost": len(verdict.lost),
        "duplicated": len(verdict.duplicated),
        "out_of_order": len(verdict.out_of_order),
        "promises": audit.promises,
        "promises_lost": len(audit.lost),
        "promises_wrong": len(audit.wrong),
        "kills": len(faults.kills),
        "killed": dict(Counter(kill.kind for kill in faults.kills)),
        "restarts_s": {kind: round(took, 2) for kind, took in silences(faults.kills, answers).items()},
        "server_exits": faults.exits,
        **crowd,
        "machine": machine.described(),
        "options": asdict(options),
    }
    clean = not (audit.lost or audit.wrong)
    clean = clean and not (
        verdict.lost or verdict.duplicated or verdict.out_of_order or stuck or faults.exits
    )
    return found, clean and crowd["refused"] == 0 and verdict.acked == options.messages


def _task(options: Options, pairs: list[Pair], port: int, path: Path) -> Task:
    places: list[Place] = []
    for pair in pairs:
        room = str(pair.conversation_id)
        places.append(Place(room, pair.visitor_token, pair.visitor_id, ""))
        places.append(Place(room, "", pair.agent_id, pair.api_key))
    return Task(port, options.messages, options.seed, SECRET_KEY, str(path), places)


def _drill(options: Options, task: Task, faults: Faults) -> tuple[dict[str, int], str]:
    """Have the crowd talk while faults happen; what it says of itself, and what it got stuck on."""
    with subprocess.Popen(
        [sys.executable, "-m", "visavis.bench.crowd"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as crowd:
        assert crowd.stdin
        assert crowd.stdout
        progress = Progress(crowd.stdout)
        crowd.stdin.write(msgspec.json.encode(task) + b"\n")
        crowd.stdin.flush()
        stuck = ""
        try:
            faults.run(options.kills, options.messages, lambda: progress.acked)
            progress.join(LAST_WORDS)
        except Stuck as why:
            stuck = str(why)
        if crowd.poll() is None and progress.is_alive():
            crowd.kill()
            stuck = stuck or "the crowd did not come to an end"
        progress.join()
    return progress.end or {"resets": 0, "refused": 0}, stuck


class Progress(threading.Thread):
    """Listens to how far the crowd is."""

    def __init__(self, said: IO[bytes]) -> None:
        super().__init__(daemon=True)
        self.acked = 0
        self.end: dict[str, int] = {}
        self._said = said
        self.start()

    def run(self) -> None:
        for line in self._said:
            if line.startswith(b"{"):
                self.end = msgspec.json.decode(line, type=dict[str, int])
            else:
                self.acked = int(line)


def _judge(stage: Stage, pairs: list[Pair], path: Path) -> tuple[Verdict, Audit, list[float]]:
    database = Embedded(stage.data)
    try:
        with psycopg.connect(database.start()) as connection:
            rows = connection.execute(
                "select conversation_id::text, seq, id::text, client_id::text, body from message"
            ).fetchall()
            audit = auditing.read(connection)
    finally:
        database.stop()
    records = ledger.read(path)
    rooms = [str(pair.conversation_id) for pair in pairs for _ in range(2)]
    answers = [record.time for record in records if isinstance(record, Ack)]
    return check(records, [Stored(*row) for row in rows], rooms), audit, answers


def _explain(verdict: Verdict, audit: Audit, stuck: str, faults: Faults, tell: Tell) -> None:
    if stuck:
        tell(f"stuck: {stuck}")
    if faults.exits:
        tell(f"the server ended by itself {faults.exits} times")
    for finding in [*audit.lost, *audit.wrong][:SHOWN]:
        tell(f"promise: {finding}")
    for name in ("lost", "duplicated", "out_of_order"):
        findings: list[str] = getattr(verdict, name)
        for finding in findings[:SHOWN]:
            tell(f"{name}: {finding}")
