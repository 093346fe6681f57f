"""A trace of the simulation's customers runs against a server; how well the two agree, no test judges."""

from statistics import fmean

import pytest

from tests.bench.test_benches import bench
from visavis.bench.promise import Options
from visavis.bench.promise.rehearsing import rehearse
from visavis.bench.promise.seen import Outage, Visit
from visavis.bench.promise.trace import draw, scenario_of

QUICK = ("--minutes", "1", "--speed", "12", "--agents", "4", "--visitors", "24", "--load", "1.2")


@pytest.mark.timeout(600)
def test_customers_and_agents_live_a_trace_and_lose_no_promise_when_the_server_is_killed() -> None:
    code, found = bench("promise", *QUICK)
    assert code == 0, found
    assert found["double_assignments"] == found["promises_lost"] == found["promises_wrong"] == 0
    assert found["kills"] == 1
    assert found["promises"] >= found["conversations"] > 0
    for figure in (
        *("mean_first_word_s", "simulated_first_word_s", "mean_first_word_with_outage_s"),
        *(
            "decide_p99_ms",
            "event_to_screen_p99_ms",
            "before_agent_p99_ms",
            "agents_back_s",
            "all_back_s",
            "ready_again_s",
        ),
    ):
        assert found[figure] > 0, figure


def test_a_trace_is_the_same_people_each_time() -> None:
    options = Options(minutes=5, agents=6)
    people = [(c.at, c.patience, c.turns, c.typing, c.thinking) for c in draw(options)]
    assert people == [(c.at, c.patience, c.turns, c.typing, c.thinking) for c in draw(options)]
    assert people != [(c.at, c.patience, c.turns, c.typing, c.thinking) for c in draw(Options(seed=2))]


def test_in_virtual_time_somebody_who_finds_hands_free_waits_for_the_greeting() -> None:
    options = Options(minutes=5, agents=20, load=0.1)
    words = [word for waits in rehearse(options) for word in waits.values() if word is not None]
    assert words
    assert abs(fmean(words) - scenario_of(options).greeting) < 0.1


def test_whoever_waited_while_the_server_was_down_is_told_apart() -> None:
    outage = Outage(100, 105)
    assert outage.touches(Visit(wrote=99, first_word=101))
    assert outage.touches(Visit(wrote=104, first_word=120))
    assert outage.touches(Visit(wrote=90, left=100))
    assert outage.touches(Visit(wrote=90))
    assert outage.touches(Visit(wrote=106, first_word=120, cut_off=True))
    assert not outage.touches(Visit(wrote=90, first_word=99))
    assert not outage.touches(Visit(wrote=106, first_word=120))
    assert not outage.touches(Visit(steered=True))
