"""The line of a recording under a hand."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.test_tape_line import BEGIN, VIEW
from ui.theme import theme_of
from ui.time_line import TimeLine


def a_line(qtbot: QtBot) -> TimeLine:
    """Return a line of 216 pixels: ten for each second, eight at each end."""
    line = TimeLine(VIEW)
    qtbot.addWidget(line)
    line.resize(216, 34)
    line.show()
    return line


def test_a_press_and_a_drag_wish_for_a_moment(qtbot: QtBot) -> None:
    """At once, and again for each place of the mouse; without a button nothing is meant."""
    line = a_line(qtbot)
    wanted: list[int] = []
    line.wanted.connect(wanted.append)
    QTest.mouseMove(line, QPoint(20, 10))
    QTest.mousePress(line, Qt.MouseButton.LeftButton, pos=QPoint(108, 10))
    assert wanted == [BEGIN + 10_000_000]


def test_marks_are_under_the_mouse_and_on_the_screen(qtbot: QtBot) -> None:
    """A trade above the line, an alarm below it."""
    line = a_line(qtbot)
    assert [mark.kind for mark in line.marks_near(60)] == ["trade"]
    assert line.marks_near(80) == []
    image = line.grab().toImage()
    theme = theme_of(None)
    ratio = image.width() / line.width()

    def at(x: int, y: int) -> QColor:
        return image.pixelColor(round(x * ratio), round(y * ratio))

    assert at(58, 9).name().upper() == theme.profit
    assert at(98, 25).name().upper() == theme.warning


def test_a_screen_reader_knows_the_second(qtbot: QtBot) -> None:
    """The value of the slider is the second that is shown."""
    line = a_line(qtbot)
    assert (line.minimum(), line.maximum(), line.value()) == (0, 20, 0)
    assert line.accessibleName()
