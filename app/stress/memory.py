"""Whether the memory that the process holds grows."""

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

_FEWEST: Final = 3
_HOUR_S: Final = 3_600.0


class Slope(NamedTuple):
    """How memory grows.

    Attributes:
        error: Standard error of the growth, in the same unit.
    """

    mb_per_h: float
    error: float


def slope_of(samples: Sequence[tuple[float, float]]) -> Slope | None:
    """Return the slope of the straight line through samples by least squares.

    Args:
        samples: Seconds and megabytes.

    Returns:
        None for fewer than three samples, and for samples of one moment.
    """
    count = len(samples)
    if count < _FEWEST:
        return None
    mean_s = sum(at for at, _ in samples) / count
    mean_mb = sum(size for _, size in samples) / count
    spread = sum((at - mean_s) ** 2 for at, _ in samples)
    if not spread:
        return None
    slope = sum((at - mean_s) * (size - mean_mb) for at, size in samples) / spread
    residual = sum((size - mean_mb - slope * (at - mean_s)) ** 2 for at, size in samples)
    error = math.sqrt(residual / (count - 2) / spread)
    return Slope(slope * _HOUR_S, error * _HOUR_S)
