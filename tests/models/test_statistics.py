"""Figures of closed trades, added one by one."""

import statistics
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import reduce

import numpy as np
import pytest

from models.measures import sharpe_daily
from models.statistics import Statistics
from models.trade import Trade
from tests.models.builders import NOW
from tests.models.results import a_result, results


def added(trades: list[Trade], sessions: int = 1) -> Statistics:
    """Return trades added one by one."""
    return reduce(Statistics.added, trades, Statistics(sessions=sessions))


def test_scenario_of_five_trades() -> None:
    """Two wins, two losses and a scratch make the figures that a trader would write down by hand."""
    shown = added(results(["100", "-40", "250", "-60", "0"]))
    assert shown.net == 250
    assert shown.trades == 5
    assert shown.max_drawdown == -60
    assert shown.max_run_up == 310
    assert shown.expectancy == 50
    assert shown.hit_rate == Decimal("0.4")
    assert shown.profit_factor == Decimal("3.5")
    assert shown.best == 250
    assert shown.worst == -60
    assert (shown.longest_wins, shown.longest_losses) == (1, 1)
    assert shown.fees == Decimal("6.20")
    assert shown.sharpe is not None
    assert not shown.sharpe.daily
    assert round(shown.sharpe.value, 2) == 0.44


def test_loss_of_the_first_trade_is_drawdown() -> None:
    """The curve of results starts at 0."""
    assert added(results(["-50", "-25", "100", "-40"])).max_drawdown == -75


def test_no_trades() -> None:
    """Without trades sums are 0 and everything else is not defined."""
    empty = Statistics()
    assert empty.net == empty.max_drawdown == empty.max_run_up == 0
    assert empty.trades == 0
    undefined = (empty.expectancy, empty.average_time, empty.hit_rate, empty.average_r, empty.profit_factor)
    assert undefined == (None,) * 5
    assert (empty.average_mae, empty.average_mfe, empty.payoff, empty.sharpe) == (None,) * 4


def test_only_wins_and_only_losses() -> None:
    """Profit factor is infinite without losses and 0 without wins; best and worst keep their sign."""
    wins, losses = added(results(["30", "10"])), added(results(["-10", "-30"]))
    assert wins.profit_factor == Decimal("Infinity")
    assert wins.worst == 10
    assert losses.profit_factor == 0
    assert losses.best == -10
    assert (wins.payoff, losses.payoff) == (None, None)


def test_only_scratches() -> None:
    """Scratches alone win nothing, lose nothing, and deviate by nothing."""
    shown = added(results(["0", "0"]))
    assert shown.hit_rate == 0
    assert shown.profit_factor is None
    assert shown.sharpe is None


@pytest.mark.parametrize("sessions", [1, 21])
@pytest.mark.parametrize("nets", [["100"], ["33.33"] * 7])
def test_sharpe_needs_two_trades_that_differ(nets: list[str], sessions: int) -> None:
    """One trade has no Sharpe; equal trades deviate by days at most."""
    shown = added(results(nets), sessions)
    assert shown.sharpe is None or (shown.trades > 1 and shown.sharpe.daily)


def test_sharpe_per_trade_is_that_of_the_statistics_module() -> None:
    """Below 20 session days the ratio is mean over population deviation of the trades."""
    nets = ["12.50", "-7.25", "3.01", "44.44", "-20"]
    numbers = [float(net) for net in nets]
    shown = added(results(nets), sessions=19).sharpe
    assert shown is not None
    assert not shown.daily
    assert shown.value == pytest.approx(statistics.mean(numbers) / statistics.pstdev(numbers))


def test_sharpe_by_days_counts_days_without_trades() -> None:
    """From 20 session days on the ratio is by days, those without a trade included."""
    first = datetime(2026, 11, 2, 15, tzinfo=UTC)
    nets = {0: ["200", "-20"], 2: ["-100"], 4: ["150"], 8: ["-50", "10"], 11: ["100"]}
    trades = [
        a_result(10 * day + number, net, exit_time=first + timedelta(days=day, minutes=number))
        for day, row in nets.items()
        for number, net in enumerate(row)
    ]
    by_day = np.array([180.0, -100, 150, -40, 100, *([0.0] * 15)])
    shown = added(trades, sessions=20).sharpe
    assert shown is not None
    assert shown.daily
    assert shown.value == pytest.approx(sharpe_daily(by_day))


def test_sharpe_keeps_a_small_spread_of_large_results() -> None:
    """Results that differ by cents on top of a million still have their true deviation."""
    nets = ["1000000.01", "1000000.02", "1000000.03"]
    shown = added(results(nets)).sharpe
    assert shown is not None
    assert shown.value == pytest.approx(1000000.02 / 0.00816496580927726, rel=1e-6)


def test_trade_without_a_known_result_is_left_out_and_counted() -> None:
    """What has no known net result changes no figure."""
    shown = added(results(["10", None, "20"]))
    assert (shown.trades, shown.excluded) == (2, 1)
    assert shown.expectancy == 15
    assert shown.fees == Decimal("2.48")
    assert shown.longest_wins == 2


def test_absurd_result_is_left_out_and_counted() -> None:
    """A damaged row with an impossible amount does not swallow all others."""
    shown = added(results(["10", "1e300"]))
    assert shown.net == 10
    assert shown.excluded == 1


def test_averages_take_only_what_is_known() -> None:
    """R and excursions of trades that have none are left out of their averages and counted."""
    trades = [
        a_result(1, "10", r="1.5", mae="-5", mfe="20"),
        a_result(2, "-5", r="-1", mae="-10"),
        a_result(3, "1"),
    ]
    shown = added(trades)
    assert (shown.average_r, shown.with_r) == (Decimal("0.25"), 2)
    assert (shown.average_mae, shown.with_mae) == (Decimal("-7.5"), 2)
    assert shown.average_mfe == 20
    assert shown.with_mfe == 1


def test_scratch_ends_both_kinds_of_streak() -> None:
    """A trade at 0 is neither a win nor a loss in a row."""
    shown = added(results(["1", "1", "0", "1", "-1", "-1", "-1", "0", "-1"]))
    assert (shown.longest_wins, shown.longest_losses, shown.run) == (2, 3, -1)


def test_average_time_is_never_negative() -> None:
    """An exit that clocks put before its entry took no time."""
    trades = [
        a_result(1, "1", held=timedelta(minutes=24, seconds=10)),
        a_result(2, "1", held=timedelta(seconds=-30)),
    ]
    assert added(trades).average_time == timedelta(minutes=12, seconds=5)


def test_sums_are_exact_to_the_cent() -> None:
    """Two thousand times ten cents are two hundred dollars."""
    shown = added([a_result(number, "0.10", exit_time=NOW) for number in range(2_000)])
    assert shown.net == 200
    assert shown.best == shown.worst == Decimal("0.10")
