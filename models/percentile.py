"""What nearly all of a series stays below."""

from collections.abc import Sequence


def p99(samples: Sequence[float]) -> float:
    """Return the value that 99 % of samples do not exceed; the largest of fewer than a hundred."""
    return sorted(samples)[-(len(samples) // 100) - 1]
