"""Rates as they are now, from what has just happened and what usually happens at this hour."""

import math
from collections.abc import Iterable

import msgspec

HALF_LIFE = 20 * 60.0  # seconds after which a past event counts half


class Prior(msgspec.Struct, frozen=True):
    """What is believed before anything is seen: a Gamma law, as `events` seen in `exposure` seconds.

    Usually the same hour of the last four weeks, scaled down to how much it should weigh.
    """

    events: float
    exposure: float

    def after(self, events: float, exposure: float) -> "Prior":
        """Give what is believed once so many events were seen in so many seconds: as firmly as before.

        What was seen counts against what was believed by its exposure; the sum is scaled down to this prior's.
        """
        seen = self.exposure + exposure
        return Prior((self.events + events) * self.exposure / seen, self.exposure) if seen > 0 else self


class Meter(msgspec.Struct, frozen=True):
    """A rate per second followed online: an exponentially weighted count over its exposure, with a prior.

    A Gamma prior with Poisson counts gives the posterior mean (prior + events) / (prior + exposure);
    forgetting halves both every `half_life` seconds, so that in silence the rate returns to the prior.
    """

    prior: Prior
    at: float = 0.0
    events: float = 0.0
    exposure: float = 0.0
    half_life: float = HALF_LIFE

    @property
    def rate(self) -> float:
        """The rate per second."""
        exposure = self.prior.exposure + self.exposure
        return (self.prior.events + self.events) / exposure if exposure > 0 else 0.0

    def seen(self, now: float, events: float, exposure: float) -> "Meter":
        """Add so many events in so many seconds of exposure that end now."""
        faded = 0.5 ** (max(0.0, now - self.at) / self.half_life)
        return Meter(
            self.prior, now, self.events * faded + events, self.exposure * faded + exposure, self.half_life
        )


def impatience(waits: Iterable[tuple[float, bool]], prior: Prior | None = None) -> float:
    """Give theta per second from pairs (seconds waited, left unserved); an answered wait is a censored one.

    The maximum-likelihood estimate under exponential patience: abandons over all the time waited (Brown et
    al., "Statistical analysis of a telephone call center", JASA 100, 2005).
    """
    seen = list(waits)
    lefts = sum(left for _, left in seen) + (prior.events if prior else 0.0)
    waited = math.fsum(seconds for seconds, _ in seen) + (prior.exposure if prior else 0.0)
    return lefts / waited if waited > 0 else 0.0
