"""The curve as an item of the plot."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QObject, QRect
from PySide6.QtGui import QPaintEvent
from pytestqt.qtbot import QtBot

from models.book import TradeMode
from tests.ui.panel1.charts import END, START, a_walk, a_window, gone_on
from ui.panel1.chart import EquityChart
from ui.panel1.plot_frame import RING_PX
from ui.panel1.view_model import HoverMark
from ui.theme import theme_of

THEME = theme_of(TradeMode.LIVE)


class Painted(QObject):
    """Keeps what was painted of a chart."""

    def __init__(self, chart: EquityChart) -> None:
        """Watch the chart."""
        super().__init__()
        self.rects: list[QRect] = []
        self._view = chart._plot.viewport()
        self._view.installEventFilter(self)

    def eventFilter(self, watched: object, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Note a paint event."""
        if watched is self._view and isinstance(event, QPaintEvent):
            self.rects.append(event.rect())
        return False

    def take(self, qtbot: QtBot) -> QRect:
        """Return what the next frame paints."""
        self.rects.clear()
        qtbot.waitUntil(lambda: bool(self.rects))
        united = QRect()
        for rect in self.rects:
            united = united.united(rect)
        return united


@pytest.fixture
def chart(qtbot: QtBot) -> Iterator[EquityChart]:
    """Return a shown chart."""
    widget = EquityChart()
    qtbot.addWidget(widget)
    widget.resize(700, 300)
    with qtbot.waitExposed(widget):
        widget.show()
    yield widget
    widget.hide()


def test_one_more_point_repaints_the_end_alone(qtbot: QtBot, chart: EquityChart) -> None:
    """An append paints a strip at the right, in the picture that is there."""
    window = a_walk(2000)
    chart.draw(window, THEME)
    painted = Painted(chart)
    painted.take(qtbot)
    picture = chart._curve._picture
    chart.draw(gone_on(window, 5.0, float(window.curve.balances[-1]) + 1), THEME)
    rect = painted.take(qtbot)
    assert chart._curve._picture is picture
    assert rect.width() < 110
    assert rect.left() > 700 - 160


@pytest.mark.parametrize(
    "change",
    [
        lambda window: gone_on(window, 600.0, float(window.curve.balances[-1])),
        lambda window: gone_on(window, 5.0, 1e6),
        lambda window: replace(window, role="loss"),
        lambda window: replace(window, gaps=((START, START + 60),)),
        lambda window: replace(window, start=START + 1800),
        lambda window: replace(window, curve=a_walk(50).curve),
    ],
    ids=["out of room", "out of scale", "other sign", "a gap", "other timeframe", "other account"],
)
def test_what_does_not_fit_is_painted_anew(qtbot: QtBot, chart: EquityChart, change) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001 - a function of the table above
    """Where scales, colours or the curve itself are other ones, nothing of the old picture stays."""
    window = a_walk(200)
    chart.draw(window, THEME)
    painted = Painted(chart)
    painted.take(qtbot)
    picture = chart._curve._picture
    chart.draw(change(window), THEME)
    assert painted.take(qtbot).width() == chart.width()
    assert chart._curve._picture is not picture


def test_a_gap_that_leaves_at_the_left_is_no_other_look(qtbot: QtBot, chart: EquityChart) -> None:
    """What the window cuts off of a gap as time goes on is not painted anew."""
    window = replace(a_walk(2000), gaps=((START, START + 60),))
    chart.draw(window, THEME)
    painted = Painted(chart)
    painted.take(qtbot)
    picture = chart._curve._picture
    later = replace(window, start=START + 2, end=END + 2, gaps=((START + 2, START + 60),))
    chart.draw(later, THEME)
    painted.take(qtbot)
    assert chart._curve._picture is picture


def test_the_baseline_moves_without_a_new_picture(qtbot: QtBot, chart: EquityChart) -> None:
    """As the hour slides on, another balance is the one to compare with."""
    window = a_walk(2000)
    chart.draw(window, THEME)
    painted = Painted(chart)
    painted.take(qtbot)
    picture = chart._curve._picture
    chart.draw(replace(window, start=START + 2, end=END + 2, baseline=window.baseline + 5), THEME)
    painted.take(qtbot)
    assert chart._curve._picture is picture


def test_the_pulse_repaints_only_the_end(qtbot: QtBot, chart: EquityChart) -> None:
    """A beat paints the square of the rings and nothing else."""
    chart.draw(a_walk(2000), THEME)
    painted = Painted(chart)
    painted.take(qtbot)
    chart._curve.beat()
    rect = painted.take(qtbot)
    assert max(rect.width(), rect.height()) <= 2 * RING_PX + 8


def test_hovering_repaints_the_line_alone(qtbot: QtBot, chart: EquityChart) -> None:
    """The line under the mouse takes strips, not the curve; taken away it leaves no trace."""
    chart.draw(a_walk(2000), THEME)
    painted = Painted(chart)
    painted.take(qtbot)
    before = chart.grab().toImage()
    chart.mark(HoverMark(START + 1800, 10_000.0, "9:05:03 AM"))
    assert painted.take(qtbot).width() < 160
    assert chart.grab().toImage() != before
    chart.mark(None)
    assert chart.grab().toImage() == before


def test_hours_of_points_cost_no_more_than_one(chart: EquityChart) -> None:
    """A thousand points, beats and places of the mouse leave nothing behind."""
    window = a_window(10_000.0, 10_020.0)
    children = len(chart.findChildren(QObject))
    for number in range(1000):
        window = gone_on(window, 1.0, 10_000.0 + number % 40)
        chart.draw(window, THEME)
        chart.mark(HoverMark(window.end - 60, 10_000.0, f"{number}"))
        chart._curve.beat()
        if number % 20 == 0:
            chart.grab()
    assert len(chart.findChildren(QObject)) == children
    assert len(chart._plot.scene().items()) < 20
