"""Timeframes of the equity curve, anchored to session days."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from functools import lru_cache

from models.holidays import CME_CALENDAR, Calendar
from models.market_hours import CHICAGO, OPENS, SATURDAY

_DAY = timedelta(days=1)
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
    local = at.astimezone(CHICAGO)
    return local.year, local.month


def session_day(at: datetime, calendar: Calendar = CME_CALENDAR) -> date:
    """Return the trade date that a moment belongs to.

    Args:
        at: Aware, any zone.
        calendar: Holidays of the exchange.
    """
    local = at.astimezone(CHICAGO)
    day = local.date() + (_DAY if local.time() >= OPENS else timedelta(0))
    return _from(day, calendar)


# Asked with each price and each painting, and of a handful of days.
@lru_cache(maxsize=128)
def session_start(day: date, calendar: Calendar = CME_CALENDAR) -> datetime:
    """Return when the session of a trade date opens, UTC.

    That is the first opening since the trade date before: 17:00 in Chicago on the evening before, Sunday's
    for a Monday. A holiday on which the exchange trades belongs to the session of the next trade date, which
    therefore opens before the holiday.
    """
    first, earlier = day, day - _DAY
    while not _is_trade_date(earlier, calendar):
        if calendar.early_close(earlier) is not None:
            first = earlier
        earlier -= _DAY
    return _opening(first - _DAY)


def session_starts(start: datetime, end: datetime, calendar: Calendar = CME_CALENDAR) -> Iterator[datetime]:
    """Yield when sessions open between two moments, UTC, oldest first.

    Args:
        start: Aware; an opening at this very moment is left out.
        end: Aware.
        calendar: Holidays of the exchange.
    """
    day = session_day(start, calendar)
    while (opening := session_start(day, calendar)) <= end:
        if opening > start:
            yield opening
        day = _from(day + _DAY, calendar)


def window_start(
    timeframe: Timeframe,
    now: datetime,
    first: datetime | None,
    calendar: Calendar = CME_CALENDAR,
) -> datetime:
    """Return the left edge of a timeframe, UTC.

    Args:
        timeframe: LIVE is the last hour, 1D the current session, 1W the last five sessions, 1M and 3M go back
            by calendar months, YTD starts with the first session of the year.
        now: Aware.
        first: Oldest moment that there is; the edge of ALL. None while there is nothing.
        calendar: Holidays of the exchange.
    """
    if timeframe is Timeframe.LIVE:
        return now.astimezone(UTC) - timedelta(hours=1)
    if timeframe is Timeframe.ALL and first is not None:
        return first.astimezone(UTC)
    today = session_day(now, calendar)
    start = session_start(_first_day(timeframe, today, calendar), calendar)
    if start > now:
        # Between two sessions, as on a Saturday: what happens now already belongs to the session to come.
        start = _opening(_back(today, 1, calendar))
    return start


def _first_day(timeframe: Timeframe, today: date, calendar: Calendar) -> date:
    """Return the first trade date of a timeframe."""
    match timeframe:
        case Timeframe.WEEK:
            return _back(today, _SESSIONS_OF_A_WEEK - 1, calendar)
        case Timeframe.MONTH:
            return _from(_months_before(today, 1), calendar)
        case Timeframe.QUARTER:
            return _from(_months_before(today, 3), calendar)
        case Timeframe.YEAR:
            return _from(date(today.year, 1, 1), calendar)
        case _:
            return today


def _opening(evening: date) -> datetime:
    return datetime.combine(evening, OPENS, CHICAGO).astimezone(UTC)


def _from(day: date, calendar: Calendar) -> date:
    """Return the first trade date that is not before a calendar day."""
    while not _is_trade_date(day, calendar):
        day += _DAY
    return day


def _back(day: date, sessions: int, calendar: Calendar) -> date:
    """Return the trade date that lies some sessions before another."""
    while sessions:
        day -= _DAY
        if _is_trade_date(day, calendar):
            sessions -= 1
    return day


def _is_trade_date(day: date, calendar: Calendar) -> bool:
    return day.weekday() < SATURDAY and day not in calendar.holidays


def _months_before(day: date, months: int) -> date:
    """Return the same day of an earlier month, or that month's last day where it is shorter."""
    year, month = divmod(day.year * _DECEMBER + day.month - 1 - months, _DECEMBER)
    following, next_month = divmod(year * _DECEMBER + month + 1, _DECEMBER)
    last = date(following, next_month + 1, 1) - _DAY
    return date(year, month + 1, min(day.day, last.day))
