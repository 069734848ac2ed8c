"""The definitions of measures, against numbers computed elsewhere."""

import math
from collections.abc import Callable
from decimal import Decimal

import numpy as np
import pytest

from models.measures import (
    KRatio,
    expectancy,
    k_ratio,
    longest_run,
    max_drawdown,
    max_run_up,
    payoff,
    profit_factor,
    sharpe_daily,
    sharpe_per_trade,
    sqn,
    trailing_floor,
    win_rate,
)
from models.series import FloatArray

RESULTS = np.array([100.0, -50, 0, 150, -75, -25, 0, 200])
DAYS = np.array([200.0, 0, -100, 0, 150, 0, 0, -50, 100, 0])
MULTIPLES = np.array([1.5, -1, -1, 2.2, 0.3, -1, 0.8, -0.5, 3, -1, 1.1, -1])
NOTHING = np.array([])


def test_results_with_scratches() -> None:
    """Scratches count as trades in expectancy and win rate, and as neither win nor loss elsewhere."""
    assert profit_factor(RESULTS) == 3.0
    assert expectancy(RESULTS) == 37.50
    assert payoff(RESULTS) == 3.0
    assert win_rate(RESULTS) == 0.375
    assert win_rate(RESULTS, with_scratches=False) == 0.5


def test_expectancy_equals_its_long_form() -> None:
    """The mean is what wins and losses contribute by their own shares, not by one minus the win rate."""
    wins, losses = RESULTS[RESULTS > 0], RESULTS[RESULTS < 0]
    by_shares = len(wins) / 8 * wins.mean() - len(losses) / 8 * -losses.mean()
    assert expectancy(RESULTS) == by_shares


def test_drawdown_counts_a_loss_of_the_first_trade() -> None:
    """The peak starts at 0, not at the first result."""
    assert max_drawdown(np.array([-50.0, -25, 100, -40])) == 75


def test_run_up_starts_at_zero() -> None:
    """The trough starts at 0, so a first win is a run-up."""
    assert max_run_up(np.array([100.0, -40, 250, -60, 0])) == 310


def test_sharpe_of_days_takes_flat_days_along() -> None:
    """The daily ratio counts days without a trade, with the sample deviation."""
    assert sharpe_daily(DAYS) == pytest.approx(5.1825, abs=5e-5)
    assert sharpe_daily(DAYS[DAYS != 0]) == pytest.approx(7.3594, abs=5e-5)


def test_sharpe_of_trades_takes_the_population_deviation() -> None:
    """The ratio per trade is not annualised."""
    assert sharpe_per_trade(DAYS) == pytest.approx(5.4628 / math.sqrt(252), abs=5e-6)
    assert sharpe_per_trade(np.array([100.0, -40, 250, -60, 0])) == pytest.approx(0.44, abs=0.005)


@pytest.mark.parametrize(
    ("version", "expected"),
    [(KRatio.OF_1996, 0.78555), (KRatio.OF_2003, 0.24841), (KRatio.OF_2013, 3.94341)],
)
def test_k_ratio_knows_its_versions(version: KRatio, expected: float) -> None:
    """Slope over error is scaled as each version publishes it."""
    assert k_ratio(DAYS, version) == pytest.approx(expected, abs=5e-6)


def test_system_quality_of_r_multiples() -> None:
    """SQN takes the sample deviation of R."""
    assert sqn(MULTIPLES) == pytest.approx(0.68908, abs=5e-6)


def test_system_quality_stops_growing_at_a_hundred_trades() -> None:
    """More than 100 trades count as 100."""
    many = np.tile([1.0, -0.5], 200)
    assert sqn(many) == pytest.approx(10 * many.mean() / many.std(ddof=1))


def test_trailing_floor_moves_with_its_peak() -> None:
    """The intraday floor follows open profit, that of the day's end only the closes."""
    start, drawdown = Decimal(50_000), Decimal(2_000)
    assert trailing_floor(start, start, drawdown) == 48_000
    assert trailing_floor(Decimal(50_900), start, drawdown) == 48_900
    assert trailing_floor(Decimal(50_500), start, drawdown) == 48_500


def test_trailing_floor_never_sinks_below_its_start_and_stops_at_its_lock() -> None:
    """A peak below the start counts as the start; the floor rises no further than the lock."""
    start, drawdown = Decimal(50_000), Decimal(2_000)
    assert trailing_floor(Decimal(49_000), start, drawdown) == 48_000
    assert trailing_floor(Decimal(55_000), start, drawdown, lock=start) == 50_000


@pytest.mark.parametrize("measure", [win_rate, profit_factor, expectancy, payoff, sharpe_daily, k_ratio, sqn])
def test_nothing_measures_as_undefined(measure: Callable[[FloatArray], float | None]) -> None:
    """Without results no ratio is 0: it is not there."""
    assert measure(NOTHING) is None


@pytest.mark.parametrize("results", [np.array([100.0]), np.full(5, 33.33)])
def test_without_deviation_there_is_no_ratio(results: FloatArray) -> None:
    """One result, or equal ones, carry no risk to compare with."""
    assert sharpe_per_trade(results) is None
    assert sharpe_daily(results) is None
    assert sqn(results) is None


def test_a_straight_line_has_no_k_ratio() -> None:
    """Without any error of the slope the ratio is not defined."""
    assert k_ratio(np.full(6, 10.0)) is None


def test_profit_factor_without_losses_is_infinite_and_without_wins_zero() -> None:
    """Only wins, only losses, only scratches are three different answers."""
    assert profit_factor(np.array([1.0, 2.0])) == math.inf
    assert profit_factor(np.array([-1.0])) == 0
    assert profit_factor(np.zeros(3)) is None


@pytest.mark.parametrize(
    ("matches", "expected"), [([], 0), ([False], 0), ([True, True], 2), ([True, False, True, True], 2)]
)
def test_longest_run(matches: list[bool], expected: int) -> None:
    """A run is broken by the first value that does not match."""
    assert longest_run(np.array(matches, dtype=np.bool_)) == expected
