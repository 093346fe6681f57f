"""Every reference value of the published formulas, and what must hold of them for any customer."""

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visavis.promises import prediction as p

ahead = st.integers(0, 60)
servers_rate = st.floats(0.001, 3.0)
impatience = st.one_of(st.just(0.0), st.floats(1e-5, 0.05))
seconds = st.floats(1.0, 900.0)

N, MU, THETA, X = 20, 1 / 480, 1 / 300, 180.0


@pytest.mark.parametrize(
    ("servers", "load", "lost", "waits"),
    [
        (5, 4, 0.199067, 0.554113),
        (10, 8, 0.121661, 0.40918),
        (20, 16, 0.064411, 0.256078),
        (100, 90, 0.026957, 0.21694),
    ],
)
def test_erlang_b_and_c_are_the_published_ones(servers: int, load: float, lost: float, waits: float) -> None:
    assert p.erlang_b(servers, load) == pytest.approx(lost, abs=5e-7)
    assert p.erlang_c(servers, load) == pytest.approx(waits, abs=5e-7)


@pytest.mark.parametrize(
    ("servers", "waits", "asa", "level"),
    [(12, 0.4494, 40.44, 0.6402), (13, 0.2853, 17.12, 0.7956), (14, 0.1741, 7.84, 0.8884)],
)
def test_two_hundred_calls_an_hour_of_three_minutes(
    servers: int, waits: float, asa: float, level: float
) -> None:
    arrivals, service = 200 / 3600, 1 / 180
    assert p.erlang_c(servers, 10) == pytest.approx(waits, abs=5e-5)
    assert p.mean_wait(servers, arrivals, service) == pytest.approx(asa, abs=5e-3)
    assert p.service_level(servers, arrivals, service, 20) == pytest.approx(level, abs=5e-5)


def test_a_line_that_only_grows_is_said_to_be_endless() -> None:
    assert p.erlang_c(3, 3) == 1
    assert p.mean_wait(3, 3, 1) == math.inf
    assert p.service_level(3, 3, 1, 20) == 0
    with pytest.raises(ValueError, match="more servers"):
        p.erlang_a(3, 3, 1, 0)


def test_erlang_a_is_the_published_call_centre() -> None:
    line = p.erlang_a(50, 48 / 60, 1 / 60, 1 / 120)
    assert p.erlang_c(50, 48) == pytest.approx(0.694456, abs=5e-7)
    assert p.mean_wait(50, 48 / 60, 1 / 60) == pytest.approx(20.834, abs=5e-4)
    assert line.must_wait == pytest.approx(0.46777, abs=5e-6)
    assert line.abandoned == pytest.approx(0.03091, abs=5e-6)
    assert line.line == pytest.approx(2.9676, abs=5e-5)
    assert line.wait == pytest.approx(3.709, abs=1e-3)
    assert line.occupancy == pytest.approx(0.93032, abs=1e-5)
    assert line.served_within(20) == pytest.approx(0.94302, abs=5e-6)
    assert line.kept_within(20) == pytest.approx(0.967943, abs=5e-7)
    assert line.abandoned == pytest.approx(line.wait / 120)


def test_erlang_a_without_impatience_is_erlang_c() -> None:
    line = p.erlang_a(10, 8, 1, 0)
    assert line.must_wait == pytest.approx(p.erlang_c(10, 8))
    assert line.wait == pytest.approx(p.mean_wait(10, 8, 1))
    assert line.served_within(0.5) == pytest.approx(p.service_level(10, 8, 1, 0.5))


def test_a_very_large_centre_is_still_computed() -> None:
    line = p.erlang_a(2000, 10, 1 / 200, 1 / 300)
    assert math.fsum(line.states) == pytest.approx(1)
    assert 0 < line.abandoned < 0.03


@pytest.mark.parametrize(
    ("j", "kept", "mean", "naive"),
    [
        (0, 0.999447, 24.0, 24),
        (3, 0.966111, 86.267, 96),
        (10, 0.438865, 195.113, 264),
        (30, 0.000221, 382.808, 744),
    ],
)
def test_the_probability_of_keeping_three_minutes(j: int, kept: float, mean: float, naive: float) -> None:
    assert p.keep_probability(j, N * MU, THETA, X) == pytest.approx(kept, abs=5e-7)
    assert p.mean_delay(j, N * MU, THETA) == pytest.approx(mean, abs=5e-4)
    assert p.naive_delay(j, N * MU) == pytest.approx(naive)


@pytest.mark.parametrize(("j", "kept"), [(3, 0.940855), (10, 0.137762)])
def test_the_probability_when_nobody_leaves(j: int, kept: float) -> None:
    assert p.keep_probability(j, N * MU, 0, X) == pytest.approx(kept, abs=5e-7)


