"""The equity curve as a line of steps, thinned out to what the pixels can show."""

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]


def stepped(
    times: FloatArray, balances: FloatArray, start: float, end: float, columns: int
) -> tuple[FloatArray, FloatArray]:
    """Return the corners of the step line of a series.

    A wide antialiased line costs milliseconds per thousand points, so more than two points per column are
    replaced by the lowest, the highest and the last of the column. The last point of all is always kept.

    Args:
        times: UNIX seconds, shape (n,), oldest first.
        balances: Dollars, shape (n,); each holds until the next.
        start: Left edge, UNIX seconds.
        end: Right edge, UNIX seconds, at least the last time.
        columns: Number of columns that can be told apart, at least 1.

    Returns:
        Seconds after `start` and dollars of the corners, both of the same length.
    """
    if len(times) > 2 * columns:
        times, balances = _thinned(times, balances, start, end, columns)
    seconds = np.maximum(times - start, 0.0)
    corners = np.append(np.repeat(seconds, 2)[1:], end - start)
    return corners, np.repeat(balances, 2)


def _thinned(
    times: FloatArray, balances: FloatArray, start: float, end: float, columns: int
) -> tuple[FloatArray, FloatArray]:
    # Searching for the edges of the columns is ten times faster than sorting every point into one.
    edges = np.linspace(start, max(end, start + 1e-9), columns, endpoint=False)
    edges[0] = -np.inf
    firsts = np.unique(np.searchsorted(times, edges))
    firsts = firsts[firsts < len(times)]
    lasts = np.append(firsts[1:], len(times)) - 1
    lowest = np.minimum.reduceat(balances, firsts)
    highest = np.maximum.reduceat(balances, firsts)
    return np.repeat(times[firsts], 3), np.column_stack((lowest, highest, balances[lasts])).ravel()
