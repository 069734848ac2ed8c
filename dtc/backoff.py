"""How long to wait before the next attempt to connect."""

from collections.abc import Callable


class Backoff:
    """Doubles the delay with every attempt up to a cap, and spreads it.

    The spread keeps several programs from knocking at the same moment after Sierra Chart comes back.
    `reset()` belongs after a successful logon, not after a mere TCP connect.
    """

    def __init__(self, *, jitter: Callable[[], float], initial_s: float = 1.0, cap_s: float = 30.0) -> None:
        """Start with the shortest delay.

        Args:
            jitter: Returns a number from 0 to 1, for example `random.random`.
            initial_s: First delay, seconds.
            cap_s: Longest delay, seconds.
        """
        self._jitter = jitter
        self._initial_s = initial_s
        self._cap_s = cap_s
        self._next_s = min(initial_s, cap_s)

    def next_delay(self) -> float:
        """Return seconds to wait: the second half of the current delay is random, and double the next."""
        delay = self._next_s
        self._next_s = min(2 * delay, self._cap_s)
        return delay * (1 + min(1.0, max(0.0, self._jitter()))) / 2

    def reset(self) -> None:
        """Begin again with the shortest delay."""
        self._next_s = min(self._initial_s, self._cap_s)
