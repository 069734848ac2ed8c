"""The painter of a widget that paints itself."""

import pytest
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui.painting import painting


class Disc(QWidget):
    """Paints a red disc, or breaks in the middle of it."""

    def __init__(self) -> None:
        super().__init__()
        self.is_broken = False
        self.failures = 0
        self.painter: QPainter | None = None

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint, and count a failure instead of letting it out into Qt."""
        try:
            with painting(self) as self.painter:
                self._paint(self.painter)
        except ValueError:
            self.failures += 1

    def _paint(self, painter: QPainter) -> None:
        if self.is_broken:
            raise ValueError("no disc today")
        painter.setBrush(QColor("red"))
        painter.drawEllipse(self.rect().adjusted(2, 2, -2, -2))


@pytest.fixture
def disc(qtbot: QtBot) -> Disc:
    """Return a small disc."""
    widget = Disc()
    qtbot.addWidget(widget)
    widget.resize(40, 40)
    return widget


def test_edges_are_smooth(disc: Disc) -> None:
    """Between the disc, its outline and the ground there are colours of neither."""
    image = disc.grab().toImage()
    assert image.pixelColor(20, 20) == QColor("red")
    assert len({image.pixel(x, y) for x in range(40) for y in range(40)}) > 3


def test_the_painter_ends_with_the_block(disc: Disc) -> None:
    """A painter that is still active would keep Qt from painting the widget again."""
    disc.grab()
    assert disc.painter is not None
    assert not disc.painter.isActive()


def test_a_failure_does_not_keep_the_painter(disc: Disc) -> None:
    """After a failed painting the failure is told, and the next painting works."""
    disc.is_broken = True
    disc.grab()
    assert disc.failures == 1
    assert disc.painter is not None
    assert not disc.painter.isActive()
    disc.is_broken = False
    assert disc.grab().toImage().pixelColor(20, 20) == QColor("red")
