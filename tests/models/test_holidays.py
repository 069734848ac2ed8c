from datetime import date, time

import pytest

from models.holidays import CME_CALENDAR, Calendar, CalendarError


def test_holidays_are_weekdays() -> None:
    """A holiday on a weekend is kept on a weekday, or not at all."""
    assert all(day.weekday() < 5 for day in CME_CALENDAR.holidays)


def test_each_year_has_its_ten_holidays() -> None:
    """No day of the table is missing or doubled."""
    years = [day.year for day in CME_CALENDAR.holidays]
    assert {year: years.count(year) for year in set(years)} == {2025: 10, 2026: 10, 2027: 10}


def test_early_closes_are_known_and_at_noon_or_a_quarter_past() -> None:
    """Holidays that trade end at 12:00, eves and the day after Thanksgiving at 12:15."""
    for day, close in CME_CALENDAR.early_closes:
        assert close == (time(12) if day in CME_CALENDAR.holidays else time(12, 15))


def test_days_of_the_settings_stand_above_the_table() -> None:
    """A day can be added, changed and taken away, each in one line."""
    changed = CME_CALENDAR.with_days(
        {
            "2026-11-27": "normal",
            "2026-12-24": "11:30",
            "2027-06-18": "closed",
            "2028-01-17": "holiday 12:00",
            "2026-01-01": "normal",
        }
    )
    assert changed.early_close(date(2026, 11, 27)) is None
    assert changed.early_close(date(2026, 12, 24)) == time(11, 30)
    assert changed.early_close(date(2027, 6, 18)) is None
    assert changed.early_close(date(2028, 1, 17)) == time(12)
    assert date(2027, 6, 18) in changed.holidays
    assert date(2028, 1, 17) in changed.holidays
    assert date(2026, 1, 1) not in changed.holidays


@pytest.mark.parametrize(
    ("day", "text"),
    [
        ("tomorrow", "closed"),
        ("2026-11-31", "closed"),
        ("2026-11-27", "noon"),
        ("2026-11-27", "16:01"),
        ("2026-11-27", "12:00+01:00"),
        ("2026-11-27", "holiday"),
    ],
)
def test_unreadable_day_is_named(day: str, text: str) -> None:
    """The error says which day, and what may stand there."""
    with pytest.raises(CalendarError, match=day) as raised:
        Calendar().with_days({day: text})
    assert raised.value.day == day
