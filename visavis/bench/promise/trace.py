"""The trace: who comes within so many minutes, with all their chance in hand, as the simulation draws them."""

from dataclasses import dataclass
from typing import Literal

from visavis.simulation.customers import Customer, arrivals
from visavis.simulation.scenario import Scenario

WARM_UP = 0.2  # of the trace, in which the house fills up and nothing is counted
Plant = Literal["push-blindly"]


@dataclass(frozen=True)
class Options:
    """How long, how many, how busy; whether the server is killed in the middle, and how fast people are."""

    minutes: int = 15
    agents: int = 20
    visitors: int = 200
    load: float = 1.0
    seed: int = 1
    kill: bool = True
    speed: int = 1
    plant: Plant | None = None


def scenario_of(options: Options) -> Scenario:
    """Give a quarter of an hour of a busy day: nobody comes back so soon, and traffic is even.

    To whom no chat is offered goes: what they would take instead is no chat.
    """
    usual, speed = Scenario(), options.speed
    return Scenario(
        agents=options.agents,
        load=options.load,
        hours=options.minutes / 60,
        warm_up=options.minutes * 60 * WARM_UP,
        greeting=usual.greeting / speed,
        turn=usual.turn / speed,
        think=usual.think / speed,
        hasty_patience=usual.hasty_patience / speed,
        patience=usual.patience / speed,
        day_spread=0.0,
        peaks=False,
        unresolved=0.0,
        takes_slot=0.0,
        takes_message=0.0,
    )


def draw(options: Options) -> list[Customer]:
    """Draw the customers of a trace, in the order in which they come."""
    return list(arrivals(scenario_of(options), str(options.seed), 0))
