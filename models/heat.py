"""Time in drawdown: how long a position has been on the losing side of its entry."""

from datetime import datetime
from decimal import Decimal
from enum import Enum

import msgspec

from models.trade import Position


class HeatLevel(Enum):
    """How long a drawdown lasts, in steps that the screen shows."""

    OFF = "off"
    COOL = "cool"
    WARNING = "warning"
    FLASHING = "flashing"
    CRITICAL = "critical"


class HeatThresholds(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Ages of a drawdown from which on a level applies, seconds."""

    warning_s: int = 180
    flashing_s: int = 270
    critical_s: int = 300


def next_heat(
    since: datetime | None,
    position: Position | None,
    last: Decimal,
    at: datetime,
    dead_band: Decimal = Decimal(0),
) -> datetime | None:
    """Return the start of the running drawdown after one more price.

    Args:
        since: Start of the drawdown so far, UTC; None while there is none.
        position: What is open; None when flat.
        last: A fresh valid price. A stale price must not get here: it would start a drawdown.
        at: Moment of the price, UTC.
        dead_band: Points that the price must be on the losing side to start, and on the winning side to end
            the drawdown; with 0 it starts on any loss and ends at the entry price.

    Returns:
        None when the position is not in drawdown.
    """
    if position is None:
        return None
    gain = (last - position.average_price) * position.direction
    if since is None:
        return at if gain < 0 and gain <= -dead_band else None
    return None if gain >= dead_band else since


def heat_age(since: datetime, at: datetime) -> int:
    """Return the whole seconds that a drawdown has lasted, never negative."""
    return max(0, int((at - since).total_seconds()))


def heat_level(since: datetime | None, at: datetime, thresholds: HeatThresholds) -> HeatLevel:
    """Return the level of a drawdown at a moment; OFF when there is none."""
    if since is None:
        return HeatLevel.OFF
    age = heat_age(since, at)
    if age >= thresholds.critical_s:
        return HeatLevel.CRITICAL
    if age >= thresholds.flashing_s:
        return HeatLevel.FLASHING
    return HeatLevel.WARNING if age >= thresholds.warning_s else HeatLevel.COOL
