"""The frame around the window."""

import pytest
from pytestqt.qtbot import QtBot

from models.book import TradeMode
from ui.mode_frame import ModeFrame
from ui.theme import theme_of


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