def test_with_a_thousand_agents_the_probability_does_not_underflow() -> None:
    assert p.keep_probability(900, 1000 / 200, 1 / 300, 180) == pytest.approx(0.88, abs=0.12)
    assert p.keep_probability(5000, 1000 / 200, 0, 180) < 1e-12


@given(ahead, servers_rate, impatience, seconds)
def test_one_more_ahead_never_helps(j: int, rate: float, theta: float, within: float) -> None:
    assert (
        p.keep_probability(j + 1, rate, theta, within) <= p.keep_probability(j, rate, theta, within) + 1e-12
    )


@given(ahead, servers_rate, impatience, seconds, st.floats(0, 300))
def test_a_longer_promise_is_never_harder(
    j: int, rate: float, theta: float, within: float, more: float
) -> None:
    longer = p.keep_probability(j, rate, theta, within + more)
    assert longer >= p.keep_probability(j, rate, theta, within) - 1e-12


@given(ahead, st.integers(1, 50), impatience, seconds)
def test_one_more_agent_never_lowers_the_probability(j: int, n: int, theta: float, within: float) -> None:
    fewer = p.keep_probability(j, n / 480, theta, within)
    assert p.keep_probability(j, (n + 1) / 480, theta, within) >= fewer - 1e-12


@given(st.integers(0, 40), servers_rate, impatience, st.floats(0.5, 0.99))
def test_what_is_announced_is_kept_as_often_as_it_says(
    j: int, rate: float, theta: float, share: float
) -> None:
    told = p.delay_percentile(j, rate, theta, share)
    assert p.keep_probability(j, rate, theta, told) >= share
    assert p.keep_probability(j, rate, theta, told - 0.1) < share


def test_history_tells_the_elapsed_and_the_last_wait() -> None:
    assert p.head_of_line(100.0, [90.0, 40.0, 99.0]) == 60
    assert p.head_of_line(100.0, []) == 0
    assert p.last_entered([(10.0, 3.0), (50.0, 7.0), (20.0, 9.0)]) == 7
    assert p.last_entered([]) == 0
    assert p.refined_head_of_line(100, 10, 0.1, 0.9) == pytest.approx(92)


@pytest.mark.parametrize(
    ("k", "utilisation", "reply", "per_hour"),
    [
        (1, 0.4375, 35.0, 6.43),
        (2, 0.7344, 50.3, 10.79),
        (3, 0.8978, 72.0, 13.19),
        (4, 0.9682, 99.6, 14.23),
        (5, 0.9919, 131.4, 14.57),
    ],
)
def test_several_chats_at_once(k: int, utilisation: float, reply: float, per_hour: float) -> None:
    desk = p.closed_queue(k, 35, 45, 7)
    assert desk.utilisation == pytest.approx(utilisation, abs=5e-5)
    assert desk.reply == pytest.approx(reply, abs=0.05)
    assert desk.per_hour == pytest.approx(per_hour, abs=5e-3)


def test_three_chats_at_once_is_as_far_as_one_should_go() -> None:
    assert p.soft_cap(35, 45, 7, longest=75) == 3
    assert p.soft_cap(300, 45, 7, longest=75) == 1


@pytest.mark.parametrize(
    ("good", "of", "low", "high"),
    [
        (10, 10, 0.7225, 1),
        (9, 10, 0.5958, 0.9821),
        (0, 10, 0, 0.2775),
        (18, 20, 0.699, 0.9721),
        (45, 50, 0.7864, 0.9565),
        (95, 100, 0.8882, 0.9785),
        (180, 200, 0.8506, 0.9343),
        (1, 1, 0.2065, 1),
    ],
)
def test_wilson_intervals_are_the_published_ones(good: int, of: int, low: float, high: float) -> None:
    found = p.wilson(good, of)
    assert found.low == pytest.approx(low, abs=5e-5)
    assert found.high == pytest.approx(high, abs=5e-5)


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        # Newcombe 1998, table II, method 10.
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((10, 10), (0, 10), 0.6075, 1),
    ],
)
def test_differences_of_shares_are_the_published_ones(
    one: tuple[int, int], other: tuple[int, int], low: float, high: float
) -> None:
    found = p.newcombe(*one, *other)
    assert found.value == pytest.approx(one[0] / one[1] - other[0] / other[1])
    assert (found.low, found.high) == (pytest.approx(low, abs=6e-5), pytest.approx(high, abs=6e-5))


def test_nothing_seen_says_nothing_and_a_share_is_of_what_was_seen() -> None:
    assert p.wilson(0, 0) == p.Interval(0, 0, 1)
    with pytest.raises(ValueError, match="what was seen"):
        p.wilson(3, 2)


def test_three_thousand_promises_are_needed_to_claim_one_in_a_thousand() -> None:
    # The rule of three: with none broken, the exact one-sided 95 % bound of n is 1 - .05^(1/n).
    assert 1 - 0.05 ** (1 / 2995) < 0.001 <= 1 - 0.05 ** (1 / 2994)


