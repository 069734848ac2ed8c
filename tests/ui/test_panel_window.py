"""A panel in a window of its own."""

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from models.book import TradeMode
from ui.badge import ModeBadge
from ui.panel_window import PanelWindow
from ui.theme import theme_of


@pytest.fixture
def window(qtbot: QtBot) -> PanelWindow:
    """Return a shown window with a label as its panel."""
    window = PanelWindow("panel2", "Panel 2", QLabel("the panel"))
    qtbot.addWidget(window)
    window.show_mode("LIVE · REAL MONEY", theme_of(TradeMode.LIVE))
    window.show()
    return window


def test_mode_is_a_word_a_frame_and_a_title(window: PanelWindow) -> None:
    """It cannot be taken for a window of another mode."""
    assert window.findChildren(ModeBadge)[0].accessibleDescription() == "LIVE · REAL MONEY"
    assert window.windowTitle() == "APPSIERRA · Panel 2 · LIVE · REAL MONEY"
    image = window.grab().toImage()
    edge = {image.pixelColor(1, y).name().upper() for y in range(image.height())}
    assert theme_of(TradeMode.LIVE).frame in edge
    assert window.panel.isVisible()


def test_closing_gives_the_panel_back(qtbot: QtBot, window: PanelWindow) -> None:
    """Whoever listens takes it."""
    with qtbot.waitSignal(window.closed) as told:
        window.close()
    assert told.args == ["panel2"]


def test_painting_is_measured(qtbot: QtBot, window: PanelWindow) -> None:
    """A slow panel is found wherever it is."""
    with qtbot.waitSignal(window.painted):
        window.update()
