"""The mode badge: a word in a shape and a colour of its own for each mode."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.fonts import TextSize, font_of
from ui.painting import painting
from ui.theme import ModeShape, Theme, theme_of


class ModeBadge(QWidget):
    """Round for SIM, bevelled with a warning sign for LIVE, dashed for DEBUG."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Create the badge of an unknown mode."""
        super().__init__(parent)
        self._text = ""
        self._theme = theme_of(None)
        self.setFont(font_of(TextSize.STRONG))
        self.setAccessibleName("Mode")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_mode(self, text: str, theme: Theme) -> None:
        """Show a mode's word in its theme."""
        if text == self._text and theme is self._theme:
            return
        self._text = text
        self._theme = theme
        self.setAccessibleDescription(text)
        self.setToolTip(f"Trade mode of the account on the screen: {text}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size that the text and its sign need."""
        metrics = QFontMetricsF(self.font())
        height = metrics.height() * 1.3
        sign = height * 0.8 if self._theme.shape is ModeShape.BEVELLED else 0.0
        return QSize(round(metrics.horizontalAdvance(self._text) + height * 1.3 + sign), round(height))

    def minimumSizeHint(self) -> QSize:
        """Return the size hint: a badge is never clipped."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint shape, sign and word."""
        with painting(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        theme = self._theme
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        dashed = theme.shape is ModeShape.DASHED
        painter.setPen(QPen(QColor(theme.badge), 2, Qt.PenStyle.DashLine) if dashed else Qt.PenStyle.NoPen)
        painter.setBrush(Qt.BrushStyle.NoBrush if dashed else QColor(theme.badge))
        painter.drawPath(_outline(area, theme.shape))
        text_area = QRectF(area)
        if theme.shape is ModeShape.BEVELLED:
            side = area.height() * 0.62
            corner = QPointF(area.left() + area.height() * 0.5, area.center().y() - side / 2)
            _paint_warning(painter, QRectF(corner.x(), corner.y(), side * 1.1, side), theme)
            text_area.setLeft(corner.x() + side)
        painter.setPen(QColor(theme.badge if dashed else theme.badge_text))
        painter.setFont(self.font())
        painter.drawText(text_area, Qt.AlignmentFlag.AlignCenter, self._text)


def _outline(area: QRectF, shape: ModeShape) -> QPainterPath:
    path = QPainterPath()
    if shape is ModeShape.ROUND:
        path.addRoundedRect(area, area.height() / 2, area.height() / 2)
    elif shape is ModeShape.BEVELLED:
        cut = area.height() * 0.36
        corners = [
            QPointF(area.left() + cut, area.top()),
            QPointF(area.right() - cut, area.top()),
            QPointF(area.right(), area.center().y()),
            QPointF(area.right() - cut, area.bottom()),
            QPointF(area.left() + cut, area.bottom()),
            QPointF(area.left(), area.center().y()),
        ]
        path.addPolygon(QPolygonF(corners))
        path.closeSubpath()
    else:
        path.addRect(area)
    return path


def _paint_warning(painter: QPainter, area: QRectF, theme: Theme) -> None:
    triangle = QPolygonF(
        [QPointF(area.center().x(), area.top()), area.bottomRight(), area.bottomLeft()],
    )
    painter.setBrush(QColor(theme.badge_text))
    painter.drawPolygon(triangle)
    painter.setPen(
        QPen(QColor(theme.badge), area.height() * 0.13, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    )
    middle = area.center().x()
    painter.drawLine(
        QPointF(middle, area.top() + area.height() * 0.4), QPointF(middle, area.top() + area.height() * 0.66)
    )
    painter.drawPoint(QPointF(middle, area.top() + area.height() * 0.85))
