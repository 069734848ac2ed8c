"""When a panel costs more than it may; pure, seconds come from outside."""

from collections import deque
from typing import NamedTuple

from models.percentile import p99

HELD_S = 0.5
HELD_TEXT = f"held the window for more than {HELD_S * 1000:.0f} ms three times in a minute"
_HELD_TIMES = 3
_WINDOW_S = 60.0
_FRAME_S = 0.016
_DEAR_FRAMES = 10
_PACE_INTERVAL_S = 60.0
_PACE_INTERVALS = 3
_PACE_FACTOR = 2.0
_PACE_SAMPLES = 100
# A quarter of a frame: below it no eye sees a difference, whatever the ratio.
_PACE_FLOOR_S = 0.004


class Strain:
    """Counts how often something took too long."""

    def __init__(self, *, limit_s: float, times: int, window_s: float) -> None:
        """Start with nothing counted.

        Args:
            limit_s: What takes longer counts.
            times: So many within the window are too many.
            window_s: Length of the window, seconds.
        """
        self._limit_s = limit_s
        self._window_s = window_s
        self._at: deque[float] = deque(maxlen=times)

    def note(self, took_s: float, now: float) -> bool:
        """Count one duration; tell whether there are too many now.

        Args:
            took_s: Seconds that it took.
            now: Monotonic seconds.
        """
        if took_s <= self._limit_s:
            return False
        self._at.append(now)
        return len(self._at) == self._at.maxlen and now - self._at[0] <= self._window_s


class Pace:
    """Compares the update time of two panels that take the same facts, an interval after the other."""

    def __init__(self, now: float) -> None:
        """Start the first interval at a moment of monotonic seconds."""
        self._began = now
        self._one: list[float] = []
        self._two: list[float] = []
        self._slow_intervals = 0

    def note(self, one_s: float, two_s: float, now: float) -> bool:
        """Take the seconds that both needed for the same facts.

        Returns:
            Whether the first panel's 99th percentile was more than twice the second's in three intervals in a
            row. An interval with too few samples decides nothing.
        """
        self._one.append(one_s)
        self._two.append(two_s)
        if now - self._began < _PACE_INTERVAL_S:
            return False
        if len(self._one) >= _PACE_SAMPLES:
            slow = p99(self._one) > max(_PACE_FACTOR * p99(self._two), _PACE_FLOOR_S)
            self._slow_intervals = self._slow_intervals + 1 if slow else 0
        self._began = now
        self._one, self._two = [], []
        return self._slow_intervals >= _PACE_INTERVALS


class Batch(NamedTuple):
    """Seconds that a batch of facts took.

    Attributes:
        spare_s: 0 without a spare that takes them.
    """

    shown_s: float
    spare_s: float


class Watch:
    """All that is measured of a panel on the screen and of the spare beside it.

    Attributes:
        batch: What the last batch of facts took.
    """

    def __init__(self, now: float) -> None:
        """Start at a moment of monotonic seconds."""
        self._held = Strain(limit_s=HELD_S, times=_HELD_TIMES, window_s=_WINDOW_S)
        self._dear = Strain(limit_s=_FRAME_S, times=_DEAR_FRAMES, window_s=_WINDOW_S)
        self._pace = Pace(now)
        self.batch = Batch(0.0, 0.0)
        self._shown_s = 0.0
        self._spare_s = 0.0

    def note_held(self, took_s: float, now: float) -> bool:
        """Take the seconds that the panel held the window; tell whether it did so too often."""
        return self._held.note(took_s, now)

    def note_shown(self, took_s: float, now: float) -> bool:
        """Take the seconds that the panel needed for a fact; tell whether it held the window too often."""
        self._shown_s += took_s
        return self.note_held(took_s, now)

    def note_spare(self, took_s: float) -> None:
        """Take the seconds that the spare needed for a fact."""
        self._spare_s += took_s

    def end_frame(self, now: float) -> tuple[bool, bool]:
        """Tell whether the panel is too slow beside the spare, and whether the spare costs frames."""
        shown_s, spare_s = self.batch = Batch(self._shown_s, self._spare_s)
        self._shown_s = self._spare_s = 0.0
        if not spare_s:
            return False, False
        return self._pace.note(shown_s, spare_s, now), self._dear.note(spare_s, now)
