"""The Sharpe ratio as a bar."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from actors.messages import Cell
from models.book import TradeMode
from ui.panel3.sharpe_bar import SharpeBar
from ui.theme import theme_of

THEME = theme_of(TradeMode.SIM)


@pytest.fixture
def bar(qtbot: QtBot) -> SharpeBar:
    """Return a shown bar."""
    widget = SharpeBar()
    qtbot.addWidget(widget)
    widget.resize(700, 20)
    widget.show()
    return widget


def test_filling_grows_with_the_ratio_and_is_never_a_hairline(bar: SharpeBar) -> None:
    """Nothing is filled without a ratio; the smallest one is still seen."""
    widths = []
    for share in (0.0, 0.0001, 0.5, 1.0):
        bar.show_ratio(Cell(text="0.44 per trade", role="profit"), share, THEME, tip="")
        widths.append(bar.filled_width())
    assert widths[:2] == [0, 4]
    assert widths[3] == 2 * widths[2] > 100


def test_filling_is_painted_in_the_colour_of_the_sign(bar: SharpeBar) -> None:
    """What is filled is what the eye sees."""
    bar.show_ratio(Cell(text="1.00 daily", role="profit"), 0.5, THEME, tip="")
    image = bar.grab().toImage()
    colours = {image.pixelColor(x, 10).name().upper() for x in range(80, 160)}
    assert THEME.profit in colours
    bar.show_ratio(Cell(text="-", role="dim"), 0.0, THEME, tip="")
    image = bar.grab().toImage()
    assert THEME.profit not in {image.pixelColor(x, 10).name().upper() for x in range(700)}


def test_it_can_be_read_and_opened_without_a_mouse(bar: SharpeBar) -> None:
    """A screen reader hears the text; Enter and a click open it."""
    bar.show_ratio(Cell(text="1.23 daily", role="profit"), 0.6, THEME, tip="how it is computed")
    assert (bar.accessibleName(), bar.accessibleDescription()) == ("Sharpe", "1.23 daily")
    opened: list[str] = []
    bar.opened.connect(opened.append)
    QTest.keyClick(bar, Qt.Key.Key_Return)
    QTest.keyClick(bar, Qt.Key.Key_A)
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton)
    QTest.mousePress(bar, Qt.MouseButton.LeftButton)
    QTest.mouseRelease(bar, Qt.MouseButton.LeftButton, pos=QPoint(300, 90))
    assert opened == ["Sharpe", "Sharpe"]
