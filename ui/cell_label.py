"""A label that shows one canonical cell."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QLabel, QWidget

from actors.messages import Cell
from ui.fonts import TextSize, font_of
from ui.theme import Theme

_ANYWHERE = QRect(0, 0, 10_000, 10_000)


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
        self._colours = "", ""
        self._is_snug = False
        # A server may send anything; it must never be taken for mark-up.
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(font_of(size))
        self.setAccessibleName(name)

    def hug(self) -> None:
        """Be exactly as large as the text, which does not wrap.

        Then a text of the same width asks for no new layout: all panels would be laid out with each price.
        """
        self._is_snug = True
        self._fit()

    def show_cell(
        self, cell: Cell, theme: Theme, colour: str | None = None, *, is_filled: bool = False
    ) -> None:
        """Show a cell.

        Args:
            cell: What to show.
            theme: Colours.
            colour: Replaces the colour of the role `neutral`, as `#RRGGBB`.
            is_filled: The colour is behind the text, and the text has that of the window.
        """
        if cell is not self._cell:
            self._write(cell)
        shown = colour if colour and cell.role == "neutral" else theme.colour(cell.role)
        self._paint_in(*((theme.window, shown) if is_filled else (shown, "")))

    def _write(self, cell: Cell) -> None:
        before, self._cell = self._cell, cell
        is_new = before is None or cell.text != before.text
        if is_new:
            self.setText(cell.text)
            self.setAccessibleDescription(cell.text)
        if before is None or (cell.role == "stale") != (before.role == "stale"):
            is_new = True
            font = self.font()
            font.setItalic(cell.role == "stale")
            self.setFont(font)
        if is_new and self._is_snug:
            self._fit()

    def _fit(self) -> None:
        # The label's own hint never becomes smaller than the size that was fixed before.
        size = self.fontMetrics().boundingRect(_ANYWHERE, 0, self.text()).size()
        if size != self.minimumSize():
            self.setFixedSize(size)

    def _paint_in(self, colour: str, ground: str) -> None:
        if (colour, ground) == self._colours:
            return
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, QColor(colour))
        if ground:
            palette.setColor(QPalette.ColorRole.Window, QColor(ground))
        if ground != self._colours[1]:
            self.setAutoFillBackground(bool(ground))
        self._colours = colour, ground
        self.setPalette(palette)
