"""Token buckets: how often one may knock."""

import time
from collections import OrderedDict
from collections.abc import Callable

import msgspec

from visavis.kit.errors import TooManyRequests


class Bucket(msgspec.Struct, frozen=True):
    """So many at once, refilled at so many per minute."""

    name: str
    burst: int
    per_minute: float


class Limits:
    """The buckets of one process, the least recently used forgotten first.

    `factor` makes every bucket larger: many agents may share one address behind a proxy.
    """

    def __init__(
        self,
        *,
        factor: float = 1.0,
        clock: Callable[[], float] = time.monotonic,
        keep: int = 100_000,
    ) -> None:
        self._factor = factor
        self._clock = clock
        self._keep = keep
        self._levels: OrderedDict[tuple[str, str], tuple[float, float]] = OrderedDict()

    def take(self, bucket: Bucket, key: str, cost: float = 1.0) -> None:
        """Take from the bucket of this key; raise `TooManyRequests` when it is empty."""
        now = self._clock()
        level, since = self._levels.pop((bucket.name, key), (bucket.burst * self._factor, now))
        rate = bucket.per_minute * self._factor / 60  # per second
        level = min(bucket.burst * self._factor, level + (now - since) * rate)
        if level < cost:
            self._levels[bucket.name, key] = (level, now)
            raise TooManyRequests(retry_after=max(1, round((cost - level) / rate)))
        self._levels[bucket.name, key] = (level - cost, now)
        if len(self._levels) > self._keep:
            self._levels.popitem(last=False)

    def refund(self, bucket: Bucket, key: str) -> None:
        """Forget what this key has taken, after it has shown good faith."""
        self._levels.pop((bucket.name, key), None)


def network_of(address: str) -> str:
    """Give the key of an address: itself for IPv4, its /64 for IPv6."""
    return ":".join(address.split(":")[:4]) if ":" in address else address
