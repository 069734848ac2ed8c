"""The equity chart."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRectF, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from models.book import TradeMode
from tests.ui.panel1.charts import END, START, a_walk, a_window, gone_on
from ui.panel1.chart import EquityChart
from ui.panel1.curve_item import BEAT_RAD
from ui.panel1.view_model import HoverMark
from ui.theme import theme_of

THEME = theme_of(TradeMode.SIM)
MOVING = a_window(10_000.0, 10_100.0, moves=True)


@pytest.fixture
def chart(qtbot: QtBot) -> EquityChart:
    """Return a shown chart."""
    widget = EquityChart()
    qtbot.addWidget(widget)
    widget.resize(500, 200)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def test_a_curve_is_drawn_in_the_colour_of_its_sign(chart: EquityChart) -> None:
    """The pixels of the chart hold the colour of profit."""
    chart.draw(a_window(10_000.0, 10_050.0, 10_100.0), THEME)
    image = chart.grab().toImage()
    colours = {image.pixelColor(x, y).name().upper() for x in range(500) for y in range(0, 200, 2)}
    assert THEME.profit in colours


def test_one_point_is_drawn(chart: EquityChart) -> None:
    """A single balance is a level line within its own range, up to now."""
    chart.draw(a_window(10_000.0), THEME)
    frame = chart._curve.frame
    assert frame is not None
    image = chart.grab().toImage()
    places = (frame.x(START + share * 3600) for share in (0.1, 0.5, 0.9))
    assert {image.pixelColor(round(x), round(frame.y(10_000.0))).name().upper() for x in places} == {
        THEME.profit
    }


def test_a_curve_that_goes_on_is_drawn_after_all_cells(chart: EquityChart) -> None:
    """What Qt has to paint anyway comes first, and nothing is left to a timer."""
    window = a_walk(100)
    chart.draw(window, THEME)
    chart.draw(gone_on(window, 5.0, 10_000.0), THEME)
    last = gone_on(window, 10.0, 10_000.0)
    chart.draw(last, THEME)
    assert chart._curve._window is window
    QCoreApplication.sendPostedEvents()
    assert chart._curve._window is last


def test_a_picture_of_the_window_shows_the_newest_curve(chart: EquityChart) -> None:
    """Also one that is taken before anything left for later was done."""
    window = a_walk(100)
    chart.draw(window, THEME)
    last = gone_on(window, 600.0, 10_000.0)
    chart.draw(last, THEME)
    taken = chart.grab().toImage()
    QCoreApplication.sendPostedEvents()
    assert chart._curve._window is last
    assert taken == chart.grab().toImage()


@pytest.mark.parametrize(
    "change",
    [lambda window: replace(window, is_private=True), lambda window: replace(window, curve=a_walk(50).curve)],
    ids=["amounts are hidden", "another account"],
)
def test_what_must_not_be_seen_any_longer_is_gone_at_once(chart: EquityChart, change) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001 - a function of the table above
    """A picture may be old for a moment, but never that of another account, nor show what is hidden."""
    window = a_walk(100)
    chart.draw(window, THEME)
    changed = change(window)
    chart.draw(changed, THEME)
    assert chart._curve._window is changed


def test_other_items_of_the_plot_would_lie_right(chart: EquityChart) -> None:
    """The plotting library has the same scales as the curve."""
    chart.draw(a_walk(100), THEME)
    frame = chart._curve.frame
    assert frame is not None
    for x, y in ((0.0, 0.0), (250.0, 100.0), (499.0, 199.0)):
        place = chart._plot.getViewBox().mapSceneToView(QRectF(x, y, 0, 0).topLeft())
        assert frame.start + place.x() == pytest.approx(frame.moment(x), abs=0.1 * frame.per_pixel)
        assert place.y() == pytest.approx(frame.balance(y), abs=(frame.high - frame.low) / 1000)


@pytest.mark.parametrize("place", [0.0, 0.25, 0.75])
def test_the_mouse_reads_the_time_below_it(chart: EquityChart, place: float) -> None:
    """A place on the plot is told as the moment that is drawn there, from the left edge on."""
    chart.draw(a_walk(100), THEME)
    frame = chart._curve.frame
    assert frame is not None
    moments: list[float | None] = []
    chart.hovered.connect(moments.append)
    x = round(frame.x(START) + place * (frame.x(END) - frame.x(START)))
    chart.tell_place(QPoint(x, 50))
    assert moments[-1] == pytest.approx(START + place * 3600, abs=frame.per_pixel)


def test_leaving_the_plot_is_told(chart: EquityChart) -> None:
    """When the mouse leaves, None is told."""
    moments: list[float | None] = []
    chart.hovered.connect(moments.append)
    chart.eventFilter(chart, QEvent(QEvent.Type.Leave))
    assert moments == [None]


@pytest.mark.parametrize("at", [START, START + 1800, END])
def test_the_label_of_the_line_stays_inside(chart: EquityChart, at: float) -> None:
    """The time above the line is readable even at both edges, and goes with the line."""
    chart.draw(a_window(1.0, 2.0), THEME)
    chart.mark(HoverMark(at, 1.5, "12:00:00 PM"))
    assert chart.label_text() == "12:00:00 PM"
    assert QRectF(chart.rect()).contains(chart._curve.label_rect())
    chart.mark(None)
    assert chart.label_text() == ""


def test_the_picture_has_the_pixels_of_the_screen(chart: EquityChart) -> None:
    """On a screen of any scale the curve is drawn in its pixels, and stands in the same places."""
    chart.draw(a_walk(100), THEME)
    before = chart._curve.frame
    chart.devicePixelRatioF = lambda: 2.0  # type: ignore[method-assign]  # a screen of twice the scale
    chart.event(QEvent(QEvent.Type.DevicePixelRatioChange))
    chart.grab()
    after, picture = chart._curve.frame, chart._curve._picture
    assert before is not None
    assert after is not None
    assert picture is not None
    assert picture.image.width() == 2 * chart.width()
    assert picture.image.devicePixelRatio() == 2.0
    assert after.x(END) == pytest.approx(before.x(END), abs=1.5)


def test_the_end_pulses_while_it_is_the_present(chart: EquityChart) -> None:
    """Only where the window says so, and it may say otherwise at any moment."""
    chart.draw(MOVING, THEME)
    assert chart._pulse.isActive()
    chart.draw(replace(MOVING, moves=False), THEME)
    assert not chart._pulse.isActive()
    chart.draw(replace(MOVING), THEME)
    assert chart._pulse.isActive()


def test_the_pulse_goes_on_while_it_is_seen(qtbot: QtBot, chart: EquityChart) -> None:
    """Beat follows beat."""
    chart.draw(MOVING, THEME)
    qtbot.waitUntil(lambda: chart._curve.phase > 2 * BEAT_RAD)
    assert chart._pulse.isActive()


def test_nothing_moves_while_the_chart_is_hidden(chart: EquityChart) -> None:
    """A hidden chart runs no timer, whatever it is told; shown again it goes on."""
    chart.draw(MOVING, THEME)
    chart.hide()
    chart.draw(replace(MOVING), THEME)
    assert not chart._pulse.isActive()
    chart.show()
    assert chart._pulse.isActive()


def test_nothing_moves_in_a_minimised_window(qtbot: QtBot, chart: EquityChart) -> None:
    """The first beat that nobody can see is the last one."""
    chart.draw(MOVING, THEME)
    chart.showMinimized()
    qtbot.waitUntil(lambda: not chart._pulse.isActive())
    chart.showNormal()
    chart.draw(replace(MOVING), THEME)
    qtbot.waitUntil(chart._pulse.isActive)


def test_nothing_moves_below_another_widget(qtbot: QtBot) -> None:
    """A chart that is covered within its window stops, and goes on when it is seen again."""
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(500, 200)
    chart = EquityChart(window)
    QVBoxLayout(window).addWidget(chart)
    cover = QWidget(window)
    cover.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
    cover.setGeometry(window.rect())
    cover.hide()
    with qtbot.waitExposed(window):
        window.show()
    chart.draw(MOVING, THEME)
    assert chart._pulse.isActive()
    cover.show()
    cover.raise_()
    qtbot.waitUntil(lambda: not chart._pulse.isActive())
    cover.hide()
    qtbot.waitUntil(chart._pulse.isActive)
