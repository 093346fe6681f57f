"""`visavis bench promise`: a trace of the simulation's customers at real speed, against the running server."""

from visavis.bench.promise.running import run
from visavis.bench.promise.trace import Options

__all__ = ["Options", "run"]
