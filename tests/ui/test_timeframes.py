"""Timeframes that the next start shows again."""

from collections.abc import Mapping

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.test_window import SESSION, Desk, open_window
from ui.panel1.pills import Pill
from ui.panel3.widget import Panel3Widget
from ui.window import MainWindow

QUARTER = Qt.Key.Key_5


def timeframes(window: MainWindow) -> tuple[str, ...]:
    """Return the timeframes of curve and statistics."""
    shown = {(cell.panel, cell.name): cell.cell.text for cell in window.watch.cells(("panel1", "panel3"))}
    return shown["panel1", "Timeframe"], shown["panel3", "Timeframe"]


def click(window: MainWindow, label: str) -> None:
    """Click a timeframe of the statistics."""
    (statistics,) = window.findChildren(Panel3Widget)
    (pill,) = [pill for pill in statistics.findChildren(Pill) if pill.timeframe.value == label]
    pill.click()


def test_a_crash_loses_no_choice(qtbot: QtBot) -> None:
    """What was chosen last is kept at once, and each panel shows its own again."""
    desk = Desk()
    window = open_window(qtbot, desk, *SESSION)
    assert timeframes(window) == ("LIVE", "1D")
    QTest.keyClick(window, QUARTER)
    click(window, "YTD")
    again = open_window(qtbot, desk, *SESSION)
    assert timeframes(again) == ("3M", "YTD")


@pytest.mark.parametrize("kept", [{}, {"timeframe": "10Y", "timeframe of the statistics": ""}])
def test_what_is_no_timeframe_changes_nothing(qtbot: QtBot, kept: Mapping[str, str]) -> None:
    """A first start, and a file of another version, show what everybody begins with."""
    desk = Desk()
    desk.places = kept
    assert timeframes(open_window(qtbot, desk, *SESSION)) == ("LIVE", "1D")
