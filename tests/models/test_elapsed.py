"""A wall clock that is set, and time that passes."""

from datetime import timedelta

import pytest

from models.elapsed import StepWatch
from tests.models.builders import NOW, later

NOTHING = timedelta(0)


def test_time_that_passes_is_no_step() -> None:
    """Both clocks go on by the same, be it half a second or a night in suspend."""
    watch = StepWatch(NOW, 100.0)
    assert [watch.look(later(seconds), 100.0 + seconds) for seconds in (0.5, 60, 30_000)] == [NOTHING] * 3


@pytest.mark.parametrize("by_s", [-7200, -90, -1, 1, 90, 3600, 86_400])
def test_a_clock_that_is_set_is_found_out_once(by_s: int) -> None:
    """A step of minutes or hours is told with its size, once, and time goes on from there."""
    watch = StepWatch(NOW, 0.0)
    assert watch.look(later(10 + by_s), 10.0) == timedelta(seconds=by_s)
    assert watch.look(later(20 + by_s), 20.0) == NOTHING
    assert watch.look(later(30), 30.0) == timedelta(seconds=-by_s)


def test_clocks_that_drift_are_brought_together_before_it_shows() -> None:
    """Milliseconds are noise; what they add up to is a step before it is a second."""
    watch = StepWatch(NOW, 0.0)
    steps = [watch.look(later(second * 1.001), float(second)) for second in range(1, 1001)]
    assert max(steps) < timedelta(seconds=0.3)
    assert timedelta(seconds=0.7) < sum(steps, NOTHING) <= timedelta(seconds=1)
