"""Panel 2 as a widget."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from models.book import Symbol
from tests.ui.builders import (
    a_link,
    a_position,
    a_protection,
    a_quote,
    a_scope,
    a_tick,
    heat,
    holding,
)
from ui.cell_grid import CellHandle
from ui.panel import PanelName
from ui.panel2.view_model import LABELS
from ui.panel2.widget import Panel2Widget


@pytest.fixture
def panel(qtbot: QtBot) -> Panel2Widget:
    """Return a shown panel with a long of two contracts."""
    widget = Panel2Widget()
    qtbot.addWidget(widget)
    widget.resize(740, 260)
    widget.show()
    for fact in (
        a_link(),
        a_scope(),
        a_tick(),
        a_quote("6748"),
        holding(a_position(low="6748.00", initial_risk="10"), a_protection("6745.25", "6760.25")),
    ):
        widget.receive(fact)
    return widget


def grid(panel: Panel2Widget) -> dict[str, str]:
    """Return what a screen reader hears of the cells."""
    return {cell.accessibleName(): cell.accessibleDescription() for cell in panel.findChildren(CellHandle)}


def test_the_grid_shows_exactly_the_canonical_cells(panel: Panel2Widget) -> None:
    """What the screen log says is what the cells and the banner show."""
    cells = panel.cells()
    assert (panel.name, panel.generation) == (PanelName.PANEL2, "new")
    assert grid(panel) == {label: cells[label].text for row in LABELS for label in row}
    shown = {label.accessibleName(): label.text() for label in panel.findChildren(QLabel)}
    assert (
        (shown["Symbol"], shown["Last price"])
        == (cells["Symbol"].text, cells["Live"].text)
        == ("MES", "6748.00")
    )


def test_the_cells_stand_in_three_rows_of_five(panel: Panel2Widget) -> None:
    """The order on the screen is the documented one, from left to right and top to bottom."""
    placed = sorted(panel.findChildren(CellHandle), key=lambda cell: (cell.y(), cell.x()))
    assert [cell.accessibleName() for cell in placed] == [label for row in LABELS for label in row]
    assert len({cell.y() for cell in placed}) == 3
    assert len({cell.x() for cell in placed}) == 5


def test_the_flash_runs_only_while_a_cell_flashes(panel: Panel2Widget) -> None:
    """The flash starts with the first alarm, ends with the last, and leaves all cells bright."""
    assert not panel._flash.isActive()
    panel.receive(heat(300))
    assert panel._flash.isActive()
    panel._flash.timeout.emit()
    assert not panel._bright
    panel.receive(heat(None))
    assert not panel._flash.isActive()
    assert panel._bright


@pytest.mark.parametrize("how", ["click", "space"])
def test_the_symbol_cycles_through_positions(panel: Panel2Widget, how: str) -> None:
    """With mouse or keyboard the symbol shows the next open position."""
    panel.receive(holding(a_position(symbol=Symbol("MNQZ25"), entry="25000")))
    symbol = next(label for label in panel.findChildren(QLabel) if label.accessibleName() == "Symbol")
    first = symbol.text()
    if how == "click":
        QTest.mouseClick(symbol, Qt.MouseButton.LeftButton)
    else:
        QTest.keyClick(symbol, Qt.Key.Key_Space)
    assert {first, symbol.text()} == {"MES (+1)", "MNQ (+1)"}
