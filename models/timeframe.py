"""Timeframes of the equity curve, anchored to session days."""

from collections.abc import Set as AbstractSet
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from models.holidays import CME_HOLIDAYS

_CHICAGO = ZoneInfo("America/Chicago")
# The session of a trade date opens on the evening before, exchange time.
_OPEN = time(17)
_DAY = timedelta(days=1)
_SATURDAY = 5
_SESSIONS_OF_A_WEEK = 5
_DECEMBER = 12


class Timeframe(Enum):
    """A stretch of the equity curve, by the label on its button."""

    LIVE = "LIVE"
    DAY = "1D"
    WEEK = "1W"
    MONTH = "1M"
    QUARTER = "3M"
    YEAR = "YTD"
    ALL = "ALL"


def exchange_month(at: datetime) -> tuple[int, int]:
    """Return year and month of a moment on the exchange's calendar; Chicago time."""
    local = at.astimezone(_CHICAGO)
    return local.year, local.month


def session_day(at: datetime, holidays: AbstractSet[date] = CME_HOLIDAYS) -> date:
    """Return the trade date that a moment belongs to.

    Args:
        at: Aware, any zone.
        holidays: Weekdays without a trade date of their own.
    """
    local = at.astimezone(_CHICAGO)
    day = local.date() + (_DAY if local.time() >= _OPEN else timedelta(0))
    return _from(day, holidays)


def session_start(day: date, holidays: AbstractSet[date] = CME_HOLIDAYS) -> datetime:
    """Return when the session of a trade date opens, UTC.

    That is 17:00 in Chicago on the evening before, Sunday's for a Monday. The session of a holiday belongs to
    the next trade date, which therefore opens before the holiday.
    """
    evening = day - _DAY
    while evening in holidays:
        evening -= _DAY
    return _opening(evening)


def window_start(
    timeframe: Timeframe,
    now: datetime,
    first: datetime | None,
    holidays: AbstractSet[date] = CME_HOLIDAYS,
) -> datetime:
    """Return the left edge of a timeframe, UTC.

    Args:
        timeframe: LIVE is the last hour, 1D the current session, 1W the last five sessions, 1M and 3M go back
            by calendar months, YTD starts with the first session of the year.
        now: Aware.
        first: Oldest moment that there is; the edge of ALL. None while there is nothing.
        holidays: Weekdays without a trade date of their own.
    """
    today = session_day(now, holidays)
    if timeframe is Timeframe.LIVE:
        return now.astimezone(UTC) - timedelta(hours=1)
    if timeframe is Timeframe.ALL and first is not None:
        return first.astimezone(UTC)
    start = session_start(_first_day(timeframe, today, holidays), holidays)
    if start > now:
        # Between two sessions, as on a Saturday: what happens now already belongs to the session to come.
        start = _opening(_back(today, 1, holidays))
    return start


def _first_day(timeframe: Timeframe, today: date, holidays: AbstractSet[date]) -> date:
    """Return the first trade date of a timeframe."""
    match timeframe:
        case Timeframe.WEEK:
            return _back(today, _SESSIONS_OF_A_WEEK - 1, holidays)
        case Timeframe.MONTH:
            return _from(_months_before(today, 1), holidays)
        case Timeframe.QUARTER:
            return _from(_months_before(today, 3), holidays)
        case Timeframe.YEAR:
            return _from(date(today.year, 1, 1), holidays)
        case _:
            return today


def _opening(evening: date) -> datetime:
    return datetime.combine(evening, _OPEN, _CHICAGO).astimezone(UTC)


def _from(day: date, holidays: AbstractSet[date]) -> date:
    """Return the first trade date that is not before a calendar day."""
    while day.weekday() >= _SATURDAY or day in holidays:
        day += _DAY
    return day


def _back(day: date, sessions: int, holidays: AbstractSet[date]) -> date:
    """Return the trade date that lies some sessions before another."""
    while sessions:
        day -= _DAY
        if day.weekday() < _SATURDAY and day not in holidays:
            sessions -= 1
    return day


def _months_before(day: date, months: int) -> date:
    """Return the same day of an earlier month, or that month's last day where it is shorter."""
    year, month = divmod(day.year * _DECEMBER + day.month - 1 - months, _DECEMBER)
    following, next_month = divmod(year * _DECEMBER + month + 1, _DECEMBER)
    last = date(following, next_month + 1, 1) - _DAY
    return date(year, month + 1, min(day.day, last.day))
