"""The slope of memory."""

import pytest

from app.stress.memory import slope_of


def test_line_through_samples_has_its_slope_and_error() -> None:
    """One megabyte a second is 3600 an hour; what scatters has an error, a perfect line has none."""
    assert slope_of([(0, 10), (1, 11), (2, 12)]) == pytest.approx((3_600, 0))
    scattered = slope_of([(0, 10), (1, 12), (2, 10), (3, 12)])
    assert scattered is not None
    # By hand: slope 0.4 MB/s, residual 3.2 MB^2, spread 5 s^2, error sqrt(3.2 / 2 / 5) = 0.5657 MB/s.
    assert scattered == pytest.approx((1_440, 2_036.5), abs=0.1)


def test_too_few_samples_have_no_slope() -> None:
    """Unknown is not zero."""
    assert slope_of([(0, 10), (1, 11)]) is None
    assert slope_of([(1, 10), (1, 11), (1, 12)]) is None
