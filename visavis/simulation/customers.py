"""The customers of a day, with all their chance in hand before anybody serves them.

Every policy meets the same people, who type as fast and leave as soon: common random numbers.
"""

import math
import random
from collections.abc import Callable, Iterator
from functools import cached_property

from visavis.promises.policy import Line
from visavis.simulation.scenario import EXPONENTIAL, FITTED, Scenario


class Customer:
    """Somebody with a question, who may come back with it."""

    def __init__(self, scenario: Scenario, seed: str, number: int, at: float, visit: int = 0) -> None:
        self.scenario, self.seed, self.number, self.at, self.visit = scenario, seed, number, at, visit
        self.id = f"{number}.{visit}"
        # One stream for who they are, one for each visit: what happens in one cannot shift another.
        chance = random.Random(f"{seed} {number}")
        self.line: Line = scenario.line(chance.random(), chance.random())
        self._chance = chance = random.Random(f"{seed} {number} {visit}")
        self.patience = _patience(scenario, chance)
        self.silent = chance.random() < scenario.silent
        self.taste, self.channel = chance.random(), chance.random()
        self.unresolved = chance.random()
        self.back_after = chance.expovariate(1 / scenario.back_after)
        self.voice_time = chance.expovariate(1 / scenario.voice_time)
        self.email_time = chance.expovariate(1 / scenario.email_time)
        self.turns = _turns(scenario, chance)

    @cached_property
    def typing(self) -> list[float]:
        """The agent's seconds of work on each turn."""
        work = _work(self.scenario)
        return [work(self._chance) for _ in range(self.turns)]

    @cached_property
    def thinking(self) -> list[float]:
        """The customer's seconds before each message after the first."""
        chance = random.Random(f"{self.seed} {self.number} {self.visit} thinking")
        return [chance.expovariate(1 / self.scenario.think) for _ in range(self.turns)]

    def returning(self, at: float) -> "Customer":
        """Give the same person at their next visit."""
        return Customer(self.scenario, self.seed, self.number, at, self.visit + 1)


def arrivals(scenario: Scenario, seed: str, day: int) -> Iterator[Customer]:
    """Let the new customers of one day come, in order: Poisson with the day's shape and factor."""
    name = f"{seed} {day}"
    chance = random.Random(f"{name} arrivals")
    spread = math.sqrt(math.log(1 + scenario.day_spread**2))
    factor = math.exp(chance.gauss(-spread * spread / 2, spread)) if scenario.day_spread else 1.0
    highest = 1.0 if not scenario.peaks and scenario.trouble != "burst" else 4.2
    at, number = 0.0, 0
    while True:  # thinning: Lewis and Shedler 1979
        at += chance.expovariate(scenario.rate * factor * highest)
        if at >= scenario.day:
            return
        if chance.random() * highest < scenario.busyness(at):
            yield Customer(scenario, name, number, at)
            number += 1


def _patience(scenario: Scenario, chance: random.Random) -> float:
    kind, exponential = chance.random(), chance.expovariate(1.0)
    normal = chance.gauss(0.0, 1.0)
    if mean := scenario.exponential_patience or EXPONENTIAL * (scenario.patience_law == "exponential"):
        return exponential * mean
    if scenario.patience_law == "fitted":
        median, spread = FITTED
        return median * math.exp(spread * normal)
    long = scenario.patience * math.exp(scenario.patience_spread * normal)
    return exponential * scenario.hasty_patience if kind < scenario.hasty else long


def _turns(scenario: Scenario, chance: random.Random) -> int:
    if scenario.turns > 100:  # only those who measure a desk talk for ever
        return int(scenario.turns)
    # One, and a Poisson number more: multiply uniforms until they fall below exp(-mean) (Knuth).
    floor, product, count = math.exp(1 - scenario.turns), chance.random(), 1
    while product > floor:
        product *= chance.random()
        count += 1
    return count


def _work(scenario: Scenario) -> Callable[[random.Random], float]:
    if scenario.spread == 1:
        return lambda chance: chance.expovariate(1 / scenario.turn)
    sigma = math.sqrt(math.log(1 + scenario.spread**2))
    middle = math.log(scenario.turn) - sigma * sigma / 2
    return lambda chance: math.exp(chance.gauss(middle, sigma))
