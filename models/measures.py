"""Measures of a series of results, one definition each; every one is None where it is not defined, never 0.

All of them take numbers of one unit and give that unit back, or a ratio.
"""

from decimal import Decimal
from enum import Enum
from math import inf, sqrt

import numpy as np

from models.series import FloatArray

SESSIONS_OF_A_YEAR = 252
# Results are known to a millionth of a dollar: a deviation below this is rounding, not spread.
NO_SPREAD = 1e-9
_MOST_OF_SQN = 100


class KRatio(Enum):
    """The three published definitions of the K-ratio, by the year of each."""

    OF_1996 = 1996
    OF_2003 = 2003
    OF_2013 = 2013


def win_rate(results: FloatArray, *, with_scratches: bool = True) -> float | None:
    """Return the share of results above 0; scratches count as results unless they are left out."""
    base = len(results) if with_scratches else int(np.count_nonzero(results))
    return int(np.count_nonzero(results > 0)) / base if base else None


def profit_factor(results: FloatArray) -> float | None:
    """Return what was won over what was lost; infinite without a loss, None where neither happened."""
    won, lost = float(results[results > 0].sum()), float(-results[results < 0].sum())
    if lost:
        return won / lost
    return inf if won else None


def expectancy(results: FloatArray) -> float | None:
    """Return the mean result."""
    return float(results.mean()) if len(results) else None


def payoff(results: FloatArray) -> float | None:
    """Return the average win over the average loss; None while either is missing."""
    wins, losses = results[results > 0], results[results < 0]
    return float(wins.mean() / -losses.mean()) if len(wins) and len(losses) else None


def max_drawdown(results: FloatArray) -> float:
    """Return how far the sum of results fell below its peak at most, >= 0.

    The peak starts at 0, so that a loss of the very first trade counts.
    """
    curve = np.concatenate([[0.0], np.cumsum(results)])
    return float((np.maximum.accumulate(curve) - curve).max())


def max_run_up(results: FloatArray) -> float:
    """Return how far the sum of results rose above its trough at most, >= 0; the trough starts at 0."""
    return max_drawdown(-results)


def longest_run(matches: "np.ndarray[tuple[int], np.dtype[np.bool_]]") -> int:
    """Return the length of the longest unbroken run of True."""
    breaks = np.flatnonzero(~matches)
    edges = np.concatenate([[-1], breaks, [len(matches)]])
    return int(np.diff(edges).max()) - 1


def sharpe_per_trade(results: FloatArray) -> float | None:
    """Return the mean over the population deviation, not annualised; None without any deviation."""
    if len(results) < 2:  # noqa: PLR2004 - one result does not deviate
        return None
    deviation = float(results.std())
    return float(results.mean()) / deviation if deviation > NO_SPREAD else None


def sharpe_daily(days: FloatArray) -> float | None:
    """Return the annualised ratio of mean and sample deviation.

    Args:
        days: Net result of each session day in a row, those without a trade included as 0.
    """
    if len(days) < 2:  # noqa: PLR2004 - one day does not deviate
        return None
    deviation = float(days.std(ddof=1))
    return float(days.mean()) / deviation * sqrt(SESSIONS_OF_A_YEAR) if deviation > NO_SPREAD else None


def k_ratio(days: FloatArray, version: KRatio = KRatio.OF_2003) -> float | None:
    """Return slope over standard error of the cumulative result, by least squares against 1..n.

    Args:
        days: Net result of each session day in a row, those without a trade included as 0.
        version: Platforms disagree on the scale; whoever shows the ratio names the version.
    """
    n = len(days)
    if n < 3:  # noqa: PLR2004 - two points always lie on a line
        return None
    x, y = np.arange(1.0, n + 1), np.cumsum(days)
    spread = float(((x - x.mean()) ** 2).sum())
    slope = float(((x - x.mean()) * (y - y.mean())).sum()) / spread
    residuals = y - y.mean() - slope * (x - x.mean())
    error = sqrt(float((residuals**2).sum()) / (n - 2) / spread)
    if error <= NO_SPREAD:
        return None
    scale = {
        KRatio.OF_1996: 1 / sqrt(n),
        KRatio.OF_2003: 1 / n,
        KRatio.OF_2013: sqrt(SESSIONS_OF_A_YEAR) / n,
    }
    return slope / error * scale[version]


def sqn(multiples: FloatArray) -> float | None:
    """Return the system quality number of R multiples; more than 100 trades count as 100."""
    n = len(multiples)
    if n < 2:  # noqa: PLR2004 - one multiple does not deviate
        return None
    deviation = float(multiples.std(ddof=1))
    return sqrt(min(n, _MOST_OF_SQN)) * float(multiples.mean()) / deviation if deviation > NO_SPREAD else None


def trailing_floor(peak: Decimal, start: Decimal, drawdown: Decimal, lock: Decimal | None = None) -> Decimal:
    """Return the balance that an account under a trailing drawdown must not fall to.

    Args:
        peak: Highest value so far, dollars. For an end-of-day rule that is the highest balance at a session
            close, so that the floor moves at session ends only; for an intraday rule it is the highest
            balance with open profit.
        start: Balance that the account started with; the peak is never below it.
        drawdown: Dollars between peak and floor.
        lock: The floor rises no further than this; None where it rises without end.
    """
    floor = max(peak, start) - drawdown
    return floor if lock is None else min(floor, lock)
