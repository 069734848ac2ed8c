"""The button of the equity curve."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from actors.messages import Cell
from models.book import TradeMode
from ui.panel1.equity_toggle import EquityToggle
from ui.theme import theme_of

CLOSED = Cell(text="Closed P&L", role="neutral")
WITH_OPEN = Cell(text="With open P&L", role="info")


def test_it_says_which_curve_is_shown(qtbot: QtBot) -> None:
    """In words, for the eye and for a screen reader, with its key in the tip."""
    toggle = EquityToggle()
    qtbot.addWidget(toggle)
    for cell in (CLOSED, WITH_OPEN):
        toggle.show_cell(cell, theme_of(TradeMode.SIM))
        assert (toggle.text(), toggle.accessibleDescription()) == (cell.text, cell.text)
    assert "key E" in toggle.toolTip()


def test_words_never_move_what_stands_beside_it(qtbot: QtBot) -> None:
    """Both words fit into the same size."""
    toggle = EquityToggle()
    qtbot.addWidget(toggle)
    sizes = set()
    for cell in (CLOSED, WITH_OPEN):
        toggle.show_cell(cell, theme_of(TradeMode.SIM))
        sizes.add((toggle.sizeHint().width(), toggle.minimumSizeHint().height()))
        assert toggle.fontMetrics().horizontalAdvance(cell.text) < toggle.sizeHint().width()
    assert len(sizes) == 1


def test_a_click_asks(qtbot: QtBot) -> None:
    """The button itself switches nothing."""
    toggle = EquityToggle()
    qtbot.addWidget(toggle)
    toggle.show_cell(CLOSED, theme_of(TradeMode.LIVE))
    toggle.show()
    with qtbot.waitSignal(toggle.clicked):
        QTest.mouseClick(toggle, Qt.MouseButton.LeftButton)
    assert toggle.text() == "Closed P&L"
