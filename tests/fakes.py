"""Stand-ins for the seams between actors and the world."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from actors.messages import Message

START = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
"""A Monday, 9:00 in Chicago."""


class FakeClock:
    """Time that stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = START
        self.elapsed_s = 0.0
        self.scheduled: dict[str, tuple[float, float | None, Message]] = {}

    def utc(self) -> datetime:
        """Return the wall clock."""
        return self.now

    def monotonic(self) -> float:
        """Return seconds since the test began."""
        return self.elapsed_s

    def elapsed(self) -> float:
        """Return the same: this clock has the pace of life."""
        return self.elapsed_s

    def set_by(self, seconds: float) -> None:
        """Set the wall clock forward, or back; no time passes."""
        self.now += timedelta(seconds=seconds)

    def sleep(self, seconds: float) -> None:
        """Let time pass in which the computer sleeps: nothing falls due."""
        self.move_to(self.elapsed_s + seconds)
        self.scheduled = {
            key: (due_s + seconds, interval_s, message)
            for key, (due_s, interval_s, message) in self.scheduled.items()
        }

    def every(self, key: str, interval_s: float, message: Message) -> None:
        """Keep a repeating message."""
        self.scheduled[key] = (self.elapsed_s + interval_s, interval_s, message)

    def after(self, key: str, delay_s: float, message: Message) -> None:
        """Keep a message."""
        self.scheduled[key] = (self.elapsed_s + delay_s, None, message)

    def cancel(self, key: str) -> None:
        """Forget a message."""
        self.scheduled.pop(key, None)

    def pass_time(self, seconds: float, post: Callable[[Message], object]) -> None:
        """Move time, and post what falls due on the way, in order."""
        end = self.elapsed_s + seconds
        while due := min(((entry[0], key) for key, entry in self.scheduled.items()), default=None):
            if due[0] > end:
                break
            self.move_to(due[0])
            _, interval_s, message = self.scheduled.pop(due[1])
            if interval_s is not None:
                self.every(due[1], interval_s, message)
            post(message)
        self.move_to(end)

    def move_to(self, elapsed_s: float) -> None:
        """Let both clocks go on to a moment; nothing falls due."""
        self.now += timedelta(seconds=elapsed_s - self.elapsed_s)
        self.elapsed_s = elapsed_s


class FakeIds:
    """Identities that count, and no jitter."""

    def __init__(self) -> None:
        self._last = 0

    def trade_id(self) -> str:
        """Return t1, t2, ..."""
        self._last += 1
        return f"t{self._last}"

    def jitter(self) -> float:
        """Return the largest delay."""
        return 1.0
