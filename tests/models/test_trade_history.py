"""Trades by their exit, and statistics of any timeframe, against a naive computation."""

import itertools
import statistics
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.statistics import Statistics
from models.timeframe import Timeframe, session_day
from models.trade import Trade
from models.trade_history import TradeHistory
from tests.models.builders import NOW, later
from tests.models.results import a_result, results

MONDAY_OPEN = datetime(2026, 11, 22, 23, tzinfo=UTC)
CENTS = st.integers(-50_000, 50_000).map(lambda cents: Decimal(cents) / 100)
MAYBE = st.none() | CENTS


@st.composite
def histories(draw: st.DrawFn) -> list[Trade]:
    """Draw trades over some weeks before NOW, in any order."""
    count = draw(st.integers(0, 25))
    return [
        a_result(
            number,
            draw(MAYBE),
            exit_time=later(-draw(st.integers(0, 40 * 86_400))),
            held=timedelta(seconds=draw(st.integers(0, 9_000))),
            r=None if (r := draw(MAYBE)) is None else str(r),
            mae=str(-abs(draw(CENTS))),
            mfe=None if (mfe := draw(MAYBE)) is None else str(abs(mfe)),
            unseen=draw(st.booleans()),
        )
        for number in range(count)
    ]


def statistics_of(history: TradeHistory, timeframe: Timeframe = Timeframe.ALL) -> Statistics:
    """Return the statistics of a timeframe as they are at NOW."""
    return history.statistics(history.window(timeframe, NOW))


def longest(signs: list[int], sign: int) -> int:
    """Return the longest run of a sign, by looking at all of them."""
    return max((len(list(run)) for value, run in itertools.groupby(signs) if value == sign), default=0)


@settings(max_examples=40)
@given(histories())
def test_statistics_are_what_a_naive_loop_makes_of_the_trades(trades: list[Trade]) -> None:
    """Every figure of ALL equals that of plain Python over the sorted list."""
    shown = statistics_of(TradeHistory(trades))
    p = [t.net for t in sorted(trades, key=lambda t: t.exit_time) if t.net is not None]
    counted = [t for t in trades if t.net is not None]
    assert (shown.trades, shown.excluded) == (len(p), len(trades) - len(p))
    assert shown.unseen == sum(not t.all_seen for t in counted)
    curve = list(itertools.accumulate(p, initial=Decimal(0)))
    falls = [later - earlier for earlier, later in itertools.combinations(curve, 2)]
    assert shown.max_drawdown == min([Decimal(0), *falls])
    assert shown.max_run_up == max([Decimal(0), *falls])
    assert shown.net == sum(p)
    assert shown.fees == Decimal("1.24") * len(p)
    assert (shown.best, shown.worst) == ((max(p), min(p)) if p else (None, None))
    assert shown.expectancy == (statistics.mean(p) if p else None)
    lost = -sum(x for x in p if x < 0)
    if lost:
        assert shown.profit_factor == sum(x for x in p if x > 0) / lost
    signs = [(x > 0) - (x < 0) for x in p]
    assert (shown.longest_wins, shown.longest_losses) == (longest(signs, 1), longest(signs, -1))
    multiples = [t.r_multiple for t in counted if t.r_multiple is not None]
    assert shown.average_r == (statistics.mean(multiples) if multiples else None)
    favourable = [t.mfe for t in counted if t.mfe is not None]
    assert shown.average_mfe == (statistics.mean(favourable) if favourable else None)
    assert shown.held == sum((t.exit_time - t.entry_time for t in counted), timedelta(0))


@settings(max_examples=40)
@given(histories(), st.sampled_from(Timeframe))
def test_sharpe_is_that_of_the_statistics_module(trades: list[Trade], timeframe: Timeframe) -> None:
    """The ratio is by session days where there are 20 of them, else by trades."""
    history = TradeHistory(trades)
    counted = [t for t in history.trades(history.window(timeframe, NOW)) if t.net is not None]
    p = [float(t.net or 0) for t in counted]
    sessions = history.window(timeframe, NOW).sessions
    by_day: dict[date, float] = {}
    for trade, net in zip(counted, p, strict=True):
        day = session_day(trade.exit_time)
        by_day[day] = by_day.get(day, 0.0) + net
    shown = statistics_of(history, timeframe).sharpe
    if len(p) < 2:
        assert shown is None
    elif sessions >= 20:
        days = [*by_day.values(), *([0.0] * (sessions - len(by_day)))]
        deviation = statistics.stdev(days)
        if deviation < 1e-6:
            return
        assert shown is not None
        assert shown.daily
        assert shown.value == pytest.approx(statistics.mean(days) / deviation * 252**0.5, abs=1e-9)
    elif len(set(p)) > 1:
        assert shown is not None
        assert not shown.daily
        assert shown.value == pytest.approx(statistics.mean(p) / statistics.pstdev(p), abs=1e-9)
    else:
        assert shown is None


