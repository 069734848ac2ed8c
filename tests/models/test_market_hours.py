from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.holidays import CME_CALENDAR
from models.market_hours import market_open
from models.timeframe import session_day, session_start

CHICAGO = ZoneInfo("America/Chicago")
moments = st.datetimes(datetime(2025, 2, 1), datetime(2027, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        # Sunday opens at 17:00, each day pauses from 16:00 to 17:00, Friday ends the week.
        ("2026-11-22T16:59:59", False),
        ("2026-11-22T17:00:00", True),
        ("2026-11-23T15:59:59", True),
        ("2026-11-23T16:00:00", False),
        ("2026-11-23T16:59:59", False),
        ("2026-11-23T17:00:00", True),
        ("2026-11-20T15:59:59", True),
        ("2026-11-20T16:00:00", False),
        ("2026-11-20T18:00:00", False),
        ("2026-11-21T12:00:00", False),
        ("2026-11-21T18:00:00", False),
        # Thanksgiving trades until noon, the day after until a quarter past.
        ("2026-11-25T17:30:00", True),
        ("2026-11-26T11:59:59", True),
        ("2026-11-26T12:00:00", False),
        ("2026-11-26T17:00:00", True),
        ("2026-11-27T12:14:59", True),
        ("2026-11-27T12:15:00", False),
        # Christmas on a Friday: from the early close of its eve to Sunday evening.
        ("2026-12-24T12:15:00", False),
        ("2026-12-24T18:00:00", False),
        ("2026-12-25T10:00:00", False),
        ("2026-12-25T18:00:00", False),
        ("2026-12-27T17:00:00", True),
        # New Year's Day on a Thursday opens again in its evening.
        ("2025-12-31T15:00:00", True),
        ("2025-12-31T17:00:00", False),
        ("2026-01-01T16:59:59", False),
        ("2026-01-01T17:00:00", True),
        # Both changes of the clock.
        ("2026-03-08T16:59:59", False),
        ("2026-03-08T17:00:00", True),
        ("2026-11-01T16:59:59", False),
        ("2026-11-01T17:00:00", True),
    ],
)
def test_market_is_open_as_the_exchange_says(moment: str, is_open: bool) -> None:  # noqa: FBT001 - a table
    """By the clock of Chicago, whatever zone the moment is given in."""
    at = datetime.fromisoformat(moment).replace(tzinfo=CHICAGO)
    assert market_open(at) is is_open
    assert market_open(at.astimezone(UTC)) is is_open


def test_settings_can_open_a_closed_day() -> None:
    """Published calendars are wrong for some products and dates."""
    good_friday = datetime(2026, 4, 3, 8, tzinfo=CHICAGO)
    assert not market_open(good_friday)
    assert market_open(good_friday, CME_CALENDAR.with_days({"2026-04-03": "holiday 08:15"}))


@given(moments)
def test_a_session_begins_when_the_market_opens(moment: datetime) -> None:
    """The first moment of a trade date is open, and the one before it is not."""
    start = session_start(session_day(moment))
    assert market_open(start)
    assert not market_open(start - timedelta(seconds=1))


@given(moments)
def test_whatever_trades_lies_in_its_session(moment: datetime) -> None:
    """While the market is open, the session of the moment's trade date has begun."""
    if market_open(moment):
        assert session_start(session_day(moment)) <= moment
