"""The button that says which equity curve is shown, and switches to the other one."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from actors.messages import Cell
from ui.fonts import TextSize, font_of
from ui.painting import painting
from ui.theme import Theme, theme_of

# The button must not change its width when it is pressed.
_WIDEST = "With open P&L"


class EquityToggle(QAbstractButton):
    """Closed, or with open P&L, in words and with a frame."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Create the button."""
        super().__init__(parent)
        self._cell = Cell(text="", role="dim")
        self._theme = theme_of(None)
        self.setFont(font_of(TextSize.SMALL))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName("Equity curve shown")
        self.setToolTip("Equity curve: closed, or with open P&L (key E)")

    def show_cell(self, cell: Cell, theme: Theme) -> None:
        """Say which curve is shown."""
        if cell != self._cell or theme is not self._theme:
            self._cell, self._theme = cell, theme
            self.setText(cell.text)
            self.setAccessibleDescription(cell.text)
            self.update()

    def sizeHint(self) -> QSize:
        """Return the size that the longer text needs."""
        metrics = QFontMetricsF(self.font())
        return QSize(
            round(metrics.horizontalAdvance(_WIDEST) + metrics.height() * 1.2), round(metrics.height() * 1.5)
        )

    def minimumSizeHint(self) -> QSize:
        """Return the size hint: the words are never clipped."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the button."""
        with painting(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        theme = self._theme
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(QColor(theme.ink if self.hasFocus() else theme.border), 1.0))
        painter.setBrush(QColor(theme.elevated if self.underMouse() else theme.window))
        painter.drawRoundedRect(area, 4, 4)
        painter.setPen(QColor(theme.colour(self._cell.role)))
        painter.setFont(self.font())
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self.text())
