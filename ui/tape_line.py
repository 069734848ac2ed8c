"""Where things are on the line of a recording: moments, places, marks, words.

All moments are UNIX microseconds.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, NamedTuple

from models.market_hours import CHICAGO

SECOND_US: Final = 1_000_000
_KEYS: Final = "Space plays  ·  → a frame  ·  Shift+→ and ← a second  ·  N, P marks"


class Mark(NamedTuple):
    """Something on the tape that a person looks for.

    Attributes:
        utc_us: Wall clock, microseconds.
        kind: `trade`, `alarm`, `link`, `book`, `panel` or `failure`.
        text: What it was, in a few words.
        lasted_us: How long it had gone on by then; 0 for what happens at once.
    """

    utc_us: int
    kind: str
    text: str
    lasted_us: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TapeView:
    """What the time line shows.

    Attributes:
        begins_us: Left end.
        ends_us: Right end.
        at_us: What is shown, or what was wished for last.
        speed: Times as fast as life; None for as fast as it can be.
        known_us: Up to here marks are known, and every moment can be shown at once.
        is_waiting: A moment was wished for that cannot be shown yet.
        said: How an export or the recording ended, in words.
    """

    begins_us: int
    ends_us: int
    at_us: int
    playing: bool
    speed: float | None
    marks: tuple[Mark, ...]
    known_us: int
    is_waiting: bool = False
    said: str = ""

    @property
    def hint(self) -> str:
        """Return the line that says what goes on."""
        whole = max(1, self.ends_us - self.begins_us)
        percent = max(0, min(99, 100 * (self.known_us - self.begins_us) // whole))
        if self.is_waiting:
            return f"Going there: the recording is read, {percent} %"
        if self.said:
            return self.said
        if self.known_us < self.ends_us:
            return f"Marks are still being looked for: {percent} %"
        return _KEYS


def share_of(view: TapeView, utc_us: int) -> float:
    """Return how far along the line a moment is, from 0 to 1."""
    whole = max(1, view.ends_us - view.begins_us)
    return max(0.0, min(1.0, (utc_us - view.begins_us) / whole))


def moment_at(view: TapeView, share: float) -> int:
    """Return the moment at a share of the line."""
    within = max(0.0, min(1.0, share))
    return view.begins_us + round(within * (view.ends_us - view.begins_us))


def mark_after(marks: Iterable[Mark], utc_us: int) -> Mark | None:
    """Return the next mark after a moment."""
    return min((mark for mark in marks if mark.utc_us > utc_us), key=lambda mark: mark.utc_us, default=None)


def mark_before(marks: Iterable[Mark], utc_us: int) -> Mark | None:
    """Return the last mark that is more than a second before a moment: who looks at one wants another."""
    earlier = (mark for mark in marks if mark.utc_us < utc_us - SECOND_US)
    return max(earlier, key=lambda mark: mark.utc_us, default=None)


def exchange_text(utc_us: int) -> str:
    """Return date and time on the clock of the exchange, `Mon 2026-11-23 09:00:05 Chicago`."""
    return f"{_moment(utc_us).astimezone(CHICAGO):%a %Y-%m-%d %H:%M:%S} Chicago"


def local_text(utc_us: int) -> str:
    """Return the time on this computer's clock, `15:00:05 here`."""
    return f"{_moment(utc_us).astimezone():%H:%M:%S} here"


def mark_text(mark: Mark) -> str:
    """Return a mark with its time, `09:00:05 alarm: prices stale`."""
    return f"{_moment(mark.utc_us).astimezone(CHICAGO):%H:%M:%S} {mark.kind}: {mark.text}"


def speed_text(speed: float | None) -> str:
    """Return a speed in words."""
    return "max" if speed is None else f"{speed:g}x"


def _moment(utc_us: int) -> datetime:
    return datetime.fromtimestamp(utc_us / SECOND_US, UTC)
