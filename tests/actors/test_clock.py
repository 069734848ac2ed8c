"""The beat of the screen."""

from datetime import timedelta

from actors.clock import INTERVAL_S, ClockActor
from actors.messages import ClockStepped, Ticked
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


def test_clock_that_is_set_is_told_and_the_seconds_wait_for_a_beat(stage: Stage) -> None:
    """Whoever counts from a moment learns of the step before anything is counted on the new clock."""
    clock = stage.start(ClockActor)
    clock.wait(1)
    stage.clock.set_by(-3600)
    assert clock.wait(INTERVAL_S) == [ClockStepped(by_s=-3600)]
    assert clock.wait(INTERVAL_S) == [Ticked(at=START + timedelta(seconds=2 - 3600))]


def test_sleep_is_no_step(stage: Stage) -> None:
    """Time that passed while the computer slept has passed; one beat is left for the first price."""
    clock = stage.start(ClockActor)
    clock.wait(1)
    stage.clock.sleep(600)
    assert clock.wait(INTERVAL_S) == []
    assert clock.wait(INTERVAL_S) == [Ticked(at=START + timedelta(seconds=602))]