def test_the_promoter_score_has_its_interval() -> None:
    found = p.net_promoter(50, 20, 100)
    assert found.value == pytest.approx(30)
    assert found.high - found.value == pytest.approx(15.3, abs=0.05)


def test_differences_of_the_same_days_are_surer_than_two_means() -> None:
    mine, theirs = [10.0, 20.0, 30.0], [11.0, 21.5, 31.0]
    difference = p.paired(mine, theirs)
    assert difference.value == pytest.approx(-7 / 6)
    assert difference.high < 0
    assert p.paired(mine).low < 0 < p.paired(mine).high
    assert p.paired([4.0]) == p.Interval(4, -math.inf, math.inf)


def test_a_share_over_days_counts_that_a_day_has_its_luck() -> None:
    steady, moody = p.of_days([50, 50, 50], [100, 100, 100]), p.of_days([20, 50, 80], [100, 100, 100])
    assert steady == p.Interval(0.5, 0.5, 0.5)
    assert moody.value == 0.5
    assert moody.high - moody.value == pytest.approx(4.303 * 0.3 / 3**0.5)
    assert p.of_days([0, 0, 1], [1000, 1000, 995]) == p.wilson(1, 2995)
    assert p.of_days([40], [100]) == p.wilson(40, 100)
    assert p.of_days([900], [100]) == p.Interval(9, -math.inf, math.inf)
    assert p.of_days([], []) == p.Interval(0, 0, 1)


@pytest.mark.parametrize(
    ("an_hour", "agents"), [(30, (6, 8, 10)), (60, (10, 12, 15)), (120, (16, 19, 23)), (300, (33, 38, 43))]
)
def test_how_many_agents_three_minutes_take(an_hour: int, agents: tuple[int, ...]) -> None:
    found = [p.agents_needed(an_hour / 3600, 480, 300, X, keep) for keep in (0.95, 0.99, 0.999)]
    assert tuple(needed.agents for needed in found) == agents


def test_staffing_on_service_level_alone_would_lose_a_fifth() -> None:
    thin = p.agents_needed(300 / 3600, 480, 300, X, 0.95)
    assert thin.abandoned == pytest.approx(0.19, abs=0.005)
    kind = p.agents_needed(300 / 3600, 480, 300, X, 0.95, abandon=0.03)
    assert kind.agents > thin.agents
    assert kind.abandoned <= 0.03
    with pytest.raises(ValueError, match="between 0 and 1"):
        p.agents_needed(1, 480, 300, X, 1.0)


def test_a_rate_begins_as_usual_and_follows_what_happens() -> None:
    meter = p.Meter(p.Prior(events=6, exposure=3600))
    assert meter.rate == pytest.approx(6 / 3600)
    busy = meter.seen(1200, events=60, exposure=1200)
    assert busy.rate == pytest.approx(66 / 4800)
    # Twenty minutes later what was seen counts half; after a night, the prior is all there is.
    assert busy.seen(2400, 0, 0).rate == pytest.approx(36 / 4200)
    assert busy.seen(86_400, 0, 0).rate == pytest.approx(6 / 3600, rel=1e-6)
    assert p.Meter(p.Prior(0, 0)).rate == 0


def test_patience_counts_the_waits_of_those_who_were_answered() -> None:
    waits = [(60.0, True), (30.0, False), (90.0, True), (120.0, False)]
    assert p.impatience(waits) == pytest.approx(2 / 300)
    assert p.impatience([], p.Prior(1, 300)) == pytest.approx(1 / 300)
    assert p.impatience([]) == 0


def test_those_who_leave_are_counted_as_long_as_they_were_seen_to_wait() -> None:
    pairs = [(10.0, True), (20.0, False), (30.0, True), (30.0, False), (40.0, True)]
    assert p.survival(pairs) == [
        (10.0, pytest.approx(0.8)),
        (30.0, pytest.approx(0.8 * 2 / 3)),
        (40.0, 0.0),
    ]
    assert p.happened_by(pairs, 9.0) == 0
    assert p.happened_by(pairs, 30.0) == pytest.approx(1 - 0.8 * 2 / 3)
    assert p.happened_by([], 30.0) == 0


def test_the_patience_of_callers_is_found_although_most_were_answered() -> None:
    chance = random.Random(5)
    patience = [math.exp(chance.gauss(math.log(300), 1.2)) for _ in range(20_000)]
    waits = [(min(each, wait), each < wait) for each in patience if (wait := chance.expovariate(1 / 60)) > 0]
    assert sum(left for _, left in waits) < 4000
    median, sigma = p.fit_log_normal(waits)
    assert median == pytest.approx(300, rel=0.08)
    assert sigma == pytest.approx(1.2, rel=0.05)
    with pytest.raises(ValueError, match="two different waits"):
        p.fit_log_normal([(10.0, True), (10.0, True), (20.0, False)])
