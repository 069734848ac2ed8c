"""How long the connection waits before it tries again."""

from collections.abc import Callable
from typing import Final

from dtc.backoff import Backoff

LONGEST_S: Final = 3.0
"""Between two attempts: so the picture is right within five seconds after a server is back from anywhere."""


class Waits:
    """Grow with each attempt; a server that is there and says no is not asked as often as one that is away.

    Args:
        jitter: As of `Backoff`.
    """

    def __init__(self, jitter: Callable[[], float]) -> None:
        self._away = Backoff(jitter=jitter, cap_s=LONGEST_S)
        self._refused = Backoff(jitter=jitter)

    def next_s(self, *, refused: bool) -> float:
        """Return how many seconds to wait now."""
        return (self._refused if refused else self._away).next_delay()

    def reset(self) -> None:
        """Begin with short waits again."""
        self._away.reset()
        self._refused.reset()