def alike(one: Statistics, other: Statistics) -> bool:
    """Tell whether all figures are equal; only deviations may differ by rounding."""
    fields = [name for name in Statistics.__struct_fields__ if name not in {"spread", "days"}]
    same = all(getattr(one, name) == getattr(other, name) for name in fields)
    same = same and one.spread == pytest.approx(other.spread, rel=1e-9, abs=1e-6)
    exactly = [name for name in one.days.__struct_fields__ if name != "earlier_spread"]
    same = same and all(getattr(one.days, name) == getattr(other.days, name) for name in exactly)
    return same and one.days.earlier_spread == pytest.approx(other.days.earlier_spread, rel=1e-9, abs=1e-6)


@settings(max_examples=40)
@given(histories())
def test_adding_one_by_one_equals_adding_up_anew(trades: list[Trade]) -> None:
    """A trade more leads to the same figures as all trades at once, whatever their order was."""
    history = TradeHistory()
    for trade in trades:
        history.add(trade)
    one_by_one = Statistics(sessions=history.window(Timeframe.ALL, NOW).sessions)
    for trade in history.trades(history.window(Timeframe.ALL, NOW)):
        one_by_one = one_by_one.added(trade)
    assert alike(one_by_one, statistics_of(TradeHistory(trades)))
    assert alike(one_by_one, statistics_of(history))


def test_add_tells_whether_the_exit_is_the_newest() -> None:
    """A late trade goes to its place, and whoever adds learns that sums have to be made anew."""
    history = TradeHistory(results(["10", "20"]))
    assert history.add(a_result(7, "5", exit_time=later(1)))
    assert not history.add(a_result(8, "6", exit_time=later(-30)))
    assert [t.net for t in history.trades(history.window(Timeframe.ALL, NOW))] == [10, 6, 20, 5]


def test_trade_is_known_by_its_identity() -> None:
    """The same trade loaded and told again is recognised; of two in one list the first counts."""
    trades = results(["10", "20"])
    history = TradeHistory([*trades, a_result(1, "999")])
    assert len(history) == 2
    assert a_result(1, "999") in history
    assert a_result(5, "1") not in history


def test_history_grows_past_its_room() -> None:
    """Any number of trades can be added."""
    history = TradeHistory()
    for trade in results(["1"] * 300):
        history.add(trade)
    assert statistics_of(history).net == 300


@pytest.mark.parametrize(
    ("timeframe", "sessions"),
    [(Timeframe.DAY, 1), (Timeframe.WEEK, 5), (Timeframe.MONTH, 22), (Timeframe.QUARTER, 65)],
)
def test_timeframe_holds_its_session_days(timeframe: Timeframe, sessions: int) -> None:
    """Weekends and holidays are no session days; today's counts."""
    assert TradeHistory().window(timeframe, NOW).sessions == sessions


def test_day_begins_with_its_session() -> None:
    """1D holds what ended since 17:00 in Chicago of the evening before, that moment included."""
    before, first = MONDAY_OPEN - timedelta(microseconds=1), MONDAY_OPEN
    history = TradeHistory([a_result(1, "1", exit_time=before), a_result(2, "2", exit_time=first)])
    assert statistics_of(history, Timeframe.DAY).net == 2
    assert statistics_of(history, Timeframe.WEEK).net == 3


def test_all_counts_sessions_from_the_first_trade() -> None:
    """ALL begins with the first trade there is."""
    history = TradeHistory([a_result(1, "1", exit_time=NOW - timedelta(days=7))])
    assert history.window(Timeframe.ALL, NOW).sessions == 6
