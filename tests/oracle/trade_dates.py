"""Which stretch of time a timeframe is, by the exchange's calendar and nothing of the program."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_CHICAGO = ZoneInfo("America/Chicago")
_DAY = timedelta(days=1)
# Weekdays of the stretch in which sessions are played, on which nothing is settled.
_HOLIDAYS = {
    date(2025, 11, 27),
    date(2025, 12, 25),
    *(date(2026, month, day) for month, day in ((1, 1), (1, 19), (2, 16), (4, 3), (5, 25), (6, 19), (7, 3))),
    *(date(2026, month, day) for month, day in ((9, 7), (11, 26), (12, 25))),
    *(date(2027, month, day) for month, day in ((1, 1), (1, 18), (2, 15), (3, 26), (5, 31), (6, 18))),
}


def is_settled_on(day: date) -> bool:
    """Return whether a calendar day is a trade date."""
    return day.weekday() < 5 and day not in _HOLIDAYS


def trade_date(at: datetime) -> date:
    """Return the trade date of a moment: from 17:00 in Chicago on it is a later one."""
    local = at.astimezone(_CHICAGO)
    day = local.date()
    if local.hour >= 17:
        day += _DAY
    while not is_settled_on(day):
        day += _DAY
    return day


def dates_between(first: date, last: date) -> int:
    """Return how many trade dates there are from one to another, both included."""
    return sum(is_settled_on(first + n * _DAY) for n in range((last - first).days + 1))


def start_of(timeframe: str, now: datetime, first: datetime | None) -> datetime:
    """Return where a timeframe begins.

    Args:
        timeframe: The text of its button.
        now: The moment at which it ends.
        first: The oldest thing that there is, where all begins; None while there is none.
    """
    if timeframe == "LIVE":
        return now - timedelta(hours=1)
    if timeframe == "ALL" and first is not None:
        return first
    today = trade_date(now)
    begins = _evening_before(_first_date(timeframe, today))
    if begins <= now:
        return begins
    # The week is over and the next has not begun: this moment belongs to what follows the last session.
    day = today - _DAY
    while not is_settled_on(day):
        day -= _DAY
    return _five_o_clock(day)


def _first_date(timeframe: str, today: date) -> date:
    if timeframe == "1W":
        day, left = today, 4
        while left:
            day -= _DAY
            left -= is_settled_on(day)
        return day
    if timeframe in {"1M", "3M"}:
        day = _months_back(today, 1 if timeframe == "1M" else 3)
    elif timeframe == "YTD":
        day = date(today.year, 1, 1)
    else:
        day = today
    while not is_settled_on(day):
        day += _DAY
    return day


def _months_back(day: date, months: int) -> date:
    year, month = day.year, day.month - months
    if month < 1:
        year, month = year - 1, month + 12
    for of_month in range(day.day, 0, -1):
        try:
            return date(year, month, of_month)
        except ValueError:
            continue
    raise AssertionError(day)


def _evening_before(day: date) -> datetime:
    """Return when the session of a trade date opens; what trades on a holiday belongs to it as well."""
    evening = day - _DAY
    while evening in _HOLIDAYS:
        evening -= _DAY
    return _five_o_clock(evening)


def _five_o_clock(day: date) -> datetime:
    return datetime.combine(day, time(17), _CHICAGO).astimezone(UTC)
