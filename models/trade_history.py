"""All closed trades of one book, in columns that are cheap to add up."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import IntEnum, auto
from functools import lru_cache
from math import nan
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.holidays import CME_CALENDAR, Calendar
from models.measures import longest_run, max_drawdown, max_run_up
from models.statistics import Days, Statistics, exact, held, micros
from models.timeframe import Timeframe, session_day, window_start
from models.trade import Trade

FloatTable = NDArray[np.float64]

_FIRST_CAPACITY = 64
# numpy takes a list over without letting other threads run: 100,000 rows at once would stop the window.
_ROWS_AT_ONCE = 1_000
_MICROSECOND = timedelta(microseconds=1)


class Window(NamedTuple):
    """What a timeframe holds at one moment.

    Attributes:
        first: Index of its first trade.
        sessions: Session days, today's and those without trades included.
    """

    first: int
    sessions: int


class _Column(IntEnum):
    """Whole numbers kept as floats: exact below nine billion dollars, and NaN is what is not known."""

    EXIT_S = 0
    DAY = auto()
    NET = auto()
    FEES = auto()
    HELD = auto()
    R = auto()
    MAE = auto()
    MFE = auto()
    UNSEEN = auto()


class TradeHistory:
    """The trades of one book by their exit; one owner, one thread.

    Args:
        trades: In any order; of trades with the same identity the first counts.
        calendar: Holidays of the exchange.
    """

    def __init__(self, trades: Iterable[Trade] = (), calendar: Calendar = CME_CALENDAR) -> None:
        self._calendar = calendar
        unique: dict[str, Trade] = {}
        for trade in trades:
            unique.setdefault(trade.trade_id, trade)
        self._trades = sorted(unique.values(), key=lambda trade: trade.exit_time)
        self._ids = set(unique)
        self._table = np.empty((max(_FIRST_CAPACITY, 2 * len(self._trades)), len(_Column)))
        self._day = (datetime.min.replace(tzinfo=UTC), 0)
        for first in range(0, len(self._trades), _ROWS_AT_ONCE):
            rows = [self._row(trade) for trade in self._trades[first : first + _ROWS_AT_ONCE]]
            self._table[first : first + len(rows)] = rows

    def __len__(self) -> int:
        """Return the number of trades."""
        return len(self._trades)

    def __contains__(self, trade: Trade) -> bool:
        """Return whether the trade is known already."""
        return trade.trade_id in self._ids

    def add(self, trade: Trade) -> bool:
        """Add a trade that is not known yet; return whether its exit is the newest."""
        count = len(self._trades)
        at = trade.exit_time.timestamp()
        place = int(np.searchsorted(self._exits(), at, side="right"))
        if count == len(self._table):
            self._table = np.concatenate([self._table, np.empty_like(self._table)])
        if place < count:
            self._table[place + 1 : count + 1] = self._table[place:count].copy()
        self._table[place] = self._row(trade)
        self._trades.insert(place, trade)
        self._ids.add(trade.trade_id)
        return place == count

    def window(self, timeframe: Timeframe, now: datetime) -> Window:
        """Return which part of the trades a timeframe holds at a moment."""
        first_exit = self._trades[0].exit_time if self._trades else None
        start = window_start(timeframe, now, first_exit, self._calendar)
        following = date.fromordinal(self._day_number(now) + 1)
        days = np.busday_count(
            session_day(start, self._calendar), following, busdaycal=_weekdays(self._calendar)
        )
        first = self._exits().searchsorted(start.timestamp(), side="left")
        return Window(first=int(first), sessions=max(1, int(days)))

    def trades(self, window: Window) -> Sequence[Trade]:
        """Return the trades of a window, oldest exit first."""
        return self._trades[window.first :]

    def statistics(self, window: Window) -> Statistics:
        """Return the statistics of a window, added up anew."""
        table = self._table[window.first : len(self._trades)]
        known = table[~np.isnan(table[:, _Column.NET])]
        excluded = len(table) - len(known)
        if not len(known):
            return Statistics(sessions=window.sessions, excluded=excluded)
        return _added_up(known, window.sessions, excluded)

    def _exits(self) -> FloatTable:
        return self._table[: len(self._trades), _Column.EXIT_S]

    def _row(self, trade: Trade) -> tuple[float, ...]:
        """Return the columns of a trade, in the order of `_Column`."""
        return (
            trade.exit_time.timestamp(),
            self._day_number(trade.exit_time),
            _number(trade.net),
            micros(trade.fees) or 0,
            held(trade) // _MICROSECOND,
            _number(trade.r_multiple),
            _number(trade.mae),
            _number(trade.mfe),
            not trade.all_seen,
        )

    def _day_number(self, at: datetime) -> int:
        # Sessions open on the hour, and trades come in order: most share the hour of the one before.
        hour = at.replace(minute=0, second=0, microsecond=0)
        if hour != self._day[0]:
            self._day = (hour, session_day(at, self._calendar).toordinal())
        return self._day[1]


@lru_cache(maxsize=8)
def _weekdays(calendar: Calendar) -> np.busdaycalendar:
    return np.busdaycalendar(holidays=sorted(calendar.holidays))


def _number(amount: Decimal | None) -> float:
    known = micros(amount)
    return nan if known is None else known


def _added_up(table: FloatTable, sessions: int, excluded: int) -> Statistics:
    """Return the statistics of rows whose result is known; there is at least one."""
    p = table[:, _Column.NET]
    curve = np.cumsum(p)
    wins, losses = p > 0, p < 0
    with_r, r = _sum_of(table[:, _Column.R])
    with_mae, mae = _sum_of(table[:, _Column.MAE])
    with_mfe, mfe = _sum_of(table[:, _Column.MFE])
    return Statistics(
        sessions=sessions,
        trades=len(p),
        excluded=excluded,
        unseen=int(table[:, _Column.UNSEEN].sum()),
        net=exact(curve[-1]),
        peak=exact(max(0.0, curve.max())),
        trough=exact(min(0.0, curve.min())),
        max_drawdown=-exact(max_drawdown(p)),
        max_run_up=exact(max_run_up(p)),
        best=exact(p.max()),
        worst=exact(p.min()),
        wins=int(np.count_nonzero(wins)),
        losses=int(np.count_nonzero(losses)),
        won=exact(p[wins].sum()),
        lost=exact(p[losses].sum()),
        fees=exact(table[:, _Column.FEES].sum()),
        held=timedelta(microseconds=int(table[:, _Column.HELD].sum())),
        with_r=with_r,
        r=r,
        with_mae=with_mae,
        mae=mae,
        with_mfe=with_mfe,
        mfe=mfe,
        run=_run_at_end(p),
        longest_wins=longest_run(wins),
        longest_losses=longest_run(losses),
        spread=float(np.var(p / 1e6)) * len(p),
        days=_days_of(table),
    )


def _sum_of(column: FloatTable) -> tuple[int, Decimal]:
    """Return how many values of a column are known, and their sum."""
    known = column[~np.isnan(column)]
    return len(known), exact(known.sum())


def _run_at_end(p: FloatTable) -> int:
    """Return the wins in a row at the end, or the losses as a negative number."""
    sign = int(np.sign(p[-1]))
    others = np.flatnonzero(np.sign(p) != sign)
    return sign * (len(p) - 1 - int(others[-1]) if len(others) else len(p))


def _days_of(table: FloatTable) -> Days:
    numbers, starts = np.unique(table[:, _Column.DAY], return_index=True)
    nets = np.add.reduceat(table[:, _Column.NET], starts)
    earlier = nets[:-1]
    return Days(
        last=date.fromordinal(int(numbers[-1])),
        last_net=exact(nets[-1]),
        earlier=len(earlier),
        earlier_net=exact(earlier.sum()),
        earlier_spread=float(np.var(earlier / 1e6)) * len(earlier) if len(earlier) else 0.0,
    )
