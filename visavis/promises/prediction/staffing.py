"""How many agents a promise takes."""

import msgspec

from visavis.promises.prediction.erlang import erlang_a


class Staffing(msgspec.Struct, frozen=True):
    """So many agents, and what they keep."""

    agents: int
    kept: float  # the share of promises kept
    abandoned: float  # the share of customers who leave
    occupancy: float


def staffed(agents: int, arrivals: float, handling: float, patience: float, promise: float) -> Staffing:
    """Tell what so many agents keep: arrivals per second, mean handling, patience and promise in seconds."""
    line = erlang_a(agents, arrivals, 1 / handling, 1 / patience)
    return Staffing(agents, line.kept_within(promise), line.abandoned, line.occupancy)


def agents_needed(
    arrivals: float,
    handling: float,
    patience: float,
    promise: float,
    keep: float,
    abandon: float = 1.0,
) -> Staffing:
    """Give the fewest agents that keep the promise with this probability (Erlang A, patient tester).

    `abandon` is the greatest share that may leave: service level alone may be met while many leave, so ask
    for at most .03 as well. Raises ValueError for a promise that no number of agents can be sure of.
    """
    if not 0 < keep < 1:
        raise ValueError("a probability between 0 and 1 is needed")
    agents = 1
    while True:
        found = staffed(agents, arrivals, handling, patience, promise)
        if found.kept >= keep and found.abandoned <= abandon:
            return found
        agents += 1
