"""Moments, places and marks of a recording."""

from dataclasses import replace

import pytest

from ui.tape_line import (
    Mark,
    TapeView,
    exchange_text,
    mark_after,
    mark_before,
    mark_text,
    moment_at,
    share_of,
    speed_text,
)

BEGIN = 1_795_446_000_000_000
MARKS = (Mark(BEGIN + 5_000_000, "trade", "SIM Sim1 MES"), Mark(BEGIN + 9_000_000, "alarm", "stop near"))
VIEW = TapeView(
    begins_us=BEGIN,
    ends_us=BEGIN + 20_000_000,
    at_us=BEGIN,
    playing=True,
    speed=1.0,
    marks=MARKS,
    known_us=BEGIN + 20_000_000,
)


@pytest.mark.parametrize(("share", "seconds"), [(-1.0, 0), (0.0, 0), (0.25, 5), (1.0, 20), (7.0, 20)])
def test_a_place_is_a_moment(share: float, seconds: int) -> None:
    """Outside of the line its ends are meant."""
    moment = moment_at(VIEW, share)
    assert moment == BEGIN + seconds * 1_000_000
    assert share_of(VIEW, moment) == max(0.0, min(1.0, share))


def test_marks_are_found_forward_and_back() -> None:
    """The mark that one has just gone to is not the one before."""
    assert mark_after(MARKS, BEGIN) == MARKS[0]
    assert mark_after(MARKS, MARKS[0].utc_us) == MARKS[1]
    assert mark_after(MARKS, MARKS[1].utc_us) is None
    assert mark_before(MARKS, BEGIN + 20_000_000) == MARKS[1]
    assert mark_before(MARKS, MARKS[1].utc_us + 500_000) == MARKS[0]
    assert mark_before(MARKS, BEGIN) is None


def test_moments_read_as_the_exchange_has_them() -> None:
    """Date, time and whose clock it is."""
    assert exchange_text(BEGIN) == "Mon 2026-11-23 09:00:00 Chicago"
    assert mark_text(MARKS[1]) == "09:00:09 alarm: stop near"
    assert [speed_text(speed) for speed in (1.0, 0.5, None)] == ["1x", "0.5x", "max"]


def test_the_hint_says_what_goes_on() -> None:
    """Waiting before news, news before the search for marks, else the keys."""
    half = replace(VIEW, known_us=BEGIN + 10_000_000)
    assert half.hint == "Marks are still being looked for: 50 %"
    assert replace(half, is_waiting=True).hint == "Going there: the recording is read, 50 %"
    assert replace(half, said="exported").hint == "exported"
    assert VIEW.hint.startswith("Space plays")
