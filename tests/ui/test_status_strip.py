"""The strip at the bottom."""

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from models.book import TradeMode
from ui.status_strip import StatusStrip
from ui.theme import theme_of


def test_it_names_mode_and_hint(qtbot: QtBot) -> None:
    """Mode and hint stand in the strip, from left to right."""
    strip = StatusStrip("hint")
    qtbot.addWidget(strip)
    strip.show_mode("SIM", theme_of(TradeMode.SIM))
    strip.resize(700, 30)
    strip.show()
    labels = sorted(strip.findChildren(QLabel), key=lambda label: label.x())
    assert [label.text().strip() for label in labels] == ["SIM", "hint"]


@pytest.mark.parametrize("mode", [TradeMode.SIM, TradeMode.LIVE])
def test_the_mode_stands_on_its_colour(qtbot: QtBot, mode: TradeMode) -> None:
    """The word is readable: on the colour of the badge, not on that of the window."""
    strip = StatusStrip("hint")
    qtbot.addWidget(strip)
    theme = theme_of(mode)
    strip.show_mode(mode.value, theme)
    strip.show()
    label = min(strip.findChildren(QLabel), key=lambda label: label.x())
    assert label.grab().toImage().pixelColor(1, 1).name().upper() == theme.badge.upper()
