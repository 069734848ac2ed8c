"""The timeframe pills."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from actors.messages import Cell
from models.book import TradeMode
from models.timeframe import Timeframe
from ui.panel1.pills import Pill, TimeframePills
from ui.theme import theme_of

THEME = theme_of(TradeMode.SIM)


@pytest.fixture
def row(qtbot: QtBot) -> TimeframePills:
    """Return a shown row."""
    widget = TimeframePills()
    qtbot.addWidget(widget)
    widget.show()
    return widget


def test_every_timeframe_has_its_pill(row: TimeframePills) -> None:
    """The pills stand in the order of the timeframes, and name their key."""
    pills = sorted(row.findChildren(Pill), key=lambda pill: pill.x())
    assert [pill.timeframe for pill in pills] == list(Timeframe)
    assert all(f"key {number}" in pill.toolTip() for number, pill in enumerate(pills, start=1))


def test_the_chosen_pill_has_the_colour_of_the_sign(row: TimeframePills) -> None:
    """One pill alone is filled, with the colour of the role."""
    row.show_timeframe(Timeframe.DAY, Cell(text="1D", role="loss"), THEME)
    filled = []
    for pill in row.findChildren(Pill):
        image = pill.grab().toImage()
        if image.pixelColor(pill.width() // 2, 3) == QColor(THEME.loss):
            filled.append(pill.timeframe)
    assert filled == [Timeframe.DAY]


def test_a_click_tells_the_timeframe(qtbot: QtBot, row: TimeframePills) -> None:
    """A click carries the timeframe of the pill."""
    pill = row.findChildren(Pill)[2]
    with qtbot.waitSignal(row.chosen) as chosen:
        QTest.mouseClick(pill, Qt.MouseButton.LeftButton)
    assert chosen.args == [pill.timeframe]
