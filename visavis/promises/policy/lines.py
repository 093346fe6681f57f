"""One line: those who wait for the same brand, skill and language, and the agents who could serve them."""

from bisect import bisect_left, insort

from visavis.promises.policy.rows import Agent, Channel, Work
from visavis.promises.policy.rows import Line as Key
from visavis.promises.policy.seating import has_room
from visavis.promises.prediction import Meter, Prior

LEAVING_PRIOR = 10.0  # abandons for which the usual patience is believed


class Line:
    """The work of one line in the order of its rank, and its agents by what they could take now."""

    def __init__(self, key: Key, patience: float) -> None:
        self.key = key
        self.queues: dict[Channel, list[tuple[float, str]]] = {"chat": [], "voice": [], "email": []}
        self.chats: list[tuple[float, str]] = []  # (arrived at, id) of first responses
        self.agents: dict[str, Agent] = {}  # qualified and available
        self.roomy: dict[str, Agent] = {}  # of these, those who could take one more chat
        self.free: dict[str, Agent] = {}  # of these, those who could greet at once
        self.slots: dict[float, int] = {}  # call-backs booked, by when their slot begins
        self.empty: dict[str, Agent] = {}  # qualified, and could take a call
        self.kept: dict[str, Agent] = {}  # qualified, and on a call or kept for one
        self.writers: dict[str, Agent] = {}  # qualified, and have a place for an email
        self._roster: tuple[str, ...] | None = None
        self.full = 0  # agents with as many chats as they can have
        self.steered = False
        self.steered_at = float("-inf")
        self.since = 0.0
        self.releases = Meter(Prior(0.0, 0.0))
        self.leaving = Meter(Prior(LEAVING_PRIOR, LEAVING_PRIOR * patience))

    def add(self, rank: float, work: Work, now: float) -> None:
        """Let work wait."""
        self._expose(now, 0)
        insort(self.queues[work.channel], (rank, work.id))
        if work.kind == "first_response":
            insort(self.chats, (work.arrived_at, work.id))

    def remove(self, rank: float, work: Work, now: float, *, served: bool) -> None:
        """Let work leave, towards an agent or for good."""
        self._expose(now, 1 if served and work.kind == "first_response" else 0)
        queue = self.queues[work.channel]
        del queue[bisect_left(queue, (rank, work.id))]
        if work.kind == "first_response":
            del self.chats[bisect_left(self.chats, (work.arrived_at, work.id))]
            self.leaving = self.leaving.seen(now, 0 if served else 1, max(0.0, now - work.arrived_at))

    def book(self, slot: float, count: int) -> None:
        """Count a call-back into a slot, or out of it."""
        self.slots[slot] = self.slots.get(slot, 0) + count
        if not self.slots[slot]:
            del self.slots[slot]

    def place(self, agent: Agent) -> None:
        """Keep the row of an agent who qualifies for this line, available or not."""
        was = self.agents.get(agent.id)
        self.full -= was is not None and is_full(was)
        if agent.status != "available":
            self.drop(agent.id)
            return
        if was is None:
            self._roster = None
        self.agents[agent.id] = agent
        self.full += is_full(agent)
        roomy = has_room(agent, "chat") and not agent.reserved_for
        _keep(self.roomy, agent, roomy)
        _keep(self.free, agent, roomy and not agent.typing and not agent.greetings)
        _keep(self.empty, agent, has_room(agent, "voice"))
        _keep(self.kept, agent, bool(agent.voices or agent.reserved_for))
        _keep(self.writers, agent, has_room(agent, "email"))

    def forget(self, agent_id: str) -> None:
        """Forget an agent who left, or whose skills changed."""
        was = self.agents.get(agent_id)
        self.full -= was is not None and is_full(was)
        self.drop(agent_id)

    def drop(self, agent_id: str) -> None:
        """Take an agent out of every list."""
        self._roster = None
        for listed in (self.agents, self.roomy, self.free, self.empty, self.kept, self.writers):
            listed.pop(agent_id, None)

    @property
    def roster(self) -> tuple[str, ...]:
        """The ids of all who qualify and are available."""
        if self._roster is None:
            self._roster = tuple(sorted(self.agents))
        return self._roster

    def _expose(self, now: float, released: int) -> None:
        # Releases are counted only while somebody waits: an idle line says nothing about its pace.
        if self.chats:
            self.releases = self.releases.seen(now, released, max(0.0, now - self.since))
        self.since = now


def is_full(agent: Agent) -> bool:
    """Tell whether an available agent has as many chats as they can have, or a call."""
    return agent.status == "available" and not has_room(agent, "chat")


def _keep(listed: dict[str, Agent], agent: Agent, fits: bool) -> None:
    if fits:
        listed[agent.id] = agent
    else:
        listed.pop(agent.id, None)
