"""`visavis bench chat`: messages per second, send → seen, memory; beside what the machine can do at most.

Product and yardstick take turns in the same run, so that whatever else the machine does drifts over both.
"""

import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO

import msgspec
import psycopg

from visavis.bench import machine, people
from visavis.bench.load import Found, Seat, Task
from visavis.bench.people import People
from visavis.bench.stage import SECRET_KEY, Server, Stage, fresh_stage
from visavis.config import CannotStart
from visavis.kit.crypto import Keys
from visavis.kit.postgres import Embedded

ROUNDS = 3
AT_REST = 3.0  # seconds after the start, before memory is read
SPARE_FILES = 200

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Options:
    """How long, how fast, and beside how many idle widgets."""

    seconds: int
    rate: int
    conversations: int
    idle: int


@dataclass
class Round:
    """One load: what its clients found, and what it cost (cores; KiB for each idle socket)."""

    found: Found
    server: float = 0.0
    generator: float = 0.0
    postgres: float = 0.0
    idle_kib: float | None = None


@dataclass
class House:
    """What a run has set up."""

    stage: Stage
    product: Server
    bare: Server
    people: People
    rounds: dict[str, list[Round]] = field(default_factory=dict[str, list[Round]])


def run(options: Options, tell: Tell) -> tuple[dict[str, object], bool]:
    """Measure; the figures, and whether nothing was lost or doubled."""
    _need_files(options)
    before = machine.described()
    with fresh_stage() as stage:
        tell("starting on a fresh database")
        first = stage.serve()
        first.stop()
        product = stage.serve()
        try:
            time.sleep(AT_REST)
            rest = machine.pss_kib([product.pid, *machine.family(stage.postmaster)]) / 1024
            found = _talk(options, stage, product, tell)
        finally:
            product.stop()
    found |= {
        "ready_s": round(product.ready_s, 2),
        "first_ready_s": round(first.ready_s, 2),
        "idle_rss_mib": round(rest),
        "machine": before,
        "options": msgspec.to_builtins(options),
    }
    return found, found["lost"] == found["duplicated"] == 0


def _talk(options: Options, stage: Stage, product: Server, tell: Tell) -> dict[str, object]:
    database = Embedded(stage.data)
    url = database.start()
    try:
        tell("inviting visitors and agents")
        invited = people.invite(url, options.conversations, options.idle)
        bare = stage.serve_bare(url)
        try:
            house = House(stage, product, bare, invited, {"bare": [], "product": []})
            for turn in range(ROUNDS):
                for who in house.rounds:
                    done = _load(options, house, who, turn)
                    house.rounds[who].append(done)
                    tell(
                        f"{who}: {done.found.messages_per_s:.0f} messages/s, "
                        f"p50 {done.found.p50_ms:.1f} ms, p99 {done.found.p99_ms:.1f} ms"
                    )
        finally:
            bare.stop()
        return _sum_up(house, _stored(url))
    finally:
        database.stop()


def _load(options: Options, house: House, who: str, turn: int) -> Round:
    """Have one load done in a process of its own, and watch what it costs."""
    server = house.product if who == "product" else house.bare
    keys = Keys(SECRET_KEY.encode())
    task = Task(
        port=server.port,
        phase=turn + 1,
        seconds=options.seconds / ROUNDS,
        rate=options.rate,
        seats=[
            Seat(str(pair.conversation_id), pair.visitor_token, people.ticket(keys, pair.agent_id))
            if who == "product"
            else Seat(str(pair.conversation_id), f"room {n}", f"room {n}")
            for n, pair in enumerate(house.people.pairs)
        ],
        idle=house.people.idle_tokens,
    )
    with subprocess.Popen(
        [sys.executable, "-m", "visavis.bench.load"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as load:
        try:
            return _watch(task, house.stage, server, load)
        finally:
            if load.poll() is None:
                load.kill()


def _watch(task: Task, stage: Stage, server: Server, load: subprocess.Popen[bytes]) -> Round:
    assert load.stdin is not None
    assert load.stdout is not None
    load.stdin.write(msgspec.json.encode(task) + b"\n")
    load.stdin.flush()
    _expect(load.stdout, "talkers")
    before = machine.rss_kib(server.pid)
    _expect(load.stdout, "connected")
    grown = machine.rss_kib(server.pid) - before
    load.stdin.write(b"go\n")
    load.stdin.flush()
    groups = [[server.pid], [load.pid], machine.family(stage.postmaster)]
    _expect(load.stdout, "measuring")
    groups[2] = machine.family(stage.postmaster)
    began, used = time.monotonic(), [machine.cpu_seconds(group) for group in groups]
    _expect(load.stdout, "measured")
    took = time.monotonic() - began
    costs = [(machine.cpu_seconds(group) - was) / took for group, was in zip(groups, used, strict=True)]
    found = msgspec.json.decode(_line(load.stdout), type=Found)
    return Round(found, *costs, idle_kib=grown / len(task.idle) if task.idle else None)


def _sum_up(house: House, stored: int) -> dict[str, object]:
    product, bare = house.rounds["product"], house.rounds["bare"]

    def middle(of: list[Round], what: Callable[[Round], float]) -> float:
        return statistics.median(what(one) for one in of)

    sent = sum(one.found.sent for one in product)
    rate = middle(product, lambda one: one.found.messages_per_s)
    limit = middle(bare, lambda one: one.found.messages_per_s)
    return {
        "messages_per_s": round(rate),
        "p50_ms": round(middle(product, lambda one: one.found.p50_ms), 1),
        "p99_ms": round(middle(product, lambda one: one.found.p99_ms), 1),
        # What was not heard by both and answered, or is not in the database.
        "lost": max(sum(one.found.lost for one in product), sent - stored),
        "duplicated": max(sum(one.found.duplicated for one in product), stored - sent),
        # Later rounds find memory that the first one has left.
        "idle_socket_kib": round(product[0].idle_kib, 1) if product[0].idle_kib is not None else None,
        "limit_messages_per_s": round(limit),
        "ratio": round(rate / limit, 2),
        "cpu": {
            name: {
                "server": round(middle(of, lambda one: one.server), 2),
                "generator": round(middle(of, lambda one: one.generator), 2),
                "postgres": round(middle(of, lambda one: one.postgres), 2),
            }
            for name, of in house.rounds.items()
        },
        "rounds": {
            name: [round(one.found.messages_per_s) for one in of] for name, of in house.rounds.items()
        },
    }


def _stored(url: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute("select count(*) from message where kind = 'message'").fetchone()
    assert row is not None
    return int(row[0])


def _expect(said: IO[bytes], word: str) -> None:
    if (line := _line(said)) != word:
        raise CannotStart(f"The load did not go on: {line or 'it ended'}.")


def _line(said: IO[bytes]) -> str:
    return said.readline().decode().strip()


def _need_files(options: Options) -> None:
    need = options.idle + 2 * options.conversations + SPARE_FILES
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most != resource.RLIM_INFINITY and need > most:
        raise CannotStart(
            f"{options.idle} idle widgets and {options.conversations} conversations need {need} open files "
            f"in one process, and {most} are allowed. Raise the limit with `ulimit -n {need}`, or ask for less."
        )
    resource.setrlimit(resource.RLIMIT_NOFILE, (need if most == resource.RLIM_INFINITY else most, most))
