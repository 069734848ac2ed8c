"""Fonts: one family list, sizes relative to the size that the trader chose in the operating system."""

from enum import Enum

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

_FAMILIES = ["Inter", "Segoe UI", "Arial", "DejaVu Sans"]
_FALLBACK_POINTS = 9.0


class TextSize(Enum):
    """Size relative to the application's font, and weight."""

    SMALL = (1.0, QFont.Weight.Normal)
    BODY = (1.1, QFont.Weight.Medium)
    LABEL = (1.05, QFont.Weight.Medium)
    STRONG = (1.15, QFont.Weight.Bold)
    HEADING = (1.45, QFont.Weight.DemiBold)
    VALUE = (1.5, QFont.Weight.DemiBold)
    BALANCE = (2.1, QFont.Weight.DemiBold)


def font_of(size: TextSize) -> QFont:
    """Return a font with tabular digits, so that changing numbers do not jitter."""
    factor, weight = size.value
    points = QApplication.font().pointSizeF()
    if points <= 0:
        points = _FALLBACK_POINTS
    font = QFont(_FAMILIES)
    font.setPointSizeF(points * factor)
    font.setWeight(weight)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font
