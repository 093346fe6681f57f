"""Virtual time: what is to happen, in order; a day of twelve agents takes a fraction of a second."""

import heapq
from collections.abc import Callable


class Loop:
    """A clock that jumps from one appointment to the next; ties in the order of their making."""

    def __init__(self) -> None:
        self.now = 0.0
        self._agenda: list[tuple[float, int, Callable[[], None]]] = []
        self._made = 0
        self._paused = False

    def at(self, moment: float, act: Callable[[], None]) -> None:
        """Do this at a moment, or now if that is past."""
        self._made += 1
        heapq.heappush(self._agenda, (max(moment, self.now), self._made, act))

    def run(self) -> None:
        """Go on until nothing is left to happen, or until somebody pauses."""
        self._paused = False
        while self._agenda and not self._paused:
            self.now, _, act = heapq.heappop(self._agenda)
            act()

    def pause(self) -> None:
        """Stop the clock after what is happening now; `run` goes on."""
        self._paused = True

    def clear(self) -> None:
        """Forget all that was to happen."""
        self._agenda.clear()
