"""The connection icon: a ring for the link, a disc for the news that come over it."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.fonts import TextSize, font_of
from ui.painting import painting
from ui.panel1.view_model import LinkLevel, LinkLook
from ui.theme import Theme, theme_of


class LinkIcon(QWidget):
    """Painted in the colours of both levels; a lost link is also struck through."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Create the icon of a link of which nothing is known."""
        super().__init__(parent)
        self._ring = LinkLevel.LOST
        self._disc = LinkLevel.LOST
        self._theme = theme_of(None)
        self.setFont(font_of(TextSize.BODY))
        self.setAccessibleName("Connection icon")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_link(self, look: LinkLook, theme: Theme) -> None:
        """Show the levels of a link."""
        if (look.ring, look.disc, theme) != (self._ring, self._disc, self._theme):
            self._ring, self._disc, self._theme = look.ring, look.disc, theme
            self.setAccessibleDescription(f"link {look.ring.value}, account data {look.disc.value}")
            self.update()

    def sizeHint(self) -> QSize:
        """Return a square as high as a line of text."""
        side = round(QFontMetricsF(self.font()).height() * 1.05)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ring, disc and, for a lost link, the stroke."""
        with painting(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        side = float(min(self.width(), self.height()))
        width = max(2.0, side / 7)
        ring = QRectF(width / 2, width / 2, side - width, side - width)
        painter.setPen(QPen(self._colour(self._ring), width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(ring)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour(self._disc))
        painter.drawEllipse(ring.center(), side * 0.2, side * 0.2)
        if self._ring is LinkLevel.LOST:
            painter.setPen(QPen(QColor(self._theme.window), width * 1.8))
            painter.drawLine(QPointF(0, side), QPointF(side, 0))
            painter.setPen(QPen(self._colour(self._ring), width * 0.8))
            painter.drawLine(QPointF(width / 2, side - width / 2), QPointF(side - width / 2, width / 2))

    def _colour(self, level: LinkLevel) -> QColor:
        theme = self._theme
        return QColor(
            {
                LinkLevel.GOOD: theme.profit,
                LinkLevel.IDLE: theme.dim,
                LinkLevel.SLOW: theme.warning,
                LinkLevel.LOST: theme.alert,
            }[level]
        )
