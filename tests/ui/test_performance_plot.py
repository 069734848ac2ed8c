"""One figure over time."""

import pytest
from pyqtgraph import PlotDataItem, PlotWidget
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from models.book import TradeMode
from ui.performance_plot import PerformancePlot, pen_of
from ui.performance_view import PROCESS, PerfCurve, PerfPlot
from ui.theme import theme_of

THEME = theme_of(TradeMode.SIM)


def a_view(*values: float, target: float | None = None) -> PerfPlot:
    """Return a figure with one line."""
    times = tuple(float(number * 60) for number in range(len(values)))
    curve = PerfCurve(of="panel1", generation="legacy", times=times, values=values)
    return PerfPlot(title="Frame p99, ms", latest="Panel 1 legacy 3.0", curves=(curve,), target=target)


@pytest.fixture
def plot(qtbot: QtBot) -> PerformancePlot:
    """Return an empty plot."""
    plot = PerformancePlot()
    qtbot.addWidget(plot)
    plot.resize(400, 200)
    plot.show()
    return plot


def inner(plot: PerformancePlot) -> PlotWidget:
    """Return the part that draws."""
    return plot.findChild(PlotWidget)


def test_line_is_drawn_with_its_colour_and_dashes(plot: PerformancePlot) -> None:
    """The same figure again does not pile up lines."""
    for _ in range(2):
        plot.show_plot(a_view(3.0, 5.0), 0.0, 60.0, THEME)
    (line,) = (item for item in inner(plot).getPlotItem().items if isinstance(item, PlotDataItem))
    assert list(line.getData()[1]) == [3.0, 5.0]
    assert line.opts["pen"] == pen_of("panel1", "legacy", THEME)
    assert line.opts["pen"].style() is Qt.PenStyle.DashLine


def test_scale_holds_zero_target_and_largest(plot: PerformancePlot) -> None:
    """A small change must not look like a large one, and the target is always in sight."""
    plot.show_plot(a_view(3.0, 5.0, target=16.0), 0.0, 60.0, THEME)
    (left, right), (low, high) = inner(plot).viewRange()
    assert (left, right, low) == (0.0, 60.0, 0.0)
    assert high >= 16.0
    plot.show_plot(a_view(300.0, target=16.0), 0.0, 60.0, THEME)
    assert inner(plot).viewRange()[1][1] >= 300.0


def test_line_that_is_nothing_but_a_break_is_drawn_as_nothing(plot: PerformancePlot) -> None:
    """No measurement at all leaves the axes."""
    plot.show_plot(PerfPlot(title="Latency p99, ms", latest="--", curves=()), 0.0, 60.0, THEME)
    plot.grab()
    assert inner(plot).viewRange()[1][0] == 0.0


def test_screen_reader_hears_figure_and_newest_values(plot: PerformancePlot) -> None:
    """Who cannot see the line is told where it ends."""
    plot.show_plot(a_view(3.0), 0.0, 60.0, THEME)
    assert inner(plot).accessibleName() == "Frame p99, ms"
    assert inner(plot).accessibleDescription() == "Panel 1 legacy 3.0"


def test_every_line_differs_from_every_other() -> None:
    """Panels differ in colour, generations in dashes, in every theme."""
    for mode in (None, *TradeMode):
        pens = [
            (pen.color().name(), pen.style())
            for of in ("panel1", "panel2", PROCESS)
            for generation in ("new", "legacy", "mixed")
            for pen in (pen_of(of, generation, theme_of(mode)),)
        ]
        assert len(set(pens)) == len(pens)
