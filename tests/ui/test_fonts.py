"""Fonts."""

import pytest
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.fonts import TextSize, font_of


@pytest.mark.parametrize("size", TextSize)
def test_digits_are_equally_wide(qtbot: QtBot, size: TextSize) -> None:
    """A changing number does not jitter: all digits have one width."""
    del qtbot
    metrics = QFontMetricsF(font_of(size))
    assert len({metrics.horizontalAdvance(digit) for digit in "0123456789"}) == 1


def test_sizes_follow_the_size_that_the_trader_chose(qtbot: QtBot) -> None:
    """Twice the font of the operating system is twice every text."""
    del qtbot
    usual = QApplication.font()
    before = font_of(TextSize.VALUE).pointSizeF()
    doubled = QApplication.font()
    doubled.setPointSizeF(usual.pointSizeF() * 2)
    QApplication.setFont(doubled)
    try:
        assert font_of(TextSize.VALUE).pointSizeF() == pytest.approx(2 * before)
    finally:
        QApplication.setFont(usual)
