"""The performance window."""

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from models.book import TradeMode
from tests.ui.test_performance_view import HOUR_S, a_point, listed
from ui.badge import ModeBadge
from ui.cell_label import CellLabel
from ui.performance_plot import PerformancePlot
from ui.performance_view import NOTHING_LATELY, OFF, READING
from ui.performance_window import PerformanceWindow
from ui.theme import theme_of


@pytest.fixture
def window(qtbot: QtBot) -> PerformanceWindow:
    """Return a window that is on the screen, in the smallest size that must do."""
    window = PerformanceWindow()
    qtbot.addWidget(window)
    window.show_mode("SIM", theme_of(TradeMode.SIM))
    window.show_tracking(is_on=True)
    window.resize(760, 560)
    window.show()
    return window


def empty_text(window: PerformanceWindow) -> str | None:
    """Return what is said in place of the plots; None while there are plots."""
    (label,) = (
        each for each in window.findChildren(CellLabel) if each.accessibleName() == "Why nothing is shown"
    )
    return label.text() if label.isVisible() else None


def button(window: PerformanceWindow, text: str) -> QPushButton:
    """Return a button by its text."""
    return next(each for each in window.findChildren(QPushButton) if each.text().replace("&", "") == text)


def test_it_asks_when_it_opens_and_until_it_closes(window: PerformanceWindow, qtbot: QtBot) -> None:
    """A closed window costs nothing; one that opens again begins with news."""
    (timer,) = window.findChildren(QTimer)
    with qtbot.waitSignal(window.asked, check_params_cb=lambda span_s: span_s == HOUR_S):
        timer.timeout.emit()
    window.close()
    assert not timer.isActive()
    with qtbot.waitSignal(window.asked):
        window.show()
    assert timer.isActive()


def test_it_says_why_nothing_is_shown_until_there_are_plots(window: PerformanceWindow) -> None:
    """Before the answer, without measurements, and while nothing is measured."""
    assert empty_text(window) == READING
    window.show_performance(listed())
    assert empty_text(window) == NOTHING_LATELY
    window.show_tracking(is_on=False)
    assert empty_text(window) == OFF
    window.show_performance(listed(a_point(2), a_point(2, "panel2")))
    assert empty_text(window) is None
    assert len([each for each in window.findChildren(PerformancePlot) if each.isVisible()]) == 6


def test_answer_to_an_earlier_question_is_not_shown(window: PerformanceWindow, qtbot: QtBot) -> None:
    """Who has chosen the day must not see the hour under that name."""
    with qtbot.waitSignal(window.asked, check_params_cb=lambda span_s: span_s == 86_400.0):
        button(window, "Last day").click()
    window.show_performance(listed(a_point(2)))
    assert empty_text(window) == READING
    window.show_performance(listed(a_point(2), span_s=86_400.0))
    assert empty_text(window) is None


def test_mode_is_on_it(window: PerformanceWindow) -> None:
    """Like every window it says whose money is at stake."""
    window.show_performance(listed(a_point(2)))
    window.show_mode("LIVE · REAL MONEY", theme_of(TradeMode.LIVE))
    assert window.findChildren(ModeBadge)[0].accessibleDescription() == "LIVE · REAL MONEY"
    assert window.windowTitle() == "APPSIERRA · performance"


def test_everything_has_room_in_a_small_window(window: PerformanceWindow) -> None:
    """All six plots are inside, none is squeezed to nothing."""
    window.show_performance(listed(a_point(2), a_point(2, "panel2")))
    window.grab()
    assert (window.width(), window.height()) == (760, 560)
    for plot in window.findChildren(PerformancePlot):
        assert plot.height() >= 90
        assert window.rect().contains(plot.rect().translated(plot.mapTo(window, plot.rect().topLeft())))


def test_a_closed_window_draws_nothing_until_it_opens(window: PerformanceWindow) -> None:
    """A switch of the mode costs nothing for plots that nobody sees; what came meanwhile is there at once."""
    window.show_performance(listed(a_point(2)))
    label = next(each for each in window.findChildren(CellLabel) if each.accessibleName() == "Newest values")
    before = label.text()
    window.close()
    window.show_performance(listed(a_point(2, frame=900.0)))
    window.show_mode("LIVE", theme_of(TradeMode.LIVE))
    assert label.text() == before
    window.show()
    assert "900" in label.text()
    ink = label.palette().color(QPalette.ColorRole.WindowText)
    assert ink == QColor(theme_of(TradeMode.LIVE).dim)
