"""The simulator against what is known exactly: formulas, laws, and another simulator."""

import math
from importlib import import_module
from typing import Any

import pytest
from msgspec.structs import replace

from visavis.promises import policy as p
from visavis.promises import prediction
from visavis.simulation.customers import Customer
from visavis.simulation.floor import Floor
from visavis.simulation.policies import POLICIES, Policy
from visavis.simulation.scenario import Scenario

PLAIN = replace(POLICIES["kept_promise"], rules=p.Rules(own_budget=0.0, steer=False))
ciw: Any = import_module("ciw")  # it has no types
ONE_AT_A_TIME = replace(PLAIN, cap=1)
# Nobody speaks another language, comes back, hides, or has a better day; times are exponential.
EXPONENTIAL = Scenario(
    skills=False,
    peaks=False,
    day_spread=0.0,
    unresolved=0.0,
    leaving=0.0,
    silent=0.0,
    spread=1.0,
    greeting=0.0,
    turns=1.0,
    warm_up=3600.0,
)


class Watched(Floor):
    """A floor where the line is watched: who came to how many, and how many waited for how long."""

    def __init__(self, policy: Policy, scenario: Scenario, seed: str, day: int) -> None:
        self.seen: dict[str, tuple[int, float]] = {}
        self.waiting_time = self.since = 0.0
        self.waiting = 0
        super().__init__(policy, scenario, seed, day)

    def _begin_chat(self, customer: Customer, own: str) -> None:
        chats = self.state.line(customer.line).chats
        elapsed = prediction.head_of_line(self.loop.now, (arrived for arrived, _ in chats))
        self.seen[customer.id] = len(chats), elapsed
        super()._begin_chat(customer, own)

    def note(self, event: p.Event) -> None:
        self.watch()
        super().note(event)

    def tell(self, event: p.Event) -> None:
        self.watch()
        super().tell(event)

    def decide(self, event: p.Event) -> None:
        super().decide(event)
        self.watch()

    def watch(self) -> None:
        """Add how long so many have waited since the last look."""
        waiting = sum(len(line.chats) for line in self.state.lines.values())
        self.waiting_time += self.waiting * (self.loop.now - self.since)
        self.since, self.waiting = self.loop.now, waiting


@pytest.fixture(scope="module")
def published() -> list[Watched]:
    """The published call centre: 50 agents, 48 calls a minute of one minute, patience two minutes."""
    scenario = replace(EXPONENTIAL, agents=50, load=0.96, turn=60.0, exponential_patience=120.0, hours=9.0)
    floors = [Watched(ONE_AT_A_TIME, scenario, "published", day) for day in range(2)]
    for floor in floors:
        floor.loop.run()
    return floors


def counted(floors: list[Watched]) -> list[tuple[float, bool, int, float]]:
    """Give each customer after the first hour: seconds waited, left, how many ahead, head of the line."""
    return [
        (contact.left or contact.first_word or 0.0, contact.left is not None, *floor.seen[name])
        for floor in floors
        for name, contact in floor.contacts.items()
        if contact.arrived_at > 3600
    ]


def test_one_chat_at_a_time_is_erlang_a(published: list[Watched]) -> None:
    customers = counted(published)
    line = prediction.erlang_a(50, 48 / 60, 1 / 60, 1 / 120)
    assert len(customers) > 40_000
    left = sum(left for _, left, _, _ in customers) / len(customers)
    assert left == pytest.approx(line.abandoned, abs=0.003)
    assert sum(wait for wait, *_ in customers) / len(customers) == pytest.approx(line.wait, rel=0.05)
    soon = sum(wait <= 20 and not left for wait, left, _, _ in customers) / len(customers)
    assert soon == pytest.approx(line.served_within(20), abs=0.005)


def test_history_predicts_with_twice_the_error_of_counting(published: list[Watched]) -> None:
    waited = [(w, ahead, elapsed) for w, left, ahead, elapsed in counted(published) if w and not left]
    count = sum((prediction.mean_delay(ahead, 50 / 60, 1 / 120) - wait) ** 2 for wait, ahead, _ in waited)
    history = sum((elapsed - wait) ** 2 for wait, _, elapsed in waited)
    assert history / count == pytest.approx(2.0, abs=0.15)


