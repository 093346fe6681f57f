"""One line: those who wait for the same brand, skill and language, and the agents who could serve them."""

from bisect import bisect_left, insort
from typing import Literal

from visavis.promises.policy.openings import Openings
from visavis.promises.policy.rows import Channel, Work
from visavis.promises.policy.rows import Line as Key
from visavis.promises.prediction import Meter, Prior

How = Literal["left", "served", "moved"]


class Line:
    """The work of one line in the order of its rank, and its agents by what they could take now."""

    def __init__(self, key: Key, leaving: Prior) -> None:
        self.key = key
        self.queues: dict[Channel, list[tuple[float, str]]] = {"chat": [], "voice": [], "email": []}
        self.chats: list[tuple[float, str]] = []  # (arrived at, id) of first responses
        # The ids of those who qualify, by what they could take now.
        self.open: dict[str, set[str]] = {name: set() for name in Openings._fields}
        self.agents = self.open["available"]
        self.full = self.open["full"]
        self.roomy = self.open["roomy"]
        self.free = self.open["free"]
        self.empty = self.open["empty"]
        self.kept = self.open["kept"]
        self.writers = self.open["writer"]
        self.slots: dict[float, int] = {}  # call-backs booked, by when their slot begins
        self._roster: tuple[str, ...] | None = None
        self.steered = False
        self.steered_at = float("-inf")
        self.leaving = Meter(leaving)

    def add(self, rank: float, work: Work) -> None:
        """Let work wait."""
        insort(self.queues[work.channel], (rank, work.id))
        if work.kind == "first_response":
            insort(self.chats, (work.arrived_at, work.id))

    def remove(self, rank: float, work: Work, now: float, how: How) -> None:
        """Let work leave: only who gives up shows how long people wait here, all others that they did so long."""
        queue = self.queues[work.channel]
        del queue[bisect_left(queue, (rank, work.id))]
        if work.kind == "first_response":
            del self.chats[bisect_left(self.chats, (work.arrived_at, work.id))]
            # What comes again at once still waits: it is counted when it leaves.
            if how != "moved":
                waited = max(0.0, now - work.arrived_at)
                self.leaving = self.leaving.seen(now, 1 if how == "left" else 0, waited)

    def book(self, slot: float, count: int) -> None:
        """Count a call-back into a slot, or out of it."""
        self.slots[slot] = self.slots.get(slot, 0) + count
        if not self.slots[slot]:
            del self.slots[slot]

    def place(self, agent_id: str, openings: Openings) -> None:
        """List a qualified agent by what they could take now."""
        if openings.available != (agent_id in self.agents):
            self._roster = None
        for listed, fits in zip(self.open.values(), openings, strict=True):
            if fits:
                listed.add(agent_id)
            else:
                listed.discard(agent_id)

    def drop(self, agent_id: str) -> None:
        """Take an agent out of every list: they left, or can no longer do this."""
        self._roster = None
        for listed in self.open.values():
            listed.discard(agent_id)

    @property
    def roster(self) -> tuple[str, ...]:
        """The ids of all who qualify and are available."""
        if self._roster is None:
            self._roster = tuple(sorted(self.agents))
        return self._roster
