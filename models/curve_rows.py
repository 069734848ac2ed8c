"""Rows of equity points -> curves, fast enough for a million of them."""

from collections.abc import Sequence

import numpy as np

from models.equity import Curve, curve_from_arrays
from models.series import FloatArray


def curve_of_rows(rows: Sequence[tuple[str, str]], *, may_be_unknown: bool = False) -> tuple[Curve, int]:
    """Return the curve through rows, and how many of them were damaged and left out.

    Args:
        rows: ISO times in UTC without zone, and dollars, in the order in which they were stored.
        may_be_unknown: Whether `nan` stands for a balance that nobody knew.
    """
    try:
        times, balances = _arrays(rows, may_be_unknown=may_be_unknown)
    except ValueError:
        sound = [row for row in rows if _is_sound(row, may_be_unknown=may_be_unknown)]
        times, balances = _arrays(sound, may_be_unknown=may_be_unknown)
    # A clock that was set back must not make a curve that cannot be searched.
    curve = curve_from_arrays(np.maximum.accumulate(times), balances)
    return curve, len(rows) - curve.length


def _arrays(rows: Sequence[tuple[str, str]], *, may_be_unknown: bool) -> tuple[FloatArray, FloatArray]:
    """Return UNIX seconds and dollars.

    Raises:
        ValueError: A text is not what it should be.
    """
    moments = np.array([time for time, _ in rows], dtype="datetime64[us]")
    dollars = np.array([balance for _, balance in rows], dtype=np.float64)
    wrong = np.isinf(dollars) if may_be_unknown else ~np.isfinite(dollars)
    if np.isnat(moments).any() or wrong.any():
        message = "a row holds no time or no balance"
        raise ValueError(message)
    return moments.astype(np.int64) / 1e6, dollars


def _is_sound(row: tuple[str, str], *, may_be_unknown: bool) -> bool:
    try:
        _arrays([row], may_be_unknown=may_be_unknown)
    except ValueError:
        return False
    return True
