"""What holds of every decision, whatever happens in the house."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.promises.house import EN, FR, LINES, House, agent, chat, live, someone, work
from visavis.promises import policy as p

seeds = st.integers(0, 2**32)
few = settings(max_examples=60, deadline=None)


class Watched(House):
    """A house in which every decision is looked at before it is carried out."""

    def tell(self, event: p.Event, now: float, *, accept: bool = True) -> tuple[p.Action, ...]:
        """Look at the decision first."""
        self.learn(event, now)
        before = self.state.snapshot()
        actions = p.decide(self.state, event, now)
        assert p.decide(self.state, event, now) == actions, "the same question has the same answer"
        assert self.state.snapshot() == before, "deciding changes nothing"
        for action in actions:
            if isinstance(action, p.Assign):
                self.check(action, now)
            if isinstance(action, p.Wake):
                assert action.at >= now
            self.learn(action, now)
            self.said.append((action, now))
            if accept and isinstance(action, p.Assign):
                self.learn(p.Accepted(action.work_id), now)
        self.check_desks()
        return actions

    def check(self, action: p.Assign, now: float) -> None:
        """Look at one assignment, with the state as it is just before."""
        state, rules = self.state, self.state.rules
        chosen, given_work = state.agents[action.agent_id], state.works[action.work_id]
        assert chosen.can(given_work.line), "nobody is given what they cannot do"
        assert chosen.status == "available"
        alone = state.line(given_work.line).agents <= given_work.refused
        assert chosen.id not in given_work.refused or (alone and given_work.due_at - now <= 60)
        assert given_work.id in state.waiting, "nothing is given twice"
        assert given_work.not_before <= now, "no slot begins early"
        usual = rules.accept_letter if given_work.channel == "email" else rules.accept
        assert now < action.accept_by <= now + usual
        if action.elastic:
            waited, slack = now - given_work.arrived_at, given_work.due_at - now
            own = action.agent_id == given_work.own
            assert own or waited >= rules.elastic_after or slack <= rules.last_minute(given_work)

    def check_desks(self) -> None:
        """Look at the whole house."""
        for person in self.state.agents.values():
            on_desk = [seat.work.channel for seat in person.seats.values()]
            for channel in ("chat", "voice", "email"):
                # Capacity may be lowered below what somebody has already; nothing is added then.
                assert on_desk.count(channel) <= max(5, person.capacity[channel])
        for work_id in self.state.works:
            assert (work_id in self.state.waiting) + (work_id in self.state.desks) <= 1


@few
@given(seeds)
def test_whatever_happens_every_assignment_is_right_and_deciding_changes_nothing(seed: int) -> None:
    live(Watched(), random.Random(seed), 80)


@few
@given(seeds)
def test_nobody_is_ever_given_more_than_they_can_have(seed: int) -> None:
    house = House()
    live(house, random.Random(seed), 80)
    state = p.State()
    for fact, now in house.history:
        if isinstance(fact, p.Assign):
            person, channel = state.agents[fact.agent_id], state.works[fact.work_id].channel
            held = [seat.work.channel for seat in person.seats.values()]
            assert held.count(channel) < person.capacity[channel]
            assert "voice" not in held, "nobody is given anything during a call"
            assert channel != "voice" or "chat" not in held
        state.learn(fact, now)


@few
@given(seeds)
def test_a_promise_is_never_moved_later(seed: int) -> None:
    house = House()
    live(house, random.Random(seed), 80)
    state, due = p.State(), dict[str, float]()
    for fact, now in house.history:
        if isinstance(fact, p.Arrived):
            due.setdefault(fact.work.id, fact.work.due_at)
        state.learn(fact, now)
        for row in state.works.values():
            # Once greeted, what waits is another promise: the next reply's.
            if row.kind != "next_response":
                assert row.due_at == due[row.id]


@few
@given(seeds)
def test_the_same_history_makes_the_same_state_and_decision(seed: int) -> None:
    house = House()
    live(house, random.Random(seed), 60)
    again = p.fold(house.history)
    assert again.snapshot() == house.state.snapshot()
    now = house.history[-1][1] + 30
    assert p.decide(again, p.Tick(), now) == p.decide(house.state, p.Tick(), now)


@few
@given(seeds)
def test_the_order_in_which_equals_came_does_not_matter(seed: int) -> None:
    chance = random.Random(seed)
    people = [someone(chance, n) for n in range(6)]
    works = [work(chance, f"work {n}", [a.id for a in people], 0.0) for n in range(12)]
    facts: list[p.Fact] = [*map(p.Seen, people), *map(p.Arrived, works)]
    shuffled = chance.sample(facts, len(facts))
    one, other = (p.fold((fact, 0.0) for fact in order) for order in (facts, shuffled))
    for now in (0.0, 30.0, 130.0, 700.0):
        assert p.decide(one, p.Tick(), now) == p.decide(other, p.Tick(), now)


def test_between_equal_agents_the_longest_idle_is_chosen_then_by_name() -> None:
    house = House()
    for name, since in (("c", 3.0), ("b", 2.0), ("a", 3.0)):
        house.learn(p.Seen(agent(name, idle_since=since)), 5.0)
    order = [a.agent_id for n in range(3) for a in assigned(house, p.Arrived(chat(f"{n}", 5.0)), 5.0)]
    assert order == ["b", "a", "c"]


@few
@given(seeds)
def test_who_is_due_first_is_served_first(seed: int) -> None:
    chance, house = random.Random(seed), House()
    for n in range(chance.randint(1, 4)):
        house.learn(p.Seen(agent(f"agent {n}", languages="fr", brands="aube")), 0.0)
    for n in range(12):
        at = chance.choice((0.0, 1.0, 2.0, 3.0))
        due, start = at + chance.choice((60.0, 180.0)), chance.choice((0.0, 90.0))
        house.learn(p.Arrived(chat(f"{n:02}", at, due_at=due, head_start=start)), 4.0)
    ranks = [
        house.state.rules.rank(house.state.works[action.work_id])
        for action in p.decide(house.state, p.Tick(), 4.0)
        if isinstance(action, p.Assign)
    ]
    assert ranks == sorted(ranks)
    waiting = sorted(house.state.waiting.values())
    assert ranks == waiting[: len(ranks)]


@few
@given(seeds, st.floats(0, 120), st.integers(0, 4))
def test_the_own_agent_is_not_waited_for_beyond_the_budget(seed: int, typing: float, queued: int) -> None:
    house, chance = House(), random.Random(seed)
    for name in ("own", "other"):
        house.learn(p.Seen(agent(name)), 0.0)
    for n in range(queued):
        house.learn(p.Arrived(chat(f"before {n}", 0.0)), 0.0)
        house.learn(p.Assign(f"before {n}", "own", 12.0), 0.0)
        house.learn(p.Accepted(f"before {n}"), 0.0)
    if queued:
        house.learn(p.Began("own", "before 0", typing), 0.0)
    now = chance.choice((0.0, 60.0, 130.0))
    house.learn(p.Arrived(chat("hers", 0.0, own="own")), 0.0)
    own, rules = house.state.agents["own"], house.state.rules
    cost = own.first_word(now) + rules.own_waiting * own.waiting
    kept = [a for a in p.decide(house.state, p.Tick(), now) if isinstance(a, p.Assign)]
    if cost >= min(rules.own_budget, 180.0 - now - rules.own_reserve) and now >= rules.own_budget:
        assert [(a.agent_id, a.handover) for a in kept] == [("other", True)]
    elif cost < min(rules.own_budget, 180.0 - now - rules.own_reserve):
        assert [(a.agent_id, a.handover) for a in kept] == [("own", False)]
    else:
        assert kept == [], "held for a while, in case the own agent comes free"


def busy_house(chance: random.Random, waiting: int, **more: str) -> House:
    """Agents who all type, some with full desks, and so many who wait."""
    house = House()
    for n in range(chance.randint(1, 8)):
        add_busy(house, f"agent {n}", chance, **more)
    for n in range(waiting):
        line = chance.choice(LINES) if not more else FR
        house.learn(p.Arrived(chat(f"waits {n}", 0.0, line)), 0.0)
    return house


def add_busy(house: House, name: str, chance: random.Random, **more: str) -> None:
    """Add an agent whose hands are not free."""
    row = agent(name, **more) if more else replace(someone(chance, 0), id=name, status="available")
    house.learn(p.Seen(row), 0.0)
    line = (min(row.brands), "orders", min(row.languages))
    for n in range(chance.randint(1, row.capacity["chat"])):
        house.learn(p.Arrived(chat(f"{name} {n}", 0.0, line)), 0.0)
        house.learn(p.Assign(f"{name} {n}", name, 12.0), 0.0)
        house.learn(p.Answered(name, f"{name} {n}", 8.0), 0.0)
    house.learn(p.Began(name, f"{name} 0", 35.0), 0.0)


@few
@given(seeds, st.integers(0, 40))
def test_one_more_agent_never_lowers_what_can_be_kept(seed: int, waiting: int) -> None:
    chance = random.Random(seed)
    pooled = busy_house(chance, waiting, languages="fr", brands="aube")
    mixed = busy_house(chance, waiting)
    for house, more in ((pooled, {"languages": "fr", "brands": "aube"}), (mixed, dict[str, str]())):
        before = p.outlook(house.state, house.state.line(FR), 10.0)
        add_busy(house, "one more", chance, **more)
        after = p.outlook(house.state, house.state.line(FR), 10.0)
        assert after.mean <= before.mean + 1e-9
        if house is pooled:
            assert after.kept >= before.kept - 1e-12


@few
@given(seeds, st.integers(0, 40))
def test_one_more_who_waits_never_raises_what_can_be_kept(seed: int, waiting: int) -> None:
    chance = random.Random(seed)
    house = busy_house(chance, waiting, languages="fr", brands="aube")
    before = p.outlook(house.state, house.state.line(FR), 10.0)
    house.learn(p.Arrived(chat("one more", 10.0)), 10.0)
    after = p.outlook(house.state, house.state.line(FR), 10.0)
    assert after.kept <= before.kept + 1e-12


@few
@given(seeds)
def test_what_is_offered_does_not_flicker(seed: int) -> None:
    house = House()
    live(house, random.Random(seed), 150)
    refused: dict[p.Line, float] = {}
    for action, now in house.said:
        if isinstance(action, p.Steer):
            if action.on:
                refused[action.line] = now
            else:
                assert now - refused[action.line] >= house.state.rules.steer_dwell


def test_chat_is_offered_again_only_well_above_where_it_was_refused() -> None:
    rules = p.Rules()
    assert rules.steer_above - rules.steer_below >= 0.02 - 1e-12
    house = House()
    for n in range(3):
        add_busy(house, f"agent {n}", random.Random(n), languages="fr", brands="aube")
    kept: list[tuple[float, bool]] = []
    for n in range(60):
        house.tell(p.Asked(FR), 1.0)
        line = house.state.line(FR)
        kept.append((p.outlook(house.state, line, 1.0).kept, line.steered))
        house.learn(p.Arrived(chat(f"waits {n:02}", 1.0)), 1.0)
    assert all(steered == (chance < rules.steer_below) for chance, steered in kept)
    for n in range(60):
        house.learn(p.Ended(f"waits {n:02}"), 100.0)
        house.learn(p.Arrived(chat(f"waits again {n:02}", 100.0)), 100.0)
    opened: list[float] = []
    for n in range(60):
        house.learn(p.Ended(f"waits again {n:02}"), 132.0)
        house.tell(p.Asked(FR), 132.0)
        if not house.state.line(FR).steered:
            opened.append(p.outlook(house.state, house.state.line(FR), 132.0).kept)
    assert min(opened) >= rules.steer_above
    assert not house.state.line(FR).steered


@pytest.mark.parametrize("line", [EN, ("nobody", "knows", "this")])
def test_a_visitor_whom_nobody_could_answer_is_offered_a_dated_message(line: p.Line) -> None:
    house = House()
    house.learn(p.Seen(agent("fr only", languages="fr")), 0.0)
    offer = house.tell(p.Asked(line), 0.0)[-1]
    assert isinstance(offer, p.Offer)
    assert [way.means for way in offer.ways] == ["message"]


def assigned(house: House, event: p.Event, now: float) -> list[p.Assign]:
    """Tell the house, and give the assignments it makes."""
    return [action for action in house.tell(event, now) if isinstance(action, p.Assign)]
