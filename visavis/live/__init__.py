"""Live sockets: who is connected, what they missed, and what each may hear."""

from visavis.live.registry import Registry
from visavis.live.serving import Live

__all__ = ["Live", "Registry"]
