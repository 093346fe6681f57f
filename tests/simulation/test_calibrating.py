"""What is said at the offer is what happens: the probability, the announced time, the mean."""

import pytest

from visavis.simulation.calibrating import Quote, calibration, quotes_of
from visavis.simulation.scenario import Scenario


@pytest.fixture(scope="module")
def overload() -> list[Quote]:
    """More customers than can be answered, to all of whom chat is offered: every probability is said."""
    return quotes_of("kept_promise_no_steering", Scenario(load=1.0), "1", 4)


@pytest.fixture(scope="module")
def busy() -> list[Quote]:
    """A busy day under the product's policy."""
    return quotes_of("kept_promise", Scenario(load=0.84), "calibration", 2)


def test_the_probability_that_is_said_is_the_share_that_is_kept(overload: list[Quote]) -> None:
    row = calibration(overload, 180.0)
    assert row.deciles[0].said < 0.6 < 0.99 < row.deciles[-1].said
    assert row.mean_error < 0.02
    for decile in row.deciles:
        assert abs(decile.error) < 0.06


def test_the_time_that_is_told_is_kept_for_nine_in_ten(busy: list[Quote]) -> None:
    row = calibration(busy, 180.0)
    assert row.percentile_covers == pytest.approx(0.9, abs=0.02)
    assert row.told_covers > row.percentile_covers
    assert row.told_covers_all > 0.95


def test_the_mean_errs_far_less_than_the_head_of_the_line(busy: list[Quote], overload: list[Quote]) -> None:
    assert (calibration(busy, 180.0).mse_ratio or 1) <= 0.6
    assert (calibration(overload, 180.0).mse_ratio or 1) <= 0.6


def test_who_leaves_is_neither_kept_nor_broken() -> None:
    quotes = [Quote(0.5, 60.0, 55.0, 40.0, 10.0, waits=True) for _ in range(4)]
    for quote, (after, answered) in zip(
        quotes, [(30.0, False), (50.0, True), (70.0, True), (200.0, True)], strict=True
    ):
        quote.after, quote.answered = after, answered
    row = calibration(quotes, 180.0)
    assert (row.waited, row.percentile_covers, row.told_covers) == (4, 0.3333, 0.3333)
    assert [d.visitors for d in row.deciles] == [1, 1, 1, 1]
    assert calibration([], 180.0).deciles == []
