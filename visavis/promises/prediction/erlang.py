"""Waiting in a line that is stable or that people leave: Erlang B, C and A.

Sources: Erlang 1917; Palm 1957; Garnett, Mandelbaum and Reiman, "Designing a call center with impatient
customers", M&SOM 4(3), 2002.
"""

import math

import msgspec

from visavis.promises.prediction.keeping import keep_probability, served_probability

NEGLIGIBLE = 1e-15  # of the most likely state: where the sum over a line without end is cut


def erlang_b(servers: int, load: float) -> float:
    """Give the share of arrivals lost when nobody can wait; load in erlangs (arrival rate x service time)."""
    lost = 1.0
    for busy in range(1, servers + 1):
        lost = load * lost / (busy + load * lost)
    return lost


def erlang_c(servers: int, load: float) -> float:
    """Give the share of arrivals that must wait when nobody leaves; 1 when the line only grows."""
    if load >= servers:
        return 1.0
    lost = erlang_b(servers, load)
    return lost / (1 - load / servers * (1 - lost))


def mean_wait(servers: int, arrivals: float, service: float) -> float:
    """Give Erlang C's mean wait (ASA) in seconds; arrivals per second, service as its rate per second."""
    if arrivals >= servers * service:
        return math.inf
    return erlang_c(servers, arrivals / service) / (servers * service - arrivals)


def service_level(servers: int, arrivals: float, service: float, within: float) -> float:
    """Give Erlang C's share answered within so many seconds; arrivals and service are rates per second."""
    if arrivals >= servers * service:
        return 0.0
    waits = erlang_c(servers, arrivals / service)
    return 1 - waits * math.exp(-(servers * service - arrivals) * within)


class Queue(msgspec.Struct, frozen=True):
    """A line M/M/n+M in its steady state: Erlang A."""

    servers: int
    service: float  # rate per second of one server
    impatience: float  # rate per second at which one who waits leaves
    arrivals: float  # rate per second
    states: tuple[float, ...]  # the probability of so many customers, waiting or served

    @property
    def must_wait(self) -> float:
        """The probability that an arrival finds every server busy."""
        return math.fsum(self.states[self.servers :])

    @property
    def line(self) -> float:
        """The mean number of customers who wait."""
        return math.fsum(k * p for k, p in enumerate(self.states[self.servers :]))

    @property
    def abandoned(self) -> float:
        """The share of arrivals that leave unserved."""
        return self.impatience * self.line / self.arrivals

    @property
    def wait(self) -> float:
        """The mean wait in seconds of all arrivals, served or not (Little's law)."""
        return self.line / self.arrivals

    @property
    def occupancy(self) -> float:
        """The share of their time for which servers are busy."""
        return self.arrivals * (1 - self.abandoned) / (self.servers * self.service)

    def served_within(self, seconds: float) -> float:
        """Give the share of arrivals that are served within so many seconds."""
        late = enumerate(self.states[self.servers :])
        rate = self.servers * self.service
        return math.fsum(self.states[: self.servers]) + math.fsum(
            p * served_probability(ahead, rate, self.impatience, seconds) for ahead, p in late
        )

    def kept_within(self, seconds: float) -> float:
        """Give the probability that one who never leaves would be served within so many seconds."""
        late = enumerate(self.states[self.servers :])
        rate = self.servers * self.service
        return math.fsum(self.states[: self.servers]) + math.fsum(
            p * keep_probability(ahead, rate, self.impatience, seconds) for ahead, p in late
        )


def erlang_a(servers: int, arrivals: float, service: float, impatience: float) -> Queue:
    """Describe the line of so many servers that customers leave at a rate; all rates per second.

    Raises ValueError when nobody ever leaves and the line would grow without end.
    """
    if impatience <= 0 and arrivals >= servers * service:
        raise ValueError("a line that nobody leaves needs more servers than its load")
    weights, peak = [1.0], 1.0
    while weights[-1] > NEGLIGIBLE * peak or len(weights) <= servers:
        k = len(weights)
        leaving = min(k, servers) * service + max(k - servers, 0) * impatience
        weights.append(weights[-1] * arrivals / leaving)
        peak = max(peak, weights[-1])
        if peak > 1e250:  # far from the end of what a float can hold
            weights = [weight / peak for weight in weights]
            peak = 1.0
    total = math.fsum(weights)
    return Queue(servers, service, impatience, arrivals, tuple(weight / total for weight in weights))
