"""What the process costs, added to what the window measured."""

import pytest

from actors.messages import IntervalMeasured, SavePerformance, TrackingSet
from actors.performance import PerformanceActor, Reading
from models.perf import INTERVAL_S
from tests.actors.builders import NOW, last_of, later
from tests.actors.conftest import Played, Stage
from tests.models.measured import figures


class FakeGauge:
    """A process whose figures the test sets."""

    def __init__(self) -> None:
        """Start with a process that has used something before."""
        self.reading = Reading(cpu_s=10.0, memory_mb=100.0, errors=2)
        self.is_open = False

    def open(self) -> None:
        """Begin to count."""
        self.is_open = True

    def read(self) -> Reading:
        """Return what the test set."""
        return self.reading

    def close(self) -> None:
        """Count no more."""
        self.is_open = False


@pytest.fixture
def gauge() -> FakeGauge:
    """Give the process."""
    return FakeGauge()


@pytest.fixture
def performance(stage: Stage, gauge: FakeGauge) -> Played:
    """Give the actor, which has just begun."""
    return stage.start(PerformanceActor, gauge=gauge, version="1.2.3", is_demo=True)


def measured() -> IntervalMeasured:
    """Return what the window measured in an interval."""
    return IntervalMeasured(
        began_at=later(1),
        ended_at=later(61),
        panels=(figures("panel1"), figures("panel2", "legacy")),
        stalls=1,
        longest_stall_ms=70.0,
    )


def test_each_panel_has_a_row_with_what_the_process_used(performance: Played, gauge: FakeGauge) -> None:
    """Processor time and errors are those of the interval, not those since the start."""
    performance.wait(INTERVAL_S)
    gauge.reading = Reading(cpu_s=13.0, memory_mb=120.0, errors=3)
    first, second = last_of(performance.tell(measured()), SavePerformance).rows
    assert (first.figures, second.figures) == (figures("panel1"), figures("panel2", "legacy"))
    assert (first.session, first.version, first.is_demo) == (NOW, "1.2.3", True)
    assert (first.began_at, first.ended_at) == (later(1), later(61))
    assert first.cpu_percent == pytest.approx(5.0)
    assert (first.memory_mb, first.errors, first.stalls, first.longest_stall_ms) == (120.0, 1, 1, 70.0)
    performance.wait(INTERVAL_S)
    row = last_of(performance.tell(measured()), SavePerformance).rows[0]
    assert (row.cpu_percent, row.errors) == (0.0, 0)


def test_what_was_used_while_nothing_was_measured_is_left_out(performance: Played, gauge: FakeGauge) -> None:
    """Tracking that is turned on anew begins with the process as it is then."""
    performance.wait(INTERVAL_S)
    gauge.reading = Reading(cpu_s=40.0, memory_mb=None, errors=9)
    performance.tell(TrackingSet(on=True))
    performance.wait(10)
    gauge.reading = Reading(cpu_s=41.0, memory_mb=None, errors=9)
    row = last_of(performance.tell(measured()), SavePerformance).rows[0]
    assert row.cpu_percent == pytest.approx(10.0)
    assert (row.errors, row.memory_mb) == (0, None)


@pytest.mark.parametrize("seconds", [0.0, 7200.0])
def test_processor_share_of_a_sleep_is_not_known(performance: Played, seconds: float) -> None:
    """Neither hours of sleep nor no time at all is a measure of what the program needs."""
    performance.wait(seconds)
    assert last_of(performance.tell(measured()), SavePerformance).rows[0].cpu_percent is None


def test_gauge_is_let_go_at_the_end(stage: Stage, performance: Played, gauge: FakeGauge) -> None:
    """Nothing of the actor stays behind."""
    performance.tell()
    assert gauge.is_open
    stage.stop()
    assert not gauge.is_open
