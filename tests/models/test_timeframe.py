from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.holidays import CME_CALENDAR, Calendar
from models.timeframe import (
    Timeframe,
    exchange_month,
    session_day,
    session_start,
    session_starts,
    window_start,
)

CHICAGO = ZoneInfo("America/Chicago")
moments = st.datetimes(datetime(2025, 2, 1), datetime(2027, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds


def chicago(text: str) -> datetime:
    """Return a moment by the clock of the exchange."""
    return datetime.fromisoformat(text).replace(tzinfo=CHICAGO)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-11-23T16:59:59", "2026-11-23"),
        ("2026-11-23T17:00:00", "2026-11-24"),
        ("2026-11-20T17:00:00", "2026-11-23"),
        ("2026-11-21T12:00:00", "2026-11-23"),
        ("2026-11-22T16:59:59", "2026-11-23"),
        ("2026-11-22T17:00:00", "2026-11-23"),
        ("2026-09-07T10:00:00", "2026-09-08"),
        ("2026-11-25T17:30:00", "2026-11-27"),
        ("2026-12-24T18:00:00", "2026-12-28"),
        ("2026-03-06T17:00:00", "2026-03-09"),
        ("2026-03-08T03:30:00", "2026-03-09"),
        ("2026-11-01T01:30:00", "2026-11-02"),
    ],
)
def test_a_moment_belongs_to_its_trade_date(moment: str, day: str) -> None:
    """The day turns at 17:00 in Chicago; weekends and holidays belong to the next trade date."""
    assert session_day(chicago(moment).astimezone(UTC)) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("day", "start"),
    [
        ("2026-11-24", "2026-11-23T17:00"),
        ("2026-11-23", "2026-11-22T17:00"),
        ("2026-03-09", "2026-03-08T17:00"),
        ("2026-11-02", "2026-11-01T17:00"),
        ("2026-09-08", "2026-09-06T17:00"),
        ("2026-11-27", "2026-11-25T17:00"),
        ("2026-01-02", "2026-01-01T17:00"),
        ("2026-06-22", "2026-06-18T17:00"),
        ("2026-04-06", "2026-04-05T17:00"),
    ],
)
def test_session_opens_at_17_in_chicago_on_the_evening_before(day: str, start: str) -> None:
    """Neither summer time nor holidays move the clock time; a holiday that trades opens the session early."""
    assert session_start(date.fromisoformat(day)) == chicago(start)


def test_offset_from_utc_follows_summer_time() -> None:
    """17:00 in Chicago is 23:00 UTC in winter and 22:00 in summer."""
    assert session_start(date(2026, 3, 6)).hour == 23
    assert session_start(date(2026, 3, 10)).hour == 22


def test_holiday_table_can_be_replaced() -> None:
    """Another product with other holidays has other trade dates."""
    assert session_day(chicago("2026-09-07T10:00"), Calendar()) == date(2026, 9, 7)


@pytest.mark.parametrize(
    ("timeframe", "start"),
    [
        (Timeframe.LIVE, "2026-11-24T09:00"),
        (Timeframe.DAY, "2026-11-23T17:00"),
        (Timeframe.WEEK, "2026-11-17T17:00"),
        (Timeframe.MONTH, "2026-10-25T17:00"),
        (Timeframe.QUARTER, "2026-08-23T17:00"),
        (Timeframe.YEAR, "2026-01-01T17:00"),
        (Timeframe.ALL, "2026-06-01T12:00"),
    ],
)
def test_windows_start_with_a_session(timeframe: Timeframe, start: str) -> None:
    """On Tuesday 24 November 2026 at 10:00 each timeframe begins where it should."""
    if timeframe is Timeframe.YEAR:
        # 1 January has no trade date, and nothing trades on it before its evening.
        assert session_day(chicago(start)) == date(2026, 1, 2)
    assert window_start(timeframe, chicago("2026-11-24T10:00"), chicago("2026-06-01T12:00")) == chicago(start)


