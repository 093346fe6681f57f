"""How others choose an agent for a chat, in the same shape, to be compared with."""

from visavis.promises.policy.choosing import Chosen, Desks
from visavis.promises.policy.lines import Line
from visavis.promises.policy.rows import Agent, Work


def round_robin(desks: Desks, line: Line, work: Work, now: float) -> Chosen:
    """Choose the longest since last assigned, up to the capacity."""
    return min(_able(desks, line, work, now), key=_turn, default=None)


def least_open(desks: Desks, line: Line, work: Work, now: float) -> Chosen:
    """Choose the fewest open chats, ties by turn."""
    return min(_able(desks, line, work, now), key=lambda a: (a.chats, *_turn(a)), default=None)


def spare_share(desks: Desks, line: Line, work: Work, now: float) -> Chosen:
    """Choose the greatest percentage of spare capacity, ties by turn."""
    return min(
        _able(desks, line, work, now), key=lambda a: (a.chats / a.capacity["chat"], *_turn(a)), default=None
    )


def last_agent(desks: Desks, line: Line, work: Work, now: float) -> Chosen:
    """Choose the customer's last agent if they have a place, else the fewest open chats."""
    able = _able(desks, line, work, now)
    return next((a for a in able if a.id == work.own), None) or least_open(desks, line, work, now)


def _able(desks: Desks, line: Line, work: Work, now: float) -> list[Agent]:
    return [a for a in desks.of(line.roomy, work, now) if a.chats < a.capacity["chat"]]


def _turn(agent: Agent) -> tuple[float, float, str]:
    return (agent.assigned_at, agent.idle_since, agent.id)
