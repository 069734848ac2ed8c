"""Where the window opens."""

import pytest
from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui.geometry import bring, fitting, keep_room, place

USUAL = QSize(500, 400)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """Return a window that is not shown."""
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def saved_at(qtbot: QtBot, corner: QPoint) -> bytes:
    """Return the geometry of a window of 300 x 200 at a corner."""
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.setGeometry(corner.x(), corner.y(), 300, 200)
    return bytes(widget.saveGeometry().data())


def test_the_first_start_has_the_usual_size(window: QWidget) -> None:
    """Nothing saved: the usual size."""
    place(window, None, USUAL)
    assert window.size() == USUAL


def test_rubbish_counts_as_nothing_saved(window: QWidget) -> None:
    """What is no geometry does not keep the window from opening."""
    place(window, b"rubbish", USUAL)
    assert window.size() == USUAL


def test_the_saved_size_comes_back(qtbot: QtBot, window: QWidget) -> None:
    """What was saved is restored."""
    place(window, saved_at(qtbot, QPoint(60, 70)), USUAL)
    assert window.size() == QSize(300, 200)


@pytest.mark.parametrize("corner", [QPoint(-5000, 50), QPoint(9000, 9000), QPoint(50, -900)])
def test_a_window_off_screen_is_brought_back(qtbot: QtBot, window: QWidget, corner: QPoint) -> None:
    """When its screen is gone, the title bar is on a screen again."""
    place(window, saved_at(qtbot, corner), USUAL)
    assert any(screen.availableGeometry().contains(window.pos()) for screen in QGuiApplication.screens())


def test_a_window_that_was_moved_away_is_brought_back(window: QWidget) -> None:
    """A place that Qt accepts but where no hand can grip the title bar is corrected too."""
    window.move(-2000, 0)
    place(window, None, USUAL)
    assert window.pos() == QGuiApplication.primaryScreen().availableGeometry().topLeft()


def test_a_small_screen_makes_the_window_smaller() -> None:
    """Nothing of a window that opens for the first time lies below the screen, its title bar included."""
    assert fitting(QSize(1100, 900), QSize(1366, 728)) == QSize(1100, 698)
    assert fitting(QSize(1100, 900), QSize(1920, 1040)) == QSize(1100, 900)


def test_windows_are_brought_onto_a_screen_side_by_side(qtbot: QtBot) -> None:
    """Each title bar is seen, and no window is larger than the screen."""
    screen = QGuiApplication.primaryScreen()
    windows = [QWidget() for _ in range(3)]
    for widget in windows:
        qtbot.addWidget(widget)
        widget.setGeometry(-9000, 9000, 5000, 5000)
        widget.show()
    windows[0].showMaximized()
    bring(windows, screen)
    area = screen.availableGeometry()
    assert len({widget.pos().toTuple() for widget in windows}) == 3
    assert all(area.contains(widget.pos()) for widget in windows)
    assert all(widget.width() <= area.width() for widget in windows)


def test_a_window_keeps_room_for_lines_that_wrap(window: QWidget) -> None:
    """The narrower it is, the more height it needs, and it never goes below the smallest size."""
    window.resize(200, 100)
    keep_room(window, lambda width: 60_000 // width, QSize(150, 50))
    assert (window.minimumWidth(), window.minimumHeight()) == (150, 300)
