"""Vis-à-vis: one counterpart, and a promise that is kept."""

__version__ = "0.1.0"
