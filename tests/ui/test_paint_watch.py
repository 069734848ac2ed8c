"""When which place of the window is painted."""

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from ui.paint_watch import Mark, PaintWatch, shares


@pytest.fixture
def places(qtbot: QtBot) -> tuple[QWidget, QWidget]:
    """Return two places in a window that is on the screen."""
    window = QWidget()
    qtbot.addWidget(window)
    upper, lower = QWidget(window), QWidget(window)
    window.resize(100, 100)
    upper.setGeometry(0, 0, 100, 50)
    lower.setGeometry(0, 50, 100, 50)
    with qtbot.waitExposed(window):
        window.show()
    return upper, lower


def test_each_place_takes_until_the_next_one_begins(places: tuple[QWidget, QWidget]) -> None:
    """The last one takes until the end of the frame; what was painted before the frame counts for nobody."""
    upper, lower = places
    marks = [Mark(lower, 0.9), Mark(upper, 1.0), Mark(upper, 1.2), Mark(lower, 1.5), Mark(upper, 1.75)]
    assert shares(marks, 1.0, 2.0) == {upper: 0.75, lower: 0.25}


def test_frame_without_a_paint_event_is_of_no_place(places: tuple[QWidget, QWidget]) -> None:
    """A frame of another window says nothing of this one's panels."""
    assert shares([Mark(places[0], 0.5)], 1.0, 2.0) == {}
    assert shares([], 1.0, 2.0) == {}


def test_paint_events_of_parts_are_those_of_the_place(places: tuple[QWidget, QWidget]) -> None:
    """Parts that come later are followed, with their own parts; once it is stopped nothing is told."""
    upper, lower = places
    told: list[Mark] = []
    watch = PaintWatch(upper, told.append, lambda: 7.0)
    box = QWidget(upper)
    text = QLabel("late", box)
    box.setGeometry(0, 0, 50, 20)
    box.show()
    told.clear()
    text.repaint()
    lower.repaint()
    assert told
    assert set(told) == {Mark(upper, 7.0)}
    told.clear()
    watch.stop()
    text.repaint()
    upper.repaint()
    assert told == []
