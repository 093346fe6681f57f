"""Days on the floor: the same people whatever the policy, and nobody forgotten."""

import pytest

from visavis.promises.prediction import paired
from visavis.simulation.comparing import best_baseline, days_of, figures
from visavis.simulation.counting import spread_of
from visavis.simulation.customers import arrivals
from visavis.simulation.floor import Floor
from visavis.simulation.policies import BASELINES, POLICIES
from visavis.simulation.scenario import PATIENCE_LAWS, TROUBLES, Scenario, Trouble, team

BUSY = Scenario(load=0.62, hours=6.0)


def test_the_same_seed_lives_the_same_day() -> None:
    assert days_of("kept_promise", BUSY, "1", 1) == days_of("kept_promise", BUSY, "1", 1)
    assert days_of("kept_promise", BUSY, "1", 1) != days_of("kept_promise", BUSY, "2", 1)


def test_customers_are_the_same_people_whoever_serves_them() -> None:
    one, other = list(arrivals(BUSY, "1", 0)), list(arrivals(BUSY, "1", 0))
    # Looked at in another order, and at another visit: each has their own chance.
    others = [(c.thinking, c.typing, c.patience) for c in reversed(other)][::-1]
    assert [(c.at, c.line) for c in one] == [(c.at, c.line) for c in other]
    assert [(c.thinking, c.typing, c.patience) for c in one] == others
    assert one[0].returning(9.0).line == one[0].line


def test_a_days_customers_make_the_load_that_was_asked_for() -> None:
    scenario = Scenario(load=0.5)
    days = days_of("kept_promise", scenario, "1", 4)
    assert sum(day.occupancy for day in days) / 4 == pytest.approx(0.5, abs=0.05)


@pytest.mark.parametrize("policy", POLICIES)
def test_nobody_is_forgotten_under_any_policy(policy: str) -> None:
    [day] = days_of(policy, Scenario(load=0.9, hours=3.0, other_channels=0.1), "1", 1)
    assert day.open == 0
    assert day.offered == day.answered + len(day.left_after)
    assert day.others_due > 0


@pytest.mark.parametrize("trouble", TROUBLES)
def test_nobody_is_forgotten_when_things_go_wrong(trouble: Trouble) -> None:
    [day] = days_of("kept_promise", Scenario(load=0.7, hours=5.0, trouble=trouble), "1", 1)
    assert day.open == 0
    assert day.offered == day.answered + len(day.left_after)
    assert day.offered == day.within_180 + day.broken + day.left_early
    assert day.answered > 0.9 * day.counted


def test_customers_hear_a_person_sooner_than_under_the_best_of_the_others() -> None:
    lived = {name: days_of(name, BUSY, "1", 3) for name in ("kept_promise", "least_open_5")}
    mean = [[figures([day])["mean_first_word_s"].value for day in days] for days in lived.values()]
    assert paired(mean[0], mean[1]).high < 0
    assert best_baseline(lived) == "least_open_5"
    mine = figures(lived["kept_promise"])
    assert mine["human_within_180"].value > 0.98
    assert mine["same_agent"].value > 0.95


def test_at_twice_the_usual_load_promises_are_kept_because_fewer_are_made() -> None:
    twice = Scenario(load=1.0)
    kept = figures(days_of("kept_promise", twice, "1", 1))
    broken = figures(days_of("kept_promise_no_steering", twice, "1", 1))
    assert kept["broken"].value <= 0.003 < broken["broken"].value
    assert 0.01 < kept["steered"].value < 0.15
    assert kept["other_promises_kept"].value > 0.9


def test_steered_customers_cost_agents_time() -> None:
    [day] = days_of("kept_promise", Scenario(load=1.0, hours=6.0), "1", 1)
    [free] = days_of("kept_promise", Scenario(load=1.0, hours=6.0, takes_slot=0.0, takes_message=0.0), "1", 1)
    assert day.others_due > 0 == free.others_due
    assert day.occupancy > free.occupancy


def test_all_that_agents_do_is_counted_also_what_is_interrupted() -> None:
    floor = Floor(POLICIES["kept_promise"], Scenario(load=0.7, hours=3.0, other_channels=0.3), "1", 0)
    floor.run()
    people = [floor.customers[name] for name in floor.promised]
    asked = sum(c.email_time if floor.promised[c.id].kind == "email" else c.voice_time for c in people)
    asked += sum(
        floor.scenario.greeting + sum(floor.customers[name].typing)
        for name, contact in floor.contacts.items()
        if contact.first_word is not None
    )
    assert sum(agent.work_today for agent in floor.state.agents.values()) >= asked > 0


