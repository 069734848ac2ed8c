"""A cell of the grid that can be opened."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from actors.messages import Cell
from ui.painting import painting
from ui.panel2.value_cell import ValueCell
from ui.theme import Theme, theme_of

_OPENING_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class MetricCell(ValueCell):
    """A value with a label; a click, Enter or the space bar opens what is behind it.

    Attributes:
        opened: Carries the label.
    """

    opened = Signal(str)

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        """Create the cell with the label that it carries on the screen."""
        super().__init__(label, parent)
        self._name = label
        self._ring = theme_of(None).ink
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_cell(self, cell: Cell, theme: Theme, *, tip: str, direction: int = 0) -> None:
        """Show a cell, as `ValueCell` does."""
        self._ring = theme.ink
        super().show_cell(cell, theme, tip=tip, direction=direction)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open at a click that ends where it began."""
        inside = self.rect().contains(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and inside:
            self.opened.emit(self._name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open by key."""
        if event.key() in _OPENING_KEYS:
            self.opened.emit(self._name)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the cell, with a ring while the keys are about it."""
        super().paintEvent(event)
        if not self.hasFocus():
            return
        with painting(self) as painter:
            painter.setPen(QPen(QColor(self._ring), 2.0))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(3, 3, -3, -3), 6, 6)
