"""How the moments under the mouse snap and read, per timeframe."""

from datetime import UTC, datetime, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from models.timeframe import Timeframe
from ui.wording import clock_text, day_text

EXCHANGE_ZONE: Final = ZoneInfo("America/Chicago")
"""The clock of CME."""
_SNAP_S = {
    Timeframe.LIVE: 1,
    Timeframe.DAY: 300,
    Timeframe.WEEK: 3600,
    Timeframe.MONTH: 3600,
    Timeframe.QUARTER: 86_400,
    Timeframe.YEAR: 604_800,
    Timeframe.ALL: 604_800,
}


def snapped(timeframe: Timeframe, at: float, zone: tzinfo | None) -> float:
    """Return the moment that a place on the chart stands for, floored to the timeframe's step.

    Days and weeks are floored in local time: a day that began yesterday evening elsewhere reads wrong.

    Args:
        timeframe: The timeframe on the screen.
        at: UNIX seconds.
        zone: Time zone of the trader; None is the zone of this computer.
    """
    step = _SNAP_S[timeframe]
    offset = datetime.fromtimestamp(at, UTC).astimezone(zone).utcoffset()
    shift = offset.total_seconds() if offset else 0.0
    return (at + shift) // step * step - shift


def moment_text(timeframe: Timeframe, at: float, zone: tzinfo | None) -> str:
    """Return a moment as the timeframe words it, `9:05:03 AM` or `Nov 7, 2025`."""
    moment = datetime.fromtimestamp(at, UTC)
    if timeframe is Timeframe.LIVE:
        return clock_text(moment, zone, seconds=True)
    if timeframe is Timeframe.DAY:
        return clock_text(moment, zone, seconds=False)
    if timeframe in {Timeframe.WEEK, Timeframe.MONTH}:
        return f"{clock_text(moment, zone, seconds=False)}, {day_text(moment, zone, year=False)}"
    return day_text(moment, zone, year=True)