def test_who_goes_home_at_noon_greets_nobody_after_it() -> None:
    floor = Floor(POLICIES["kept_promise"], Scenario(load=0.6, hours=4.0, trouble="shift"), "1", 0)
    floor.run()
    home = {agent.id for agent in floor.gone}
    noon = floor.scenario.day / 2
    words = [(c.arrived_at + (c.first_word or 0.0), c.agent) for c in floor.contacts.values() if c.agent]
    assert len(home) == 6
    assert any(at < noon for at, agent in words if agent in home)
    assert all(at <= noon for at, agent in words if agent in home)


def test_work_is_compared_between_agents_of_equal_skills() -> None:
    assert spread_of({"a": ("fr", 100.0), "b": ("fr", 100.0), "c": ("en", 500.0)}) == 0
    uneven = {"a": ("fr", 90.0), "b": ("fr", 110.0), "c": ("en", 500.0), "d": ("en", 500.0)}
    assert spread_of(uneven) == pytest.approx(0.1)


def test_the_best_of_the_others_is_looked_for_among_all_of_them() -> None:
    assert {"round_robin", "round_robin_cap_3", "least_open_3", "least_open_5"} <= set(BASELINES)
    assert {"spare_share", "last_agent_5", "hard_owner", "dynamic_capacity", "bullseye"} <= set(BASELINES)
    assert best_baseline({}) is None


def test_agents_who_lose_their_connection_come_back_to_their_own_chats() -> None:
    scenario = Scenario(load=0.62, trouble="dropped")
    floor = Floor(POLICIES["kept_promise"], scenario, "1", 0)
    cut = scenario.drops()[0]
    seats: dict[str, int] = {}
    for moment in (cut - 1, cut + 1, cut + 61):
        floor.loop.at(moment, floor.loop.pause)
        floor.loop.run()
        seats[f"{moment - cut:+.0f}"] = sum(agent.chats for agent in floor.state.agents.values())
        work = sum(agent.work_today for agent in floor.state.agents.values())
    assert seats["+1"] == 0 < 10 < seats["+61"] <= seats["-1"] + 5
    assert work > 3600, "what they have worked today is not forgotten"
    day = floor.run()
    assert day.open == 0
    assert 0 < day.moved < 0.1 * day.answered


def test_nobody_is_answered_while_nobody_is_connected() -> None:
    scenario = Scenario(load=0.62, trouble="dropped")
    floor = Floor(POLICIES["kept_promise"], scenario, "1", 0)
    floor.run()
    words = [c.arrived_at + c.first_word for c in floor.contacts.values() if c.first_word is not None]
    for cut in scenario.drops():
        assert not [at for at in words if cut < at < cut + 30]
        assert [at for at in words if cut + 30 <= at < cut + 600]


def test_work_is_compared_between_those_who_were_there_at_the_same_hours() -> None:
    days = days_of("kept_promise", Scenario(trouble="shift"), "1", 2)
    assert all(day.workload_cv < 0.05 for day in days)


def test_patience_is_as_the_law_says_and_all_else_is_the_same() -> None:
    people = {law: list(arrivals(Scenario(patience_law=law), "1", 0)) for law in PATIENCE_LAWS}
    usual = people["usual"]
    for law, others in people.items():
        assert [(c.at, c.line, c.typing) for c in others] == [(c.at, c.line, c.typing) for c in usual]
        assert law == "usual" or [c.patience for c in others] != [c.patience for c in usual]
    mean = sum(c.patience for c in people["exponential"]) / len(usual)
    assert mean == pytest.approx(240, rel=0.1)
    middle = sorted(c.patience for c in people["fitted"])[len(usual) // 2]
    assert middle == pytest.approx(345, rel=0.15)


def test_fewer_come_back_when_their_own_agent_answers_if_that_is_assumed() -> None:
    plain = days_of("kept_promise", Scenario(load=0.5), "1", 2)
    helped = days_of("kept_promise", Scenario(load=0.5, continuity=0.2), "1", 2)
    assert sum(day.returning for day in helped) < sum(day.returning for day in plain)


@pytest.mark.parametrize(("agents", "there"), [(1, 1), (4, 3), (6, 5), (12, 10), (40, 34)])
def test_somebody_is_absent_from_a_small_team_too(agents: int, there: int) -> None:
    assert len(team(Scenario(agents=agents, trouble="absent"), {"chat": 5})) == there
