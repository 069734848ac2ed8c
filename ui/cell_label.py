"""A label that shows one canonical cell."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QLabel, QWidget

from actors.messages import Cell
from ui.fonts import TextSize, font_of
from ui.theme import Theme


class CellLabel(QLabel):
    """Text in the colour of its role; it touches Qt only where something changed."""

    def __init__(self, name: str, size: TextSize, parent: QWidget | None = None) -> None:
        """Create the label.

        Args:
            name: What a screen reader says before the text.
            size: Size and weight of the text.
            parent: Owner.
        """
        super().__init__(parent)
        self._name = name
        self._cell: Cell | None = None
        self._colour = ""
        # A server may send anything; it must never be taken for mark-up.
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(font_of(size))
        self.setAccessibleName(name)

    def show_cell(self, cell: Cell, theme: Theme, colour: str | None = None) -> None:
        """Show a cell.

        Args:
            cell: What to show.
            theme: Colours.
            colour: Replaces the colour of the role `neutral`, as `#RRGGBB`.
        """
        if self._cell is None or cell.text != self._cell.text:
            self.setText(cell.text)
            self.setAccessibleDescription(cell.text)
        if self._cell is None or cell.role != self._cell.role:
            font = self.font()
            font.setItalic(cell.role == "stale")
            self.setFont(font)
        self._cell = cell
        self._paint_in(colour if colour and cell.role == "neutral" else theme.colour(cell.role))

    def _paint_in(self, colour: str) -> None:
        if colour != self._colour:
            self._colour = colour
            palette = self.palette()
            palette.setColor(QPalette.ColorRole.WindowText, QColor(colour))
            self.setPalette(palette)
