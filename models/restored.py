"""One line about what was restored after a start."""

from collections.abc import Sequence
from datetime import datetime

from models.trade import Position


def describe_restored(positions: Sequence[Position], last_seen: datetime | None, now: datetime) -> str:
    """Return what was open and for how long the monitor was away.

    Args:
        positions: What was restored, at least one.
        last_seen: When the monitor last wrote, UTC; None where that is not known.
        now: UTC.
    """
    parts = [
        f"{position.book} {'long' if position.direction > 0 else 'short'} {abs(position.quantity):f} "
        f"{position.symbol} @ {position.average_price:f} (since {position.entry_time:%H:%M:%S} UTC)"
        for position in positions
    ]
    away = "" if last_seen is None else _duration((now - last_seen).total_seconds())
    return f"Restored {', '.join(parts)}" + (f"; monitor was away for {away}" if away else "")


def _duration(seconds: float) -> str:
    minutes, rest = divmod(max(0, round(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes:02} min"
    return f"{minutes} min {rest:02} s" if minutes else f"{rest} s"
