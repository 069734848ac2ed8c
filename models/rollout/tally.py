"""What is counted while the monitor is used, and in which circumstances; pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Final

import msgspec

from models.order import Protection
from models.trade import Position

USE_S: Final = "use_s"
COMPARED: Final = "compared"
MATCHED: Final = "matched"
IGNORED: Final = "ignored"
RAISED: Final = "raised"
MONEY: Final = "mismatch money"
ALARM: Final = "mismatch alarm"
MODE: Final = "mismatch mode"
OTHER: Final = "mismatch other"
TRADES: Final = "trades"
ROLLBACKS: Final = "automatic rollback"
PANEL_ERRORS: Final = "panel error"
CRASHES: Final = "crash"
DRILL: Final = "drill"
ALARMS_LOST: Final = "alarm lost"
ALARMS_DOUBLED: Final = "alarm doubled"
HEAT_BREAKS: Final = "heat break"
SLOW_SWAPS: Final = "swap above a frame"

OPEN: Final = "open"
SCALE_IN: Final = "scale in"
SCALE_OUT: Final = "scale out"
REVERSE: Final = "reverse"
STOP_MOVED: Final = "stop moved"
CLOSE: Final = "close"
RECONNECT: Final = "reconnect"
RESTART: Final = "restart in position"
MODE_SWITCH: Final = "mode switch"
SESSION_ROLL: Final = "session roll"
TRANSITIONS: Final = (
    *(OPEN, SCALE_IN, SCALE_OUT, REVERSE, STOP_MOVED, CLOSE),
    *(RECONNECT, RESTART, MODE_SWITCH, SESSION_ROLL),
)

REAL: Final = frozenset({"SIM", "LIVE"})
"""Sources that are use: the account on the screen was of this mode, and the server a real one."""
DEMO: Final = "demo"
UNKNOWN: Final = "none"
DAY_S: Final = 30 * 60
"""A session day counts as one of use from so many seconds with the link up."""


class Interval(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What was counted in a stretch of time in which the circumstances stayed the same.

    Attributes:
        began: UTC.
        ended: UTC.
        day: Session day, `2026-11-23`.
        version: Of the program.
        source: Mode of the account on the screen, where a real server was connected; else `demo`, or `none`
            while no account is known.
        panels: Generations on the screen, `new legacy` for Panel 1 and Panel 2.
        compares: Whether the other generations ran beside them.
        counts: Name and number of all that happened.
    """

    began: datetime
    ended: datetime
    day: str
    version: str
    source: str
    panels: str
    compares: bool
    counts: tuple[tuple[str, int], ...]


def drill(panel: str, generation: str) -> str:
    """Return the name under which a swap with a position open and an alarm active is counted."""
    return f"{DRILL} {panel} to {generation}"


def real(intervals: Iterable[Interval]) -> Iterator[Interval]:
    """Yield the intervals of real use."""
    return (each for each in intervals if each.source in REAL)


def total(intervals: Iterable[Interval]) -> Mapping[str, int]:
    """Return the sum of each count."""
    counts: Counter[str] = Counter()
    for interval in intervals:
        counts.update(dict(interval.counts))
    return counts


def days_of_use(intervals: Iterable[Interval], panels: str = "") -> tuple[str, ...]:
    """Return the session days with enough use, in order.

    Args:
        intervals: Of real use.
        panels: Generations that must have been on the screen; empty where that does not matter.
    """
    used: Counter[str] = Counter()
    for interval in intervals:
        if not panels or interval.panels == panels:
            used[interval.day] += dict(interval.counts).get(USE_S, 0)
    return tuple(sorted(day for day, seconds in used.items() if seconds >= DAY_S))


def transition(before: Position | None, after: Position | None) -> str | None:
    """Return what happened to a position; None where its size stayed the same."""
    old = before.quantity if before else Decimal(0)
    new = after.quantity if after else Decimal(0)
    if old == new:
        return None
    if not old:
        return OPEN
    if not new:
        return CLOSE
    if (old > 0) != (new > 0):
        return REVERSE
    return SCALE_IN if abs(new) > abs(old) else SCALE_OUT


def stop_moved(before: Protection, after: Protection) -> bool:
    """Tell whether a working stop has another price."""
    return before.stop is not None and after.stop is not None and before.stop != after.stop
