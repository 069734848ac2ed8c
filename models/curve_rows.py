"""Rows of equity points -> curves, fast enough for a million of them."""

from collections.abc import Sequence

import numpy as np

from models.equity import Curve, FloatArray, curve_from_arrays


def curve_of_rows(rows: Sequence[tuple[str, str]]) -> tuple[Curve, int]:
    """Return the curve through rows, and how many of them were damaged and left out.

    Args:
        rows: ISO times in UTC without zone, and dollars, in the order in which they were stored.
    """
    try:
        times, balances = _arrays(rows)
    except ValueError:
        sound = [row for row in rows if _is_sound(row)]
        times, balances = _arrays(sound)
    # A clock that was set back must not make a curve that cannot be searched.
    curve = curve_from_arrays(np.maximum.accumulate(times), balances)
    return curve, len(rows) - curve.length


def _arrays(rows: Sequence[tuple[str, str]]) -> tuple[FloatArray, FloatArray]:
    """Return UNIX seconds and dollars.

    Raises:
        ValueError: A text is not what it should be.
    """
    moments = np.array([time for time, _ in rows], dtype="datetime64[us]")
    dollars = np.array([balance for _, balance in rows], dtype=np.float64)
    if np.isnat(moments).any() or not np.isfinite(dollars).all():
        message = "a row holds no time or no balance"
        raise ValueError(message)
    return moments.astype(np.int64) / 1e6, dollars


def _is_sound(row: tuple[str, str]) -> bool:
    try:
        _arrays([row])
    except ValueError:
        return False
    return True
