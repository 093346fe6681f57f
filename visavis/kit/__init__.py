"""The ground: what every module stands on, and that knows no domain."""
