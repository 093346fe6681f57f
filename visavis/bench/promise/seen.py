"""What the people of a trace did and saw, by the clock of this machine (seconds)."""

import time
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

AT_ONCE = 1.0  # seconds: who is put before an agent later than that was waiting for one


@dataclass
class Visit:
    """One customer: when they wrote, when a person's first word was on their screen, when they gave up."""

    wrote: float | None = None
    first_word: float | None = None
    left: float | None = None
    cut_off: bool = False  # their page lost the server while they waited
    steered: bool = False  # no chat was offered when they came


@dataclass
class Outage:
    """From the kill until every agent was connected again; at last, until every open widget was."""

    begins: float
    ends: float = float("inf")
    over: float = float("inf")

    def touches(self, visit: Visit) -> bool:
        """Tell whether somebody was waiting for their first word meanwhile, or behind a page that was not back yet."""
        if visit.wrote is None:
            return False
        until = visit.first_word or visit.left or float("inf")
        return visit.cut_off or (visit.wrote <= self.ends and until >= self.begins)


@dataclass
class Seen:
    """Everything that was seen."""

    begins: float = 0.0
    visits: dict[int, Visit] = field(default_factory=dict[int, Visit])
    outage: Outage | None = None
    ready_again: float | None = None  # seconds from the kill until the server was
    refused: list[str] = field(default_factory=list[str])
    resets: int = 0
    cut_short: bool = False
    # Seconds from the server's stamp on a customer's message to an agent's screen, and until an agent whose
    # hands are free has it before them.
    to_screen: list[float] = field(default_factory=list[float])
    before_agent: list[float] = field(default_factory=list[float])
    # By message, the time that its customer was told.
    told: dict[str, str] = field(default_factory=dict[str, str])
    # The conversations that each agent was told are theirs, as they were told it.
    given: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])

    def on_screen(self, message: dict[str, Any]) -> None:
        """Note that a customer's message reached an agent's socket."""
        self.to_screen.append(time.time() - stamp(message["created_at"]))

    def put_before(self, conversation: dict[str, Any]) -> None:
        """Note that a conversation was put before somebody."""
        if conversation["waiting_since"] is not None:
            waited = time.time() - stamp(conversation["waiting_since"])
            if waited <= AT_ONCE:
                self.before_agent.append(waited)


def stamp(told: str) -> float:
    """Read the server's clock (seconds since 1970)."""
    return datetime.fromisoformat(told).timestamp()
