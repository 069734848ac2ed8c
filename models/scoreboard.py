"""Statistics of one book in every timeframe, kept current."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from models.holidays import CME_CALENDAR, Calendar
from models.statistics import Statistics
from models.timeframe import Timeframe
from models.trade import Trade
from models.trade_history import TradeHistory, Window


class Scoreboard:
    """The trades of one book with their statistics; one owner, one thread.

    Args:
        trades: All trades of the book so far, in any order.
        now: UTC.
        calendar: Holidays of the exchange.
    """

    def __init__(self, trades: Iterable[Trade], now: datetime, calendar: Calendar = CME_CALENDAR) -> None:
        self._calendar = calendar
        self._history = TradeHistory(trades, calendar)
        self._windows: dict[Timeframe, Window] = {}
        self._statistics: dict[Timeframe, Statistics] = {}
        self.roll(now)

    @property
    def statistics(self) -> Mapping[Timeframe, Statistics]:
        """Return the statistics of every timeframe as of the last change."""
        return self._statistics

    def by_days(self, calendar: Calendar, now: datetime) -> "Scoreboard":
        """Return the same trades by another calendar; `now` is UTC."""
        return Scoreboard(self.trades(Timeframe.ALL), now, calendar)

    def trades(self, timeframe: Timeframe) -> Sequence[Trade]:
        """Return the trades of a timeframe, oldest exit first."""
        return self._history.trades(self._windows[timeframe])

    def add(self, trade: Trade, now: datetime) -> bool:
        """Count a closed trade; return False when it counted already."""
        if trade in self._history:
            return False
        newest = self._history.add(trade)
        place = len(self._history) - 1
        for timeframe, before in self._windows.items():
            window = self._history.window(timeframe, now)
            if newest and window == before and place >= window.first:
                self._statistics[timeframe] = self._statistics[timeframe].added(trade, self._calendar)
            else:
                self._set(timeframe, window)
        return True

    def roll(self, now: datetime) -> bool:
        """Let timeframes go on with the clock; return whether any of them changed."""
        windows = {timeframe: self._history.window(timeframe, now) for timeframe in Timeframe}
        changed = {name: window for name, window in windows.items() if self._windows.get(name) != window}
        for timeframe, window in changed.items():
            self._set(timeframe, window)
        return bool(changed)

    def _set(self, timeframe: Timeframe, window: Window) -> None:
        self._windows[timeframe] = window
        self._statistics[timeframe] = self._history.statistics(window)
