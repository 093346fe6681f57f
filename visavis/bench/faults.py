"""Kills by SIGKILL, at moments and on victims that a seed chooses, and what comes back by itself."""

import os
import random
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from visavis.bench import machine
from visavis.bench.stage import Stage

Kind = Literal["server", "backend", "postgresql", "both"]
KINDS: list[Kind] = ["server", "backend", "postgresql", "both"]
WEIGHTS = [4, 3, 2, 1]
AT_ONCE_AGAIN = 0.2  # of the kills come while the one before is being recovered from
PATIENCE = 60.0  # seconds without progress, after which the drill is stopped


class Stuck(Exception):
    """Service did not come back after a kill."""


@dataclass(frozen=True)
class Kill:
    """What was killed, and when (seconds of the monotonic clock)."""

    kind: Kind
    time: float


@dataclass(frozen=True)
class Step:
    """A kill to come: after so many acknowledgements, or a pause after the kill before (seconds)."""

    moment: int
    at_once: bool
    pause: float
    kind: Kind


class Faults:
    """Kills server and PostgreSQL, and starts the server again as a supervisor would."""

    def __init__(self, stage: Stage, module: str, seed: int) -> None:
        self.kills: list[Kill] = []
        self.exits = 0
        self._stage, self._module = stage, module
        self._chance = random.Random(seed)
        self.server = stage.serve(module=module)

    def run(self, kills: int, messages: int, acked: Callable[[], int]) -> None:
        """Kill so many times while `acked` goes to `messages`; raises Stuck when it does not."""
        for step in self._plan(kills, messages):
            if step.at_once:
                time.sleep(step.pause)
            else:
                self._await(lambda step=step: acked() >= step.moment, acked)
                time.sleep(step.pause / 30)
            self._kill(step.kind)
        self._await(lambda: acked() >= messages, acked)

    def _plan(self, kills: int, messages: int) -> list[Step]:
        # Drawn beforehand, so that a seed means the same kills however fast the machine is.
        moments = sorted(self._chance.randrange(messages * 95 // 100) for _ in range(kills))
        draw = self._chance
        return [
            Step(
                moment,
                at_once=number > 0 and draw.random() < AT_ONCE_AGAIN,
                pause=draw.uniform(0, 1.5),
                kind=draw.choices(KINDS, WEIGHTS)[0],
            )
            for number, moment in enumerate(moments)
        ]

    def _await(self, reached: Callable[[], bool], acked: Callable[[], int]) -> None:
        last, since = acked(), time.monotonic()
        while not reached():
            time.sleep(0.002)
            self._supervise()
            if acked() != last:
                last, since = acked(), time.monotonic()
            elif time.monotonic() - since > PATIENCE:
                raise Stuck(f"no answer for {PATIENCE:.0f} s after {self.kills[-1:] or 'the start'}")

    def _supervise(self) -> None:
        if self.server.process.poll() is not None:
            self.exits += 1
            self._serve_again()

    def _kill(self, kind: Kind) -> None:
        self.kills.append(Kill(kind, time.monotonic()))
        if kind in ("postgresql", "both", "backend"):
            self._kill_postgresql(one=kind == "backend")
        if kind in ("server", "both"):
            self.server.kill()
            self._serve_again()

    def _serve_again(self) -> None:
        port = self.server.port
        self.server = self._stage.serve(port=port, module=self._module)

    def _kill_postgresql(self, *, one: bool) -> None:
        """Kill every process of it, or one that serves a client: it then restarts the others itself."""
        with suppress(OSError, ValueError, IndexError):
            family = machine.family(self._stage.postmaster)
            if one:
                # The youngest are those that serve clients, not PostgreSQL's own.
                family = [self._chance.choice([pid for pid in family[1:] if machine.serves_client(pid)])]
            for pid in family:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)


def silences(kills: list[Kill], answers: list[float]) -> dict[str, float]:
    """Tell for each kind the longest time without an answer that began within a second of a kill."""
    gaps = list(pairwise(answers))
    longest: dict[str, float] = {}
    for kill in kills:
        found = [later - before for before, later in gaps if later > kill.time and before < kill.time + 1]
        longest[kill.kind] = max(longest.get(kill.kind, 0.0), *found, 0.0)
    return longest
