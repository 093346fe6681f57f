"""The state of a whole history, for who was not there."""

from collections.abc import Iterable

from visavis.promises.policy.rows import Rules
from visavis.promises.policy.state import Fact, State


def fold(facts: Iterable[tuple[Fact, float]], rules: Rules | None = None) -> State:
    """Make the state of a history of facts, each with its moment."""
    state = State(rules)
    for fact, now in facts:
        state.learn(fact, now)
    return state
