"""What stands at the axes."""

from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.panel1.axis import balance_ticks, time_ticks

CHICAGO = ZoneInfo("America/Chicago")


def at(*parts: int) -> float:
    """Return a time on the clock of Chicago as UNIX seconds."""
    year, month, day, hour, minute, second = (*parts, 0, 0, 0)[:6]
    return datetime(year, month, day, hour, minute, second, tzinfo=CHICAGO).timestamp()


def texts(start: float, end: float, most: int) -> list[str]:
    """Return the texts between two moments."""
    return [tick.text for tick in time_ticks(start, end, CHICAGO, most)]


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (9_980.0, 10_120.0, ["$10,000", "$10,050", "$10,100"]),
        (-30.0, 12.0, ["-$20", "$0"]),
        (9_999.8, 10_000.9, ["$10,000.00", "$10,000.50"]),
        (0.0, 9.0, ["$0.00", "$2.50", "$5.00", "$7.50"]),
    ],
)
def test_amounts_are_round(low: float, high: float, expected: list[str]) -> None:
    """Steps are 1, 2, 2.5 or 5 times a power of ten; cents are written where they matter."""
    assert [tick.text for tick in balance_ticks(low, high, 4)] == expected


@given(st.floats(-1e9, 1e9), st.floats(0.02, 1e9), st.integers(1, 20))
def test_amounts_lie_within_and_are_few(low: float, spread: float, most: int) -> None:
    """There are never more than there is room for, and none outside of the range."""
    ticks = balance_ticks(low, low + spread, most)
    assert len(ticks) <= most + 1
    assert all(low - 1e-6 <= tick.at <= low + spread + 1e-6 for tick in ticks)
    assert len({tick.text for tick in ticks}) == len(ticks)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (at(2026, 11, 17, 8, 7), at(2026, 11, 17, 9), ["8:15 AM", "8:30 AM", "8:45 AM", "9:00 AM"]),
        (at(2026, 11, 17, 9, 0, 2), at(2026, 11, 17, 9, 0, 50), ["9:00:15 AM", "9:00:30 AM", "9:00:45 AM"]),
        (at(2026, 11, 16, 17), at(2026, 11, 17, 9), ["6:00 PM", "Nov 17", "6:00 AM"]),
        (at(2026, 11, 10), at(2026, 11, 18), ["Nov 11", "Nov 13", "Nov 15", "Nov 17"]),
        (at(2026, 3, 4), at(2026, 8, 2), ["May 2026", "Jul 2026"]),
        (at(2019, 5, 1), at(2026, 8, 2), ["2020", "2022", "2024", "2026"]),
    ],
)
def test_moments_are_round_on_the_clock_of_the_zone(start: float, end: float, expected: list[str]) -> None:
    """From seconds to years; midnight is a day."""
    assert texts(start, end, 4) == expected


def test_the_clock_may_jump() -> None:
    """The hour that spring skips has no tick, the one that autumn repeats has one."""
    assert texts(at(2026, 3, 8, 0, 30), at(2026, 3, 8, 4, 30), 4) == [
        "1:00 AM",
        "3:00 AM",
        "4:00 AM",
    ]
    autumn = texts(at(2026, 11, 1, 0, 30), at(2026, 11, 1, 4, 30), 5)
    assert autumn == ["1:00 AM", "2:00 AM", "3:00 AM", "4:00 AM"]


@given(st.floats(1.2e9, 2.2e9), st.floats(10.0, 3e8), st.integers(1, 20))
def test_moments_lie_within_and_are_few(start: float, spread: float, most: int) -> None:
    """Ascending, within the window, and about as many as there is room for."""
    ticks = time_ticks(start, start + spread, CHICAGO, most)
    assert all(start <= tick.at <= start + spread for tick in ticks)
    assert all(one.at < other.at for one, other in pairwise(ticks))
    assert len(ticks) <= most + 2


def test_without_room_there_is_nothing() -> None:
    """Where not a single text fits, none is written."""
    assert balance_ticks(0.0, 1.0, 0) == time_ticks(0.0, 1.0, None, 0) == ()
