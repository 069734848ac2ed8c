"""Time that really passed, told from a wall clock that somebody set."""

from datetime import datetime, timedelta
from typing import Final

TOLERANCE: Final = timedelta(seconds=0.25)
"""Two clocks are never read at the same instant, and drift apart by milliseconds."""


class StepWatch:
    """Finds out by how much a wall clock was set while time passed.

    Args:
        utc: What the wall clock shows.
        elapsed_s: What a clock shows that nobody sets and that no suspend stops, seconds.
    """

    def __init__(self, utc: datetime, elapsed_s: float) -> None:
        self._utc = utc
        self._elapsed_s = elapsed_s

    def look(self, utc: datetime, elapsed_s: float) -> timedelta:
        """Return by how much the wall clock was set since it was last found to be set; usually nothing.

        Whoever keeps moments of the wall clock to count from moves them by this much.
        """
        step = utc - self._utc - timedelta(seconds=elapsed_s - self._elapsed_s)
        if abs(step) < TOLERANCE:
            return timedelta(0)
        self._utc += step
        return step
