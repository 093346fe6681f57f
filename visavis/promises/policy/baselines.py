"""How others choose an agent for a chat, in the same shape, to be compared with."""

from visavis.promises.policy.choosing import Chosen, Desks
from visavis.promises.policy.lines import Line
from visavis.promises.policy.rows import Agent, Seat, Work

# LivePerson's dynamic capacity: a chat whose customer is silent for so long (seconds) counts for so much.
SILENT, COUNTED, PLACES = 240.0, 0.1, 5.0
RINGS = 15.0  # seconds after which a bullseye grows by a ring


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


def hard_owner(desks: Desks, line: Line, work: Work, now: float) -> Chosen:
    """Let the customer wait for their last agent as long as that one is there, else choose the fewest open chats."""
    own = desks.find(work.own)
    if own is None or own.status != "available" or not own.can(line.key):
        return least_open(desks, line, work, now)
    return own if own.chats < own.capacity["chat"] else "later"


def dynamic_capacity(desks: Desks, line: Line, work: Work, now: float) -> Chosen:
    """Choose the least load, where a chat whose customer is silent hardly counts, up to five in all."""
    loads = [(sum(_load(seat, now) for seat in a.seats.values()), a) for a in _able(desks, line, work, now)]
    able = [(load, *_turn(a), a) for load, a in loads if load <= PLACES - 1]
    return min(able, key=lambda row: row[:-1])[-1] if able else None


def bullseye(desks: Desks, line: Line, work: Work, now: float) -> Chosen:
    """Choose the last agent or the least flexible at first, more flexible ones with every ring that is added."""
    able, rings = _able(desks, line, work, now), int((now - work.arrived_at) / RINGS)
    if own := next((a for a in able if a.id == work.own), None):
        return own
    least = min((desks.state.agents[agent_id].breadth for agent_id in line.agents), default=0)
    inside = [a for a in able if a.breadth <= least + rings]
    return min(inside, key=lambda a: (a.chats, *_turn(a))) if inside else "later" if able else None


def _load(seat: Seat, now: float) -> float:
    silent = seat.due_at is None and now - seat.answered_at > SILENT
    return COUNTED if silent else 1.0


def _able(desks: Desks, line: Line, work: Work, now: float) -> list[Agent]:
    return [a for a in desks.of(line.roomy, work, now) if a.chats < a.capacity["chat"]]


def _turn(agent: Agent) -> tuple[float, float, str]:
    return (agent.assigned_at, agent.idle_since, agent.id)
