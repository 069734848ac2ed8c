"""Moments under the mouse."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.timeframe import Timeframe
from ui.panel1.timeline import moment_text, snapped

CHICAGO = ZoneInfo("America/Chicago")
AT = datetime(2025, 11, 7, 9, 7, 3, tzinfo=CHICAGO).timestamp()


@pytest.mark.parametrize(
    ("frame", "text"),
    [
        (Timeframe.LIVE, "9:07:03 AM"),
        (Timeframe.DAY, "9:05 AM"),
        (Timeframe.WEEK, "9:00 AM, Nov 7"),
        (Timeframe.MONTH, "9:00 AM, Nov 7"),
        (Timeframe.QUARTER, "Nov 7, 2025"),
        (Timeframe.YEAR, "Nov 6, 2025"),
        (Timeframe.ALL, "Nov 6, 2025"),
    ],
)
def test_each_timeframe_snaps_and_words_its_moments(frame: Timeframe, text: str) -> None:
    """The moment is floored to the timeframe's step in local time and worded as documented."""
    assert moment_text(frame, snapped(frame, AT, CHICAGO), CHICAGO) == text


@given(st.sampled_from(list(Timeframe)), st.floats(1.6e9, 1.9e9))
def test_snapping_goes_back_by_less_than_a_week(frame: Timeframe, at: float) -> None:
    """A snapped moment is never later than the place of the mouse, and at most one step earlier."""
    assert 0 <= at - snapped(frame, at, CHICAGO) < 604_800
