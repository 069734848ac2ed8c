"""The mode badge."""

import pytest
from PySide6.QtGui import QFontMetricsF
from pytestqt.qtbot import QtBot

from models.book import TradeMode
from ui.badge import ModeBadge
from ui.theme import theme_of

WORDS = {TradeMode.SIM: "SIM", TradeMode.LIVE: "LIVE · REAL MONEY", TradeMode.DEBUG: "DEBUG"}


def a_badge(qtbot: QtBot, mode: TradeMode, word: str) -> ModeBadge:
    """Return the badge of a mode."""
    badge = ModeBadge()
    qtbot.addWidget(badge)
    badge.show_mode(word, theme_of(mode))
    badge.resize(badge.sizeHint())
    return badge


@pytest.mark.parametrize("mode", TradeMode)
def test_the_word_fits_and_is_told(qtbot: QtBot, mode: TradeMode) -> None:
    """The badge is as wide as its word and tells it to screen readers."""
    badge = a_badge(qtbot, mode, WORDS[mode])
    metrics = QFontMetricsF(badge.font())
    assert badge.width() > metrics.horizontalAdvance(WORDS[mode])
    assert badge.minimumSizeHint() == badge.sizeHint()
    assert badge.accessibleDescription() == WORDS[mode]


def test_shapes_differ_without_word_and_colour(qtbot: QtBot) -> None:
    """With the same word the painted area alone tells the modes apart."""
    outlines = set()
    for mode in TradeMode:
        badge = a_badge(qtbot, mode, "LIVE · REAL MONEY")
        badge.resize(260, 24)
        image = badge.grab().toImage()
        colour = theme_of(mode).badge
        places = [(x, y) for x in range(14) for y in range(image.height())]
        outlines.add(tuple(image.pixelColor(x, y).name().upper() == colour for x, y in places))
    assert len(outlines) == len(TradeMode)
