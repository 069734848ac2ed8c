"""The strip at the bottom: mode and account, keys, and which generation each panel is."""

from collections.abc import Mapping

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from actors.messages import Cell
from ui.cell_label import CellLabel
from ui.fonts import TextSize
from ui.panel import PanelName
from ui.theme import Theme

_TITLES = {PanelName.PANEL1: "Panel 1", PanelName.PANEL2: "Panel 2"}


class StatusStrip(QWidget):
    """Mode in its own colours on the left, hint in the middle, generations on the right."""

    def __init__(self, hint: str, parent: QWidget | None = None) -> None:
        """Create the strip with the hint that it shows."""
        super().__init__(parent)
        self._mode = CellLabel("Mode of the window", TextSize.STRONG, self)
        self._hint = CellLabel("Keys", TextSize.SMALL, self)
        self._hint_cell = Cell(text=hint, role="dim")
        self._generations = {name: CellLabel(title, TextSize.SMALL, self) for name, title in _TITLES.items()}
        self._titles = {name: QLabel(title, self) for name, title in _TITLES.items()}
        self._mode.setAutoFillBackground(True)
        self._mode.setMargin(3)
        self._hint.setWordWrap(True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 2, 12, 2)
        layout.setSpacing(6)
        layout.addWidget(self._mode)
        layout.addWidget(self._hint, 1)
        for name, label in self._generations.items():
            self._titles[name].setFont(label.font())
            layout.addWidget(self._titles[name])
            layout.addWidget(label)
            layout.addSpacing(6)
        self.setAutoFillBackground(True)

    def show_mode(self, text: str, theme: Theme) -> None:
        """Show the mode's word on the mode's colour."""
        palette = self._mode.palette()
        palette.setColor(QPalette.ColorRole.Window, QColor(theme.badge))
        self._mode.setPalette(palette)
        self._mode.show_cell(Cell(text=f" {text} ", role="neutral"), theme, theme.badge_text)
        self._hint.show_cell(self._hint_cell, theme)
        for label in self._titles.values():
            titles = label.palette()
            titles.setColor(QPalette.ColorRole.WindowText, QColor(theme.dim))
            label.setPalette(titles)

    def show_generations(self, cells: Mapping[PanelName, Cell], theme: Theme) -> None:
        """Show which generation fills each place."""
        for name, label in self._generations.items():
            label.show_cell(cells[name], theme)
