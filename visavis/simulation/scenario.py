"""What is assumed of a day: the team, the customers, their patience. All of it is an assumption.

The figures are those of the published protocol (docs/reference/simulation.md); nothing is fitted to a
client's data. Times are in seconds.
"""

import math
from typing import Literal

import msgspec

from visavis.promises.policy import Agent, Channel, Line

HOUR = 3600.0
BRANDS = ("aube", "brume")
# Three times the customers for 20 minutes; a sixth of the team absent, one at least; 85 % of the
# customers speak one language, which a quarter of the team does not; half of the team goes home at noon in the
# middle of its chats; all consoles lose their connection for half a minute, at both peaks.
Trouble = Literal["none", "burst", "absent", "starved", "shift", "dropped"]
TROUBLES: tuple[Trouble, ...] = ("none", "burst", "absent", "starved", "shift", "dropped")
# Those in a hurry and the others; exponential; log-normal, fitted to a bank's callers
# (`--calls` prints median and sigma, by censored maximum likelihood).
PatienceLaw = Literal["usual", "exponential", "fitted"]
PATIENCE_LAWS: tuple[PatienceLaw, ...] = ("usual", "exponential", "fitted")
EXPONENTIAL, FITTED = 240.0, (345.1, 1.824)  # seconds: the mean; the median, and sigma of the logarithm
DROPPED_AT, DROPPED_FOR = (2.5, 8.5), 30.0  # hours of a day of twelve; seconds


class Scenario(msgspec.Struct, frozen=True):
    """A day's assumptions."""

    agents: int = 12
    load: float = 0.62  # the chats offered, as work over the agents' time
    hours: float = 12.0
    warm_up: float = 1800.0  # seconds at opening for which nothing is counted
    promise: float = 180.0
    greeting: float = 8.0
    turn: float = 35.0
    think: float = 45.0
    turns: float = 7.0
    spread: float = 0.6  # coefficient of variation of a turn; 1 is exponential
    day_spread: float = 0.12  # coefficient of variation of a day's traffic
    peaks: bool = True
    skills: bool = True
    french: float = 0.6  # share of customers
    hasty: float = 0.25  # share of customers with little patience
    hasty_patience: float = 90.0
    patience: float = 420.0  # median of the others
    patience_spread: float = 0.8  # sigma of its logarithm
    exponential_patience: float = 0.0  # mean, instead of what the law says
    patience_law: PatienceLaw = "usual"
    silent: float = 0.7  # share of those who leave without a sign
    noticed: float = 60.0  # seconds after which the heartbeat shows that they left
    leaving: float = 0.035  # share of chats that are expected to cost no work
    unresolved: float = 0.28  # share who come back the same day
    back_after: float = 5400.0  # mean seconds
    continuity: float = 0.0  # by how much the same agent lowers the share above
    voice_time: float = 300.0
    email_time: float = 240.0
    takes_slot: float = 0.35  # of those to whom chat is not offered, who book a call-back
    takes_message: float = 0.55  # who leave a message for a dated answer; the others go
    other_channels: float = 0.0  # share of customers who rather write an email, half as many want a call
    trouble: Trouble = "none"

    @property
    def day(self) -> float:
        """The seconds for which the house is open."""
        return self.hours * HOUR

    @property
    def chat_work(self) -> float:
        """The mean seconds of an agent's work in a chat."""
        return self.greeting + self.turns * self.turn

    @property
    def rate(self) -> float:
        """New customers per second over the day, so that they and their returns make the load."""
        # Four in five of those who will come back do so before closing; a few leave before anybody
        # has worked for them.
        contacts = (1 - self.leaving) / (1 - 0.8 * self.unresolved)
        return self.load * self.agents / self.chat_work / contacts

    def drops(self) -> list[float]:
        """Give the moments at which all consoles lose their connection."""
        hour = self.day / 12
        return [at * hour for at in DROPPED_AT] if self.trouble == "dropped" else []

    def busyness(self, at: float) -> float:
        """Give how busy a moment is, 1 on average: a peak before noon and one in the evening."""
        if not self.peaks:
            shape = 1.0
        else:
            hour = at / HOUR * 12 / self.hours
            morning, evening = math.exp(-(((hour - 2.5) / 1.6) ** 2)), math.exp(-(((hour - 8.5) / 1.8) ** 2))
            shape = (0.62 + 0.75 * morning + 0.7 * evening) / 0.9804
        if self.trouble == "burst" and 4.5 * HOUR <= at < 4.5 * HOUR + 1200:
            shape *= 3
        return shape

    def usual_day(self, slot: float) -> tuple[tuple[float, float], ...]:
        """Tell what the house knows from other days: for each slot its start, and how busy agents are."""
        starts = [n * slot for n in range(math.ceil(self.day / slot))]
        return tuple((start, self.load * self.busyness(start + slot / 2)) for start in starts)

    def line(self, language: float, brand: float) -> Line:
        """Give the line of a customer, from two numbers between 0 and 1."""
        if not self.skills:
            return ("aube", "service", "fr")
        french = 0.85 if self.trouble == "starved" else self.french
        return (BRANDS[brand >= 0.5], "service", "fr" if language < french else "en")


def team(scenario: Scenario, capacity: dict[Channel, int]) -> list[Agent]:
    """Make the team: a quarter speaks French, a quarter English, half both; all know both brands."""
    spoken = (("fr",), ("fr", "en"), ("en",), ("fr", "en"))
    return [
        Agent(
            f"agent {n:03}",
            skills=frozenset({"service"}),
            languages=frozenset(spoken[n % 4] if scenario.skills else ("fr",)),
            brands=frozenset(BRANDS if scenario.skills else BRANDS[:1]),
            capacity=capacity,
        )
        for n in range(scenario.agents)
        if scenario.trouble != "absent" or not _absent(n, scenario.agents)
    ]


def _absent(number: int, agents: int) -> bool:
    """Tell whether this one is not there: every sixth, or the last of a small team."""
    return number % 6 == 5 or (1 < agents < 6 and number == agents - 1)
