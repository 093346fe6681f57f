"""One agent and several chats at once: the closed queue M/M/1//k.

An agent works `turn` seconds on each message; then the customer thinks and types for `think` seconds; a
chat takes so many turns. Source: the machine-repair model (Palm 1947); Tezcan and Zhang, "Routing and
staffing in customer service chat systems", Operations Research 62(4), 2014, for why not to pass the knee.
"""

from functools import lru_cache

import msgspec


class Desk(msgspec.Struct, frozen=True):
    """What an agent with so many chats gives."""

    chats: int
    utilisation: float  # share of the time at work
    reply: float  # seconds from a customer's message to the agent's reply, writing included
    per_hour: float  # chats finished in an hour


@lru_cache(1024)
def closed_queue(chats: int, turn: float, think: float, turns: float) -> Desk:
    """Describe an agent who always has so many chats; turn and think in seconds, turns per chat."""
    weight = total = 1.0
    for j in range(1, chats + 1):
        weight *= (chats - j + 1) * turn / think
        total += weight
    utilisation = 1 - 1 / total
    rate = utilisation / turn
    return Desk(chats, utilisation, chats / rate - think, 3600 * rate / turns)


def soft_cap(turn: float, think: float, turns: float, longest: float, most: int = 10) -> int:
    """Give the greatest number of chats with which replies take at most `longest` seconds; at least 1."""
    fit = [k for k in range(1, most + 1) if closed_queue(k, turn, think, turns).reply <= longest]
    return max(fit, default=1)
