"""The equity chart."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint
from pytestqt.qtbot import QtBot

from models.book import TradeMode
from ui.panel1.chart import EquityChart
from ui.panel1.view_model import CurveWindow, HoverMark
from ui.theme import theme_of

THEME = theme_of(TradeMode.SIM)


def a_window(*balances: float) -> CurveWindow:
    """Return a window of 100 s with balances at equal distances."""
    times = np.linspace(1000.0, 1100.0, len(balances), endpoint=False)
    return CurveWindow(
        times=times,
        balances=np.array(balances),
        start=1000.0,
        end=1100.0,
        baseline=balances[0],
        role="profit",
    )


@pytest.fixture
def chart(qtbot: QtBot) -> EquityChart:
    """Return a shown chart."""
    widget = EquityChart()
    qtbot.addWidget(widget)
    widget.resize(500, 200)
    widget.show()
    qtbot.waitExposed(widget)
    return widget


def test_a_curve_is_drawn_in_the_colour_of_its_sign(chart: EquityChart) -> None:
    """The pixels of the chart hold the colour of profit."""
    chart.draw(a_window(10_000.0, 10_050.0, 10_100.0), THEME)
    image = chart.grab().toImage()
    colours = {
        image.pixelColor(x, y).name().upper()
        for x in range(image.width())
        for y in range(0, image.height(), 2)
    }
    assert THEME.profit in colours


def test_one_point_is_drawn(chart: EquityChart) -> None:
    """A single balance is a level line within its own range."""
    chart.draw(a_window(10_000.0), THEME)
    low, high = chart._plot.getViewBox().viewRange()[1]
    assert low < 10_000.0 < high


@pytest.mark.parametrize("place", [0.25, 0.75])
def test_the_mouse_reads_the_time_below_it(chart: EquityChart, place: float) -> None:
    """A place on the plot is told as the moment that is drawn there."""
    chart.draw(a_window(1.0, 2.0), THEME)
    moments: list[float | None] = []
    chart.hovered.connect(moments.append)
    chart.tell_place(QPoint(round(chart.width() * place), 50))
    moment = moments[-1]
    assert moment is not None
    assert moment == pytest.approx(1000.0 + 100.0 * place, abs=4.0)


def test_leaving_the_plot_is_told(chart: EquityChart) -> None:
    """When the mouse leaves, None is told."""
    moments: list[float | None] = []
    chart.hovered.connect(moments.append)
    chart.eventFilter(chart, QEvent(QEvent.Type.Leave))
    assert moments == [None]


@pytest.mark.parametrize("at", [1000.0, 1050.0, 1100.0])
def test_the_label_of_the_line_stays_inside(chart: EquityChart, at: float) -> None:
    """The time above the line is readable even at both edges, and goes with the line."""
    chart.draw(a_window(1.0, 2.0), THEME)
    chart.mark(HoverMark(at, 1.5, "12:00:00 PM"), THEME)
    assert chart.label_text() == "12:00:00 PM"
    assert chart.rect().contains(chart._label.geometry())
    chart.mark(None, THEME)
    assert chart.label_text() == ""


def test_hours_of_points_cost_no_more_than_one(chart: EquityChart) -> None:
    """The plotting library keeps no picture of each point that was ever the last one."""
    for number in range(100):
        chart.draw(a_window(10_000.0, 10_000.0 + number), THEME)
        chart.grab()
    assert len(chart._end_dot.fragmentAtlas) <= 2
