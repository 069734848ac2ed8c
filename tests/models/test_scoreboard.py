"""Statistics of every timeframe while trades close and time passes."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from models.holidays import CME_CALENDAR
from models.scoreboard import Scoreboard
from models.timeframe import Timeframe
from tests.models.builders import NOW, later
from tests.models.results import a_result, results


def nets(board: Scoreboard) -> dict[str, str]:
    """Return the sum of each timeframe."""
    return {frame.value: str(shown.net) for frame, shown in board.statistics.items()}


def test_trades_count_in_the_timeframes_that_hold_them() -> None:
    """Each timeframe holds what ended since its own beginning."""
    ages = {1: "1", 9 * 3600: "2", 3 * 86_400: "4", 20 * 86_400: "8", 60 * 86_400: "16", 300 * 86_400: "32"}
    trades = [a_result(number, net, exit_time=later(-age)) for number, (age, net) in enumerate(ages.items())]
    assert nets(Scoreboard(trades, NOW)) == {
        "LIVE": "1",
        "1D": "3",
        "1W": "7",
        "1M": "15",
        "3M": "31",
        "YTD": "63",
        "ALL": "63",
    }


def test_trade_counts_once() -> None:
    """A trade that was loaded and is told again changes nothing."""
    trades = results(["10", "20"])
    board = Scoreboard(trades, NOW)
    assert not board.add(trades[0], NOW)
    assert nets(board)["ALL"] == "30"


def test_late_trade_takes_its_place() -> None:
    """A trade that is told after a later one counts where it ended: drawdown follows the order of exits."""
    board = Scoreboard(results(["100", "50"]), NOW)
    board.add(a_result(9, "-70", exit_time=later(-30)), NOW)
    assert board.statistics[Timeframe.DAY].max_drawdown == -70
    assert [trade.net for trade in board.trades(Timeframe.DAY)] == [100, -70, 50]


def test_trade_of_yesterday_does_not_count_today() -> None:
    """A trade that is told late counts in the timeframes that hold its exit."""
    board = Scoreboard([], NOW)
    board.add(a_result(1, "10", exit_time=NOW - timedelta(days=3)), NOW)
    assert (nets(board)["1D"], nets(board)["1W"]) == ("0", "10")


def test_day_ends_with_its_session() -> None:
    """At 17:00 in Chicago 1D starts anew, and every longer timeframe goes on."""
    board = Scoreboard(results(["10"]), NOW)
    assert board.roll(NOW + timedelta(hours=8))
    assert (nets(board)["1D"], nets(board)["1W"]) == ("0", "10")


def test_last_hour_moves_with_the_clock() -> None:
    """LIVE loses a trade an hour after its exit; nothing else changes."""
    board = Scoreboard(results(["10"]), NOW)
    assert not board.roll(NOW + timedelta(minutes=59))
    assert board.roll(NOW + timedelta(minutes=61))
    assert (nets(board)["LIVE"], nets(board)["1D"]) == ("0", "10")


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(-500, 500), st.integers(0, 90_000)), max_size=15))
def test_following_trades_and_clock_equals_starting_anew(steps: list[tuple[int, int]]) -> None:
    """Whatever happened on the way, the figures are those of all trades at the last moment."""
    board, trades, now = Scoreboard([], NOW), [], NOW
    for number, (net, pause_s) in enumerate(steps):
        now += timedelta(seconds=pause_s)
        trades.append(a_result(number, str(net), exit_time=now))
        board.roll(now)
        board.add(trades[-1], now)
    anew = Scoreboard(trades, now)
    for timeframe, shown in board.statistics.items():
        other = anew.statistics[timeframe]
        assert (shown.net, shown.trades, shown.sessions) == (other.net, other.trades, other.sessions)
        assert (shown.max_drawdown, shown.run, shown.days.last_net) == (
            other.max_drawdown,
            other.run,
            other.days.last_net,
        )


def test_other_calendar_moves_trades_between_days() -> None:
    """What traded on a holiday counts for the session after it."""
    board = Scoreboard([a_result(1, "10", exit_time=NOW - timedelta(days=3))], NOW)
    other = board.by_days(CME_CALENDAR.with_days({"2026-11-20": "holiday 12:00"}), NOW)
    assert (nets(board)["1D"], nets(other)["1D"]) == ("0", "10")
