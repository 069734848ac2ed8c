"""What an alarm is: kind, consequence, words; and one line of the alarm log."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import Enum
from typing import Final

import msgspec

from models.book import Book, Symbol, TradeMode


class AlarmPriority(Enum):
    """How much depends on it that the trader acts now; the value is the word on the screen."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class AlarmKind(Enum):
    """What happened; each kind has its own sound."""

    HEAT_WARNING = "heat warning"
    HEAT_FLASHING = "heat flashing"
    HEAT_CRITICAL = "heat critical"
    STOP_NEAR = "stop near"
    STOP_MISSING = "stop missing"
    STOP_SMALL = "stop too small"
    STOP_MOVED = "stop moved away"
    CONNECTION_LOST = "connection lost"
    DATA_STALE = "prices stale"
    LOSS_50 = "daily loss 50 %"
    LOSS_80 = "daily loss 80 %"
    LOSS_90 = "daily loss 90 %"
    LOSS_100 = "daily loss 100 %"
    STOP_FILLED = "stop filled"
    TARGET_FILLED = "target filled"


PRIORITIES: Final[Mapping[AlarmKind, AlarmPriority]] = {
    AlarmKind.HEAT_WARNING: AlarmPriority.LOW,
    AlarmKind.HEAT_FLASHING: AlarmPriority.MEDIUM,
    AlarmKind.HEAT_CRITICAL: AlarmPriority.HIGH,
    AlarmKind.STOP_NEAR: AlarmPriority.MEDIUM,
    AlarmKind.STOP_MISSING: AlarmPriority.CRITICAL,
    AlarmKind.STOP_SMALL: AlarmPriority.HIGH,
    AlarmKind.STOP_MOVED: AlarmPriority.MEDIUM,
    AlarmKind.CONNECTION_LOST: AlarmPriority.HIGH,
    AlarmKind.DATA_STALE: AlarmPriority.HIGH,
    AlarmKind.LOSS_50: AlarmPriority.LOW,
    AlarmKind.LOSS_80: AlarmPriority.MEDIUM,
    AlarmKind.LOSS_90: AlarmPriority.HIGH,
    AlarmKind.LOSS_100: AlarmPriority.CRITICAL,
    AlarmKind.STOP_FILLED: AlarmPriority.MEDIUM,
    AlarmKind.TARGET_FILLED: AlarmPriority.LOW,
}
"""By consequence: a loss without a limit before one that grows, that before one which has been taken."""

MOST_RECORDS: Final = 1_000
"""Lines of the alarm log that are kept; weeks of busy trading."""

_RANK: Final = {priority: rank for rank, priority in enumerate(AlarmPriority)}
_MODES: Final = {TradeMode.LIVE: 0, TradeMode.SIM: 1, TradeMode.DEBUG: 2}


class Alarm(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An alarm that holds now.

    Attributes:
        key: Identity of what is watched; while it holds there is one alarm with this key.
        book: Whose money; None where all books are concerned.
        symbol: None where it is not about one symbol.
        text: One plain sentence; it begins with mode, account and symbol wherever there are any, because the
            book may not be the one on the screen.
        raised_at: UTC; another moment with the same key is another alarm.
        acknowledged: The trader has seen it.
        snoozed_until: UTC moment until which it is put aside; None while it is not.
    """

    key: str
    kind: AlarmKind
    priority: AlarmPriority
    book: Book | None
    symbol: Symbol | None
    text: str
    raised_at: datetime
    acknowledged: bool = False
    snoozed_until: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Return whether nobody has acknowledged it or put it aside."""
        return not self.acknowledged and self.snoozed_until is None


class AlarmRecord(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One line of the alarm log: an alarm from its beginning to its end.

    Attributes:
        key: As in `Alarm`; unique together with `raised_at`.
        raised_at: UTC.
        acknowledged_at: UTC; None while nobody did.
        cleared_at: UTC; None while it holds.
        paint_ms: Milliseconds from the moment it became true until it was painted; None while it was not.
    """

    key: str
    kind: AlarmKind
    priority: AlarmPriority
    book: Book | None
    symbol: Symbol | None
    text: str
    raised_at: datetime
    acknowledged_at: datetime | None = None
    cleared_at: datetime | None = None
    paint_ms: int | None = None


def record_of(alarm: Alarm) -> AlarmRecord:
    """Return the line with which the log of an alarm begins."""
    return AlarmRecord(
        key=alarm.key,
        kind=alarm.kind,
        priority=alarm.priority,
        book=alarm.book,
        symbol=alarm.symbol,
        text=alarm.text,
        raised_at=alarm.raised_at,
    )


def worst_first(alarms: Iterable[Alarm]) -> tuple[Alarm, ...]:
    """Return alarms in the order in which they need the trader.

    Open ones first, then those acknowledged, then those put aside; in each group by priority, real money
    before simulated, the newest first.
    """
    return tuple(sorted(alarms, key=_urgency))


def top_of(alarms: Iterable[Alarm]) -> Alarm | None:
    """Return the open alarm that needs the trader most; None when nothing is open."""
    return next((alarm for alarm in worst_first(alarms) if alarm.is_open), None)


def _urgency(alarm: Alarm) -> tuple[int, int, int, float, str]:
    group = 2 if alarm.snoozed_until is not None else int(alarm.acknowledged)
    # What concerns the link or the prices concerns every book, real money included.
    mode = 0 if alarm.book is None else _MODES[alarm.book.mode]
    return group, _RANK[alarm.priority], mode, -alarm.raised_at.timestamp(), alarm.key
