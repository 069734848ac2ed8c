"""Labels that take what they are given as plain text."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QLabel

from ui.fonts import TextSize, font_of


def plain_label(text: str, size: TextSize) -> QLabel:
    """Return a label that takes its text as it is."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setFont(font_of(size))
    return label


def dye(label: QLabel, colour: str) -> None:
    """Write a label in a colour."""
    palette = label.palette()
    palette.setColor(QPalette.ColorRole.WindowText, QColor(colour))
    label.setPalette(palette)
