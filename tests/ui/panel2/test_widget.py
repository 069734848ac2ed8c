"""Panel 2 as a widget."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolTip
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
from ui.appearance import Appearance
from ui.cell_grid import CellGrid, CellHandle
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


@pytest.fixture
def scaled(qtbot: QtBot) -> Iterator[Callable[[float], None]]:
    """Return a function that scales the font which the trader chose in the operating system."""
    del qtbot
    usual = QApplication.font()

    def scale(factor: float) -> None:
        font = QApplication.font()
        font.setPointSizeF(usual.pointSizeF() * factor)
        QApplication.setFont(font)

    yield scale
    QApplication.setFont(usual)


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


def test_nothing_flashes_where_nothing_may_move(panel: Panel2Widget) -> None:
    """The alarm stays an alarm; its cell is bright at once, whichever half it was in, and stays so."""
    panel.receive(heat(300))
    panel._flash.timeout.emit()
    panel.choose_appearance(Appearance(is_still=True))
    assert (panel._flash.isActive(), panel._bright) == (False, True)
    assert panel.cells()["Heat"].flash
    panel.choose_appearance(Appearance())
    assert panel._flash.isActive()


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


@pytest.mark.parametrize("factor", [1.0, 1.25, 1.5, 2.0])
@pytest.mark.parametrize(
    "room", [QSize(742, 0), QSize(900, 240), QSize(1082, 300), QSize(1562, 420), QSize(2500, 900)]
)
def test_nothing_is_clipped_and_nothing_overlaps(
    qtbot: QtBot, factor: float, room: QSize, scaled: Callable[[float], None]
) -> None:
    """With long values, remarks and alarms, texts fit and no part covers another, at any size and scale."""
    scaled(factor)
    panel = Panel2Widget()
    qtbot.addWidget(panel)
    position = a_position(quantity=-125, entry="26750.25", low="26700", high="26765", initial_risk="4000")
    facts = (
        a_link(),
        a_scope(),
        a_tick(),
        a_quote("26760.50"),
        holding(position, a_protection("26761.00", "26700.25", 3)),
        heat(400),
    )
    for fact in facts:
        panel.receive(fact)
    smallest = panel.minimumSizeHint()
    width = max(room.width(), smallest.width())
    panel.resize(QSize(width, max(room.height(), smallest.height(), panel.heightForWidth(width))))
    panel.show()
    qtbot.waitExposed(panel)
    (cells,) = panel.findChildren(CellGrid)
    assert cells.clipped() == []
    parts = [cells, *(label for label in panel.findChildren(QLabel) if label.text())]
    for part in parts:
        assert panel.rect().contains(part.geometry())
        assert not any(part.geometry().intersects(other.geometry()) for other in parts if other is not part)
    for label in panel.findChildren(QLabel):
        assert label.heightForWidth(label.width()) <= label.height()
    handles = panel.findChildren(CellHandle)
    assert not any(
        one.geometry().intersects(two.geometry()) for one in handles for two in handles if one is not two
    )


@pytest.mark.qt_log_ignore("does not support raise")
def test_enter_shows_the_detail_of_a_cell(panel: Panel2Widget) -> None:
    """Who works by key reads what others find under the mouse: what the stop costs if it fills."""
    stop = next(cell for cell in panel.findChildren(CellHandle) if cell.accessibleName() == "Stop")
    QTest.keyClick(stop, Qt.Key.Key_Down)
    stop.setFocus()
    QTest.keyClick(stop, Qt.Key.Key_Return)
    assert "If it fills at its price: -$52.48, -1.05 R" in QToolTip.text()
