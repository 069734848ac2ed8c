from decimal import Decimal

import pytest

from models.curve_rows import curve_of_rows
from tests.models.builders import NOW, later

SOUND = [("2026-11-23T15:00:00.000000", "10000"), ("2026-11-23T15:00:01.500000", "10050.25")]


def test_rows_become_points() -> None:
    """Times are read as UTC, to the microsecond, and balances exactly."""
    curve, damaged = curve_of_rows(SOUND)
    assert damaged == 0
    assert [curve.point(index).at for index in range(2)] == [NOW, later(1.5)]
    assert curve.point(1).balance == Decimal("10050.25")


@pytest.mark.parametrize(
    "row",
    [("rubbish", "1"), ("2026-11-23T15:00:00.000000", "x"), ("NaT", "1"), ("2026-11-23T15:00:00", "nan")],
)
def test_damaged_rows_are_left_out_and_counted(row: tuple[str, str]) -> None:
    """One bad row costs one point, not the curve."""
    curve, damaged = curve_of_rows([SOUND[0], row, SOUND[1]])
    assert (curve.length, damaged) == (2, 1)


def test_no_rows_are_an_empty_curve() -> None:
    """An account without points has a curve without points."""
    assert curve_of_rows([])[0].length == 0


def test_clock_that_was_set_back_keeps_the_curve_in_order() -> None:
    """Points are searched by time, so times never fall."""
    curve, _ = curve_of_rows([SOUND[1], SOUND[0]])
    assert list(curve.times) == [later(1.5).timestamp()] * 2
