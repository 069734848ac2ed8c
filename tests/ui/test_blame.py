"""Where an exception came from that nobody caught."""

import sys
from types import TracebackType

import pytest
from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QGraphicsRectItem, QGraphicsScene, QGraphicsView, QWidget
from pytestqt.qtbot import QtBot

from ui.blame import widgets_of


class Painter(QWidget):
    """Raises while it is painted."""

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Raise."""
        raise ValueError("planted")


class Ticker(QWidget):
    """Raises in a slot of its timer."""

    def __init__(self) -> None:
        """Start the timer."""
        super().__init__()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._tick)
        self._timer.start(0)

    @Slot()
    def _tick(self) -> None:
        raise ValueError("planted")


class Item(QGraphicsRectItem):
    """Raises while the view is painted that it is in."""

    def paint(self, *_args: object) -> None:
        """Raise."""
        raise ValueError("planted")


def view() -> QWidget:
    """Return a view of a scene with an item that raises."""
    widget = QGraphicsView()
    scene = QGraphicsScene(widget)
    scene.addItem(Item(0, 0, 50, 50))
    widget.setScene(scene)
    return widget


@pytest.fixture
def uncaught(monkeypatch: pytest.MonkeyPatch) -> list[BaseException]:
    """Return the exceptions that reached the hook of last resort."""
    caught: list[BaseException] = []

    def hook(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        caught.append(error)

    monkeypatch.setattr(sys, "excepthook", hook)
    return caught


@pytest.mark.parametrize(("make", "doing"), [(Painter, "painting"), (Ticker, "updating"), (view, "painting")])
def test_the_traceback_names_the_widget(
    qtbot: QtBot, uncaught: list[BaseException], make: type[QWidget], doing: str
) -> None:
    """Whether it was painting, a timer or an item in a view: the widget and what it did are found."""
    widget = make()
    qtbot.addWidget(widget)
    widget.show()
    qtbot.waitUntil(lambda: bool(uncaught))
    found = list(widgets_of(uncaught[0].__traceback__))
    assert found
    assert {what for _, what in found} == {doing}
    assert all(part is widget or widget.isAncestorOf(part) for part, _ in found)
    widget.hide()


def test_an_exception_of_something_else_names_none() -> None:
    """What no widget raised is blamed on none."""
    with pytest.raises(ValueError, match="invalid literal") as raised:
        int("x")
    assert list(widgets_of(raised.value.__traceback__)) == []
