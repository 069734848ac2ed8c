"""The Sharpe ratio as a bar with its text."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from actors.messages import Cell
from ui.fonts import TextSize, font_of
from ui.painting import painting
from ui.panel3.view_model import SHARPE
from ui.theme import Theme, theme_of
from ui.wording import UNKNOWN

_BAR_PX = 14
_RADIUS_PX = 7.0
_NARROWEST_PX = 4.0
_GAP_PX = 8.0
_OPENING_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class SharpeBar(QWidget):
    """Label, bar and text in one row.

    Attributes:
        opened: Carries the label; a click, Enter or the space bar does it.
    """

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Create the bar of an unknown ratio."""
        super().__init__(parent)
        self._cell = Cell(text=UNKNOWN, role="dim")
        self._share = 0.0
        self._theme = theme_of(None)
        self.setFont(font_of(TextSize.BODY))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(SHARPE)
        self.setAccessibleDescription(UNKNOWN)

    def show_ratio(self, cell: Cell, share: float, theme: Theme, *, tip: str) -> None:
        """Show a ratio.

        Args:
            cell: Its text.
            share: Filled share of the bar, 0 to 1.
            theme: Colours.
            tip: What it says under the mouse.
        """
        self._cell, self._share, self._theme = cell, share, theme
        self.setAccessibleDescription(cell.text)
        self.setToolTip(tip)
        self.update()

    def filled_width(self) -> float:
        """Return how many pixels of the bar are filled."""
        if self._share <= 0:
            return 0.0
        return max(_NARROWEST_PX, self._share * self._track().width())

    def sizeHint(self) -> QSize:
        """Return the height that text and bar need."""
        metrics = QFontMetricsF(self.font())
        width = metrics.horizontalAdvance(SHARPE) + self._text_width() + 120
        return QSize(round(width), round(max(float(_BAR_PX), metrics.height())) + 2)

    def minimumSizeHint(self) -> QSize:
        """Return the size hint."""
        return self.sizeHint()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open at a click that ends where it began."""
        inside = self.rect().contains(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and inside:
            self.opened.emit(SHARPE)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open by key."""
        if event.key() in _OPENING_KEYS:
            self.opened.emit(SHARPE)
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

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint label, bar and text."""
        with painting(self) as painter:
            self._paint(painter)

    def _text_width(self) -> float:
        # Of the widest usual text, so that the bar does not change its length with every trade.
        return QFontMetricsF(self.font()).horizontalAdvance("-10.00 per trade")

    def _track(self) -> QRectF:
        left = QFontMetricsF(self.font()).horizontalAdvance(SHARPE) + _GAP_PX
        width = max(0.0, self.width() - left - self._text_width() - _GAP_PX)
        return QRectF(left, (self.height() - _BAR_PX) / 2, width, _BAR_PX)

    def _paint(self, painter: QPainter) -> None:
        theme, track = self._theme, self._track()
        area = QRectF(self.rect())
        painter.setPen(QColor(theme.dim))
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, SHARPE)
        painter.setPen(QColor(theme.colour(self._cell.role)))
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._cell.text)
        shape = QPainterPath()
        shape.addRoundedRect(track, _RADIUS_PX, _RADIUS_PX)
        painter.fillPath(shape, QColor(theme.cell))
        if self._share > 0:
            painter.save()
            # The end of the filling is straight: only so its place can be read.
            painter.setClipRect(
                QRectF(track.topLeft(), track.bottomLeft()).adjusted(0, 0, self.filled_width(), 0)
            )
            painter.fillPath(shape, QColor(theme.colour(self._cell.role)))
            painter.restore()
        ring = self.hasFocus()
        painter.setPen(QPen(QColor(theme.ink if ring else theme.border), 2.0 if ring else 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(shape)
