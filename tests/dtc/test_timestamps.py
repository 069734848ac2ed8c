"""Dates of the wire."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dtc.timestamps import utc_datetime

MOMENT = datetime(2026, 11, 22, 14, 30, 15, 250000, tzinfo=UTC)


@pytest.mark.parametrize("unit", [1, 1_000, 1_000_000])
def test_the_unit_follows_from_the_magnitude(unit: int) -> None:
    """Seconds, milliseconds and microseconds of the same moment mean the same moment."""
    assert utc_datetime(MOMENT.timestamp() * unit) == MOMENT
    assert utc_datetime(int(MOMENT.timestamp()) * unit) == MOMENT.replace(microsecond=0)


@pytest.mark.parametrize(
    "value",
    [None, 0, 0.0, -1, 1, 3600.0, 86_400 * 365, 2**63 - 1, -(2**63), 1.7e308, float("nan"), float("inf")],
)
def test_unset_and_absurd_dates_are_none(value: float | None) -> None:
    """Zero, dates outside of 1990 to 2100 and things that are no numbers give no moment and no error."""
    assert utc_datetime(value) is None


@given(st.datetimes(datetime(1990, 1, 2), datetime(2100, 12, 30)))  # noqa: DTZ001 - hypothesis wants naive bounds
def test_every_moment_is_kept_to_the_microsecond(naive: datetime) -> None:
    """Whole microseconds survive exactly, once they are beyond what counts as milliseconds."""
    moment = naive.replace(tzinfo=UTC)
    microseconds = (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
    assert utc_datetime(microseconds) == moment


@given(st.floats() | st.integers())
def test_no_number_raises(value: float) -> None:
    """Whatever arrives, the answer is an aware datetime or None."""
    moment = utc_datetime(value)
    assert moment is None or moment.tzinfo is UTC
