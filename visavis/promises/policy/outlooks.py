"""What awaits one more customer of a line, as its agents and those ahead are now."""

import math
from typing import NamedTuple

from visavis.promises.policy.lines import Line
from visavis.promises.policy.pacing import pace
from visavis.promises.policy.state import State
from visavis.promises.prediction import keep_probability


class Outlook(NamedTuple):
    """What awaits one more customer of a line."""

    at_once: bool  # somebody could greet them now
    ahead: int  # how many will be greeted first, those of other lines counted as far as they matter
    rate: float  # first words per second, jointly
    impatience: float  # per second
    kept: float  # the probability of a first word within X
    waited: float  # seconds, of the one who has waited longest
    full: float  # share of the line's agents who have as many chats as they can
    room: bool
    early: float = 0.0  # of the rate, what comes from desks below the soft cap
    seated: bool = True  # there is a place for each of those ahead, and for this one

    @property
    def mean(self) -> float:
        """The mean seconds to a first word if nobody leaves."""
        return 0.0 if self.at_once else (self.ahead + 1) / self.rate if self.rate else math.inf


def outlook(state: State, line: Line, now: float) -> Outlook:
    """Predict for one more customer: with free hands at once, else by the state-dependent formula."""
    rules, agents, mine = state.rules, len(line.agents), len(line.chats) + 1
    at_once = not line.chats and any(state.agents[a].chats < rules.soft_cap for a in line.free)
    paces = pace(state, line)
    # With other lines at the same desks, the mean is that of a share; the spread that of all who go first.
    ahead = max(mine, round(mine * paces.joint / paces.now)) - 1 if paces.now else mine - 1
    rate = (ahead + 1) * paces.of(mine - 1) / mine if paces.now else 0.0
    impatience = line.leaving.rate
    kept = 1.0 if at_once else keep_probability(ahead, rate, impatience, rules.promise - rules.greeting)
    waited = now - line.chats[0][0] if line.chats else 0.0
    full = len(line.full) / agents if agents else 1.0
    early, seated = (ahead + 1) * paces.at_once / mine, paces.places >= mine
    return Outlook(at_once, ahead, rate, impatience, kept, waited, full, bool(line.roomy), early, seated)
