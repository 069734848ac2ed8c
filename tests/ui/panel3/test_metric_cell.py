"""A cell of the grid that can be opened."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from actors.messages import Cell
from models.book import TradeMode
from ui.panel3.metric_cell import MetricCell
from ui.theme import theme_of


@pytest.fixture
def cell(qtbot: QtBot) -> MetricCell:
    """Return a shown cell."""
    widget = MetricCell("Avg R")
    qtbot.addWidget(widget)
    widget.resize(160, 60)
    widget.show_cell(Cell(text="0.35", role="profit"), theme_of(TradeMode.SIM), tip="mean of R")
    widget.show()
    return widget


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_keys_open_it(cell: MetricCell, key: Qt.Key) -> None:
    """Whoever came here by Tab opens the figure without a mouse."""
    opened: list[str] = []
    cell.opened.connect(opened.append)
    QTest.keyClick(cell, key)
    QTest.keyClick(cell, Qt.Key.Key_A)
    assert opened == ["Avg R"]


def test_click_opens_it_unless_it_ends_elsewhere(cell: MetricCell) -> None:
    """A click that was dragged away, or made with another button, opens nothing."""
    opened: list[str] = []
    cell.opened.connect(opened.append)
    QTest.mouseClick(cell, Qt.MouseButton.RightButton)
    QTest.mousePress(cell, Qt.MouseButton.LeftButton)
    QTest.mouseRelease(cell, Qt.MouseButton.LeftButton, pos=QPoint(500, 5))
    assert opened == []
    QTest.mouseClick(cell, Qt.MouseButton.LeftButton)
    assert opened == ["Avg R"]


def test_focus_is_seen(qtbot: QtBot, cell: MetricCell) -> None:
    """The cell that the keys are about looks different."""
    with qtbot.waitActive(cell):
        cell.activateWindow()
    cell.clearFocus()
    without = cell.grab().toImage()
    cell.setFocus()
    assert cell.grab().toImage() != without
    cell.clearFocus()
    assert cell.grab().toImage() == without
