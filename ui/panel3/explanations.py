"""What each figure means, and how many trades stand behind it; pure."""

from typing import Final

from models.statistics import DAILY_FROM_SESSIONS, Statistics
from models.timeframe import Timeframe
from ui.panel3.formats import amount_text, count_text, left_out_text
from ui.panel3.view_model import SHARPE

FORMULAS: Final = {
    "Total PnL": "Sum of the net results: what the trades made after fees",
    "Max Drawdown": "Deepest fall of the summed results below their peak; the sum starts at 0",
    "Max Run-Up": "Highest rise of the summed results above their trough; the sum starts at 0",
    "Expectancy": "Mean net result of a trade",
    "Avg Time": "Mean time from entry to exit",
    "Trades": "Closed trades, flat to flat; a reversal ends one and starts another",
    "Best": "Largest net result",
    "Worst": "Smallest net result",
    "Hit Rate": "Wins as a share of all trades; a trade at exactly 0 is no win",
    "Commissions": "Sum of the fees of both sides",
    "Avg R": "Mean of net result / initial risk, of the trades with an initial stop",
    "Profit Factor": "Sum of the wins / sum of the losses",
    "Streak": "Longest run of wins / of losses; a trade at exactly 0 ends both",
    "MAE": "Mean of the worst open result of each trade, before fees",
    "MFE": "Mean of the best open result of each trade, before fees",
    SHARPE: "Mean of the net results / their deviation",
}
_WINDOWS: Final = {
    Timeframe.LIVE: "the last hour",
    Timeframe.DAY: "the session day since 17:00 in Chicago",
    Timeframe.WEEK: "the last five session days",
    Timeframe.MONTH: "one month back",
    Timeframe.QUARTER: "three months back",
    Timeframe.YEAR: "since the first session of the year",
    Timeframe.ALL: "all that is stored",
}


def explanation(label: str, shown: Statistics, timeframe: Timeframe) -> tuple[str, ...]:
    """Return the formula of a figure, what it covers, and what is remarkable about it.

    Args:
        label: Of a cell, or `Sharpe`.
        shown: Where the figure comes from.
        timeframe: The timeframe of the statistics; exits within it count.
    """
    return (
        FORMULAS[label],
        f"{timeframe.value}: {_WINDOWS[timeframe]} · {_coverage(label, shown)}",
        *_remarks(label, shown),
    )


def _coverage(label: str, shown: Statistics) -> str:
    known = {"Avg R": shown.with_r, "MAE": shown.with_mae, "MFE": shown.with_mfe}.get(label)
    if known is None or known == shown.trades:
        return count_text(shown.trades, "trade")
    return f"{known:,} of {count_text(shown.trades, 'trade')}"


def _remarks(label: str, shown: Statistics) -> list[str]:
    remarks = [_about_sharpe(shown)] if label == SHARPE else []
    if label == "Expectancy" and shown.payoff is not None:
        remarks.append(f"Average win / average loss {amount_text(shown.payoff)}")
    if label == "Profit Factor" and shown.wins and not shown.losses:
        remarks.append("∞: no losses")
    if label == "Streak" and shown.run:
        kind = "win" if shown.run > 0 else "loss"
        remarks.append(f"Now {abs(shown.run)} {kind if abs(shown.run) == 1 else _MANY[kind]} in a row")
    return [*remarks, *left_out_text(shown)]


_MANY: Final = {"win": "wins", "loss": "losses"}


def _about_sharpe(shown: Statistics) -> str:
    if shown.sharpe is None:
        return "Needs two trades with different results"
    if shown.sharpe.daily:
        days = count_text(shown.sessions, "session day")
        return f"Daily, times √252, over {days}; days without a trade count as 0"
    return f"Per trade, not annualised; daily from {DAILY_FROM_SESSIONS} session days on"
