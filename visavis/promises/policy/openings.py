"""What an agent could take now: counted once when their row changes, listed in each of their lines."""

from typing import NamedTuple

from visavis.promises.policy.rows import Agent
from visavis.promises.policy.seating import has_room


class Openings(NamedTuple):
    """What an agent could take now."""

    available: bool
    full: bool  # no room for a chat
    roomy: bool  # could take one more chat
    free: bool  # and greet at once
    empty: bool  # could take a call
    kept: bool  # is on a call, or kept for one
    writer: bool  # has a place for an email


NOTHING = Openings(False, False, False, False, False, False, False)


def openings(agent: Agent) -> Openings:
    """Tell what an agent could take now."""
    if agent.status != "available":
        return NOTHING
    room = has_room(agent, "chat")
    roomy = room and not agent.reserved_for
    return Openings(
        available=True,
        full=not room,
        roomy=roomy,
        free=roomy and not agent.typing and not agent.greetings,
        empty=has_room(agent, "voice"),
        kept=bool(agent.voices or agent.reserved_for),
        writer=has_room(agent, "email"),
    )
