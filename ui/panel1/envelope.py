"""The equity curve read in columns of pixels, whatever the number of its points."""

from dataclasses import dataclass

import numpy as np

from models.equity import Curve
from models.series import FloatArray


@dataclass(frozen=True, slots=True)
class Columns:
    """What the curve does in each column, dollars; not a number where there is no balance yet.

    Attributes:
        lows: The lowest balance, the one carried in from the left included.
        highs: The highest, likewise.
        lasts: The balance that the column ends with.
    """

    lows: FloatArray
    highs: FloatArray
    lasts: FloatArray


def columns_of(curve: Curve, edges: FloatArray) -> Columns:
    """Read a curve in columns; a column holds the points from its left edge up to before its right one.

    Args:
        curve: The whole series; balances before the first edge are carried in.
        edges: UNIX seconds, shape (n + 1,), ascending.

    Returns:
        Columns of shape (n,).
    """
    places = np.searchsorted(curve.times, edges, side="left")
    firsts, ends = places[:-1], places[1:]
    # The last value of one column is what the next begins with.
    carried = np.where(places > 0, curve.balances[places - 1], np.nan)
    lows, highs = carried[:-1].copy(), carried[:-1].copy()
    filled = np.flatnonzero(ends > firsts)
    lowest, highest = curve.series.extremes(firsts[filled], ends[filled])
    lows[filled] = np.fmin(lows[filled], lowest)
    highs[filled] = np.fmax(highs[filled], highest)
    return Columns(lows, highs, carried[1:])


def range_of(curve: Curve, start: float) -> tuple[float, float]:
    """Return the lowest and the highest balance of a curve that is not empty, from a moment on.

    Args:
        curve: The series.
        start: UNIX seconds; the balance that was valid then counts.
    """
    first = max(0, int(np.searchsorted(curve.times, start, side="right")) - 1)
    lows, highs = curve.series.extremes(np.array([first]), np.array([curve.length]))
    return float(lows[0]), float(highs[0])
