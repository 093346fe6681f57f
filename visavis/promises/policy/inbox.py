"""In which order an agent's screen shows what waits on it."""

from visavis.promises.policy.rows import Agent, Seat

LETTER = 300.0  # seconds that an email is given before it is due, ahead of replies
FIRST = 1e6  # seconds: a greeting is a few seconds' work, and goes before whatever is due


def due_first(agent: Agent) -> list[Seat]:
    """Order what waits at this desk: a greeting before all, then what is due first; emails in between."""
    return sorted(_waiting(agent), key=lambda seat: (_due(seat), seat.work.id))


def oldest_first(agent: Agent) -> list[Seat]:
    """Order what waits at this desk as it came, the way most screens do; emails when nothing else waits."""

    def came(seat: Seat) -> tuple[bool, float, str]:
        since = seat.since if not seat.greeted else (seat.due_at or 0.0) - 60.0
        return seat.work.channel == "email", since, seat.work.id

    return sorted(_waiting(agent), key=came)


def _waiting(agent: Agent) -> list[Seat]:
    return [seat for seat in agent.seats.values() if seat.due_at is not None]


def _due(seat: Seat) -> float:
    if seat.work.channel == "email":
        return (seat.due_at or 0.0) - LETTER
    greets = seat.work.channel == "chat" and not seat.greeted
    return seat.since - FIRST if greets else seat.due_at or 0.0
