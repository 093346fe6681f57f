"""Benchmarks and fault drills: `visavis bench …`."""

from visavis.bench.command import main

__all__ = ["main"]
