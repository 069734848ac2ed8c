"""What the panels and the GUI thread cost."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from actors.messages import IntervalMeasured, TrackingSet
from models.perf import INTERVAL_S, PanelFigures
from tests.ui.builders import a_scope, a_tick, shown
from tests.ui.measuring import NOON, Bench
from ui.generations import LEGACY, NEW
from ui.paint_watch import PaintWatch
from ui.panel import PanelName
from ui.perf_meter import PerfMeter

PANEL1, PANEL2 = PanelName
ON, OFF = TrackingSet(on=True), TrackingSet(on=False)


@pytest.fixture
def bench(qtbot: QtBot) -> Bench:
    """Return a window with both places."""
    return Bench(qtbot)


@pytest.fixture
def measuring(bench: Bench) -> Bench:
    """Return the same under measurement."""
    bench.batch(a_scope())
    bench.meter.receive(ON)
    return bench


def beat(meter: PerfMeter) -> None:
    """Let the GUI thread come to its beat."""
    min(meter.findChildren(QTimer), key=lambda timer: timer.interval()).timeout.emit()


def panels(measured: IntervalMeasured) -> dict[str, PanelFigures]:
    """Return what was measured by panel."""
    return {figures.panel: figures for figures in measured.panels}


def test_nothing_is_alive_while_the_flag_is_off(bench: Bench) -> None:
    """No timer, no filter, no interval: before it is turned on, and after it was turned off."""
    for _ in range(2):
        bench.batch(a_scope(), a_tick())
        bench.paint(PANEL1, PANEL2)
        bench.meter.finish()
        assert (bench.posted, bench.meter.is_on) == ([], False)
        assert bench.window.findChildren(PaintWatch) == []
        assert bench.meter.findChildren(QTimer) == []
        bench.meter.receive(ON)
        assert len(bench.window.findChildren(PaintWatch)) == 2
        assert len(bench.meter.findChildren(QTimer)) == 2
        bench.meter.receive(OFF)
        bench.posted.clear()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_frame_is_update_and_painting_of_its_own_panel(measuring: Bench) -> None:
    """What the other panel took in the same frame is the other's."""
    measuring.times.update_s = 0.002
    measuring.batch(a_tick())
    measuring.times.paint_s = 0.004
    measuring.paint(PANEL1)
    measuring.paint(PANEL1, PANEL2)
    measuring.meter.finish()
    figures = panels(measuring.measured())
    assert figures["panel1"].frames.count == 2
    assert figures["panel1"].frames.longest_ms == pytest.approx(6.0)
    assert figures["panel1"].frames.percentile(1) == pytest.approx(4.0, rel=0.02)
    assert figures["panel2"].frames.count == 1
    assert figures["panel2"].frames.longest_ms == pytest.approx(6.0)


def test_painting_outside_of_a_frame_is_no_frame(measuring: Bench) -> None:
    """A screenshot, or a window that is uncovered, does not count for the next frame."""
    measuring.times.paint_s = 0.300
    measuring.window.grab()
    measuring.times.paint_s = 0.001
    measuring.paint(PANEL1)
    measuring.meter.finish()
    figures = panels(measuring.measured())
    assert figures["panel1"].frames.longest_ms == pytest.approx(1.0)
    assert figures["panel2"].frames.count == 0


def test_late_beat_is_a_stall(measuring: Bench) -> None:
    """More than 50 ms late counts; that the computer slept does not, nor does what is on time."""
    for wait_s in (0.025, 0.070, 0.076, 3.025, 7200.0, 0.020):
        measuring.times.now_s += wait_s
        beat(measuring.meter)
    measuring.meter.finish()
    measured = measuring.measured()
    assert measured.stalls == 2
    assert measured.longest_stall_ms == pytest.approx(3000.0)


def test_interval_without_a_stall_has_no_longest(measuring: Bench) -> None:
    """Absent is never zero."""
    measuring.times.now_s += INTERVAL_S
    measuring.meter.finish()
    measured = measuring.measured()
    assert (measured.stalls, measured.longest_stall_ms) == (0, None)
    assert (measured.began_at, (measured.ended_at - NOON).total_seconds()) == (NOON, INTERVAL_S)


def test_intervals_follow_each_other(measuring: Bench) -> None:
    """Each is told once, and begins where the last one ended."""
    (timer,) = (each for each in measuring.meter.findChildren(QTimer) if each.interval() > 1000)
    assert timer.interval() == INTERVAL_S * 1000
    measuring.paint(PANEL1)
    measuring.times.now_s += INTERVAL_S
    timer.timeout.emit()
    measuring.meter.finish()
    first, second = (fact for fact in measuring.posted if isinstance(fact, IntervalMeasured))
    assert first.ended_at == second.began_at
    assert [panels(each)["panel1"].frames.count for each in (first, second)] == [1, 0]


def test_swap_ends_the_interval(measuring: Bench) -> None:
    """No row is of two generations; the warm spare behind the new one is told from then on."""
    measuring.batch(a_tick())
    measuring.paint(PANEL1)
    measuring.meter.follow_swaps()
    assert measuring.posted == []
    measuring.hosts[PANEL1].swap(LEGACY, force=True)
    measuring.meter.follow_swaps()
    before = panels(measuring.measured())
    measuring.times.update_s = 0.001
    measuring.batch(a_tick(1))
    measuring.paint(PANEL1)
    measuring.meter.finish()
    after = panels(measuring.measured())
    assert [each["panel1"].generation for each in (before, after)] == [NEW, LEGACY]
    assert [each["panel1"].frames.count for each in (before, after)] == [1, 1]
    assert [each["panel1"].is_accompanied for each in (before, after)] == [False, True]
    assert not after["panel2"].is_accompanied


def test_failure_is_of_the_generation_that_failed(measuring: Bench) -> None:
    """It is counted before the other generation takes the place."""
    host = measuring.hosts[PANEL2]
    measuring.meter.note_failure(host)
    host.swap(LEGACY, force=True)
    measuring.meter.follow_swaps()
    failed = panels(measuring.measured())
    assert (failed["panel2"].generation, failed["panel2"].failures) == (NEW, 1)
    assert failed["panel1"].failures == 0


def test_tracking_is_turned_on_by_a_fact_alone(measuring: Bench) -> None:
    """Telling it twice changes nothing; telling it off posts what was measured until then."""
    measuring.batch(shown(ON))
    measuring.batch(shown(OFF))
    measuring.batch(shown(OFF))
    assert len(measuring.posted) == 1
    QApplication.processEvents()
