"""The promise: predicted, offered, kept."""
