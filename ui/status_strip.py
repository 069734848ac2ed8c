"""The strip at the bottom: mode and keys."""

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QHBoxLayout, QWidget

from actors.messages import Cell
from ui.cell_label import CellLabel
from ui.fonts import TextSize
from ui.theme import Theme


class StatusStrip(QWidget):
    """Mode in its own colours on the left, hint beside it."""

    def __init__(self, hint: str, parent: QWidget | None = None, *, role: str = "dim") -> None:
        """Create the strip with the hint that it shows, and its role."""
        super().__init__(parent)
        self._mode = CellLabel("Mode of the window", TextSize.STRONG, self)
        self._hint = CellLabel("Keys", TextSize.SMALL, self)
        self._hint_cell = Cell(text=hint, role=role)
        self._mode.setAutoFillBackground(True)
        self._mode.setMargin(3)
        self._hint.setWordWrap(True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 2, 12, 2)
        layout.setSpacing(6)
        layout.addWidget(self._mode)
        layout.addWidget(self._hint, 1)
        self.setAutoFillBackground(True)

    def show_mode(self, text: str, theme: Theme) -> None:
        """Show the mode's word on the mode's colour."""
        palette = self._mode.palette()
        palette.setColor(QPalette.ColorRole.Window, QColor(theme.badge))
        self._mode.setPalette(palette)
        self._mode.show_cell(Cell(text=f" {text} ", role="neutral"), theme, theme.badge_text)
        self._hint.show_cell(self._hint_cell, theme)