def test_month_back_from_a_long_month_ends_in_the_short_one() -> None:
    """One month before 31 March 2026 is the last day of February, a Saturday: Monday's session begins it."""
    start = window_start(Timeframe.MONTH, chicago("2026-03-31T10:00"), None)
    assert start == chicago("2026-03-01T17:00")


def test_month_back_from_the_31st_is_the_30th() -> None:
    """The month before has only thirty days, and its last one counts."""
    start = window_start(Timeframe.MONTH, chicago("2026-07-31T10:00"), None)
    assert start == chicago("2026-06-29T17:00")


def test_three_months_back_cross_the_year() -> None:
    """From January a quarter leads into October of the year before."""
    start = window_start(Timeframe.QUARTER, chicago("2026-01-15T10:00"), None)
    assert start == chicago("2025-10-14T17:00")


def test_weekend_shows_what_happens_on_it() -> None:
    """On Saturday the coming session has not opened, yet what happens now belongs to it and is shown."""
    saturday = chicago("2026-11-21T12:00")
    assert window_start(Timeframe.DAY, saturday, None) == chicago("2026-11-20T17:00")


def test_all_without_history_is_the_current_session() -> None:
    """There is always a left edge."""
    assert window_start(Timeframe.ALL, chicago("2026-11-24T10:00"), None) == chicago("2026-11-23T17:00")


@given(moments)
def test_every_moment_lies_in_a_trade_date_near_it(moment: datetime) -> None:
    """The trade date is a weekday without holiday, and never more than five days ahead."""
    day = session_day(moment)
    assert day.weekday() < 5
    assert day not in CME_CALENDAR.holidays
    assert timedelta(0) <= day - moment.astimezone(CHICAGO).date() <= timedelta(days=5)


@given(moments)
def test_trade_dates_never_go_back(moment: datetime) -> None:
    """A later moment has the same trade date or a later one, summer time or not."""
    assert session_day(moment) <= session_day(moment + timedelta(minutes=30))


@given(moments)
def test_session_start_belongs_to_its_session(moment: datetime) -> None:
    """The first moment of a session has its trade date, the moment before that never has a later one."""
    day = session_day(moment)
    start = session_start(day)
    assert session_day(start) == day
    assert session_day(start - timedelta(seconds=1)) <= day


@given(moments, st.sampled_from(Timeframe))
def test_window_never_starts_after_now(moment: datetime, timeframe: Timeframe) -> None:
    """A window always has room for what happens now."""
    assert window_start(timeframe, moment, None) <= moment


@given(moments)
def test_longer_timeframes_start_earlier(moment: datetime) -> None:
    """1D, 1W, 1M and 3M enclose each other."""
    frames = (Timeframe.DAY, Timeframe.WEEK, Timeframe.MONTH, Timeframe.QUARTER)
    starts = [window_start(frame, moment, None) for frame in frames]
    assert starts == sorted(starts, reverse=True)


@pytest.mark.parametrize(
    ("at", "month"),
    [
        ("2026-12-01T05:59:59+00:00", (2026, 11)),
        ("2026-12-01T06:00:00+00:00", (2026, 12)),
        ("2026-07-01T04:59:59+00:00", (2026, 6)),
        ("2026-07-01T05:00:00+00:00", (2026, 7)),
    ],
)
def test_month_begins_at_midnight_in_chicago(at: str, month: tuple[int, int]) -> None:
    """In summer time and out of it."""
    assert exchange_month(datetime.fromisoformat(at)) == month


def test_sessions_open_each_evening_but_on_weekends() -> None:
    """Thursday, Sunday and Monday evening; an opening at the very start is left out."""
    friday, tuesday = (session_start(date(2026, 11, day)) for day in (13, 17))
    openings = [friday, session_start(date(2026, 11, 16)), tuesday]
    assert list(session_starts(friday - timedelta(hours=1), tuesday)) == openings
    assert list(session_starts(friday, tuesday - timedelta(seconds=1))) == openings[1:2]
    assert [opening.weekday() for opening in openings] == [3, 6, 0]
