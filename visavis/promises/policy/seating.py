"""Work comes onto a desk and leaves it: an agent's row becomes another row."""

from collections.abc import Mapping

from msgspec.structs import replace

from visavis.promises.policy.rows import Agent, Seat, Work


def seated(agent: Agent, work: Work, now: float, accept_by: float | None) -> Agent:
    """Give the agent with this work on their desk."""
    seat = Seat(work, now, accept_by, work.due_at, work.predicted, greeted=work.kind == "next_response")
    return with_seats(replace(agent, assigned_at=now), {**agent.seats, work.id: seat}, now)


def unseated(agent: Agent, work_id: str, now: float) -> Agent:
    """Give the agent without this work."""
    seats = {key: seat for key, seat in agent.seats.items() if key != work_id}
    if agent.typing == work_id:
        agent = replace(agent, typing="", typing_until=0.0)
    return with_seats(agent, seats, now)


def with_seats(agent: Agent, seats: Mapping[str, Seat], now: float) -> Agent:
    """Give the agent with these seats, counted."""
    chats = voices = emails = 0
    waiting = greetings = 0.0
    for seat in seats.values():
        channel = seat.work.channel
        if channel == "chat":
            chats += 1
            if seat.due_at is not None:
                waiting += seat.predicted
                greetings += 0.0 if seat.greeted else seat.predicted
        elif channel == "voice":
            voices += 1
        else:
            emails += 1
    return replace(
        agent,
        seats=seats,
        chats=chats,
        voices=voices,
        emails=emails,
        greetings=greetings,
        waiting=waiting,
        idle_since=now if agent.seats and not seats else agent.idle_since,
    )


def has_room(agent: Agent, channel: str) -> bool:
    """Tell whether one more fits: a call needs an empty desk, and nothing fits beside a call."""
    if agent.status != "available" or agent.voices:
        return False
    if channel == "chat":
        return agent.chats < agent.capacity.get("chat", 0)
    if channel == "voice":
        return agent.chats == 0 and not agent.typing and agent.capacity.get("voice", 0) > 0
    return agent.emails < agent.capacity.get("email", 0)
