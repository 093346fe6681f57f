"""One adapter for each channel: what comes in calls an act, what goes out listens to events."""
