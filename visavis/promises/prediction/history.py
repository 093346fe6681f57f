"""The delay told from recent delays: no parameter is needed, but twice the error or more.

Source: Ibrahim and Whitt, "Real-time delay estimation based on delay history", M&SOM 11(3), 2009.
They lag when arrivals rise or fall (Ibrahim and Whitt, POM 2011): a floor of sanity, not an announcement.
"""

from collections.abc import Iterable


def head_of_line(now: float, arrivals: Iterable[float]) -> float:
    """Give the elapsed wait in seconds of the one who has waited longest (HOL); 0 in an empty line."""
    return max((now - arrived for arrived in arrivals), default=0.0)


def last_entered(waits: Iterable[tuple[float, float]]) -> float:
    """Give the wait in seconds of the last to enter service (LES), from pairs (began at, had waited)."""
    return max(waits, default=(0.0, 0.0))[1]


def refined_head_of_line(elapsed: float, servers: int, service: float, load: float) -> float:
    """Give E[delay | HOL = elapsed] in seconds, about rho w + 2 / (s mu); load is rho, service a rate."""
    return load * elapsed + 2 / (servers * service)
