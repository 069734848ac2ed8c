from models.holidays import CME_HOLIDAYS


def test_holidays_are_weekdays() -> None:
    """A weekend has no trade date anyway; a date on it is a slip of the pen."""
    assert all(day.weekday() < 5 for day in CME_HOLIDAYS)


def test_each_year_has_its_ten_holidays() -> None:
    """A year with fewer is not complete."""
    years = [day.year for day in CME_HOLIDAYS]
    assert {year: years.count(year) for year in years} == {2025: 10, 2026: 10, 2027: 10}
