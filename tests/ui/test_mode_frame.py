"""The frame around the window."""

import pytest
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from models.book import TradeMode
from ui.mode_frame import ModeFrame
from ui.paint_watch import Mark, PaintWatch
from ui.theme import palette_of, theme_of


def edge(qtbot: QtBot, mode: TradeMode) -> list[str]:
    """Return the colours along the left edge of a frame."""
    frame = ModeFrame()
    qtbot.addWidget(frame)
    frame.resize(300, 300)
    frame.show_theme(theme_of(mode))
    image = frame.grab().toImage()
    return [image.pixelColor(3, y).name().upper() for y in range(20, 280)]


@pytest.mark.parametrize("mode", TradeMode)
def test_the_edge_has_the_colour_of_the_mode(qtbot: QtBot, mode: TradeMode) -> None:
    """The frame is there, in the mode's colour."""
    assert theme_of(mode).frame in edge(qtbot, mode)


def test_lines_differ_without_colour(qtbot: QtBot) -> None:
    """SIM is one line, DEBUG and LIVE are broken ones of different rhythm."""
    patterns = {mode: [colour == theme_of(mode).frame for colour in edge(qtbot, mode)] for mode in TradeMode}
    assert all(patterns[TradeMode.SIM])
    assert not all(patterns[TradeMode.LIVE])
    assert not all(patterns[TradeMode.DEBUG])
    assert patterns[TradeMode.LIVE] != patterns[TradeMode.DEBUG]


def test_a_switch_of_the_mode_paints_all_that_is_inside_once(qtbot: QtBot) -> None:
    """However many parts take other colours, Qt is not made to paint any of them twice for it."""
    frame, panel = ModeFrame(), QWidget()
    qtbot.addWidget(frame)
    panel.setAutoFillBackground(True)
    inside = QVBoxLayout(panel)
    for text in ("first", "second"):
        inside.addWidget(QLabel(text))
    frame.column.addWidget(panel)
    frame.show_theme(theme_of(TradeMode.SIM))
    marks: list[Mark] = []
    with qtbot.waitExposed(frame):
        frame.show()
    parts = (panel, *panel.findChildren(QLabel))
    watches = [PaintWatch(part, marks.append, float) for part in parts]
    frame.show_theme(theme_of(TradeMode.LIVE))
    panel.setPalette(palette_of(theme_of(TradeMode.LIVE)))
    qtbot.waitUntil(lambda: bool(marks))
    # A label is told of twice: as a part of the panel, and for itself.
    assert len(watches) == 3
    assert [sum(mark.place is part for mark in marks) for part in parts] == [3, 1, 1]
