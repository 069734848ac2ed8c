"""The strip at the bottom."""

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from actors.messages import Cell
from models.book import TradeMode
from ui.panel import PanelName
from ui.status_strip import StatusStrip
from ui.theme import theme_of


def test_it_names_mode_hint_and_generations(qtbot: QtBot) -> None:
    """Mode, hint and the generation of each panel stand in the strip, from left to right."""
    strip = StatusStrip("hint")
    qtbot.addWidget(strip)
    theme = theme_of(TradeMode.SIM)
    strip.show_mode("SIM", theme)
    cells = {
        PanelName.PANEL1: Cell(text="new", role="neutral"),
        PanelName.PANEL2: Cell(text="legacy", role="neutral"),
    }
    strip.show_generations(cells, theme)
    strip.resize(700, 30)
    strip.show()
    labels = sorted(strip.findChildren(QLabel), key=lambda label: label.x())
    assert [label.text().strip() for label in labels] == [
        "SIM",
        "hint",
        "Panel 1",
        "new",
        "Panel 2",
        "legacy",
    ]
