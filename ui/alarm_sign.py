"""The sign of an alarm: each priority has a shape and a colour of its own."""

import math
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from models.alarm import AlarmPriority
from ui.fonts import TextSize, font_of
from ui.painting import painting
from ui.roles import ROLES_OF_ALARMS
from ui.theme import Theme, theme_of

# Corners of a regular shape, and the angle of its first one, degrees clockwise from the top.
_SHAPES: Final = {
    AlarmPriority.CRITICAL: (8, 22.5),
    AlarmPriority.HIGH: (4, 0.0),
    AlarmPriority.MEDIUM: (3, 0.0),
    AlarmPriority.LOW: (40, 0.0),
}


class AlarmSign(QWidget):
    """An octagon, a diamond, a triangle or a disc; filled while the alarm is open, else an outline."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Create a sign."""
        super().__init__(parent)
        self._priority = AlarmPriority.LOW
        self._is_open = False
        self._theme = theme_of(None)
        self.setFont(font_of(TextSize.STRONG))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_priority(self, priority: AlarmPriority, theme: Theme, *, is_open: bool) -> None:
        """Show a priority."""
        self._priority, self._theme, self._is_open = priority, theme, is_open
        self.setAccessibleName(f"{priority.value} alarm")
        self.update()

    def sizeHint(self) -> QSize:
        """Return a square a little higher than a line of text."""
        side = round(QFontMetricsF(self.font()).height() * 1.3)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the shape and its mark."""
        colour = QColor(self._theme.colour(ROLES_OF_ALARMS[self._priority]))
        with painting(self) as painter:
            area = QRectF(self.rect()).adjusted(2, 2, -2, -2)
            painter.setPen(QPen(colour, 2))
            painter.setBrush(colour if self._is_open else Qt.BrushStyle.NoBrush)
            painter.drawPolygon(_polygon(area, *_SHAPES[self._priority]))
            painter.setPen(QColor(self._theme.elevated) if self._is_open else colour)
            painter.setFont(self.font())
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, "!")


def _polygon(area: QRectF, corners: int, first: float) -> QPolygonF:
    centre, radius = area.center(), area.width() / 2
    angles = [math.radians(first + 360 * corner / corners) for corner in range(corners)]
    return QPolygonF(
        [centre + QPointF(radius * math.sin(angle), -radius * math.cos(angle)) for angle in angles]
    )
