"""Hours in which nothing is heard."""

from datetime import time

import pytest

from models.quiet_hours import QuietHours


@pytest.mark.parametrize(
    ("start", "end", "at", "quiet"),
    [
        ("12:00", "13:00", "12:00", True),
        ("12:00", "13:00", "12:59", True),
        ("12:00", "13:00", "13:00", False),
        ("22:00", "06:30", "23:59", True),
        ("22:00", "06:30", "00:00", True),
        ("22:00", "06:30", "06:30", False),
        ("22:00", "06:30", "12:00", False),
        ("07:00", "07:00", "07:00", False),
    ],
)
def test_quiet_hours(start: str, end: str, at: str, quiet: bool) -> None:  # noqa: FBT001 - a row of the table
    """The beginning belongs to them and the end does not; they may go on past midnight."""
    hours = QuietHours(start=time.fromisoformat(start), end=time.fromisoformat(end))
    assert hours.hold_at(time.fromisoformat(at)) is quiet
