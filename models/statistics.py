"""Figures of the closed trades of one book in one timeframe; pure."""

from datetime import date, timedelta
from decimal import Decimal
from math import sqrt
from typing import Final

import msgspec

from models.holidays import CME_CALENDAR, Calendar
from models.measures import NO_SPREAD, SESSIONS_OF_A_YEAR
from models.timeframe import session_day
from models.trade import Trade

DAILY_FROM_SESSIONS: Final = 20
"""Below this many session days, a daily ratio says nothing."""
# Averages over uneven entries have endless decimals; sums are kept to the millionth of a dollar.
_MICROS = Decimal(1_000_000)
# No trade of a futures account comes near this, dollars: the row is damaged.
_ABSURD = Decimal(1_000_000_000)
_ZERO = Decimal(0)


def micros(amount: Decimal | None) -> int | None:
    """Return an amount in millionths; None where it is unknown, or so large that it cannot be true."""
    if amount is None or not abs(amount) < _ABSURD:
        return None
    return int((amount * _MICROS).to_integral_value())


def exact(amount_micros: float) -> Decimal:
    """Return a whole number of millionths as an amount."""
    return Decimal(int(amount_micros)) / _MICROS


class Sharpe(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Reward over risk.

    Attributes:
        daily: From session days, annualised; otherwise from single trades, as it is.
    """

    value: float
    daily: bool


class Days(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Net results of session days that had trades.

    Attributes:
        last: The newest day, which may still get trades; None without trades.
        last_net: Its dollars so far.
        earlier: Number of days before it.
        earlier_net: Their dollars.
        earlier_spread: Sum of their squared deviations from their mean, dollars squared.
    """

    last: date | None = None
    last_net: Decimal = _ZERO
    earlier: int = 0
    earlier_net: Decimal = _ZERO
    earlier_spread: float = 0.0

    def added(self, day: date, net: Decimal) -> "Days":
        """Return the days with one more result; its day is not before the newest one."""
        if self.last is None:
            return Days(last=day, last_net=net)
        if day == self.last:
            return msgspec.structs.replace(self, last_net=self.last_net + net)
        spread = spread_with(self.earlier_spread, self.earlier, self.earlier_net, self.last_net)
        return Days(
            last=day,
            last_net=net,
            earlier=self.earlier + 1,
            earlier_net=self.earlier_net + self.last_net,
            earlier_spread=spread,
        )

    def sharpe(self, sessions: int) -> float | None:
        """Return the annualised daily ratio over so many session days, those without trades included."""
        if self.last is None:
            return None
        total = max(sessions, self.earlier + 1)
        mean = float(self.earlier_net + self.last_net) / total
        spread = self.earlier_spread + (float(self.last_net) - mean) ** 2
        if self.earlier:
            spread += self.earlier * (float(self.earlier_net) / self.earlier - mean) ** 2
        spread += (total - self.earlier - 1) * mean**2
        deviation = sqrt(spread / (total - 1)) if total > 1 else 0.0
        return mean / deviation * sqrt(SESSIONS_OF_A_YEAR) if deviation > NO_SPREAD else None


class Statistics(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The trades of a timeframe, added up such that one more costs the same however many there are.

    Net results count, and a trade without a known one is left out of everything but `excluded`. Amounts are
    dollars.

    Attributes:
        sessions: Session days that the timeframe holds, those without trades included.
        unseen: Trades with contracts that came or went without a fill, whose fees are not known: with any,
            `fees` is at least, `net` at most that.
        net: Sum of all results; also the end of the curve of results, which starts at 0.
        peak: Highest point of that curve, >= 0.
        trough: Lowest point of that curve, <= 0.
        max_drawdown: Largest fall of that curve below its peak, <= 0.
        max_run_up: Largest rise of that curve above its trough, >= 0.
        won: Sum of the wins.
        lost: Sum of the losses, <= 0.
        held: Sum of the times from entry to exit.
        with_r: Trades with a known R multiple; `r` is their sum.
        with_mae: Trades with a known worst open result; `mae` is their sum.
        with_mfe: Trades with a known best open result; `mfe` is their sum.
        run: Wins in a row up to now, or losses as a negative number; 0 after a scratch.
        spread: Sum of the squared deviations of the results from their mean, dollars squared.
    """

    sessions: int = 1
    trades: int = 0
    excluded: int = 0
    unseen: int = 0
    net: Decimal = _ZERO
    peak: Decimal = _ZERO
    trough: Decimal = _ZERO
    max_drawdown: Decimal = _ZERO
    max_run_up: Decimal = _ZERO
    best: Decimal | None = None
    worst: Decimal | None = None
    wins: int = 0
    losses: int = 0
    won: Decimal = _ZERO
    lost: Decimal = _ZERO
    fees: Decimal = _ZERO
    held: timedelta = timedelta(0)
    with_r: int = 0
    r: Decimal = _ZERO
    with_mae: int = 0
    mae: Decimal = _ZERO
    with_mfe: int = 0
    mfe: Decimal = _ZERO
    run: int = 0
    longest_wins: int = 0
    longest_losses: int = 0
    spread: float = 0.0
    days: Days = Days()

    @property
    def expectancy(self) -> Decimal | None:
        """Return the mean result; None without trades."""
        return self.net / self.trades if self.trades else None

    @property
    def average_time(self) -> timedelta | None:
        """Return the mean time from entry to exit; None without trades."""
        return self.held / self.trades if self.trades else None

    @property
    def hit_rate(self) -> Decimal | None:
        """Return the share of wins, scratches counted as trades; None without trades."""
        return Decimal(self.wins) / self.trades if self.trades else None

    @property
    def average_r(self) -> Decimal | None:
        """Return the mean of the known R multiples; None without any."""
        return self.r / self.with_r if self.with_r else None

    @property
    def average_mae(self) -> Decimal | None:
        """Return the mean worst open result, <= 0; None where none is known."""
        return self.mae / self.with_mae if self.with_mae else None

    @property
    def average_mfe(self) -> Decimal | None:
        """Return the mean best open result, >= 0; None where none is known."""
        return self.mfe / self.with_mfe if self.with_mfe else None

    @property
    def profit_factor(self) -> Decimal | None:
        """Return wins over losses; infinite without losses, None while there is neither."""
        if self.lost:
            return self.won / -self.lost
        return Decimal("Infinity") if self.won else None

    @property
    def payoff(self) -> Decimal | None:
        """Return the average win over the average loss; None while either is missing."""
        return (self.won / self.wins) / (-self.lost / self.losses) if self.wins and self.losses else None

    @property
    def sharpe(self) -> Sharpe | None:
        """Return reward over risk, by days where the timeframe holds enough of them, else by trades.

        None for one trade alone, and where results do not deviate.
        """
        if self.trades < 2:  # noqa: PLR2004 - one result does not deviate
            return None
        if self.sessions >= DAILY_FROM_SESSIONS:
            by_day = self.days.sharpe(self.sessions)
            return None if by_day is None else Sharpe(value=by_day, daily=True)
        deviation = sqrt(self.spread / self.trades)
        if self.best == self.worst or deviation <= NO_SPREAD:
            return None
        return Sharpe(value=float(self.net) / self.trades / deviation, daily=False)

    def added(self, trade: Trade, calendar: Calendar = CME_CALENDAR) -> "Statistics":
        """Return the statistics with one more trade, whose exit is not before that of any other."""
        known = micros(trade.net)
        if known is None:
            return msgspec.structs.replace(self, excluded=self.excluded + 1)
        p = exact(known)
        net = self.net + p
        run = _run_after(self.run, p)
        peak, trough = max(self.peak, net), min(self.trough, net)
        r, mae, mfe = micros(trade.r_multiple), micros(trade.mae), micros(trade.mfe)
        return Statistics(
            sessions=self.sessions,
            trades=self.trades + 1,
            excluded=self.excluded,
            unseen=self.unseen + (not trade.all_seen),
            net=net,
            peak=peak,
            trough=trough,
            max_drawdown=min(self.max_drawdown, net - peak),
            max_run_up=max(self.max_run_up, net - trough),
            best=p if self.best is None else max(self.best, p),
            worst=p if self.worst is None else min(self.worst, p),
            wins=self.wins + (p > 0),
            losses=self.losses + (p < 0),
            won=self.won + max(p, _ZERO),
            lost=self.lost + min(p, _ZERO),
            fees=self.fees + exact(micros(trade.fees) or 0),
            held=self.held + held(trade),
            with_r=self.with_r + (r is not None),
            r=self.r + exact(r or 0),
            with_mae=self.with_mae + (mae is not None),
            mae=self.mae + exact(mae or 0),
            with_mfe=self.with_mfe + (mfe is not None),
            mfe=self.mfe + exact(mfe or 0),
            run=run,
            longest_wins=max(self.longest_wins, run),
            longest_losses=max(self.longest_losses, -run),
            spread=spread_with(self.spread, self.trades, self.net, p),
            days=self.days.added(session_day(trade.exit_time, calendar), p),
        )


def held(trade: Trade) -> timedelta:
    """Return the time from entry to exit; clocks that disagree make it 0, never negative."""
    return max(timedelta(0), trade.exit_time - trade.entry_time)


def spread_with(spread: float, count: int, total: Decimal, value: Decimal) -> float:
    """Return the sum of squared deviations from the mean, with one more value.

    Args:
        spread: That of the values so far.
        count: How many these are.
        total: Their sum.
        value: The new one.
    """
    # Welford's form: a sum of squares would lose the spread of large results that differ little.
    before = total / count if count else value
    after = (total + value) / (count + 1)
    return spread + float(value - before) * float(value - after)


def _run_after(run: int, p: Decimal) -> int:
    if p > 0:
        return max(run, 0) + 1
    return min(run, 0) - 1 if p < 0 else 0
