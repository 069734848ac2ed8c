"""The beat of the screen."""

from datetime import timedelta

from actors.clock import INTERVAL_S, ClockActor
from actors.messages import Ticked
from tests.actors.builders import all_of
from tests.actors.conftest import Stage
from tests.fakes import START


def test_time_is_told_twice_a_second(stage: Stage) -> None:
    """Every interval the time is told once, as it is then."""
    clock = stage.start(ClockActor)
    told = all_of(clock.wait(4 * INTERVAL_S), Ticked)
    assert [fact.at - START for fact in told] == [timedelta(seconds=0.5 * beat) for beat in (1, 2, 3, 4)]


def test_stopped_clock_is_silent(stage: Stage) -> None:
    """An actor that ends leaves no timer behind."""
    stage.start(ClockActor).tell()
    stage.stop()
    assert stage.clock.scheduled == {}
