"""The veil that has a widget painted in one pass."""

from collections import Counter

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.veil import Veil


class Ground(QWidget):
    """A panel with a ground of its own, and see-through labels upon it; counts what is painted."""

    def __init__(self) -> None:
        super().__init__()
        self.painted: Counter[str] = Counter()
        panel = QWidget(self)
        panel.setAutoFillBackground(True)
        inside = QVBoxLayout(panel)
        for text in ("first", "second"):
            inside.addWidget(QLabel(text, panel))
        QVBoxLayout(self).addWidget(panel)
        self.setAutoFillBackground(True)
        for number, widget in enumerate((self, *self.findChildren(QWidget))):
            widget.setObjectName(f"{number} {type(widget).__name__}")
            widget.installEventFilter(self)
        self.veil = Veil(self)

    def recolour(self, colour: str) -> None:
        """Give all the colours of another mode."""
        for widget in (self, *self.findChildren(QWidget)):
            palette = QPalette()
            palette.setColor(QPalette.ColorRole.Window, QColor(colour))
            widget.setPalette(palette)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Count a paint event."""
        if event.type() == QEvent.Type.Paint:
            self.painted[watched.objectName()] += 1
        return False


@pytest.fixture
def ground(qtbot: QtBot) -> Ground:
    """Return a ground that has been painted."""
    ground = Ground()
    qtbot.addWidget(ground)
    with qtbot.waitExposed(ground):
        ground.show()
    qtbot.waitUntil(lambda: bool(ground.painted))
    ground.painted.clear()
    return ground


def test_after_new_colours_everything_is_painted_once(qtbot: QtBot, ground: Ground) -> None:
    """Also what is see-through upon a ground of its own; and the colours are there."""
    ground.recolour("#102030")
    ground.veil.pass_over()
    qtbot.waitUntil(lambda: bool(ground.painted))
    assert set(ground.painted.values()) == {1}
    assert len(ground.painted) == 4
    assert ground.grab().toImage().pixelColor(20, 20) == QColor("#102030")


def test_nothing_of_it_stays(ground: Ground) -> None:
    """It is neither in the way of the mouse nor on the screen afterwards."""
    below = ground.childAt(QPoint(20, 20))
    ground.veil.pass_over()
    assert ground.veil.isHidden()
    assert ground.childAt(QPoint(20, 20)) is below
