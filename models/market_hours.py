"""When the exchange trades: Sunday to Friday, but for the daily halt, holidays and early closes."""

from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from models.holidays import CME_CALENDAR, ORDINARY_CLOSE, Calendar

CHICAGO: Final = ZoneInfo("America/Chicago")
"""The clock of the exchange."""
OPENS: Final = time(17)
"""When the session of the next day begins, exchange time."""
SATURDAY: Final = 5

_DAY: Final = timedelta(days=1)


def market_open(at: datetime, calendar: Calendar = CME_CALENDAR) -> bool:
    """Tell whether the exchange trades at a moment.

    A session opens at 17:00 in Chicago on the evening before its day and ends at 16:00, or earlier where the
    calendar says so.

    Args:
        at: Aware, any zone.
        calendar: Holidays and early closes.
    """
    local = at.astimezone(CHICAGO)
    is_evening = local.time() >= OPENS
    day = local.date() + (_DAY if is_evening else timedelta(0))
    close = calendar.early_close(day)
    if day.weekday() >= SATURDAY or (close is None and day in calendar.holidays):
        return False
    return is_evening or local.time() < (close or ORDINARY_CLOSE)
