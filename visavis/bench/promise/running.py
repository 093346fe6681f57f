"""The run: the trace in virtual time, then at real speed, then the audit of what it has left behind."""

from collections.abc import Callable
from dataclasses import dataclass, field

import psycopg
import uvloop

from visavis.bench import auditing, deciding
from visavis.bench.auditing import Audit
from visavis.bench.promise import doubling, inviting
from visavis.bench.promise.crowd import Crowd, NotThere
from visavis.bench.promise.rehearsing import rehearse
from visavis.bench.promise.seen import Seen, stamp
from visavis.bench.promise.summing import sum_up
from visavis.bench.promise.trace import Options, scenario_of
from visavis.bench.stage import Server, Stage, fresh_stage
from visavis.config import CannotStart
from visavis.kit.postgres import Embedded

SERVERS = {None: "visavis", "push-blindly": "visavis.bench.promise.planted"}
SHOWN = 20  # findings told in words

Tell = Callable[[str], None]


@dataclass
class Found:
    """What the audit has found."""

    ledger: Audit = field(default_factory=Audit)
    lost: list[str] = field(default_factory=list[str])
    doubled: list[str] = field(default_factory=list[str])
    exits: int = 0


class Supervised:
    """A server that is had back after it was killed, as a supervisor would."""

    def __init__(self, stage: Stage, module: str) -> None:
        self._stage, self._module = stage, module
        self.server: Server = stage.serve(module=module)

    def restart(self) -> float:
        """Kill it and start it again; give the seconds until it was ready."""
        port = self.server.port
        self.server.kill()
        self.server = self._stage.serve(port=port, module=self._module)
        return self.server.ready_s


def run(options: Options, tell: Tell) -> tuple[dict[str, object], bool]:
    """Live the trace twice; the figures, and whether no promise was lost and none doubled."""
    tell("the policy decides in a large house")
    decided, _ = deciding.run(deciding.Options())
    tell("the trace in virtual time")
    rehearsed = rehearse(options)
    with fresh_stage() as stage:
        tell("starting on a fresh database")
        house = Supervised(stage, SERVERS[options.plant])
        try:
            url = Embedded(stage.data).dsn
            seen = uvloop.run(_live(options, url, house, tell))
        except NotThere as why:
            raise CannotStart(f"The trace did not begin: {why}.") from None
        finally:
            exits = int(house.server.process.poll() is not None)
            house.server.stop()
        found = _audit(stage, seen, exits)
    _explain(found, seen, tell)
    passed = not (found.lost or found.ledger.wrong or found.doubled or found.exits)
    figures = sum_up(options, seen, rehearsed, decided)
    figures |= {
        "double_assignments": len(found.doubled),
        "promises": found.ledger.promises,
        "promises_lost": len(found.lost),
        "promises_wrong": len(found.ledger.wrong),
        "server_exits": found.exits,
    }
    return figures, passed and not (seen.refused or seen.resets or seen.cut_short)


async def _live(options: Options, url: str, house: Supervised, tell: Tell) -> Seen:
    tell("inviting agents and visitors")
    colleagues = await inviting.invite(url, scenario_of(options))
    crowd = Crowd(options, colleagues, house.server.port, house.restart, tell)
    return await crowd.run()


def _audit(stage: Stage, seen: Seen, exits: int) -> Found:
    database = Embedded(stage.data)
    try:
        with psycopg.connect(database.start()) as connection:
            ledger = auditing.read(connection)
            doubled = doubling.read(connection, seen.given)
            due = dict(connection.execute("select id::text, due_at from promise").fetchall())
    finally:
        database.stop()
    unkept = [
        f"{message} was told to be answered by {by}, and the ledger says otherwise"
        for message, by in seen.told.items()
        if message not in due or due[message].timestamp() != stamp(by)
    ]
    return Found(ledger, [*ledger.lost, *unkept], doubled, exits)


def _explain(found: Found, seen: Seen, tell: Tell) -> None:
    if found.exits:
        tell("the server ended by itself")
    if seen.cut_short:
        tell("somebody still waited when the trace was over for long")
    for name, findings in (
        ("lost", found.lost),
        ("wrong", found.ledger.wrong),
        ("doubled", found.doubled),
        ("refused", seen.refused),
    ):
        for finding in findings[:SHOWN]:
            tell(f"{name}: {finding}")