def test_another_simulator_agrees_with_the_formula_and_with_ours() -> None:
    line = prediction.erlang_a(5, 5 / 90, 1 / 90, 1 / 120)
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(5 / 90)],
        service_distributions=[ciw.dists.Exponential(1 / 90)],
        reneging_time_distributions=[ciw.dists.Exponential(1 / 120)],
        number_of_servers=[5],
    )
    ciw.seed(7)
    other = ciw.Simulation(network)
    other.simulate_until_max_time(150_000)
    records = other.get_all_records()
    kinds = [record.record_type for record in records]
    theirs = kinds.count("renege") / len(kinds)
    scenario = replace(EXPONENTIAL, agents=5, load=1.0, turn=90.0, exponential_patience=120.0)
    days = [Floor(ONE_AT_A_TIME, scenario, "ciw", day).run() for day in range(5)]
    ours = 1 - sum(day.answered for day in days) / sum(day.offered for day in days)
    assert theirs == pytest.approx(line.abandoned, abs=0.01)
    assert ours == pytest.approx(line.abandoned, abs=0.015)


@pytest.mark.parametrize("chats", [1, 2, 3, 5])
def test_an_agent_with_several_chats_is_the_closed_queue(chats: int) -> None:
    # Chats that never end, as many as the agent may have, all there from the first minutes.
    scenario = replace(
        EXPONENTIAL, agents=1, turn=35.0, turns=9000.0, load=40_000.0, hours=0.05, exponential_patience=1e9
    )
    replies: list[float] = []
    for day in range(4):
        floor = Floor(replace(PLAIN, cap=chats), scenario, "desk", day)
        floor.loop.at(40 * 3600.0, lambda floor=floor: floor.loop.clear())
        floor.run()
        replies += floor.replies
    assert sum(replies) / len(replies) == pytest.approx(
        prediction.closed_queue(chats, 35, 45, 9000).reply, rel=0.03
    )


@pytest.mark.parametrize("load", [0.62, 1.1])
def test_littles_law_holds_exactly_and_nobody_is_lost(load: float) -> None:
    scenario = Scenario(load=load, hours=4.0, warm_up=0.0, silent=0.0, greeting=0.0)
    floor = Watched(replace(PLAIN, rules=p.Rules(steer=False, own_budget=0.0)), scenario, "little", 0)
    day = floor.run()
    in_line = sum(contact.assigned - contact.arrived_at for contact in floor.contacts.values())
    assert floor.waiting_time == pytest.approx(in_line, rel=1e-9)
    assert math.isclose(day.offered, day.answered + len(day.left_after) + day.open)
    assert day.open == 0


@pytest.mark.parametrize("policy", ["kept_promise", "kept_promise_no_steering", "round_robin"])
def test_at_any_hour_what_was_offered_is_kept_broken_left_early_or_open(policy: str) -> None:
    scenario = Scenario(load=1.1, hours=6.0)
    floor = Floor(POLICIES[policy], scenario, "conserved", 0)
    arrived = 0
    for hour in (1.5, 3.0, 4.2, 6.0):
        floor.loop.at(hour * 3600, floor.loop.pause)
        floor.loop.run()
        now = floor.loop.now
        contacts = list(floor.contacts.values())
        kept = sum(c.first_word is not None and c.first_word <= 180 for c in contacts)
        early = sum(c.left is not None and c.left < 180 for c in contacts)
        broken = sum(c.broken for c in contacts)
        unheard = [c for c in contacts if c.first_word is None and c.left is None and not c.broken]
        assert all(now - c.arrived_at <= 180 for c in unheard)
        assert len(contacts) == kept + broken + early + len(unheard)
        assert len(contacts) > arrived
        arrived = len(contacts)
    day = floor.run()
    assert day.offered == day.within_180 + day.broken + day.left_early
    assert day.open == 0
