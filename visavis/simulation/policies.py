"""The policies that can be compared, each with its house rules and its screen."""

from collections.abc import Callable

import msgspec
from msgspec.structs import replace

from visavis.promises import policy
from visavis.promises.policy import Action, Agent, Event, Rules, Seat, State

Decide = Callable[[State, Event, float], tuple[Action, ...]]


class Policy(msgspec.Struct, frozen=True):
    """How a house decides, what it allows at one desk, and in which order a screen shows it."""

    decide: Decide
    rules: Rules
    cap: int = 5
    inbox: Callable[[Agent], list[Seat]] = policy.oldest_first


KEPT = Rules()
OTHERS = Rules(steer=False)
NO_CAP = 1000
# Whose rings grow at 15 s and at 30 s is looked at again then.
RINGS = replace(OTHERS, elastic_after=15.0, elastic_slack=OTHERS.promise - 30.0)

POLICIES: dict[str, Policy] = {
    "kept_promise": Policy(policy.decide, KEPT, 5, policy.due_first),
    "kept_promise_no_counterpart": Policy(policy.decide, replace(KEPT, own_budget=0.0), 5, policy.due_first),
    "kept_promise_no_steering": Policy(policy.decide, replace(KEPT, steer=False), 5, policy.due_first),
    "kept_promise_first_come": Policy(policy.decide, replace(KEPT, first_come=True), 5, policy.due_first),
    "round_robin": Policy(policy.round_robin, OTHERS, NO_CAP),
    "round_robin_cap_3": Policy(policy.round_robin, OTHERS, 3),
    "least_open_3": Policy(policy.least_open, OTHERS, 3),
    "least_open_5": Policy(policy.least_open, OTHERS, 5),
    "least_open_5_greet_first": Policy(policy.least_open, OTHERS, 5, policy.due_first),
    "spare_share": Policy(policy.spare_share, OTHERS, 5),
    "dynamic_capacity": Policy(policy.dynamic_capacity, OTHERS, NO_CAP),
    "bullseye": Policy(policy.bullseye, RINGS, 5),
    "last_agent_5": Policy(policy.last_agent, OTHERS, 5),
    "hard_owner": Policy(policy.hard_owner, OTHERS, 5),
}
BASELINES = tuple(name for name in POLICIES if not name.startswith("kept_promise"))
