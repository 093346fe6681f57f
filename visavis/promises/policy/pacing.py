"""How soon a line's agents have a first word to give: while desks have room, and once they are full."""

import math
from typing import NamedTuple

from visavis.promises.policy.lines import Line
from visavis.promises.policy.state import State
from visavis.promises.prediction import closed_queue


class Pace(NamedTuple):
    """First words per second of a line's agents; this line's part is of what other lines want too."""

    joint: float  # of all its agents, as their desks are now
    now: float  # this line's part of that
    places: float  # this line's part of the places that are left
    full: float  # this line's part once no place is left: a place is free when a chat ends
    at_once: float  # this line's part of those who need not wait for the elastic slots to open

    def of(self, ahead: int) -> float:
        """Give the mean pace of so many first words and one more: quick until the places are taken."""
        words = ahead + 1
        quick = min(words, self.places) if self.full else words
        slow = (words - quick) / self.full if words > quick else 0.0
        return words / (quick / self.now + slow)


NONE = Pace(0.0, 0.0, 0.0, 0.0, 0.0)


def pace(state: State, line: Line) -> Pace:
    """Tell how fast the agents of a line are.

    Hands that finish a message release a word; a desk that is full, when a chat ends. An agent's words are
    shared between the lines that they serve as people wait there.
    """
    turn, cap, mine = state.habits.turn, state.rules.soft_cap, len(line.chats) + 1
    # Whom agents choose by hand is put before nobody: such a line is ahead of no other one.
    by_hand = state.rules.by_hand - {line.key[0]}
    crowded = [
        other
        for other in state.lines.values()
        if other.chats and other is not line and other.key[0] not in by_hand
    ]
    shares: dict[tuple[frozenset[str], ...], float] = {}
    ends: dict[int, float] = {}
    parts = [list[float]() for _ in Pace._fields]
    for agent in map(state.agents.__getitem__, line.agents):
        able = (agent.skills, agent.languages, agent.brands)
        if (part := shares.get(able)) is None:
            others = sum(len(other.chats) for other in crowded if agent.can(other.key))
            part = shares[able] = mine / (mine + others)
        most = max(1, agent.chats, agent.capacity.get("chat", 0))
        if (full := ends.get(most)) is None:
            full = ends[most] = _ends(state, most)
        room = agent.id in line.roomy
        words = 1 / turn if room else full
        places = most - agent.chats if room else 0
        early = words if room and agent.chats < cap else 0.0
        for listed, value in zip(
            parts, (words, words * part, places * part, full * part, early * part), strict=True
        ):
            listed.append(value)
    # Summed so that the order of a set makes no difference.
    return Pace(*map(math.fsum, parts))


def _ends(state: State, chats: int) -> float:
    """Give the chats per second that end at a desk with so many."""
    rules, habits = state.rules, state.habits
    return closed_queue(chats, habits.turn, rules.think, habits.turns).per_hour / 3600
